"""Lines → paragraphs, with what each line gives away about its part in the story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from narrate.intake.structure.header_lines import NOTE_KEY, HeaderLine, mail_head, parse_header_line, parse_key_alone
from narrate.intake.structure.headings import Heading, Level, parse_heading, undecorated
from narrate.intake.structure.layout import Layout, begins_small, detect_layout, ends_sentence, fills, is_wrapped
from narrate.intake.structure.lines import Line
from narrate.intake.structure.marks import is_dots, is_mark
from narrate.intake.structure.verse import is_verse
from narrate.model import Span

# Less prose than this (words) is the company of a title, not a chapter.
_FEW_WORDS = 20
# A header line without a blank line above is believed so few lines under another; the commonest of them also
# anywhere in the first lines of the file.
_HEADER_REACH = 4
_HEAD_LINES = 80
_FEWEST_KEYS_ALONE = 3
_SPEECH = frozenset("\"“”«»„'‘")
_HEADING_LENGTH = 60


class Role(Enum):
    """What a paragraph turns out to be."""

    PROSE = auto()
    VERSE = auto()
    MARK = auto()
    HEADING = auto()
    TITLE_PAGE = auto()
    NOTE = auto()
    LETTER = auto()
    LIST_ITEM = auto()
    CAPTION = auto()
    FOOTNOTE = auto()
    SECTION = auto()
    """A heading within a chapter: whose turn it is to tell, a date, a place."""
    CLOSING = auto()
    """“The End”, “To be continued”."""
    HEADER = auto()
    REPEATED = auto()
    """A title, an author or a heading that was announced already."""
    CONTENTS = auto()
    REQUEST = auto()
    """Words to readers that belong to the place it was posted at: asking for reviews, tags, links."""
    COPYRIGHT = auto()
    PICTURE = auto()
    BOILERPLATE = auto()


PASSED_OVER = frozenset(
    {Role.MARK, Role.CONTENTS, Role.REQUEST, Role.COPYRIGHT, Role.PICTURE, Role.REPEATED, Role.BOILERPLATE}
)
"""What may stand between the parts of a title page, or between two headings, and means nothing there."""


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. `role` is settled step by step; all else stays as it was read.

    Attributes:
        lines: at least one, in the order of the text.
        heading: what the first line says if it is a heading; `role` tells whether it is one.
        header: what the first line says as a header line (``Rating: …``).
        mark: looks like a scene mark.
        announced: of a title page, the only words that are announced; None is all of it.
    """

    lines: tuple[Line, ...]
    role: Role = Role.PROSE
    heading: Heading | None = None
    header: HeaderLine | None = None
    mark: bool = False
    announced: Span | None = None

    @property
    def span(self) -> Span:
        """From the first character to behind the last."""
        return Span(self.lines[0].start, self.lines[-1].end)

    @property
    def gap(self) -> int:
        """Blank lines before it."""
        return self.lines[0].gap

    @property
    def page(self) -> bool:
        """A form feed stands before it."""
        return self.lines[0].page

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def characters(self) -> int:
        """Length in the source."""
        return self.lines[-1].end - self.lines[0].start


@dataclass(frozen=True, slots=True)
class _Marked:
    """A line and what it may be by its words alone; at most one of the three."""

    line: Line
    heading: Heading | None = None
    header: HeaderLine | None = None
    mark: bool = False

    @property
    def plain(self) -> bool:
        return self.heading is None and self.header is None and not self.mark


def read_paragraphs(lines: Sequence[Line]) -> tuple[list[Paragraph], Layout]:
    """Join ``lines`` to paragraphs, by the layout that they show."""
    marked = _mark_lines(lines)
    layout = detect_layout([item.line for item in run] for run in _runs(marked) if run[0].plain)
    paragraphs: list[Paragraph] = []
    for run in _runs(marked):
        first = run[0]
        if first.mark:
            paragraphs.append(Paragraph((first.line,), Role.MARK, heading=first.heading, mark=True))
        elif first.heading is not None:
            paragraphs.append(Paragraph(tuple(item.line for item in run), heading=first.heading))
        elif first.header is not None:
            paragraphs.extend(_header_paragraphs(run, layout))
        else:
            paragraphs.extend(_text_paragraphs([item.line for item in run], layout))
    return _with_split_headings(paragraphs), layout


