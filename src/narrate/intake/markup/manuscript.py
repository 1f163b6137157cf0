"""What a reader of marked-up files makes: the text, and what the markup says of each stretch of it.

A reader walks its file and tells a `ManuscriptBuilder` what it meets; `outlining` makes the outline of what comes out.
A paragraph is one line of the text, line breaks within it are line feeds, a blank line stands between two blocks, and
one more for each empty paragraph of the file (people make scene breaks of them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from narrate.model import Emphasis, EmphasisKind, SourcePart, Span

# White space that markup formats do not count; a no-break space is a character like others there.
_COLLAPSING = " \t\r\n\f\v"
_SPACES = re.compile(f"[{_COLLAPSING}]+")
_MOST_BLANKS = 8


class Mark(Enum):
    """What the markup says a block is. In doubt say PARAGRAPH: its words are then looked at as in plain text."""

    PARAGRAPH = auto()
    HEADING = auto()
    SCENE_BREAK = auto()
    """A rule, an ornament. Its block may be empty."""
    QUOTE = auto()
    """Set apart as a whole: a letter, a message, a block quotation."""
    VERSE = auto()
    LIST_ITEM = auto()
    TABLE_ROW = auto()
    CAPTION = auto()
    FOOTNOTE = auto()
    NOTE = auto()
    """Plainly an author's note (AO3's preface and end notes)."""
    TITLE = auto()
    BY_LINE = auto()
    HEADER = auto()
    """Plainly not the story: tags, statistics, a summary. What it says goes into the metadata."""
    CONTENTS = auto()
    """A table of contents, an index."""
    BOILERPLATE = auto()
    """Navigation, licences, copyright pages, advertisements."""


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block of a marked-up text.

    Attributes:
        mark: what the markup says it is.
        span: in the manuscript's text; empty only for a scene break.
        level: of a heading, from 1, or the depth of a list; else 0.
        opens_part: the first block of a file or a page of its own, where chapters often begin.
        entry: what the file's own table of contents calls that which begins here; None where it names nothing here.
    """

    mark: Mark
    span: Span
    level: int = 0
    opens_part: bool = False
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A marked-up file as its reader read it.

    Attributes:
        text: all blocks, as the module's description says.
        blocks: in the order of the text; only white space stands between them.
        title: that the file's own metadata name, like all that follows.
        author: several are joined by “, ” and “ & ”.
        language: BCP 47; None where the file does not say.
        metadata: pairs of key and value, keys lower-case: series, series number, date, summary, rating, fandom,
            relationships, warnings, publisher, rights …
        emphases: in the order of the text.
        parts: the files it was put together from.
        cover: a JPEG or PNG picture.
    """

    text: str
    blocks: tuple[MarkedBlock, ...]
    title: str | None = None
    author: str | None = None
    language: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    emphases: tuple[Emphasis, ...] = ()
    parts: tuple[SourcePart, ...] = ()
    cover: bytes | None = None


class ManuscriptBuilder:
    """Puts text and blocks together as a reader meets them.

    `begin` opens a block (and closes the one before), `words` adds to it, `end` closes it; words outside a block open
    a paragraph. White space is collapsed as browsers do, unless it is ``verbatim``.
    """

    def __init__(self) -> None:
        self._text: list[str] = []
        self._length = 0
        self._blocks: list[MarkedBlock] = []
        self._emphases: list[Emphasis] = []
        self._parts: list[SourcePart] = []
        self._blanks = 0
        self._new_part: str | None = None
        self._new_page = False
        self._entry: str | None = None
        self._open: _OpenBlock | None = None

    def part(self, path: str) -> None:
        """What follows comes from the file ``path``."""
        self.end()
        self._new_part = path
        self._blanks = 0

    def page(self) -> None:
        """What follows stands on a page of its own."""
        block = self._open
        if block is not None and block.has_words:
            self.end()
            self._open = _OpenBlock(block.mark, block.level)
        self._new_page = True
        self._blanks = 0

    def entry(self, title: str) -> None:
        """The file's table of contents says that ``title`` begins here, with the next block."""
        self._entry = self._entry or " ".join(title.split()) or None

    def begin(self, mark: Mark = Mark.PARAGRAPH, *, level: int = 0) -> None:
        """A block begins."""
        self.end()
        self._open = _OpenBlock(mark, level)

    def words(self, text: str, *emphases: EmphasisKind, verbatim: bool = False) -> None:
        """Add characters to the block that is open.

        Args:
            text: white space in it is collapsed to single spaces.
            emphases: how these words are set off.
            verbatim: line feeds and spaces count (verse, preformatted text).
        """
        if self._open is None:
            if not text.strip(_COLLAPSING):
                return
            self._open = _OpenBlock(Mark.PARAGRAPH, 0)
        self._open.add(text if verbatim else _SPACES.sub(" ", text), emphases, verbatim=verbatim)

    def line_break(self) -> None:
        """A line ends within the block."""
        if self._open is not None:
            self._open.line_break()

    def end(self) -> None:
        """The block that is open ends. An empty paragraph counts as a blank line more before the next block."""
        block, self._open = self._open, None
        if block is None:
            return
        words, emphases = block.finished()
        if words:
            self._append(block, words, emphases)
        elif block.mark is Mark.SCENE_BREAK and self._blocks:
            self._blocks.append(MarkedBlock(block.mark, Span(self._length, self._length)))
        elif block.mark is Mark.PARAGRAPH and self._blocks:
            self._blanks = min(self._blanks + 1, _MOST_BLANKS)

    def manuscript(
        self,
        *,
        title: str | None = None,
        author: str | None = None,
        language: str | None = None,
        metadata: tuple[tuple[str, str], ...] = (),
        cover: bytes | None = None,
    ) -> Manuscript:
        """Everything that was told, with what the file says of itself."""
        self.end()
        return Manuscript(
            text="".join(self._text),
            blocks=tuple(self._blocks),
            title=title,
            author=author,
            language=language,
            metadata=metadata,
            emphases=tuple(self._emphases),
            parts=tuple(self._parts),
            cover=cover,
        )

    def _append(self, block: _OpenBlock, words: str, emphases: list[tuple[EmphasisKind, int, int]]) -> None:
        if self._length:
            self._write("\n\n" + "\n" * self._blanks)
        self._blanks = 0
        start = self._length
        if self._new_part is not None:
            self._parts.append(SourcePart(self._new_part, start))
        opens_part = self._new_page or self._new_part is not None
        self._new_part, self._new_page = None, False
        self._write(words)
        span = Span(start, self._length)
        entry, self._entry = self._entry, None
        self._blocks.append(MarkedBlock(block.mark, span, block.level, opens_part, entry))
        self._emphases.extend(Emphasis(kind, Span(start + first, start + last)) for kind, first, last in emphases)

    def _write(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)


