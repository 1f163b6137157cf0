"""Marked-up text → outline: what the markup says is settled first, all else is looked at as in plain text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from narrate.intake.languages.detection import detect_language
from narrate.intake.markup.divisions import MarkedHeading, mark_repeats, marked_chapters, same_words
from narrate.intake.markup.manuscript import Manuscript, Mark, MarkedBlock
from narrate.intake.outline import Outline
from narrate.intake.structure.assembly import assemble
from narrate.intake.structure.boilerplate import mark_boilerplate
from narrate.intake.structure.chapters import ChapterStart, find_chapters
from narrate.intake.structure.closings import mark_closings
from narrate.intake.structure.front_matter import FrontMatter, read_front_matter, split_title_page
from narrate.intake.structure.header_lines import parse_header_line
from narrate.intake.structure.headings import Level, parse_heading
from narrate.intake.structure.layout import Layout
from narrate.intake.structure.letters import mark_letters
from narrate.intake.structure.lines import Line, split_lines
from narrate.intake.structure.lists import mark_lists
from narrate.intake.structure.marks import is_mark
from narrate.intake.structure.notes import mark_notes
from narrate.intake.structure.paragraphs import PASSED_OVER, Paragraph, Role, is_real_prose, read_paragraphs
from narrate.intake.structure.scenes import usual_gap
from narrate.intake.structure.sections import mark_sections
from narrate.intake.structure.vocabulary import tidied
from narrate.model import Span

_ROLES = {
    Mark.HEADING: Role.HEADING,
    Mark.SCENE_BREAK: Role.MARK,
    Mark.QUOTE: Role.LETTER,
    Mark.VERSE: Role.VERSE,
    Mark.LIST_ITEM: Role.LIST_ITEM,
    Mark.TABLE_ROW: Role.LIST_ITEM,
    Mark.CAPTION: Role.CAPTION,
    Mark.FOOTNOTE: Role.FOOTNOTE,
    Mark.NOTE: Role.NOTE,
    Mark.TITLE: Role.TITLE_PAGE,
    Mark.BY_LINE: Role.TITLE_PAGE,
    Mark.HEADER: Role.HEADER,
    Mark.CONTENTS: Role.CONTENTS,
    Mark.BOILERPLATE: Role.BOILERPLATE,
}
_LAYOUT = Layout(wrapped=False, width=140, indent=0)
_TOLD = (Mark.PARAGRAPH, Mark.QUOTE, Mark.LIST_ITEM, Mark.VERSE)
# A story that stands in block quotations, or in a list, as a whole is no letter.
_MOST_SET_APART = 0.4
_LETTER_LENGTH = 1500
# So many chapters that the markup names leave no room for short lines as headings.
_ENOUGH_CHAPTERS = 2
_LONGEST_NOTE = 6000
_HEAD_PARAGRAPHS = 40
# Programs put their own language into a file's metadata: so many characters of text know better.
_ENOUGH_TOLD = 300
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(slots=True)
class _Draft:
    """Paragraphs in order, with what the markup says of some of them."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    headings: list[tuple[Paragraph, int]] = field(default_factory=list)
    """Paragraphs that the markup calls headings, with their levels."""
    entries: dict[int, str] = field(default_factory=dict)
    """Entries of the file's table of contents, by where in the text they begin."""
    settled: set[int] = field(default_factory=set)
    """Where in the text paragraphs begin whose part the markup settles."""


def outline_manuscript(manuscript: Manuscript) -> Outline:
    """Find chapters, scenes, front matter and notes in a marked-up text.

    Blocks and omissions come in the order of the text, do not overlap, and leave only white space between them,
    whatever ``manuscript`` holds.
    """
    lines, invisible = split_lines(manuscript.text)
    draft = _draft(manuscript, lines)
    paragraphs = draft.paragraphs
    front = FrontMatter()
    for key, value in manuscript.metadata:
        front.metadata.setdefault(key, value)
    front.title, front.author = manuscript.title, manuscript.author
    split_title_page(paragraphs)
    for key, value in mark_boilerplate(paragraphs):
        front.add(key, value)
    _settle_title_page(paragraphs, front)
    _settle_announced_notes(draft)
    mark_repeats(paragraphs)
    mark_letters(paragraphs)
    mark_sections(paragraphs)
    starts = _chapters(draft, front)
    mark_lists(paragraphs)
    _read_front(draft, starts, front)
    usual = usual_gap(paragraphs)
    mark_notes(paragraphs, usual)
    _join_notes(paragraphs)
    mark_closings(paragraphs)
    _announce_once(paragraphs, manuscript.text)
    for paragraph in paragraphs:
        if not paragraph.characters:
            # A rule is a rule, whatever it stands in.
            paragraph.role = Role.MARK
    chapters, omitted = assemble(paragraphs, _outside(invisible, paragraphs), starts, usual, _LAYOUT)
    title = front.metadata.pop("title", None)
    author = front.metadata.pop("author", None)
    return Outline(
        text=manuscript.text,
        title=front.title or title,
        author=front.author or author,
        language=_language(manuscript, paragraphs),
        metadata=tidied(tuple(front.metadata.items())),
        chapters=chapters,
        omitted=tuple(sorted((o for o in omitted if len(o.span)), key=lambda omission: omission.span)),
        emphases=manuscript.emphases,
        parts=manuscript.parts,
        cover=manuscript.cover,
    )


