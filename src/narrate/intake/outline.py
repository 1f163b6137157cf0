"""What a reader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass

from narrate.model import Chapter, Omission


@dataclass(frozen=True, slots=True)
class Outline:
    """A story's text and what it is made of; the fields are those of `narrate.model.Document`."""

    text: str
    title: str | None
    author: str | None
    language: str
    metadata: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    omitted: tuple[Omission, ...]
