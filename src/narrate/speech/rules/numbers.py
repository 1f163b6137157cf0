"""Numbers that stand for themselves: amounts, ordinals, ranges, fractions, decimals."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.spelling import MOST_DIGITS, cardinal, digits, number, number_pattern, ordinal, value, year
from narrate.speech.rules.vocabulary import Vocabulary, any_of

_START = r"(?<![\w.,:/])"
_YEARS = range(1100, 2100)
_FRACTIONS = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_OUT_OF = 10


@functools.cache
def _pattern(words: Vocabulary, name: str) -> re.Pattern[str]:
    amount = number_pattern(words)
    endings = any_of(words.listed("ordinals", "endings"))
    return re.compile(
        {
            "range": rf"(?<![\w.,:/-])((?>{amount}))( ?[–—‒] ?|-)((?>{amount}))(?![\w/-]|[.,:]\d)",
            "score": r"(?<![\w.,:/-])(\d{1,4}(?:-\d{1,4}){2,9})(?![\w/-])",
            "fraction": r"(?<![\w/.,])(?:(\d{1,4})[ -])?(\d{1,4})/(\d{1,4})(ths?|rds?|nds?)?(?![\w/])",
            "mixed": rf"(\d) ?([{''.join(words.table('fractions'))}])" if words.table("fractions") else r"(?!)",
            "ordinal": rf"{_START}(\d{{1,{MOST_DIGITS}}}|\d{{1,3}}(?:,\d{{3}}){{1,4}}) ?({endings})(?!\w)",
            "times": r"(?<![\w.,:/])(\d{1,4}) ?[x×] ?(\d{1,4})(?![\w.])",
            "version": r"(?<![\w.,:/])\d{1,6}(?:\.\d{1,6}){2,5}(?![\w/])",
            "number": rf"(?<![\w.:/])(?:(?<![\w-])([-−]))?((?>{amount}))(?![\w/]|:\d)",
            "grouped": rf"(?<![\w.:/,-])\d{{1,3}}(?:{re.escape(words.word('group'))}\d{{3}}(?!\d)){{1,4}}"
            r"(?![\w/]|[.,:]\d)",
            "below": rf"(?<![\w.])\.(\d{{1,{MOST_DIGITS}}})(?![\w.])",
            "one": r"(?<![\w.,:/-])1(?= (?!d[aeio] )[^\W\d_])",
            "zeros": rf"(?<![\w.,:/])0\d{{1,{MOST_DIGITS}}}(?![\w:/]|[.,]\d)",
            "long": rf"(?<!\d)\d{{{MOST_DIGITS + 1},40}}(?!\d)",
        }[name]
    )


def ranges(text: str, words: Vocabulary) -> str:
    """“5–7” is “five to seven”, and so is “5-7” if it goes up; “50-50” and “3-2” have no word between."""

    def said(found: re.Match[str]) -> str:
        first, dash, last = found.groups()
        low, high = value(first, words), value(last, words)
        if low is not None and high is not None and len(last) < len(first) <= 4 and low > high and "-" not in dash:
            return f"{_span_end(first, words)} {words.word('range')} {cardinal(high, words)}"  # 1939–45
        upward = low is None or high is None or low < high
        if dash == "-" and not upward:
            return f"{first} {last}"
        return f"{_span_end(first, words)} {words.word('range')} {_span_end(last, words)}"

    text = _pattern(words, "score").sub(lambda found: found[0].replace("-", " "), text)
    return _pattern(words, "range").sub(said, text)


def _span_end(text: str, words: Vocabulary) -> str:
    whole = value(text, words)
    if whole is not None and whole in _YEARS and len(text) == 4:
        return year(whole, words)
    return number(text, words)


def fractions(text: str, words: Vocabulary) -> str:
    """“3/4”, “2 1/2”, “½”; “9/10” is nine out of ten, and “24/7” are two numbers."""

    def mixed(found: re.Match[str]) -> str:
        if found[2] == "½" and words.word("half"):
            return f"{found[1]} {words.word('half')}"
        return f"{found[1]} {words.table('fractions')[found[2]]}"

    def said(found: re.Match[str]) -> str:
        whole, top, bottom = found[1], int(found[2]), int(found[3])
        ahead = f"{cardinal(int(whole), words)} " if whole else ""
        if bottom == _OUT_OF and top <= bottom and not whole:
            return f"{cardinal(top, words)} {words.word('of')} {cardinal(bottom, words)}"
        if not 0 < top < bottom <= 20 and not (found[4] and bottom):
            return f"{ahead}{cardinal(top, words)} {cardinal(bottom, words)}"
        if ahead and (top, bottom) == (1, 2):
            return ahead + words.word("half")
        one, many = _FRACTIONS.get(bottom) or (ordinal(bottom, words), ordinal(bottom, words) + "s")
        part = f"{cardinal(top, words)} {one if top == 1 else many}"
        return f"{ahead}and {part}" if ahead else part

    text = _pattern(words, "mixed").sub(mixed, text)
    for sign, name in words.table("fractions").items():
        text = text.replace(sign, f" {name} ")
    return _pattern(words, "fraction").sub(said, text) if words.word("of") else text


def ordinals(text: str, words: Vocabulary) -> str:
    """“1st”, “22nd”, “1,000th”; in other languages “2e”, “3º”, “1re”."""
    endings = words.table("ordinals")
    feminine = {*endings.get("feminine", ())}

    def said(found: re.Match[str]) -> str:
        whole = int(found[1].replace(",", ""))
        name = ordinal(whole, words)
        if found[2] in endings.get("short", ()):
            return name.removesuffix("o")  # primer, tercer
        if found[2] in feminine:
            old, new = endings["to_feminine"].get(name) or endings["to_feminine"]["*"]
            name = name.removesuffix(old) + new
        return name

    return _pattern(words, "ordinal").sub(said, text)


def amounts(text: str, words: Vocabulary) -> str:
    """All other numbers, in words."""

    def said(found: re.Match[str]) -> str:
        minus = f"{words.word('minus')} " if found[1] else ""
        return minus + number(found[2], words)

    if "+" in text and words.word("plus"):
        text = re.sub(r"(?<=\d) ?\+ ?(?=\d)", f" {words.word('plus')} ", text)
    if words.word("times"):
        text = _pattern(words, "times").sub(lambda found: f"{found[1]} {words.word('times')} {found[2]}", text)
    if words.word("decimal") == ".":
        point = f" {words.word('point')} "
        text = _pattern(words, "version").sub(lambda found: found[0].replace(".", point), text)
    if dot := words.word("point" if words.word("decimal") == "." else "dot"):
        text = _pattern(words, "below").sub(lambda found: f"{dot} {digits(found[1], words)}", text)
    if words.word("one"):
        text = _pattern(words, "one").sub(words.word("one"), text)
    text = _pattern(words, "grouped").sub(lambda found: number(found[0], words), text)
    text = _pattern(words, "long").sub(lambda found: digits(found[0], words), text)
    text = _pattern(words, "zeros").sub(lambda found: _zeros(found[0], words), text)
    return _pattern(words, "number").sub(said, text)


def _zeros(text: str, words: Vocabulary) -> str:
    zero = words.word("zero_digit")
    if words.language == "en" and text.startswith("00") and len(text) == 3:
        return f"double {zero} {digits(text[2:], words, zero=zero)}"
    return digits(text, words, zero=zero)
