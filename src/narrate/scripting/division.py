"""Dividing long chapters, so that no file is longer than a listener likes."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from narrate.model import Line, Script, ScriptChapter, UtteranceKind

CHARACTERS_PER_MINUTE = 900
"""How much a voice reads in a minute, pauses included: about 160 words. An estimate is enough for dividing."""

_WIDE_CHARACTERS = 3
"""A character of a script that writes syllables or words counts as so many letters."""
_MOST_DIGITS = 4
"""Of how many parts a chapter has: as many as no chapter is divided into."""
_SOONEST = 0.6
"""A scene break so far on the way to the ideal place is taken before a paragraph that is nearer."""


def divide_chapters(script: Script, longest_min: float) -> Script:
    """``script`` with every chapter that takes longer divided into parts of nearly equal length.

    Cuts are made at scene breaks where one is near enough, else between paragraphs, never within one; a heading
    stays with what it stands over. The parts are called “… (1 of 3)”. Ids and chapter numbers of utterances follow.
    The same script gives the same parts.

    Args:
        script: who says what.
        longest_min: minutes, estimated, that a part takes at most, unless one paragraph alone takes longer.
    """
    chapters: list[ScriptChapter] = []
    for chapter in script.chapters:
        cuts = _cuts(script.text, chapter.lines, longest_min * CHARACTERS_PER_MINUTE)
        parts = [chapter.lines[start:end] for start, end in zip((0, *cuts), (*cuts, len(chapter.lines)), strict=True)]
        for number, lines in enumerate(parts, 1):
            title = _part_title(chapter.title, number, len(parts)) if len(parts) > 1 else chapter.title
            chapters.append(ScriptChapter(title, lines))
    if len(chapters) == len(script.chapters):
        return script
    return replace(script, chapters=tuple(_numbered(chapter, index) for index, chapter in enumerate(chapters)))


def joined_chapters(chapters: Sequence[ScriptChapter]) -> tuple[ScriptChapter, ...]:
    """The chapters that `divide_chapters` divided, whole again; their lines are those of the parts, in order."""
    joined: list[ScriptChapter] = []
    at = 0
    while at < len(chapters):
        title, count = _whole_title(chapters, at)
        parts = chapters[at : at + count]
        joined.append(ScriptChapter(title, tuple(line for part in parts for line in part.lines)))
        at += count
    return tuple(joined)


def _part_title(title: str, number: int, count: int) -> str:
    return f"{title} ({number} of {count})"


def _whole_title(chapters: Sequence[ScriptChapter], at: int) -> tuple[str, int]:
    """The title of the chapter whose first part, or whole, is at ``at``, and how many parts it has."""
    title, _, told = chapters[at].title.rpartition(" (1 of ")
    digits = told.removesuffix(")")
    if title and told != digits and len(digits) <= _MOST_DIGITS and digits.isascii() and digits.isdecimal():
        count = int(digits)
        parts = chapters[at : at + count]
        numbered = all(part.title == _part_title(title, number, count) for number, part in enumerate(parts, 1))
        if len(parts) == count > 1 and numbered:
            return title, count
    return chapters[at].title, 1


def _cuts(text: str, lines: Sequence[Line], longest: float) -> list[int]:
    """Indices of the lines that parts begin with, without the first."""
    told = [0, *accumulate(_length(text, line) for line in lines)]
    if told[-1] <= longest:
        return []
    paragraphs = [index for index in range(1, len(lines)) if _may_cut(lines[index - 1], lines[index])]
    scenes = [index for index in paragraphs if lines[index - 1].utterance.scene != lines[index].utterance.scene]
    cuts: list[int] = []
    last = 0
    while told[-1] - told[last] > longest:
        rest = told[-1] - told[last]
        ideal = told[last] + rest / math.ceil(rest / longest)
        soonest = told[last] + _SOONEST * (ideal - told[last])
        limit = told[last] + longest
        cut = _nearest(told, scenes, soonest, ideal, limit) or _nearest(told, paragraphs, told[last] + 1, ideal, limit)
        if cut is None:
            # One paragraph fills more than a part: cut behind it.
            behind = bisect_right(paragraphs, last)
            cut = paragraphs[behind] if behind < len(paragraphs) else None
        if cut is None:
            break
        cuts.append(cut)
        last = cut
    return cuts


def _nearest(told: Sequence[int], places: Sequence[int], low: float, ideal: float, high: float) -> int | None:
    """The place nearest to ``ideal`` between ``low`` and ``high``, all in characters; the earlier of two."""
    first = bisect_left(places, low, key=lambda index: told[index])
    last = bisect_right(places, high, key=lambda index: told[index])
    return min(places[first:last], key=lambda index: (abs(told[index] - ideal), index), default=None)


def _may_cut(before: Line, after: Line) -> bool:
    apart = before.utterance.paragraph != after.utterance.paragraph and not after.utterance.continues
    return apart and before.utterance.kind is not UtteranceKind.HEADING


def _length(text: str, line: Line) -> int:
    span = line.utterance.span
    wide = 0 if text.isascii() else sum(character > "\u2e7f" for character in text[span.start : span.end])
    return len(span) + (_WIDE_CHARACTERS - 1) * wide


def _numbered(chapter: ScriptChapter, index: int) -> ScriptChapter:
    lines = tuple(
        replace(line, utterance=replace(line.utterance, id=f"c{index + 1}u{number}", chapter=index))
        for number, line in enumerate(chapter.lines, 1)
    )
    return replace(chapter, lines=lines)
