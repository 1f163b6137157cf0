"""Reader of PDF documents: the text without what printing added to it.

PDFium (BSD licence, by pypdfium2) gives the letters with their places and fonts, in the order of the file, which is
that of reading in what word processors and TeX write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from narrate.errors import StoryError
from narrate.intake.formats.pdf.furniture import without_furniture
from narrate.intake.formats.pdf.hyphens import Hyphens
from narrate.intake.formats.pdf.layout import body_size, in_columns, measure
from narrate.intake.formats.pdf.lines import Letter, Line, read_lines
from narrate.intake.formats.pdf.notes import Notes
from narrate.intake.formats.pdf.paragraphs import PdfParagraph, paragraphs_of
from narrate.intake.markup.manuscript import Manuscript, ManuscriptBuilder, Mark
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.markup.runs import real_author, real_title
from narrate.intake.outline import Outline
from narrate.model import EmphasisKind

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MOST_PAGES = 5000
_MOST_LETTERS = 20_000_000
# Fewer letters on a page than that: pictures of pages, with a stamp on them at most.
_FEWEST_LETTERS = 15
_MOST_ENTRIES = 2000
_DAMAGED = "Open it in the program that made it and save it again, or get the file anew."
_SIMPLE = re.compile(r"\W+")


def read_pdf_story(data: bytes, name: str) -> Outline:
    """The outline of a PDF document.

    Raises:
        StoryError: it is damaged or locked, or has pictures of pages instead of text.
    """
    return outline_manuscript(read_pdf(data, name))


def read_pdf(data: bytes, name: str) -> Manuscript:
    """The manuscript in a PDF document.

    Raises:
        StoryError: it is damaged or locked, or has pictures of pages instead of text.
    """
    document = _opened(data, name)
    try:
        pages = _pages(document, name)
        entries = _bookmarks(document)
        about = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    size = body_size([line for page in pages for line in page])
    pages = without_furniture(pages, size)
    notes = Notes(in_columns(pages), size)
    lines = [line for page in notes.pages for line in page]
    hyphens = Hyphens(line.text for line in lines)
    layout = measure(lines, size)
    writer = _Writer(hyphens, entries, notes, real_title(about.get("Title")))
    writer.write(paragraphs_of(lines, layout, hyphens))
    metadata = [(key, about[name]) for key, name in (("subject", "Subject"), ("keywords", "Keywords")) if name in about]
    return writer.builder.manuscript(
        title=real_title(about.get("Title")), author=real_author(about.get("Author")), metadata=tuple(metadata)
    )


def _opened(data: bytes, name: str) -> PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise StoryError(
                f"{name} is protected by a password", hint="Save it without a password, and give narrate that."
            ) from None
        raise StoryError(f"{name} can't be read as a PDF document: {error}", hint=_DAMAGED) from None


def _pages(document: PdfDocument, name: str) -> list[list[Line]]:
    import pypdfium2

    if len(document) > _MOST_PAGES:
        raise StoryError(f"{name} has {len(document)} pages, more than a story", hint="Is it the right file?")
    pages: list[list[Line]] = []
    letters = 0
    for number in range(len(document)):
        try:
            pages.append(read_lines(document, number))
        except pypdfium2.PdfiumError as error:
            raise StoryError(f"page {number + 1} of {name} can't be read: {error}", hint=_DAMAGED) from None
        letters += sum(len(line.letters) for line in pages[-1])
        if letters > _MOST_LETTERS:
            raise StoryError(f"{name} is too large for a story", hint="Is it the right file?")
    if letters < _FEWEST_LETTERS * len(pages) or not letters:
        raise StoryError(
            f"{name} holds pictures of pages, and no text",
            hint="It was scanned. Have a program recognise its text (OCR; `ocrmypdf` does), and narrate the result.",
        )
    return pages


def _bookmarks(document: PdfDocument) -> dict[int, list[str]]:
    """Titles in the document's own contents, by the page (from 0) that they lead to."""
    import pypdfium2

    found: dict[int, list[str]] = {}
    try:
        for number, bookmark in enumerate(document.get_toc(max_depth=8)):
            if number >= _MOST_ENTRIES:
                break
            destination = bookmark.get_dest()
            page = destination.get_index() if destination is not None else None
            if page is not None:
                found.setdefault(page, []).append(" ".join(bookmark.get_title().split()))
    except pypdfium2.PdfiumError:
        return {}
    return found


