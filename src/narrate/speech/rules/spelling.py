"""Numbers in words, by the library num2words; loaded with the first number."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, Final

from narrate.speech.rules.vocabulary import Vocabulary

MOST_DIGITS: Final = 15
"""Longer numbers are read digit by digit: nobody takes in a quadrillion."""


def number_pattern(words: Vocabulary) -> str:
    """A pattern for a whole or decimal number as the language writes it, without its sign."""
    group, decimal = re.escape(words.word("group")), re.escape(words.word("decimal"))
    grouped = rf"\d{{1,3}}(?:{group}\d{{3}}(?!\d)){{1,4}}"
    return rf"(?:{grouped}|\d{{1,{MOST_DIGITS}}}(?!\d))(?:{decimal}\d{{1,{MOST_DIGITS}}}(?!\d))?"


def number(text: str, words: Vocabulary) -> str:
    """A number as `number_pattern` finds it, in words."""
    whole, _, fraction = text.replace(words.word("group"), "").partition(words.word("decimal"))
    said = cardinal(int(whole or "0"), words)
    if not fraction:
        return said
    as_number = words.word("fraction") == "number" and len(fraction) <= 2 and fraction[0] != "0"
    after = cardinal(int(fraction), words) if as_number else digits(fraction, words)
    return f"{said} {words.word('point')} {after}"


def value(text: str, words: Vocabulary) -> int | None:
    """The value of a whole number as the language writes it; None if it is none."""
    plain = text.replace(words.word("group"), "")
    return int(plain) if plain.isdecimal() and len(plain) <= MOST_DIGITS else None


def cardinal(whole: int, words: Vocabulary) -> str:
    """“one hundred-and-five”: the hyphens keep eSpeak NG from pausing before “and” (0.36 s, measured)."""
    return _said(whole, words.language, "cardinal")


def ordinal(whole: int, words: Vocabulary) -> str:
    """“twenty-first”; in the masculine where a language has genders."""
    return _said(whole, words.language, "ordinal")


def year(whole: int, words: Vocabulary) -> str:
    """“nineteen eighty-four”; the number itself in languages that say it so."""
    return _said(whole, words.language, "year" if words.language in ("en", "de") else "cardinal")


def digits(text: str, words: Vocabulary, *, zero: str = "") -> str:
    """Digit by digit; ``zero`` is said for 0 if it is given."""
    return " ".join(zero if zero and digit == "0" else cardinal(int(digit), words) for digit in text if digit.isdigit())


@functools.lru_cache(maxsize=4096)
def _said(whole: int, language: str, form: str) -> str:
    said = str(_num2words()(whole, lang=language, to=form))
    said = " ".join(said.replace(",", "").split())
    if language == "en":
        # “nineteen oh-five” and “fifteen hundred” are years; all else is said alike in all forms.
        return said.replace(" and ", "-and-")
    return said


@functools.cache
def _num2words() -> Callable[..., Any]:
    from num2words import num2words  # most sentences have no number

    made: Callable[..., Any] = num2words
    return made
