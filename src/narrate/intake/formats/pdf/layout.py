"""How a PDF's lines stand on its pages: columns, margins, the usual distance between lines."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.intake.formats.pdf.lines import Line, space_after

# A margin has this share of the lines at it, at least; indented first lines have fewer than its double.
_MARGIN_SHARE = 0.08
_FEWEST_IN_COLUMNS = 8
_MOST_CROSSING = 0.08
_LAST_SHARE = 0.97


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a column begin and end, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """What the whole document has in common.

    Attributes:
        size: of most letters, in points.
        leading: usual distance from line to line.
        gap: usual distance from paragraph to paragraph; as much as ``leading`` where first lines are indented.
        margins: by parity of the page and by column.
    """

    size: float
    leading: float
    gap: float
    margins: dict[tuple[int, int], Margins]

    def of(self, line: Line) -> Margins:
        """The margins of the column that a line stands in."""
        found = self.margins.get((line.page % 2, line.column)) or self.margins.get((1 - line.page % 2, line.column))
        return found or Margins(line.left, line.right)


def in_columns(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page, told which column they stand in; pieces of one line in one column are joined."""
    edges = [_gutter(lines) for lines in pages]
    known = sorted(edge for edge in edges if edge is not None)
    usual = known[len(known) // 2] if len(known) * 2 >= len(pages) else None
    for lines, found in zip(pages, edges, strict=True):
        edge = found if found is not None else usual
        # A last page may have little in its second column, or nothing.
        if edge is not None and _crossing(lines, edge) <= _MOST_CROSSING * len(lines):
            for line in lines:
                line.column = int(line.left >= edge)
    return [_rejoined(lines) for lines in pages]


def _rejoined(lines: Sequence[Line]) -> list[Line]:
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.column == line.column
            and abs(before.baseline - line.baseline) < 0.3 * line.size
            and before.right < line.left
        ):
            before.letters.extend([space_after(before.letters[-1]), *line.letters])
        else:
            joined.append(line)
    return joined


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the room between two columns ends, in points; None where the page has but one."""
    if len(lines) < _FEWEST_IN_COLUMNS:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[int, float] | None = None
    for edge in sorted({round(line.left) for line in lines}):
        if not left + 0.3 * (right - left) < edge < left + 0.75 * (right - left):
            continue
        crossing = _crossing(lines, edge - 2)
        beside = sum(line.left >= edge - 2 for line in lines)
        if (
            crossing <= _MOST_CROSSING * len(lines)
            and 0.25 * len(lines) <= beside
            and (best is None or crossing <= best[0])
        ):
            # The leftmost of the edges as good: indented lines begin further to the right.
            best = best if best is not None and crossing == best[0] else (crossing, float(edge))
    if best is None or sum(line.right < best[1] for line in lines) < 0.25 * len(lines):
        return None
    return best[1] - 2


def _crossing(lines: Sequence[Line], edge: float) -> int:
    return sum(line.left < edge < line.right for line in lines)


def body_size(lines: Sequence[Line]) -> float:
    """The size of most letters, in points."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.letters)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def measure(lines: Sequence[Line], size: float) -> PageLayout:
    """The layout of all lines of the text, in their order."""
    body = [line for line in lines if abs(line.size - size) <= 0.1 * size]
    columns: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in body:
        columns[line.page % 2, line.column].append(line)
    steps = Counter(
        round(before.baseline - after.baseline)
        for before, after in itertools.pairwise(body)
        if before.page == after.page
        and before.column == after.column
        and 0 < before.baseline - after.baseline < 4 * size
    )
    leading = float(max(steps, key=lambda step: (steps[step], -step), default=round(1.2 * size)))
    wider = Counter({step: count for step, count in steps.items() if 1.25 * leading < step < 2.6 * leading})
    common, count = wider.most_common(1)[0] if wider else (0, 0)
    gap = float(common) if count > 0.05 * sum(steps.values()) else leading
    return PageLayout(size, leading, gap, {key: _margins(found) for key, found in columns.items()})


def _margins(lines: Sequence[Line]) -> Margins:
    lefts = Counter(round(line.left) for line in lines)
    # Letters have bearings of their own: what begins within a point or two begins at one place.
    near = {left: sum(lefts[left + step] for step in (-1, 0, 1, 2)) for left in lefts}
    enough = [left for left in near if near[left] >= max(2, _MARGIN_SHARE * len(lines))]
    rights = sorted(line.right for line in lines)
    return Margins(float(min(enough or lefts)), rights[int(_LAST_SHARE * (len(rights) - 1))])