def is_real_prose(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether so much prose or verse stands here that it is a chapter of its own."""
    words = 0
    for paragraph in paragraphs:
        if paragraph.role in {Role.PROSE, Role.VERSE, Role.LETTER, Role.LIST_ITEM}:
            words += sum(line.text.count(" ") + 1 for line in paragraph.lines)
            if words >= _FEW_WORDS:
                return True
    return False


def _mark_lines(lines: Sequence[Line]) -> list[_Marked]:
    """Each line with what it may be; headings only where the lines around allow one."""
    head = next((number for number, line in enumerate(lines) if number and line.gap), len(lines))
    mail = mail_head([line.text for line in lines[: min(head, _HEAD_LINES)]])
    marked = [_Marked(line, header=header) for line, header in zip(lines, mail, strict=False)]
    alone = _keys_alone(lines)
    last_header = len(marked) - 1 if marked else -_HEADER_REACH
    for number in range(len(marked), len(lines)):
        line = lines[number]
        before = marked[-1] if marked else None
        following = lines[number + 1] if number + 1 < len(lines) else None
        open_above = before is None or line.gap > 0 or line.page or before.mark or before.heading is not None
        open_below = following is None or following.gap > 0 or following.page
        heading = parse_heading(line.text)
        if heading is not None and not _may_stand(heading, before, line, following, open_below=open_below):
            heading = None
        mark = is_mark(line.text) or (open_above and open_below and is_dots(line.text))
        header = None
        if heading is None and not mark:
            header = alone.get(number) or _header_of(line, number, before, number - last_header, open_above=open_above)
        if header is not None:
            last_header = number
        marked.append(_Marked(line, heading, header, mark))
    return marked


def _keys_alone(lines: Sequence[Line]) -> dict[int, HeaderLine]:
    """Keys without a mark, each on a line over its value, by number of line: believed where there are several."""
    found = {number: key for number, line in enumerate(lines[:_HEAD_LINES]) if (key := parse_key_alone(line.text))}
    return found if len({header.key for header in found.values()}) >= _FEWEST_KEYS_ALONE else {}


def _header_of(line: Line, number: int, before: _Marked | None, reach: int, *, open_above: bool) -> HeaderLine | None:
    """What a line says as a header line, if the lines above allow that; the last header line is ``reach`` lines up."""
    header = parse_header_line(line.text)
    if header is None or open_above or reach < _HEADER_REACH:
        return header
    if header.key == NOTE_KEY:
        # “A/N:” is nothing else: it interrupts a story whose paragraphs have no blank lines between.
        return header if header.value and before is not None and ends_sentence(before.line.text) else None
    return header if number < _HEAD_LINES and header.is_core else None


def _may_stand(
    heading: Heading, before: _Marked | None, line: Line, following: Line | None, *, open_below: bool
) -> bool:
    if before is not None and not (line.gap > 0 or line.page or before.mark or before.heading is not None):
        # A heading without a blank line above: believed where every line is a paragraph, if it says “Chapter 3”.
        if not heading.certain or heading.number is None or len(line.text) >= _HEADING_LENGTH:
            return False
        after_sentence = ends_sentence(before.line.text) or before.header is not None
        after_sentence = after_sentence and line.text[-1] not in ".,;"
        return line.text[0].isupper() or after_sentence
    if heading.certain or open_below or following is None:
        return True
    # A number or “Part Two” over its title, or in a table of contents.
    return parse_heading(following.text) is not None or (len(following.text) < 70 and not ends_sentence(following.text))


def _runs(marked: Sequence[_Marked]) -> Iterator[list[_Marked]]:
    """Lines without a blank line between, cut at headings, marks and header lines."""
    run: list[_Marked] = []
    for item in marked:
        line = item.line
        cut = line.gap > 0 or line.page or not item.plain
        if run and run[0].header is not None and item.header is not None and line.gap == 0:
            cut = False
        if run and (cut or run[0].mark or run[0].heading is not None):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _header_paragraphs(run: Sequence[_Marked], layout: Layout) -> Iterator[Paragraph]:
    """Header lines, each with the lines that go on with its value, and text between them."""
    lines: list[Line] = []
    text: list[Line] = []
    header: HeaderLine | None = None
    for number, item in enumerate(run):
        if item.header is not None:
            if lines:
                yield Paragraph(tuple(lines), header=header)
            if text:
                yield from _text_paragraphs(text, layout)
            lines, text, header = [item.line], [], item.header
        elif not text and (layout.wrapped or begins_small(item.line) or _header_follows(run, number, header)):
            lines.append(item.line)
        else:
            text.append(item.line)
    yield Paragraph(tuple(lines), header=header)
    if text:
        yield from _text_paragraphs(text, layout)


def _header_follows(run: Sequence[_Marked], number: int, header: HeaderLine | None) -> bool:
    """Whether another header line is so near that the lines between go on with ``header``."""
    if header is None or header.is_note:
        return False
    return any(item.header is not None for item in run[number + 1 : number + 4])


def _text_paragraphs(run: Sequence[Line], layout: Layout) -> Iterator[Paragraph]:
    if is_verse(run, layout):
        yield Paragraph(tuple(run), Role.VERSE)
        return
    wrapped = is_wrapped(run, layout)
    lines: list[Line] = []
    for line in run:
        if lines and not _goes_on(lines[-1], line, layout, wrapped=wrapped):
            yield Paragraph(tuple(lines))
            lines = []
        lines.append(line)
    yield Paragraph(tuple(lines))


def _goes_on(before: Line, after: Line, layout: Layout, *, wrapped: bool) -> bool:
    """Whether ``after`` is in the same paragraph as ``before``, with no blank line between them."""
    ended = ends_sentence(before.text)
    if not wrapped:
        # A line break in the middle of a sentence is an accident.
        return not ended and begins_small(after) and after.text[0] not in _SPEECH
    if after.indent >= before.indent + 2 and ended and not begins_small(after):
        return False
    return begins_small(after) or not ended or fills(before, after, layout.width - layout.width // 8)


def _with_split_headings(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Put ``CHAPTER`` and the number on the next line together."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        before = joined[-1] if joined else None
        if before is not None and paragraph.gap <= 1 and len(before.lines) == len(paragraph.lines) == 1:
            heading = _split_heading(before.lines[0], paragraph.lines[0])
            if heading is not None and before.heading is None:
                joined[-1] = Paragraph(before.lines + paragraph.lines, heading=heading)
                continue
        if len(paragraph.lines) == 2 and paragraph.heading is None:
            paragraph.heading = _split_heading(*paragraph.lines)
        joined.append(paragraph)
    return joined


def _split_heading(keyword: Line, number: Line) -> Heading | None:
    word = undecorated(keyword.text)
    if not word or len(keyword.text) > 12 or len(number.text) > 12:
        return None
    heading = parse_heading(f"{word} {undecorated(number.text)}")
    return heading if heading is not None and heading.level < Level.NUMBER and heading.number is not None else None
