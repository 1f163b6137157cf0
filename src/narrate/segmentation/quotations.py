"""Which marks of a paragraph belong together.

The cheapest reading of all marks of a paragraph is found by dynamic programming over three states (outside a
quotation, inside, inside a nested one), so that one forgotten or misplaced mark does not turn speech and
narration about for the rest of the paragraph. Time is linear in the number of marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from narrate.segmentation.marks import Family, Glyphs, Mark, scan
from narrate.segmentation.repair import end_before_clause, likely_beginning, likely_end
from narrate.segmentation.single import scan_single


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation within one paragraph, marks included.

    Attributes:
        start: index into the text.
        end: exclusive.
        closed: False where it runs to the end of the paragraph without a closing mark.
    """

    start: int
    end: int
    closed: bool = True


class _Act(IntEnum):
    SKIP = 0
    OPEN = 1
    CLOSE = 2
    REOPEN = 3
    """An opening mark while a quotation is open: the closing one is missing."""
    STRAY = 4
    """A closing mark while none is open: the opening one is missing."""
    NEST = 5
    UNNEST = 6


_NEVER = float("inf")
_SPEECH_ENDS = frozenset(".,!?…—–-")
"""A closing mark without an opening one is only believed after one of these."""
_MISSING = 4.0
_UNCLOSED = 3.0
_CONTINUED = 0.5
_NESTING = {Family.DOUBLE: 4.5, Family.SINGLE: 4.5, Family.GUILLEMET: 1.5, Family.CORNER: 0.0}


def find_quotations(
    text: str, start: int, end: int, families: Sequence[Family], glyphs: Glyphs, *, goes_on: bool
) -> list[Quotation]:
    """The quotations of the paragraph ``text[start:end]``, in order, not overlapping.

    Args:
        text: the whole story.
        start: where the paragraph begins.
        end: where it ends.
        families: marks in use; those named later are looked for between the quotations of those before.
        glyphs: how the story turns marks that point both ways.
        goes_on: the next paragraph begins with an opening mark, so a quotation may be left open.
    """
    found: list[Quotation] = []
    for family in families:
        gaps, at = [], start
        for quotation in found:
            gaps.append((at, quotation.start))
            at = quotation.end
        gaps.append((at, end))
        for first, last in gaps:
            marks = list(_scan(text, first, last, family, glyphs))
            if marks:
                found += _pair(text, first, last, marks, _NESTING[family], goes_on=goes_on and last == end)
        found.sort(key=lambda quotation: quotation.start)
    return found


def opens_with_mark(text: str, start: int, end: int, families: Sequence[Family], glyphs: Glyphs) -> bool:
    """Whether the paragraph ``text[start:end]`` begins with a mark that opens a quotation."""
    # A run of marks longer than this at the beginning says nothing more.
    near = min(end, start + 40)
    for family in families:
        mark = next(_scan(text, start, near, family, glyphs), None)
        if mark is not None and mark.start == start:
            return mark.opening < min(mark.closing, mark.neither)
    return False


def _scan(text: str, start: int, end: int, family: Family, glyphs: Glyphs) -> Iterator[Mark]:
    if family is Family.SINGLE:
        return scan_single(text, start, end)
    return scan(text, start, end, family, glyphs)


def _read(marks: Sequence[Mark], nesting: float, unclosed: float) -> list[_Act]:
    """The cheapest act for every mark."""
    outside, inside, nested = 0.0, _NEVER, _NEVER
    back: list[tuple[_Act, _Act, _Act]] = []
    for _, _, opening, closing, neither in marks:
        out, out_act = outside + neither, _Act.SKIP
        if inside + closing < out:
            out, out_act = inside + closing, _Act.CLOSE
        if outside + closing + _MISSING < out:
            out, out_act = outside + closing + _MISSING, _Act.STRAY
        inn, inn_act = inside + neither, _Act.SKIP
        if outside + opening < inn:
            inn, inn_act = outside + opening, _Act.OPEN
        if nested + closing < inn:
            inn, inn_act = nested + closing, _Act.UNNEST
        if inside + opening + _MISSING < inn:
            inn, inn_act = inside + opening + _MISSING, _Act.REOPEN
        deep, deep_act = nested + neither, _Act.SKIP
        if inside + opening + nesting < deep:
            deep, deep_act = inside + opening + nesting, _Act.NEST
        outside, inside, nested = out, inn, deep
        back.append((out_act, inn_act, deep_act))
    ends = (outside, inside + unclosed, nested + unclosed + 1.0)
    state = ends.index(min(ends))
    before = {_Act.OPEN: 0, _Act.CLOSE: 1, _Act.REOPEN: 1, _Act.STRAY: 0, _Act.NEST: 1, _Act.UNNEST: 2}
    acts = []
    for choices in reversed(back):
        act = choices[state]
        acts.append(act)
        state = before.get(act, state)
    acts.reverse()
    return acts


def _pair(text: str, start: int, end: int, marks: Sequence[Mark], nesting: float, *, goes_on: bool) -> list[Quotation]:
    acts = _read(marks, nesting, _CONTINUED if goes_on else _UNCLOSED)
    found: list[Quotation] = []
    opened: Mark | None = None
    for mark, act in zip(marks, acts, strict=True):
        if act is _Act.OPEN:
            opened = mark
        elif act is _Act.CLOSE and opened is not None:
            found.append(Quotation(opened.start, mark.end))
            opened = None
        elif act is _Act.REOPEN and opened is not None:
            found.append(Quotation(opened.start, likely_end(text, opened.end, mark.start)))
            opened = mark
        elif act is _Act.STRAY and text[mark.start - 1 : mark.start] in _SPEECH_ENDS:
            after = found[-1].end if found else start
            found.append(Quotation(likely_beginning(text, after, mark.start, first=not found), mark.end))
    if opened is not None:
        last = end_before_clause(text, opened.end, end) if goes_on else likely_end(text, opened.end, end)
        found.append(Quotation(opened.start, last, closed=last < end))
    return found