class _OpenBlock:
    """A block while its words come in."""

    def __init__(self, mark: Mark, level: int) -> None:
        self.mark = mark
        self.level = level
        self._pieces: list[str] = []
        self._length = 0
        self._space_last = True
        self._runs: list[tuple[EmphasisKind, int, int]] = []

    def add(self, text: str, emphases: Iterable[EmphasisKind], *, verbatim: bool) -> None:
        if self._space_last and not verbatim:
            text = text.lstrip(" ")
        if not text:
            return
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        self._space_last = text.endswith((" ", "\n"))
        for kind in sorted(set(emphases)):
            self._extend_run(kind, start)

    @property
    def has_words(self) -> bool:
        """Whether anything but white space came in."""
        return any(not piece.isspace() for piece in self._pieces)

    def line_break(self) -> None:
        if self._pieces and self._pieces[-1].endswith(" "):
            shorter = self._pieces[-1].rstrip(" ")
            self._length -= len(self._pieces[-1]) - len(shorter)
            self._pieces[-1] = shorter
        self._pieces.append("\n")
        self._length += 1
        self._space_last = True

    def finished(self) -> tuple[str, list[tuple[EmphasisKind, int, int]]]:
        """The words without white space at their edges, and what is emphasised in them (from, to)."""
        text = "".join(self._pieces)
        words = text.strip()
        offset = len(text) - len(text.lstrip())
        runs = []
        for kind, start, end in self._runs:
            first, last = max(start - offset, 0), min(end - offset, len(words))
            inner = words[first:last]
            first += len(inner) - len(inner.lstrip())
            last = first + len(inner.strip())
            if first < last:
                runs.append((kind, first, last))
        return words, runs

    def _extend_run(self, kind: EmphasisKind, start: int) -> None:
        for number in range(len(self._runs) - 1, max(len(self._runs) - 3, -1), -1):
            before = self._runs[number]
            if before[0] is kind and before[2] == start:
                self._runs[number] = (kind, before[1], self._length)
                return
        self._runs.append((kind, start, self._length))
