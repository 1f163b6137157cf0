"""How the letters of a word processor's file look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letters:
    """What a style or a run says of its letters; None where it says nothing.

    Attributes:
        size: in points.
    """

    italic: bool | None = None
    bold: bool | None = None
    underlined: bool | None = None
    hidden: bool | None = None
    size: float | None = None

    def over(self, general: Letters) -> Letters:
        """``general`` with what these letters say instead."""
        return Letters(
            *(
                getattr(general, name) if getattr(self, name) is None else getattr(self, name)
                for name in Letters.__slots__
            )
        )
