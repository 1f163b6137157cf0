"""Roman numerals, which engines read as letters or as “Roman four”."""

from __future__ import annotations

import re

from narrate.speech.lexicon import NUMBERED, ORDINALS, REGNAL

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_COUNTED = re.compile(rf"\b({'|'.join(NUMBERED)}) ({_ROMAN})(?![\w'-])", re.IGNORECASE)
_RANKED = re.compile(rf"\b({'|'.join(REGNAL)}) (X{{0,2}}(?:IX|IV|V?I{{0,3}}))(?![\w'-])", re.IGNORECASE)
_ALONE = re.compile(r"(?<![\w'.-])(?=[IVX]{2})(X{0,3}(?:IX|IV|V?I{0,3}))(?![\w'-])")
_ANY = re.compile(r"\b[IVXLC]{2}|[^\W\d_] [IVXLC]\b")  # without it, the other patterns find nothing
_HEADING = re.compile(rf"^({_ROMAN})(?=[.:)]? *$|[.:)] |, | [—–-])")


def number(roman: str) -> int:
    """The value of a well-formed Roman numeral below 400."""
    values = [_VALUES[letter] for letter in roman.upper()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def heading_numeral(text: str) -> str:
    """A heading that is, or begins with, a numeral: “I.” → “1”, “IV. The Fall” → “4. The Fall”."""
    text = _HEADING.sub(lambda found: str(number(found[1])), text)
    return re.sub(r"^(\d+)[.:)] *$", r"\1", text)


def roman_numerals(text: str) -> str:
    """Numerals that count chapters and their like, rank kings, or (of two letters and more) stand alone."""

    def ranked(found: re.Match[str]) -> str:
        name, roman = found.groups()
        if len(roman) < 2 or not roman.isupper():
            return found[0]
        value = number(roman)
        return f"{name} the {ORDINALS[value]}" if value < len(ORDINALS) else f"{name} {value}"

    def counted(found: re.Match[str]) -> str:
        # “In Part I” may go on “… said”: a lone I counts only where the words end with it.
        goes_on = re.match(r" \w", found.string[found.end() : found.end() + 2])
        if not found[2].isupper() or not found[1][0].isupper() or (found[2] == "I" and goes_on):
            return found[0]
        return f"{found[1]} {number(found[2])}"

    if not _ANY.search(text):
        return text
    text = _COUNTED.sub(counted, text)
    text = _RANKED.sub(ranked, text)
    # Alone, IV is more often what drips into an arm.
    return _ALONE.sub(lambda found: "I V" if found[1] == "IV" else str(number(found[1])), text)
