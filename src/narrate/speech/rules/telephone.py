"""Digits that are names: telephone numbers, rooms, flights, “the 456”."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.spelling import cardinal, digits
from narrate.speech.rules.vocabulary import Vocabulary, any_of

_PHONE = re.compile(
    r"(?<![\w.,:/-])(?:"
    r"\+\d{1,3}(?:[ -]?\(\d{1,5}\))?(?:[ -]\d{2,5}){1,5}"
    r"|\(\d{3,5}\)[ -]?\d{3,4}(?:[ -]\d{3,4}){1,2}"
    r"|0\d{2,4}[ -]\d{3,4}(?:[ -]\d{3,4}){0,2}"
    r"|(?:1-)?\d{3}-\d{3}-\d{4}"
    r"|\d{3}-\d{4}"
    r"|\d{3}\.\d{3}\.\d{4}"
    r")(?![\w-]|[.,:]\d)"
)
_ENDS = r"""(?=$|[.,;:!?)…—–"”'’]| (?:and|for|but|if|before|when|or|on|from|now|again|back)\b)"""


@functools.cache
def _pattern(words: Vocabulary, name: str) -> re.Pattern[str]:
    rooms, dialled = any_of(words.listed("digits", "rooms")), any_of(words.listed("digits", "dialled"))
    verbs, counted = any_of(words.listed("digits", "verbs")), any_of(words.listed("digits", "counted"))
    return re.compile(
        {
            "room": rf"\b({rooms}) (\d{{3,4}})(?![\w,.:/-]\d|\w)",
            "dialled": rf"\b({dialled}) (\d{{3}}(?:\d{{2,12}})?)(?![\w-]){_ENDS}",
            "named": rf"\b(the) (\d\d[1-9])(?='s\b|$|[.,;:!?)…—–\"”](?!\d)| )"
            rf"(?! (?:{counted})\b| (?!(?:{verbs})\b)[a-z]{{2,20}}s\b)",
        }[name],
        re.IGNORECASE,
    )


def telephone(text: str, words: Vocabulary) -> str:
    """“555-1234” is “five five five, one two three four”."""
    zero = words.word("zero_digit")

    def said(found: re.Match[str]) -> str:
        groups = re.findall(r"\d+", found[0])
        ahead = "plus " if found[0].startswith("+") else ""
        return ahead + ", ".join(digits(group, words, zero=zero) for group in groups)

    return _PHONE.sub(said, text)


def named_by_digits(text: str, words: Vocabulary) -> str:
    """“Room 101”, “call 999”, “the 456 are coming”."""
    zero = words.word("zero_digit")

    def each(found: re.Match[str]) -> str:
        return f"{found[1]} {digits(found[2], words, zero=zero)}"

    def paired(found: re.Match[str]) -> str:
        return f"{found[1]} {_pairs(found[2], words)}"

    text = _pattern(words, "room").sub(paired, text)
    text = _pattern(words, "dialled").sub(each, text)
    return _pattern(words, "named").sub(each, text)


def _pairs(text: str, words: Vocabulary) -> str:
    """“two thirty-seven”, “one oh one”, “fourteen oh eight”, “three hundred”."""
    zero = words.word("zero_digit")
    ahead, pair = text[:-2], text[-2:]
    if ahead.startswith("0"):
        return digits(text, words, zero=zero)
    if pair == "00":
        return cardinal(int(text), words)
    after = digits(pair, words, zero=zero) if pair[0] == "0" else cardinal(int(pair), words)
    return f"{cardinal(int(ahead), words)} {after}"