def _draft(manuscript: Manuscript, lines: Sequence[Line]) -> _Draft:
    draft = _Draft()
    plain = _plain_marks(manuscript.blocks)
    run: list[Line] = []
    for block, of_block in _by_block(manuscript.blocks, lines):
        if block.entry is not None and of_block:
            draft.entries[of_block[0].start] = block.entry
        if block.mark in plain:
            run += of_block
            continue
        if run:
            draft.paragraphs += read_paragraphs(run)[0]
            run = []
        paragraph = _settled(block, of_block)
        if paragraph is not None:
            draft.paragraphs.append(paragraph)
            draft.settled.add(paragraph.span.start)
            if paragraph.role is Role.HEADING:
                draft.headings.append((paragraph, block.level))
    if run:
        draft.paragraphs += read_paragraphs(run)[0]
    return draft


def _plain_marks(blocks: Sequence[MarkedBlock]) -> frozenset[Mark]:
    """The marks that say nothing in this text."""
    lengths = dict.fromkeys(_TOLD, 0)
    for block in blocks:
        if block.mark in lengths:
            lengths[block.mark] += len(block.span)
    total = sum(lengths.values())
    most = max(_MOST_SET_APART * total, _LETTER_LENGTH)
    apart = [mark for mark in (Mark.QUOTE, Mark.LIST_ITEM) if lengths[mark] > most]
    return frozenset({Mark.PARAGRAPH, *apart})


def _by_block(blocks: Sequence[MarkedBlock], lines: Sequence[Line]) -> Iterator[tuple[MarkedBlock, list[Line]]]:
    """Each block with its lines; the first line of a new part or page says so."""
    at = 0
    for number, block in enumerate(blocks):
        first = at
        while at < len(lines) and lines[at].end <= block.span.end:
            at += 1
        of_block = list(lines[first:at])
        if of_block and block.opens_part and number and block.mark is not Mark.FOOTNOTE:
            of_block[0] = replace(of_block[0], page=True)
        yield block, of_block


def _settled(block: MarkedBlock, lines: Sequence[Line]) -> Paragraph | None:
    """The paragraph of a block whose part the markup settles; None if there is nothing to see in it."""
    if block.mark is Mark.SCENE_BREAK and not lines:
        # A rule: a mark without a character.
        at = block.span.end
        return Paragraph((Line(at, at, "", 0, 1, page=False),), Role.MARK, mark=True)
    if not lines:
        return None
    mark = block.mark is Mark.SCENE_BREAK or (len(lines) == 1 and is_mark(lines[0].text))
    return Paragraph(tuple(lines), Role.MARK if mark else _ROLES[block.mark], mark=mark)


def _settle_title_page(paragraphs: Sequence[Paragraph], front: FrontMatter) -> None:
    """The story's title, where it stands over the story as the file's metadata give it, is announced once."""
    for index, paragraph in enumerate(paragraphs[:_HEAD_PARAGRAPHS]):
        if paragraph.role is Role.TITLE_PAGE and front.title is None:
            front.title = paragraph.text
        if paragraph.role is Role.PROSE and front.title and same_words(paragraph.text[:200], front.title):
            paragraph.role = Role.TITLE_PAGE
        if is_real_prose(paragraphs[index : index + 1]):
            return


def _settle_announced_notes(draft: _Draft) -> None:
    """A heading “Author's Note” makes notes of what stands under it; “Contents” a table of contents."""
    starts = {paragraph.span.start for paragraph, _ in draft.headings}
    for number, paragraph in enumerate(draft.paragraphs):
        if paragraph.role is not Role.HEADING:
            continue
        role = _announced(paragraph.text)
        if role is None:
            continue
        below = []
        for following in draft.paragraphs[number + 1 :]:
            if following.span.start in starts or following.page:
                break
            below.append(following)
        if sum(one.characters for one in below) <= _LONGEST_NOTE:
            for one in (paragraph, *below):
                one.role = role
    draft.headings = [(paragraph, level) for paragraph, level in draft.headings if paragraph.role is Role.HEADING]


def _announced(heading: str) -> Role | None:
    words = heading.strip(" :.").casefold()
    if words in {"contents", "table of contents"}:
        return Role.CONTENTS
    header = parse_header_line(heading) or parse_header_line(f"{heading}:")
    return Role.NOTE if header is not None and header.is_note else None


