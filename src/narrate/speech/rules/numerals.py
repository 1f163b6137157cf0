"""Roman numerals, which engines read as letters or as “Roman four”."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.spelling import ordinal
from narrate.speech.rules.vocabulary import Vocabulary, any_of

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ALONE = re.compile(r"(?<![\w'.-])(?!X{2,3}\b)(II|VI|IV|IX|XI|XV|(?=[IVX]{3})X{0,3}(?:IX|IV|V?I{0,3}))(?![\w'-]|\.\w)")
_HEADING = re.compile(rf"^({_ROMAN})(?=[.:)]? *$|[.:)] |, | [—–-])")


@functools.cache
def _patterns(words: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    counted, ranked = any_of(words.listed("numerals", "counted")), any_of(words.listed("numerals", "ranked"))
    lower = _ROMAN.replace("XC|XL", "xc|xl").translate(str.maketrans("IVXLC", "ivxlc"))
    return (
        re.compile(rf"\b((?i:{counted})) ({_ROMAN}|{lower})(?![\w'-])"),
        re.compile(rf"\b((?i:{ranked})) (X{{0,3}}(?:IX|IV|V?I{{0,3}}))(?![\w-])(?:\.(?= [a-zäöü]))?"),
    )


def number(roman: str) -> int:
    """The value of a well-formed Roman numeral below 400."""
    values = [_VALUES[letter] for letter in roman.upper()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def heading_numeral(text: str, words: Vocabulary) -> str:
    """A heading that is, or begins with, a numeral: “I.” → “1”, “IV. The Fall” → “4. The Fall”."""
    del words
    text = _HEADING.sub(lambda found: str(number(found[1])), text)
    return re.sub(r"^(\d+)[.:)] *$", r"\1", text)


def roman_numerals(text: str, words: Vocabulary) -> str:
    """Numerals that count chapters and their like, rank kings, or (of two letters and more) stand alone."""

    def ranked(found: re.Match[str]) -> str:
        name, roman = found.groups()
        if len(roman) < 2 or not name[0].isupper():
            # “George V” and “Charles I” may go on “…’s”, or be a person’s own initial: only before an end.
            goes_on = re.match(r" \w|'[^s]", found.string[found.end() : found.end() + 2])
            if not roman or roman == "X" or goes_on or not name[0].isupper():
                return found[0]
        table, rank = words.table("numerals"), number(roman)
        as_ordinal = table.get("ordinal", True) and rank <= table.get("up_to", rank)
        said = ordinal(rank, words) if as_ordinal else str(rank)
        if words.language == "de":
            said = said.capitalize()
        return f"{name} {table['the']} {said}" if table["the"] else f"{name} {said}"

    def counted(found: re.Match[str]) -> str:
        # “In Part I” may go on “… said”: a lone I counts only where the words end with it.
        goes_on = re.match(r" \w", found.string[found.end() : found.end() + 2])
        name, roman = found.groups()
        if not roman or (roman == "I" and goes_on):
            return found[0]
        if roman.islower() and len(roman) == 1 and goes_on:
            return found[0]
        if not name[0].isupper() and len(roman) == 1:
            return found[0]
        return f"{name} {number(roman)}"

    counting, ranking = _patterns(words)
    text = counting.sub(counted, text)
    text = ranking.sub(ranked, text)
    # Alone, IV is more often what drips into an arm.
    return _ALONE.sub(lambda found: found[0] if found[1] == "IV" else str(number(found[1])), text)
