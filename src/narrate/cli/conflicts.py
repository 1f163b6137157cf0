"""What a person wrote and what a changed story says now, side by side where there is room for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.cli.console import harmless

if TYPE_CHECKING:
    from narrate.pipeline.events import Conflicts
    from narrate.scripting import SideBySide

MOST_PLACES = 5
MOST_PARAGRAPHS = 8
"""Shown of each version: a line of the story is two, its speaker and its words."""

MOST_CHARACTERS = 400
"""Shown of each paragraph. What is left out here is in the file that lists everything."""

NARROWEST = 72
"""Columns of a terminal in which two versions go side by side."""

WIDEST = 120
"""Longer lines are hard to follow."""

_INDENT = "   "
_BETWEEN = " | "
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})

_Version = tuple[str, list[str]]
"""What stands above a version, and its paragraphs."""


def describe(conflicts: Conflicts, width: int | None) -> str:
    """Both versions of every place, as a person reads them.

    Args:
        conflicts: what could not be carried over.
        width: of the terminal, in columns; None where it is read by ear, or by a program: nothing is broken then.
    """
    count = sum(len(place.yours) for place in conflicts.places)
    what = "1 choice of yours has" if count == 1 else f"{count} choices of yours have"
    titles = (f"you wrote, in {Path(conflicts.kept).name}", f"the story says now, in {Path(conflicts.script).name}")
    parts = [f"{what} no place in the story as it is now:"]
    for number, place in enumerate(conflicts.places[:MOST_PLACES], 1):
        parts.append(_place(number, place, titles, min(width, WIDEST) if width else None))
    left = len(conflicts.places) - MOST_PLACES
    if left > 0:
        parts.append(f"and {left} more {'place' if left == 1 else 'places'}, see {conflicts.listed}")
    parts.append(
        f"both are kept: your script.txt as it was is {conflicts.kept}, and {conflicts.script} is the story as it is "
        f"now; {conflicts.listed} lists all of this. Make a choice again in script.txt, if you still want it"
    )
    return ("\n\n" if width else "\n").join(parts)


def _place(number: int, place: SideBySide, titles: tuple[str, str], width: int | None) -> str:
    from narrate.scripting.conflicts import heading, now_in_words, yours_in_words

    head = harmless(f"{number}. {heading(place)}")
    yours, now = (titles[0], _shown(yours_in_words(place))), (titles[1], _shown(now_in_words(place)))
    # A terminal that turns the order of reading round for a line does so for both of its columns.
    if width is None or width < NARROWEST or any(map(_is_right_to_left, (*yours[1], *now[1]))):
        return "\n".join(_stacked(head, (yours, now), width))
    return "\n".join(_columns(head, (yours, now), width))


def _shown(paragraphs: Sequence[str]) -> list[str]:
    """What fits, made harmless."""
    shown = [harmless(_cut(paragraph)) for paragraph in paragraphs[:MOST_PARAGRAPHS]]
    return [*shown, "…"] if len(paragraphs) > MOST_PARAGRAPHS else shown


def _cut(paragraph: str) -> str:
    return paragraph if len(paragraph) <= MOST_CHARACTERS else f"{paragraph[:MOST_CHARACTERS].rstrip()} …"


def _is_right_to_left(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def _stacked(head: str, versions: Sequence[_Version], width: int | None) -> list[str]:
    """One version below the other."""
    rows = [row for title, shown in versions for row in (f"{title[:1].upper()}{title[1:]}:", *shown)]
    if width is None:
        return [head, *rows]
    from wcwidth import wrap

    lines = wrap(head, width, subsequent_indent=_INDENT)
    return lines + [one for row in rows for one in wrap(row, width, initial_indent=_INDENT, subsequent_indent=_INDENT)]


def _columns(head: str, versions: Sequence[_Version], width: int) -> list[str]:
    """One version beside the other, in columns of equal width."""
    from wcwidth import ljust, wrap

    column = (width - len(_INDENT) - len(_BETWEEN)) // 2
    left, right = (
        [row for paragraph in (title, "-" * column, *shown) for row in wrap(paragraph, column)]
        for title, shown in versions
    )
    rows = (f"{_INDENT}{ljust(one, column)}{_BETWEEN}{other}" for one, other in zip_longest(left, right, fillvalue=""))
    return [*wrap(head, width, subsequent_indent=_INDENT), *(row.rstrip() for row in rows)]