def _chapters(draft: _Draft, front: FrontMatter) -> list[ChapterStart]:
    """Where chapters begin, by the markup's headings, the file's table of contents, and headings in the text."""
    paragraphs = draft.paragraphs
    marked = {paragraph.span.start: level for paragraph, level in draft.headings}
    found = find_chapters(paragraphs, _LAYOUT)
    headings = [
        MarkedHeading(index, marked[paragraph.span.start], paragraph.text)
        for index, paragraph in enumerate(paragraphs)
        if paragraph.role is Role.HEADING and paragraph.span.start in marked
    ]
    entries = [
        (index, draft.entries[paragraph.span.start])
        for index, paragraph in enumerate(paragraphs)
        if paragraph.span.start in draft.entries
    ]
    starts, title = marked_chapters(paragraphs, headings, entries, front.title)
    front.title = front.title or title
    if len(starts) < _ENOUGH_CHAPTERS:
        return _united(starts, found, paragraphs)
    certain = []
    for start in found:
        heading = parse_heading(paragraphs[start.index].lines[0].text)
        if heading is not None and heading.certain and heading.level <= Level.CHAPTER:
            certain.append(start)
    for paragraph in paragraphs:
        # A short line in capitals is a sign on a wall where chapters have headings of their own.
        if paragraph.role is Role.HEADING and paragraph.span.start not in marked and paragraph.heading is None:
            paragraph.role = Role.PROSE
    return _united(starts, certain, paragraphs)


def _united(
    starts: Sequence[ChapterStart], others: Sequence[ChapterStart], paragraphs: Sequence[Paragraph]
) -> list[ChapterStart]:
    """Both, in order; one of ``others`` that stands over the same text as one of ``starts`` is none."""
    kept = {start.index: start for start in starts}
    united: list[ChapterStart] = []
    before: int | None = None
    for index, start in sorted({**{start.index: start for start in others}, **kept}.items()):
        if index not in kept and before is not None and not is_real_prose(paragraphs[before:index]):
            before = index
            continue
        united.append(start)
        before = index if index in kept else None
    return united


def _read_front(draft: _Draft, starts: Sequence[ChapterStart], front: FrontMatter) -> None:
    """Title, by-line and header lines that the markup does not settle."""
    passed = {*PASSED_OVER, Role.TITLE_PAGE, Role.HEADER, Role.CAPTION, Role.NOTE} - {Role.MARK}
    shown = [p for p in draft.paragraphs if not (p.span.start in draft.settled and p.role in passed)]
    first = None
    if starts:
        beginning = draft.paragraphs[starts[0].index].span.start
        first = next((n for n, p in enumerate(shown) if p.span.start >= beginning), None)
        if first == 0 and draft.paragraphs[starts[0].index].role is not Role.HEADING:
            # A chapter that only the table of contents names may begin with the title page.
            first = None
    if shown:
        read_front_matter(shown, first, front)


def _join_notes(paragraphs: Sequence[Paragraph]) -> None:
    """What is set apart directly under “A/N:” is the note."""
    for number, paragraph in enumerate(paragraphs[:-1]):
        announced = paragraph.role is Role.NOTE and paragraph.header is not None and not paragraph.header.value
        if announced and paragraphs[number + 1].role is Role.LETTER:
            paragraphs[number + 1].role = Role.NOTE


def _outside(invisible: Sequence[Span], paragraphs: Sequence[Paragraph]) -> list[Span]:
    """The spans that lie in no paragraph."""
    ends = [(paragraph.span.start, paragraph.span.end) for paragraph in paragraphs]
    outside = []
    for span in invisible:
        at = bisect_right(ends, (span.start, span.start)) - 1
        if at < 0 or ends[at][1] <= span.start:
            outside.append(span)
    return outside


def _announce_once(paragraphs: Sequence[Paragraph], text: str) -> None:
    """A title or an author that was announced already is not announced again."""
    announced: set[str] = set()
    for paragraph in paragraphs:
        if paragraph.role is Role.TITLE_PAGE:
            words = " ".join((paragraph.announced or paragraph.span).of(text).casefold().split())
            if words in announced:
                paragraph.role = Role.REPEATED
            announced.add(words)


def _language(manuscript: Manuscript, paragraphs: Sequence[Paragraph]) -> str:
    """The language that the text plainly is in; else what the file says."""
    told = "\n".join(p.text for p in paragraphs if p.role is Role.PROSE)
    found = detect_language(told)
    declared = (manuscript.language or "").replace("_", "-")
    if not _TAG.fullmatch(declared) or declared.lower() in {"und", "mul", "zxx"}:
        return found
    if found.partition("-")[0] == declared.partition("-")[0].lower():
        return declared if "-" in declared else found
    return found if len(told) >= _ENOUGH_TOLD else declared
