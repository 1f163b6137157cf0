"""The lines of a PDF's pages, with their places and fonts, as PDFium finds them in the order of the file."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# PDFium gives the first of them for a hyphen at the end of a line.
SOFT_HYPHENS = "\x02\xad\u2010"
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18
# Letters so far apart (in their own size) stand in different columns.
_COLUMN_GAP = 2.5


@dataclass(frozen=True, slots=True)
class Letter:
    """A character where it stands on its page; points from the lower left corner."""

    character: str
    left: float
    right: float
    baseline: float
    size: float
    italic: bool
    bold: bool


@dataclass(slots=True)
class Line:
    """Letters in a row, in one column."""

    page: int
    letters: list[Letter] = field(default_factory=list)
    column: int = 0

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(letter.character for letter in self.letters).strip()

    @property
    def left(self) -> float:
        """Where it begins, in points."""
        return min((letter.left for letter in self.letters if not letter.character.isspace()), default=0.0)

    @property
    def right(self) -> float:
        """Where it ends, in points."""
        return max((letter.right for letter in self.letters if not letter.character.isspace()), default=0.0)

    @property
    def size(self) -> float:
        """Of most of its letters, in points."""
        sizes = Counter(letter.size for letter in self.letters if not letter.character.isspace())
        return max(sizes, key=lambda size: (sizes[size], size), default=0.0)

    @property
    def baseline(self) -> float:
        """Of most of its letters, in points from the lower edge of the page."""
        heights = Counter(letter.baseline for letter in self.letters if not letter.character.isspace())
        return max(heights, key=lambda height: (heights[height], -height), default=0.0)

    def without_first(self, count: int) -> Line:
        """The line without its first characters."""
        return replace(self, letters=self.letters[count:])


def space_after(letter: Letter) -> Letter:
    """A space behind a letter, as it looks."""
    return replace(letter, character=" ", left=letter.right)


def read_lines(document: PdfDocument, page_number: int) -> list[Line]:
    """The lines of a page that have something in them.

    Args:
        document: a ``pypdfium2.PdfDocument``.
        page_number: from 0.
    """
    page = document[page_number]
    try:
        text_page = page.get_textpage()
        try:
            return list(_lines(_letters(text_page), page_number))
        finally:
            text_page.close()
    finally:
        page.close()


def _letters(text_page: PdfTextPage) -> Iterator[Letter | None]:
    """The characters of a page; None where PDFium sees a line end."""
    import pypdfium2.raw as pdfium

    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    box = [ctypes.c_double() for _ in range(4)]
    x, y = ctypes.c_double(), ctypes.c_double()
    styles: dict[tuple[bytes, int], tuple[bool, bool]] = {}
    for index in range(text_page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text_page, index)).translate(_LIGATURES)
        if character in "\r\n":
            yield None
            continue
        length = pdfium.FPDFText_GetFontInfo(text_page, index, name, len(name), ctypes.byref(flags))
        font = (name.raw[: max(0, length - 1)], flags.value)
        if font not in styles:
            styles[font] = _style(*font)
        pdfium.FPDFText_GetCharBox(text_page, index, *(ctypes.byref(edge) for edge in box))
        pdfium.FPDFText_GetCharOrigin(text_page, index, ctypes.byref(x), ctypes.byref(y))
        size = round(pdfium.FPDFText_GetFontSize(text_page, index), 1)
        left, right, _, top = (edge.value for edge in box)
        if size <= 1.0:
            # The size stands in the text's matrix; the letter's own height tells.
            size = max(1.0, round(1.4 * (top - y.value)))
        yield Letter(character, left, right, round(y.value, 1), size, *styles[font])


def _style(font: bytes, flags: int) -> tuple[bool, bool]:
    name = font.decode("latin-1").casefold()
    italic = "italic" in name or "oblique" in name or bool(flags & _ITALIC_FLAG)
    bold = any(word in name for word in ("bold", "black", "heavy")) or bool(flags & _FORCE_BOLD_FLAG)
    return italic, bold


def _lines(letters: Iterator[Letter | None], page: int) -> Iterator[Line]:
    line = Line(page)
    before: Letter | None = None
    ended = False
    for letter in letters:
        if letter is None:
            ended = True
            continue
        if letter.character.isspace():
            line.letters.append(letter)
            continue
        if before is not None and (_is_elsewhere(before, letter) or (ended and not _goes_on(before, letter))):
            if line.text:
                yield line
            line = Line(page)
        line.letters.append(letter)
        before, ended = letter, False
    if line.text:
        yield line


def _is_elsewhere(before: Letter, letter: Letter) -> bool:
    """Whether a letter stands on another line, or in another column, than the one before it."""
    size = max(before.size, letter.size)
    if abs(letter.baseline - before.baseline) > 0.6 * size or letter.left < before.left - size:
        return True
    return letter.left - before.right > _COLUMN_GAP * size


def _goes_on(before: Letter, letter: Letter) -> bool:
    """Whether they stand side by side though PDFium saw a line end: it does at raised marks."""
    size = max(before.size, letter.size)
    return abs(letter.baseline - before.baseline) <= 0.5 * size and -0.2 * size <= letter.left - before.right <= size
