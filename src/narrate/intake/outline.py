"""What a reader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from narrate.model import Chapter, Emphasis, Omission, SourcePart


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
    emphases: tuple[Emphasis, ...] = ()
    parts: tuple[SourcePart, ...] = ()
    cover: bytes | None = field(default=None, repr=False)
