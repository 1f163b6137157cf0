"""What a file tells, which may be damaged or come from a stranger: of the right type and size, or an error."""

from __future__ import annotations

from narrate.model import Span

_LONGEST_S = 10_000_000
"""Four months: no audiobook is longer."""

_LARGEST = 10**12
"""No text has as many characters."""


def as_text(told: object) -> str:
    """A text that a file tells, which may be damaged or a stranger's.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(told, str):
        raise TypeError(f"{told!r:.40} is no text")
    return told


def as_speaker(told: object) -> str | None:
    """A character's id, or None for the narrator; raises as `as_text`."""
    return None if told is None else as_text(told)


def as_seconds(told: object) -> float:
    """A time that a file tells.

    Raises:
        ValueError: it is none, or longer than any sound.
    """
    if not isinstance(told, int | float) or not 0 <= told <= _LONGEST_S:
        raise ValueError(f"{told!r:.40} is no time")
    return float(told)


def as_share(told: object) -> float:
    """A number from 0 to 1 that a file tells.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(told, int | float) or not 0 <= told <= 1:
        raise ValueError(f"{told!r:.40} is no share")
    return float(told)


def as_number(told: object) -> int:
    """A whole number that a file tells.

    Raises:
        ValueError: it is none, or larger than any that is needed.
    """
    if not isinstance(told, int) or not 0 <= told <= _LARGEST:
        raise ValueError(f"{told!r:.40} is no number")
    return told


def as_span(start: object, end: object) -> Span:
    """A slice of the story; raises as `as_number`."""
    return Span(as_number(start), as_number(end))
