"""What a PDF's pages have beside the text: running heads and feet, page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from narrate.intake.formats.pdf.lines import Line

_NUMBER = re.compile(r"(?P<before>[^\d]{0,60}?)(?P<digits>\d{1,5})(?:(?: ?(?:of|/) ?\d{1,5})?\W{0,5})")
_LEADING = re.compile(r"(\d{1,5})\b\W{0,9}(.*)")
_TRAILING = re.compile(r"(.*?)\W{0,9}\b(\d{1,5})")
_EDGE_LINES = 2
# Heads stand on pages that follow one another, or on every second.
_NEAR = 2
_SAME_HEIGHT = 4.0
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def without_furniture(pages: Sequence[list[Line]], body_size: float) -> list[list[Line]]:
    """The pages' lines without running heads and feet, and without page numbers.

    Args:
        pages: lines of each page, in any order.
        body_size: of the text's letters, in points.
    """
    groups: dict[tuple[str, int | None], list[Line]] = defaultdict(list)
    edges = [_edges(lines) for lines in pages]
    for lines in edges:
        for line in lines:
            if line.size <= 1.2 * body_size:
                for key in _keys(line):
                    groups[key].append(line)
    furniture: set[int] = set()
    for (_, offset), lines in groups.items():
        for line in lines:
            if any(_goes_with(line, other) for other in lines):
                furniture.add(id(line))
        if offset is not None and len(pages) == 1 and lines[0].text == "1":
            furniture.update(id(line) for line in lines)
    return [[line for line in lines if id(line) not in furniture] for lines in pages]


def _edges(lines: list[Line]) -> list[Line]:
    """The topmost and lowest lines of a page."""
    heights = sorted({round(line.baseline) for line in lines})
    edge = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]}
    return [line for line in lines if round(line.baseline) in edge]


def _goes_with(line: Line, other: Line) -> bool:
    distance = abs(line.page - other.page)
    return 0 < distance <= _NEAR and abs(line.baseline - other.baseline) <= _SAME_HEIGHT


def _keys(line: Line) -> list[tuple[str, int | None]]:
    """What the line has in common with the heads of other pages: its words, how far its number is from the page's."""
    text = line.text
    roman = text.strip("-–— .[]()").casefold()
    keys: list[tuple[str, int | None]] = [(text, None)] if any(map(str.isalpha, text)) else []
    if roman and not set(roman) - set(_ROMAN):
        keys.append(("", _roman(roman) - line.page))
    number = _NUMBER.fullmatch(text)
    if number is not None:
        keys.append((number["before"].strip(), int(number["digits"]) - line.page))
    leading, trailing = _LEADING.fullmatch(text), _TRAILING.fullmatch(text)
    if leading is not None:
        keys.append((leading[2], int(leading[1]) - line.page))
    if trailing is not None:
        keys.append((trailing[1], int(trailing[2]) - line.page))
    return keys


def _roman(numeral: str) -> int:
    total = 0
    for letter, following in zip(numeral, numeral[1:] + "i", strict=True):
        worth = _ROMAN[letter]
        total += -worth if worth < _ROMAN[following] else worth
    return total
