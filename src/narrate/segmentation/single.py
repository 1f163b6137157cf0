"""Single marks: the same glyph is an apostrophe, an opening mark and a closing mark.

Between two letters it is an apostrophe. Anywhere else it is weighed by its neighbours and by the words that are
known to lose their head (’em) or tail (goin’); the balance of the paragraph decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from narrate.segmentation.lexicon import CLIPPED, ELISIONS
from narrate.segmentation.marks import DASHES, OPENING_BRACKETS, Mark, place_costs

# A run (''') is one mark: a nested end and the outer one.
_SINGLE = re.compile(r"['’‘‚‛`´]+")
_WORD_AFTER = re.compile(r"[^\W_]{1,12}")
_WORD_BEFORE = 12
_CERTAIN = 9.0


class _Place(NamedTuple):
    """A mark before its words are looked at: where it is, and what its neighbours make of it."""

    first: int
    last: int
    opening: float
    closing: float


def scan_single(text: str, start: int, end: int) -> Iterator[Mark]:
    """The single marks of ``text[start:end]`` that may be quotation marks, weighed."""
    for match in _SINGLE.finditer(text, start, end):
        first, last = match.span()
        before = text[first - 1] if first > start else ""
        after = text[last] if last < end else ""
        if before.isalnum() and after.isalnum():
            continue
        place = _Place(first, last, *place_costs(before, after))
        if before.isalnum():
            yield _after_word(text, place)
        elif after.isalnum() and (not before or before.isspace() or before in OPENING_BRACKETS or before in DASHES):
            yield _before_word(text, place, end)
        else:
            yield _among_marks(text[first], before, after, place)


def strong_opening(mark: Mark) -> bool:
    """Whether a single mark is all but surely an opening one."""
    return mark.opening < 0.5 and mark.neither >= 2.0


def strong_closing(mark: Mark) -> bool:
    """Whether a single mark is all but surely a closing one."""
    return mark.closing < 0.5 and mark.neither >= 5.0


def _among_marks(glyph: str, before: str, after: str, place: _Place) -> Mark:
    """No letter or digit on the left, and none on the right unless another mark is on the left."""
    first, last, opening, closing = place
    if glyph in "‘‚‛":
        closing += 2.0
    elif glyph == "’":
        opening += 0.5
    return Mark(first, last, opening, closing, 3.0 if after.isalnum() and before in '"“”' else 6.0)


def _after_word(text: str, place: _Place) -> Mark:
    """goin', the dogs', 'freedom' … a letter or digit on the left, none on the right."""
    first, last, opening, closing = place
    at = first
    while at > 0 and first - at < _WORD_BEFORE and text[at - 1].isalnum():
        at -= 1
    word = text[at:first].casefold()
    if text[first] == "‘":
        return Mark(first, last, opening, closing + 1.0, 2.5)
    if word in CLIPPED or (word.endswith("in") and len(word) > 3):
        return Mark(first, last, _CERTAIN, closing + 2.5, 0.3)
    if word[-1] in "sxz":
        return Mark(first, last, _CERTAIN, closing + 1.5, 0.7)
    if word[-1].isdigit():
        return Mark(first, last, _CERTAIN, closing + 1.5, 0.8)
    return Mark(first, last, _CERTAIN, closing + 0.3, 2.2)


def _before_word(text: str, place: _Place, end: int) -> Mark:
    """'em, '90s, 'Hello … a letter or digit on the right, none on the left."""
    first, last, opening, _ = place
    match = _WORD_AFTER.match(text, last, end)
    word = match.group() if match else ""
    turned = 1.5 if text[first] == "’" else 0.0
    if word[:1].isdigit():
        return Mark(first, last, opening + 1.5 + turned, _CERTAIN, 0.5)
    if word.casefold() in ELISIONS:
        # ’Tis may well begin a quotation, and 'And or 'Is is then more likely than a dropped aitch.
        capital = word[0].isupper()
        return Mark(first, last, opening + (0.6 if capital else 1.5) + turned, _CERTAIN, 1.5 if capital else 0.5)
    return Mark(first, last, opening + turned, _CERTAIN, 2.0 if turned else 3.0)
