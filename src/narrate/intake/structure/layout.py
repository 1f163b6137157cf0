"""How a file sets its paragraphs: wrapped over several lines, or each on a line of its own.

The strongest evidence is how lines begin: where the line after a line break begins with a small letter, the break
is the wrapper's, not the author's. (On 21 Gutenberg novels the share of such breaks is 0.6 to 0.8, on stories with
a paragraph a line it is under 0.05.)
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from narrate.intake.structure.lines import Line

WRAPPED_SHARE = 0.35
"""A text is wrapped if more of its line breaks than this are followed by a small letter."""

_PERHAPS_SHARE = 0.15
_FEW_PAIRS = 8
_FEW_PAIRS_SHARE = 0.5
_FULL_SHARE = 0.6
_WIDEST_WRAP = 140
_TERMINAL = ".!?…:\"”’'»)*_]—–-~"
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Layout:
    """How paragraphs are set.

    Attributes:
        wrapped: they go over several lines of nearly the same length.
        width: columns that lines fill, of a wrapped text; else the length of long lines.
        indent: columns most lines begin at.
    """

    wrapped: bool
    width: int
    indent: int


def detect_layout(runs: Iterable[Sequence[Line]]) -> Layout:
    """How the text is set, from its runs of lines without a blank line between."""
    pairs: list[tuple[Line, Line]] = []
    indents: Counter[int] = Counter()
    for run in runs:
        indents.update(line.indent for line in run)
        pairs.extend(itertools.pairwise(run))
        if len(pairs) > _SAMPLE:
            break
    indent = indents.most_common(1)[0][0] if indents else 0
    if not pairs:
        return Layout(wrapped=False, width=_WIDEST_WRAP, indent=indent)
    widths = sorted(before.indent + len(before.text) for before, _ in pairs)
    width = widths[int(0.85 * (len(widths) - 1))]
    # Where people write without capitals, paragraphs begin small too; those before them have ended.
    small = sum(begins_small(after) and not ends_sentence(before.text) for before, after in pairs) / len(pairs)
    full = sum(fills(before, after, width) for before, after in pairs) / len(pairs)
    if len(pairs) < _FEW_PAIRS:
        wrapped = small > _FEW_PAIRS_SHARE
    else:
        wrapped = small > WRAPPED_SHARE or (small > _PERHAPS_SHARE and full > _FULL_SHARE)
    return Layout(wrapped=wrapped and width <= 2 * _WIDEST_WRAP, width=width, indent=indent)


def begins_small(line: Line) -> bool:
    """Whether the line goes on with a sentence begun before it."""
    return line.text.lstrip("_*'\"“‘(")[:1].islower()


def ends_sentence(text: str) -> bool:
    """Whether a sentence may end with ``text``."""
    return text.endswith(tuple(_TERMINAL))


def fills(before: Line, after: Line, width: int) -> bool:
    """Whether a wrapper had to break here, for the next word did not fit any more."""
    word = after.text.split(None, 1)[0] if len(after.text) < 500 else ""
    return before.indent + len(before.text) + 1 + len(word) >= width


def is_wrapped(run: Sequence[Line], layout: Layout) -> bool:
    """Whether this run of lines is wrapped: long runs speak for themselves, short ones follow the document."""
    if len(run) < 4:
        return layout.wrapped
    longest = max(len(line.text) for line in run)
    broken = sum(begins_small(b) and not ends_sentence(a.text) for a, b in itertools.pairwise(run))
    small = broken / (len(run) - 1)
    if longest > 2 * _WIDEST_WRAP or small == 0:
        return layout.wrapped and longest <= 2 * _WIDEST_WRAP
    return small > 0.5 or layout.wrapped


def single_spaced(lines: list[Line]) -> list[Line]:
    """``lines``, with a blank line less between each where the text is double-spaced: wrapped, and every line apart."""
    gaps = Counter(line.gap for line in lines[1:])
    if len(lines) < 8 or gaps[0] > 0.02 * len(lines):
        return lines
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if b.gap == 1][:_SAMPLE]
    small = sum(begins_small(after) and not ends_sentence(before.text) for before, after in pairs)
    if not pairs or small < WRAPPED_SHARE * len(pairs):
        return lines
    return [replace(line, gap=line.gap - 1) if line.gap else line for line in lines]
