"""What the headings of a marked-up text divide: which are the title, parts, chapters, sections."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.intake.structure.chapters import ChapterStart
from narrate.intake.structure.headings import Heading, Level, display, parse_heading
from narrate.intake.structure.paragraphs import PASSED_OVER, Paragraph, Role, is_real_prose

_WORD = re.compile(r"\w+")
_LONGEST_REPEAT = 120
_SENTENCE_ENDS = (".", "!", "?", "…", "”", '"', "’")
_BETWEEN = frozenset({*PASSED_OVER, Role.CAPTION, Role.HEADER, Role.TITLE_PAGE, Role.NOTE})
_UNHEARD = frozenset({*PASSED_OVER, Role.CAPTION, Role.HEADER})


@dataclass(frozen=True, slots=True)
class MarkedHeading:
    """A heading that the markup calls so: paragraph ``index``, of ``level`` from 1."""

    index: int
    level: int
    text: str

    @property
    def parsed(self) -> Heading | None:
        """What its words say."""
        return parse_heading(self.text)

    @property
    def is_chapter(self) -> bool:
        """Whether its words say that a chapter begins."""
        parsed = self.parsed
        return parsed is not None and parsed.certain and parsed.level is Level.CHAPTER

    @property
    def is_part(self) -> bool:
        """Whether its words say that a part of several chapters begins."""
        parsed = self.parsed
        return parsed is not None and parsed.level <= Level.PART

    @property
    def is_bare(self) -> bool:
        """Whether it is a number and no more: “Chapter 3”, “IV”."""
        parsed = self.parsed
        return parsed is not None and parsed.number is not None and not parsed.title


def same_words(one: str, other: str) -> bool:
    """Whether both are the same but for marks, spaces and case."""
    words = _WORD.findall(one.casefold())
    return bool(words) and words == _WORD.findall(other.casefold())


def mark_repeats(paragraphs: Sequence[Paragraph]) -> None:
    """Settle the role of headings and titles that stand directly under one that says them already."""
    before: Paragraph | None = None
    for paragraph in paragraphs:
        if paragraph.role in _UNHEARD:
            continue
        if before is not None and _repeats(before, paragraph):
            paragraph.role = Role.REPEATED
        else:
            before = paragraph if paragraph.role in {Role.HEADING, Role.TITLE_PAGE} else None


def _repeats(before: Paragraph, after: Paragraph) -> bool:
    if after.characters > _LONGEST_REPEAT or after.role not in {Role.HEADING, Role.TITLE_PAGE, Role.PROSE}:
        return False
    said, again = (" ".join(_WORD.findall(one.text.casefold())) for one in (before, after))
    if after.role is Role.PROSE and after.text.endswith(_SENTENCE_ENDS) and after.text[-1] != before.text[-1]:
        # “Run!” under “Run” begins the story.
        return False
    if said == again or after.role is not Role.PROSE:
        return bool(said) and said == again
    # “3. Chapter 3: The Bridge” over a plain “Chapter 3”, “The Bridge”.
    return bool(again) and again not in {"i", "a"} and not again.isdecimal() and f" {again} " in f" {said} "


def marked_chapters(
    paragraphs: Sequence[Paragraph],
    headings: Sequence[MarkedHeading],
    entries: Sequence[tuple[int, str]],
    title: str | None,
) -> tuple[list[ChapterStart], str | None]:
    """Where chapters begin, and the story's title where a heading gives it.

    Settles the role of a heading that is the story's title.

    Args:
        paragraphs: of the whole story.
        headings: those of the markup, in order.
        entries: of the file's own table of contents: index of a paragraph, title.
        title: the story's, where it is known.
    """
    rest, found = _without_title(paragraphs, headings, title, single_entry=len(entries) < 2)
    starts = _starts(paragraphs, rest)
    return _with_entries(paragraphs, starts, entries, title or found), found


def _without_title(
    paragraphs: Sequence[Paragraph], headings: Sequence[MarkedHeading], title: str | None, *, single_entry: bool
) -> tuple[Sequence[MarkedHeading], str | None]:
    """The headings without the story's title; and that."""
    if not headings or is_real_prose(paragraphs[: headings[0].index]):
        return headings, None
    first, rest = headings[0], headings[1:]
    named = title is not None and same_words(first.text, title)
    worded = first.is_chapter or first.is_part or first.is_bare
    over = bool(rest) and all(first.level < heading.level for heading in rest)
    # A title stands over the chapters' headings; one with text of its own under it may be the first chapter.
    untold = bool(rest) and not is_real_prose(paragraphs[first.index + 1 : rest[0].index])
    over = (over and (first.level == 1 or untold)) or (untold and first.level == rest[0].level)
    alone = not rest and single_entry
    if not (named or (not worded and (over or alone))):
        return headings, None
    paragraphs[first.index].role = Role.TITLE_PAGE
    return rest, first.text


