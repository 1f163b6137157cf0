"""The style of quotation of a story, found by what its paragraphs do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from narrate.model import Block, BlockKind, Document, Span
from narrate.segmentation.dashes import opens_with_dash
from narrate.segmentation.lexicon import words
from narrate.segmentation.marks import PLAIN_GLYPHS, Family, Glyphs, scan
from narrate.segmentation.single import scan_single, strong_closing, strong_opening

_PAIRED = (Family.DOUBLE, Family.GUILLEMET, Family.CORNER)
_DASH_LANGUAGES = words("fr es pt ca it ro pl ru uk cs sk bg sr hr hu tr el sv fi da no nb lt lv et ga gl eu")

_POINTING = re.compile(r"[“„«»]")

_SWITCH_VOTES = 8
_SWITCH_RATIO = 4
"""A chapter leaves the story's style only on this many votes, and this many times those for the story's."""


@dataclass(frozen=True, slots=True)
class QuotationStyle:
    """Which marks a story quotes with.

    Attributes:
        primary: the family of marks around speech.
        opening: the usual opening mark, “"” where marks are straight; empty in a story without quotations.
        closing: the usual closing mark.
        nested: the family within speech, None where the story shows none.
        dashes: speech also begins with a dash at the beginning of a paragraph.
        glyphs: how marks are turned that point both ways.
    """

    primary: Family = Family.DOUBLE
    opening: str = ""
    closing: str = ""
    nested: Family | None = None
    dashes: bool = False
    glyphs: Glyphs = PLAIN_GLYPHS

    @property
    def families(self) -> tuple[Family, ...]:
        """The families whose marks may stand around speech, the primary one first.

        Single marks only count where the story is written with them: elsewhere they are apostrophes, titles and
        thoughts.
        """
        return (self.primary, *(family for family in _PAIRED if family is not self.primary))


def detect_style(document: Document) -> QuotationStyle:
    """The style of the whole story."""
    return _style(document.text, _paragraphs(document.blocks()), document.language)


def chapter_style(document: Document, chapter: int, style: QuotationStyle) -> QuotationStyle:
    """The style of one chapter: the story's, unless the chapter clearly has another."""
    if len(document.chapters) == 1:
        return style
    votes, dashes = _votes(document.text, _paragraphs(document.chapters[chapter].blocks), style.glyphs)
    family = max(Family, key=lambda family: votes[family])
    count = votes[family]
    if family is not style.primary and count >= max(_SWITCH_VOTES, _SWITCH_RATIO * (votes[style.primary] + 1)):
        style = replace(style, primary=family, dashes=_speaks_with_dashes(votes, dashes, document.language))
    return style


def _paragraphs(blocks: Iterable[Block]) -> list[Span]:
    told = {BlockKind.PARAGRAPH, BlockKind.LETTER, BlockKind.LIST_ITEM}
    return [block.span for block in blocks if block.kind in told]


def _style(text: str, paragraphs: Sequence[Span], language: str) -> QuotationStyle:
    glyphs = _turned(text, paragraphs)
    votes, dashes = _votes(text, paragraphs, glyphs)
    # Ties go to the order of the enumeration, so that the result does not hang on which vote came first.
    primary = max(Family, key=lambda family: votes[family]) if votes else Family.DOUBLE
    opening, closing = _usual_marks(text, paragraphs, primary, glyphs) if votes else ("", "")
    return QuotationStyle(
        primary,
        opening,
        closing,
        nested=_nested(votes, primary),
        dashes=_speaks_with_dashes(votes, dashes, language),
        glyphs=glyphs,
    )


def _votes(text: str, paragraphs: Sequence[Span], glyphs: Glyphs) -> tuple[Counter[Family], int]:
    """How many paragraphs quote first with each family (twice if they begin so), and how many begin with a dash."""
    votes: Counter[Family] = Counter()
    dashes = 0
    for span in paragraphs:
        if opens_with_dash(text, span.start, span.end):
            dashes += 1
        first: dict[Family, int] = {}
        for family in _PAIRED:
            mark = next(scan(text, span.start, span.end, family, glyphs), None)
            if mark is not None:
                first[family] = mark.start
        single = _first_single(text, span)
        if single is not None:
            first[Family.SINGLE] = single
        if first:
            family = min(first, key=lambda key: (first[key], key))
            votes[family] += 2 if first[family] == span.start else 1
    return votes, dashes


def _first_single(text: str, span: Span) -> int | None:
    """Where the first single mark stands that opens a quotation, if one after it closes it."""
    opened: int | None = None
    for mark in scan_single(text, span.start, span.end):
        if opened is None and strong_opening(mark):
            opened = mark.start
        elif opened is not None and strong_closing(mark):
            return opened
    return None


def _turned(text: str, paragraphs: Sequence[Span]) -> Glyphs:
    """Which way the marks point that stand for both."""
    first: Counter[str] = Counter()
    for span in paragraphs:
        match = _POINTING.search(text, span.start, span.end)
        if match:
            first[match.group()] += 1
    return Glyphs(low_high=first["„"] > first["“"], reversed_guillemets=first["»"] > first["«"])


def _usual_marks(text: str, paragraphs: Sequence[Span], primary: Family, glyphs: Glyphs) -> tuple[str, str]:
    opening: Counter[str] = Counter()
    closing: Counter[str] = Counter()
    for span in paragraphs:
        if primary is Family.SINGLE:
            marks = scan_single(text, span.start, span.end)
        else:
            marks = scan(text, span.start, span.end, primary, glyphs)
        for mark in marks:
            if mark.neither >= 1.5 and mark.opening != mark.closing:
                (opening if mark.opening < mark.closing else closing)[text[mark.start : mark.end]] += 1
    return _commonest(opening), _commonest(closing)


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda glyph: (-counts[glyph], glyph)) if counts else ""


def _nested(votes: Counter[Family], primary: Family) -> Family | None:
    if primary is Family.DOUBLE:
        return Family.SINGLE
    if primary is Family.SINGLE or votes[Family.DOUBLE]:
        return Family.DOUBLE
    return None


def _speaks_with_dashes(votes: Counter[Family], dashes: int, language: str) -> bool:
    """Dashes carry speech where a good part of the speech begins with one.

    French opens a conversation with « and gives every turn after it a dash, so there a few are enough.
    """
    if not dashes:
        return False
    usual = language.partition("-")[0] in _DASH_LANGUAGES
    if not votes:
        return usual or dashes >= 2
    if usual or max(Family, key=lambda family: votes[family]) is Family.GUILLEMET:
        return dashes >= 2 and dashes * 10 >= votes.total()
    return dashes >= 3 and dashes * 2 >= votes.total()
