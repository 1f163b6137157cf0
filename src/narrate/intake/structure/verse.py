"""Whether lines are verse. In doubt they are not: a paragraph read as prose loses less than prose read as verse."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.intake.structure.layout import Layout
from narrate.intake.structure.lines import Line

_FEWEST = 4
_FEWEST_INDENTED = 3
_MOST = 80
_LONGEST = 60
_SPEECH = frozenset('"“”«»„')


def is_verse(run: Sequence[Line], layout: Layout) -> bool:
    """Whether a run of lines without a blank line between is verse, whose line breaks count."""
    if not _FEWEST_INDENTED <= len(run) <= _MOST:
        return False
    if any(len(line.text) > _LONGEST for line in run) or any(_SPEECH & set(line.text) for line in run):
        return False
    if not layout.wrapped and _is_set_off(run):
        return True
    indented = all(line.indent >= layout.indent + 2 for line in run)
    if not indented and len(run) < _FEWEST:
        return False
    if layout.wrapped and not indented and max(len(line.text) for line in run) > 0.9 * layout.width:
        return False
    capitals = sum(_first_letter(line.text).isupper() for line in run)
    sentences = sum(line.text.endswith((".", "!", "?")) for line in run)
    words = sum(line.text.count(" ") + 1 for line in run)
    colons = sum(":" in line.text for line in run)
    # Verse begins its lines with capitals, runs on over their ends, and is neither a list nor a chat.
    return (
        capitals >= 0.8 * len(run)
        and sentences <= 0.5 * len(run)
        and words >= 3 * len(run)
        and colons <= 0.25 * len(run)
    )


def _is_set_off(run: Sequence[Line]) -> bool:
    """Whether marks of emphasis stand around all lines, or around each: a song."""
    first, last = run[0].text, run[-1].text
    mark = first[0]
    if mark not in "*_~/" or not last.rstrip(".,;:!?").endswith(mark):
        return False
    counts = [line.text.count(mark) for line in run]
    width = len(first) - len(first.lstrip(mark))
    return all(count >= 2 for count in counts) or sum(counts) == 2 * width


def _first_letter(text: str) -> str:
    return next((character for character in text if character.isalpha()), "")
