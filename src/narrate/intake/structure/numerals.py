"""Numbers as headings write them: digits, Roman numerals, English words."""

from __future__ import annotations

import re

_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

_CARDINALS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TENTHS = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]

_WORDS = {
    **{word: n for n, word in enumerate(_CARDINALS, 1)},
    **{word: n for n, word in enumerate(_ORDINALS, 1)},
    **{word: 10 * n for n, word in enumerate(_TENS, 2)},
    **{word: 10 * n for n, word in enumerate(_TENTHS, 2)},
    "hundred": 100,
    "last": 0,
    "final": 0,
}

_COMPOUND = "|".join(_TENS)
_UNIT = "|".join(sorted((*_CARDINALS[:9], *_ORDINALS[:9]), key=len, reverse=True))
_SIMPLE = "|".join(sorted(_WORDS, key=len, reverse=True))
WORD_PATTERN = rf"(?:(?:{_COMPOUND})[-\s](?:{_UNIT})|{_SIMPLE})"
"""Matches a number in words up to ninety-nine, cardinal or ordinal; for use with ``re.IGNORECASE``."""

NUMBER_PATTERN = rf"(?:\d{{1,4}}|[ivxlcdm]{{1,9}}|{WORD_PATTERN})"
"""Matches a number in any spelling; for use with ``re.IGNORECASE``. `parse_number` rejects what is no Roman numeral."""


def parse_number(token: str) -> int | None:
    """The value of a number in digits, Roman numerals or English words; None if it is none. “Last” counts as 0."""
    token = token.lower()
    if token.isdecimal():
        return int(token)
    if token in _WORDS:
        return _WORDS[token]
    tens, _, unit = token.replace("-", " ").partition(" ")
    if unit.strip() in _WORDS and tens in _TENS:
        return _WORDS[tens] + _WORDS[unit.strip()]
    return _parse_roman(token)


def _parse_roman(token: str) -> int | None:
    if not token or not _ROMAN.fullmatch(token):
        return None
    values = [_ROMAN_VALUES[letter] for letter in token]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