def _starts(paragraphs: Sequence[Paragraph], headings: Sequence[MarkedHeading]) -> list[ChapterStart]:
    if not headings:
        return []
    level = _chapter_level(paragraphs, headings)
    starts: list[ChapterStart] = []
    before: MarkedHeading | None = None
    for heading in headings:
        text = display(" ".join(heading.text.split()))
        if before is not None and starts and _joins(before, heading, level, paragraphs):
            starts[-1] = ChapterStart(starts[-1].index, display(starts[-1].title, text))
        elif heading.level <= level or heading.is_chapter:
            starts.append(ChapterStart(heading.index, text))
        before = heading
    return starts


def _chapter_level(paragraphs: Sequence[Paragraph], headings: Sequence[MarkedHeading]) -> int:
    """The level at which chapters begin: what says so, else the highest with text directly under its headings."""
    worded = Counter(heading.level for heading in headings if heading.is_chapter)
    if worded:
        return max(sorted(worded), key=lambda level: worded[level])
    ends = [heading.index for heading in headings[1:]] + [len(paragraphs)]
    told = [is_real_prose(paragraphs[h.index + 1 : end]) for h, end in zip(headings, ends, strict=True)]
    levels = sorted({heading.level for heading in headings})
    for number, level in enumerate(levels):
        own = [has for heading, has in zip(headings, told, strict=True) if heading.level == level]
        below = [heading for heading in headings if number + 1 < len(levels) and heading.level == levels[number + 1]]
        sections = 2 * sum(heading.is_bare for heading in below) > len(below)
        parts = any(heading.is_part for heading in headings if heading.level == level)
        if 2 * sum(own) >= len(own) or (sections and not parts):
            return level
    return levels[0]


def _joins(before: MarkedHeading, after: MarkedHeading, level: int, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether both stand over the same text and name it together."""
    between = paragraphs[before.index + 1 : after.index]
    if after.level <= level and before.level < after.level:
        # A part and its first chapter; between them may be a part's epigraph.
        return not is_real_prose(between)
    if any(paragraph.role not in _BETWEEN for paragraph in between):
        return False
    return before.level <= level and before.is_bare and not (after.is_chapter or after.is_part or after.is_bare)


def _with_entries(
    paragraphs: Sequence[Paragraph],
    starts: Sequence[ChapterStart],
    entries: Sequence[tuple[int, str]],
    title: str | None,
) -> list[ChapterStart]:
    """``starts``, with those that only the file's table of contents names."""
    if len(entries) < 2:
        return list(starts)
    ends = [index for index, _ in entries[1:]] + [len(paragraphs)]
    named = [start.index for start in starts]
    more = []
    for (index, words), end in zip(entries, ends, strict=True):
        at = bisect_left(named, index)
        near = named[at] if at < len(named) else len(paragraphs)
        if near == index or (near < end and not is_real_prose(paragraphs[index:near])):
            continue
        if len(starts) >= 2 and not paragraphs[index].page:
            continue
        untold = not is_real_prose(paragraphs[index:end])
        if untold or (title is not None and same_words(words, title)):
            continue
        more.append(ChapterStart(index, display(words)))
    return sorted([*starts, *more], key=lambda start: start.index)
