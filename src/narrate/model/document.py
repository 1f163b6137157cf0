"""What intake reads out of a file: the text and the blocks it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A slice of the source text, in Unicode characters from its beginning; ``end`` is exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Span:
        """The same span without white space at its edges; empty (at ``start``) if it is all white space."""
        inner = self.of(text)
        start = self.start + len(inner) - len(inner.lstrip())
        return Span(start, start + len(inner.strip())) if inner.strip() else Span(self.start, self.start)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text came from.

    Attributes:
        path: as the person wrote it.
        sha256: of the file's bytes, in hexadecimal.
        characters: length of the text that intake made of it; spans count these.
    """

    path: str
    sha256: str
    characters: int


class BlockKind(StrEnum):
    """What a block is, as far as reading it aloud is concerned."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    SCENE_BREAK = "scene-break"
    NOTE = "note"
    """An author's note: before, between or after chapters."""
    FRONT_MATTER = "front-matter"
    """Title, by-line and their like that are announced. What is left out is an omission instead."""
    VERSE = "verse"
    """Lines whose breaks count: poems, songs."""
    LETTER = "letter"
    """Something written that the story shows: a letter, a diary, a message, a telegram, a sign, a block quotation."""
    CLOSING = "closing"
    """“The End”, “To be continued”."""
    LIST_ITEM = "list-item"
    """An item of a list, or a row of a table."""
    CAPTION = "caption"
    """What stands for a picture: its caption or its alternative text."""
    FOOTNOTE = "footnote"
    """A footnote or an endnote, where the file has it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or its like.

    ``span`` has no white space at its edges. A scene break made of blank lines alone has an empty span.
    """

    kind: BlockKind
    span: Span


class EmphasisKind(StrEnum):
    """How words are set off."""

    EMPHASIS = "emphasis"
    """Italics: stress, thoughts, titles, foreign words."""
    STRONG = "strong"
    """Bold, underlined."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that the file's markup sets off. Marks of emphasis that stand in the text itself are not listed here."""

    kind: EmphasisKind
    span: Span


@dataclass(frozen=True, slots=True)
class SourcePart:
    """A file that a part of the text came from: one of a book's inside an EPUB, one of several that were named.

    Attributes:
        path: inside the book, or as the person wrote it.
        start: where its text begins, in characters of the whole text; it goes to the next part's start.
    """

    path: str
    start: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """Blocks in the order of the text. ``title`` is None where the story gives none."""

    title: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """A slice of the source that is not spoken, and why.

    Reasons in use: ``whitespace``, ``scene break``, ``front matter``, ``repeated``, ``table of contents``,
    ``words to readers``, ``copyright notice``, ``picture``, ``boilerplate``, ``author's note``, ``skipped by hand``.
    ``docs/script-format.md`` says what each means.
    """

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A story as intake read it.

    Blocks and ``omitted`` do not overlap, come in the order of the text, and leave nothing but white space
    between them.

    Attributes:
        text: the whole text; all spans are slices of it.
        language: BCP 47, ``en`` where nothing tells otherwise.
        metadata: pairs of key and value found in front matter; ``docs/structure.md`` lists the keys (``rating``,
            ``summary`` …).
        chapters: at least one.
        omitted: slices left out already by intake (front matter nobody wants to hear, boilerplate).
        emphases: what markup sets off, in the order of the text, without overlap among one kind; empty for plain text.
        parts: the files that the text was put together from, in order; empty where it is one file.
        cover: a JPEG or PNG picture that came with the story.
    """

    source: Source
    text: str
    title: str | None
    author: str | None
    language: str
    metadata: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    omitted: tuple[Omission, ...] = ()
    emphases: tuple[Emphasis, ...] = ()
    parts: tuple[SourcePart, ...] = ()
    cover: bytes | None = field(default=None, repr=False)

    def blocks(self) -> tuple[Block, ...]:
        """All blocks of all chapters; ``Utterance.paragraph`` is an index into this."""
        return tuple(block for chapter in self.chapters for block in chapter.blocks)
