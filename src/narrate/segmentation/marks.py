"""Quotation marks as they stand in a paragraph, and how likely each one opens or closes.

A mark is read by its glyph and by what stands beside it. Neither is to be trusted alone: writers turn curly
marks the wrong way round and put spaces on the wrong side. So each mark carries three costs, and
`narrate.segmentation.quotations` looks for the cheapest reading of the whole paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Family(StrEnum):
    """Marks that stand for each other: a quotation opened by one is closed by one of the same family."""

    DOUBLE = "double"
    """Straight, curly, low-high and full-width double marks, primes, and two singles typed for a double."""
    SINGLE = "single"
    """British marks; the same glyphs as the apostrophe."""
    GUILLEMET = "guillemet"
    CORNER = "corner"


class Mark(NamedTuple):
    """One mark, or a run of the same mark typed more than once.

    Attributes:
        start: index of its first character.
        end: index after its last character.
        opening: cost of reading it as an opening mark; 0 is what one expects.
        closing: cost of reading it as a closing mark.
        neither: cost of reading it as no quotation mark at all (an apostrophe, inches).
    """

    start: int
    end: int
    opening: float
    closing: float
    neither: float


class Glyphs(NamedTuple):
    """How a story uses glyphs that point both ways in the world's typographies.

    Attributes:
        low_high: „…“ is in use, so that “ closes.
        reversed_guillemets: »…« is in use.
    """

    low_high: bool = False
    reversed_guillemets: bool = False


PLAIN_GLYPHS = Glyphs()
"""“…” and «…»."""

AGAINST_GLYPH = 2.0
AGAINST_PLACE = 3.0
_NOT_A_MARK = 6.0
_FREE = 0.0

EMPHASIS = "*_~"
OPENING_BRACKETS = "([{<¿¡/" + EMPHASIS
CLOSING_PUNCTUATION = ".,;:!?…)]}>/" + EMPHASIS
DASHES = "—–―‒-"

_PATTERNS = {
    # Runs of one glyph are one mark typed too often; two different glyphs are two marks.
    Family.DOUBLE: re.compile(r"[\"＂]+|[“‟〝]+|[”〞]+|[„〟]+|″+|''+|``+|´´+|‘‘+|’’+|‚‚+|(?<![^\s(]),,(?=\w)"),
    Family.GUILLEMET: re.compile(r"«+|»+|<<+|>>+"),
    Family.CORNER: re.compile(r"[「『｢]|[」』｣]"),
}
_OPENS = frozenset("“‟〝„〟`‘‚,«<「『｢")
_CLOSES = frozenset("”〞’´»>」』｣")


def scan(text: str, start: int, end: int, family: Family, glyphs: Glyphs) -> Iterator[Mark]:
    """The marks of ``family`` in ``text[start:end]``, in order; `Family.SINGLE` has a module of its own."""
    for match in _PATTERNS[family].finditer(text, start, end):
        first, last = match.span()
        before = text[first - 1] if first > start else ""
        after = text[last] if last < end else ""
        if last - first == 2 and match.group() in {'""', "””"} and _solid(before) and _solid(after):
            # “Yes.””No.”: the end of one quotation and the beginning of the next.
            yield Mark(first, first + 1, AGAINST_PLACE, _FREE, _NOT_A_MARK)
            yield Mark(first + 1, last, _FREE, AGAINST_PLACE, _NOT_A_MARK)
            continue
        yield _weigh(match, place_costs(before, after), before, family, glyphs)


def place_costs(before: str, after: str) -> tuple[float, float]:
    """What the neighbours of a mark say: the costs of opening and of closing.

    Args:
        before: the character on its left, empty at the beginning of the paragraph.
        after: the character on its right, empty at the end of the paragraph.
    """
    space_before = not before or before.isspace()
    space_after = not after or after.isspace()
    if space_before and space_after:
        return (0.5, 1.0) if not before else (1.0, 0.5) if not after else (1.0, 1.0)
    if space_before:
        return _FREE, AGAINST_PLACE
    if space_after:
        return AGAINST_PLACE, _FREE
    return _place_without_space(before, after)


def _place_without_space(before: str, after: str) -> tuple[float, float]:
    if before in OPENING_BRACKETS:
        return (_FREE, AGAINST_PLACE) if after.isalnum() or before not in EMPHASIS else (AGAINST_PLACE, _FREE)
    if before in DASHES:
        return (_FREE, 1.5) if after.isalnum() else (1.5, _FREE)
    if after in CLOSING_PUNCTUATION or after in DASHES:
        return 2.0, _FREE
    # A letter follows without a space.
    return (2.0, 0.5) if before in ".!?…" else (1.0, 1.0)


def _solid(char: str) -> bool:
    return bool(char) and not char.isspace()


def _weigh(match: re.Match[str], place: tuple[float, float], before: str, family: Family, glyphs: Glyphs) -> Mark:
    opening, closing = place
    if family is not Family.DOUBLE:
        # Guillemets are set with a space inside, in some countries on both sides, and Chinese and Japanese have
        # no spaces: only the glyph counts.
        opening, closing = opening / 8, closing / 8
    kind = match.group()[0]
    opens, closes = kind in _OPENS, kind in _CLOSES
    if (family is Family.GUILLEMET and glyphs.reversed_guillemets) or (glyphs.low_high and kind == "“"):
        opens, closes = closes, opens
    if opens:
        closing += AGAINST_GLYPH
    elif closes:
        opening += AGAINST_GLYPH
    neither = _NOT_A_MARK
    if kind in "\"″”'’" and before.isdigit():
        # Inches and seconds: 6'2" tall.
        neither = 0.2 if kind == "″" else 2.0
    elif family is Family.DOUBLE and kind in "'`,’‘":
        neither = 3.0
    return Mark(match.start(), match.end(), opening, closing, neither)
