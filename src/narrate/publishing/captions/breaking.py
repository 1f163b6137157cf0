"""Where a caption's text is broken: into lines, and into captions."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_STRONG, _WEAK = ".!?…。！？", ",;:–—)”’»、，；："
"""Marks after which a reader pauses, more or less."""


def width(text: str) -> int:
    """Columns that a text takes: East Asian wide letters take two, marks that stand on others none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def display(text: str) -> tuple[str, list[int]]:
    """A text as it is shown: white space is one space, control characters are left out.

    Returns:
        The text as shown, and for each character of ``text`` its place in it.
    """
    shown: list[str] = []
    places = []
    for character in text:
        places.append(len(shown))
        if character.isspace():
            if shown and shown[-1] != " ":
                shown.append(" ")
        elif unicodedata.category(character) not in {"Cc", "Cs", "Cn"}:
            shown.append(character)
    result = "".join(shown).rstrip()
    return result, [min(place, max(len(result) - 1, 0)) for place in places]


def fits(text: str, columns: int, lines: int) -> bool:
    """Whether a text, as it is shown, has room in so many lines."""
    shown, _ = display(text)
    return width(shown) <= columns or (lines > 1 and _line_break(shown, columns) is not None)


def wrapped(text: str, columns: int, lines: int) -> str:
    """A text as it is shown, in one line or two. One that has no room stays as it is."""
    if width(text) <= columns or lines < 2:
        return text
    at = _line_break(text, columns)
    if at is None:
        return text
    # A break takes the place of the space; where there is none, words stay at their places all the same.
    return text[:at].rstrip() + "\n" + text[at:] if text[at - 1] == " " else text[:at] + "\n" + text[at:]


def best_break(text: str) -> int | None:
    """Where to divide a text in two: near its middle, after a mark rather than a word; None where it can't be."""
    places = _places(text)
    if not places:
        return None
    half = len(text) / 2
    return min(places, key=lambda at: (abs(at - half) / len(text) + _cost(text, at), at))


def _line_break(text: str, columns: int) -> int | None:
    """Where the second line begins: both have room, and are about as long."""
    before = 0
    total = width(text)
    found: list[tuple[float, int]] = []
    places = set(_places(text))
    for at, character in enumerate(text):
        if at in places:
            first, second = before - (text[at - 1] == " "), total - before
            if first <= columns and second <= columns:
                # A shorter first line is read more easily than a shorter second one.
                uneven = abs(first - second) + (first > second) / 2
                found.append((uneven / max(total, 1) + _cost(text, at), at))
        before += _columns(character)
    return min(found)[1] if found else None


def _cost(text: str, at: int) -> float:
    mark = text[max(at - 4, 0) : at].rstrip()[-1:]
    if mark in _STRONG:
        return 0.0
    return 0.1 if mark in _WEAK else 0.3


def _places(text: str) -> Sequence[int]:
    """Where a text may be broken: before words; in scripts without spaces, and within a single long word, anywhere."""
    inside = range(len(text) - len(text.lstrip()) + 1, len(text.rstrip()))
    spaces = [at for at in inside if text[at - 1].isspace() and not text[at].isspace()]
    wide = [at for at in inside if _columns(text[at]) == 2 and not _clings(text, at)]
    if spaces or wide:
        return sorted({*spaces, *wide})
    return [at for at in inside if not _clings(text, at)]


def _clings(text: str, at: int) -> bool:
    """Whether a character may not begin a line: it belongs to the one before it."""
    return (
        unicodedata.category(text[at]) in {"Mn", "Mc", "Me", "Pe", "Pf", "Po", "Cf", "Lm"}
        or text[at - 1] in "“‘«「『（("
    )