class _Writer:
    """Tells a builder the paragraphs, with the notes behind the paragraphs that point to them."""

    def __init__(self, hyphens: Hyphens, entries: dict[int, list[str]], notes: Notes, title: str | None) -> None:
        self.builder = ManuscriptBuilder()
        self._hyphens = hyphens
        self._entries = entries
        self._notes = notes
        self._title = title
        self._told = False

    def write(self, paragraphs: Sequence[PdfParagraph]) -> None:
        """All of the document."""
        letters = [paragraph.letters(self._hyphens) for paragraph in paragraphs]
        upright = self._usual_style([letter for each in letters for letter in each])
        sizes = sorted({paragraph.size for paragraph in paragraphs if paragraph.heading}, reverse=True)
        page = -1
        for number, (paragraph, words) in enumerate(zip(paragraphs, letters, strict=True)):
            if paragraph.page != page and (paragraph.heading or page < 0):
                self.builder.page()
            page = paragraph.page
            text = "".join(letter.character for letter in words)
            self._enter(page, text)
            if paragraph.blank and not paragraph.heading:
                self.builder.begin()
                self.builder.end()
            mark, level = self._mark(paragraph, text, sizes)
            self.builder.begin(mark, level=level)
            for piece, kinds in _runs(words, upright if mark is Mark.PARAGRAPH else None):
                self.builder.words(piece, *kinds)
            self.builder.end()
            last = paragraph.lines[-1].page
            ended = number + 1 == len(paragraphs) or paragraphs[number + 1].page > last
            self._tell_notes(self._notes.due(last if ended else last - 1))

    def _mark(self, paragraph: PdfParagraph, text: str, sizes: list[float]) -> tuple[Mark, int]:
        if not paragraph.heading or not any(map(str.isalnum, text)):
            self._told = self._told or len(text) > 200
            return Mark.PARAGRAPH, 0
        if not self._told and self._title and _plain(text) == _plain(self._title):
            return Mark.TITLE, 0
        return Mark.HEADING, 1 + min(sizes.index(paragraph.size), 5)

    def _enter(self, page: int, text: str) -> None:
        """Tell the entry of the contents that this paragraph begins."""
        for entry in self._entries.get(page, ()):
            if _plain(entry) and (_plain(text) == _plain(entry) or _plain(entry).endswith(_plain(text) or "-")):
                self.builder.entry(entry)
                self._entries[page].remove(entry)
                return

    def _tell_notes(self, notes: Sequence[list[Line]]) -> None:
        for lines in notes:
            self.builder.begin(Mark.FOOTNOTE)
            words = PdfParagraph(lines).letters(self._hyphens)
            self.builder.words("".join(letter.character for letter in words))
            self.builder.end()

    def _usual_style(self, letters: Sequence[Letter]) -> tuple[bool, bool]:
        styles = Counter((letter.italic, letter.bold) for letter in letters)
        return max(styles, key=lambda style: styles[style], default=(False, False))


def _runs(letters: Sequence[Letter], usual: tuple[bool, bool] | None) -> Iterator[tuple[str, tuple[EmphasisKind, ...]]]:
    """Words with how they are set off from the usual; None: not at all."""
    piece = ""
    kinds: tuple[EmphasisKind, ...] = ()
    for letter in letters:
        now = kinds if letter.character == " " else _kinds(letter, usual)
        if now != kinds and piece:
            yield piece, kinds
            piece = ""
        kinds = now
        piece += letter.character
    if piece:
        yield piece, kinds


def _kinds(letter: Letter, usual: tuple[bool, bool] | None) -> tuple[EmphasisKind, ...]:
    if usual is None:
        return ()
    italic = (EmphasisKind.EMPHASIS,) if letter.italic and not usual[0] else ()
    return (*italic, EmphasisKind.STRONG) if letter.bold and not usual[1] else italic


def _plain(text: str) -> str:
    return _SIMPLE.sub(" ", text).strip().casefold()
