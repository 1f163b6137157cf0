"""Scene breaks that are made of blank lines."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from narrate.intake.structure.layout import Layout, ends_sentence
from narrate.intake.structure.paragraphs import Paragraph, Role

_TOLD = frozenset({Role.PROSE, Role.VERSE, Role.NOTE, Role.LETTER, Role.LIST_ITEM})
# Where some paragraphs have a blank line between and some have not, blank lines mean nothing.
_RARE = 0.34


def usual_gap(paragraphs: Sequence[Paragraph]) -> int:
    """Blank lines that the story puts between paragraphs; more of them mean a new scene."""
    gaps = Counter(
        after.gap
        for before, after in itertools.pairwise(paragraphs)
        if before.role in _TOLD and after.role in _TOLD and before.header is None and after.header is None
    )
    total = sum(gaps.values())
    seen = 0
    for gap in sorted(gaps):
        seen += gaps[gap]
        if 2 * seen >= total:
            return 1 if gap == 0 and total - seen > _RARE * total else gap
    return 1


def is_scene_gap(gap: int, usual: int) -> bool:
    """Whether so many blank lines are more than the story's usual."""
    return gap > usual


def is_scene_break(before: Paragraph, after: Paragraph, usual: int, layout: Layout) -> bool:
    """Whether blank lines, or a new page, between two paragraphs begin a new scene."""
    last = before.lines[-1].text
    if after.page and ends_sentence(last):
        return True
    if not is_scene_gap(after.gap, usual):
        return False
    if last.endswith((":", ",", ";", ":--", "—")) or last[-1].isdecimal():
        # It leads to what follows: a letter, a song, a sign.
        return False
    if layout.wrapped:
        # Novels set letters, lists and songs apart with wider gaps too.
        return ends_sentence(last) and not any(_is_set_apart(paragraph, layout) for paragraph in (before, after))
    return True


def _is_set_apart(paragraph: Paragraph, layout: Layout) -> bool:
    """Whether it looks like a part of a letter, a song or a sign: verse, indented, or a short line alone."""
    short = len(paragraph.lines) == 1 and len(paragraph.lines[0].text) < 0.6 * layout.width
    return short or paragraph.role is Role.VERSE or all(line.indent > layout.indent + 1 for line in paragraph.lines)
