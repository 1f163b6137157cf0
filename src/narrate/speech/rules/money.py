"""Sums of money, and what is measured. Digits stay: `narrate.speech.rules.numbers` puts them into words."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.spelling import number_pattern, value
from narrate.speech.rules.vocabulary import Vocabulary, any_of


@functools.cache
def _pattern(words: Vocabulary, name: str) -> re.Pattern[str]:
    amount = rf"(?>{number_pattern(words)})"
    signs = any_of(words.table("currencies"))
    scales = any_of(words.table("scales"))
    nouns = any_of(words.listed("priced", "nouns"))
    between = rf"(?:( ?[–—] ?|-| {re.escape(words.word('range') or 'to')} )(?:{signs})?({amount}))?"
    scale = rf"(?: ?({scales})(?![\w]))?"
    units, attached = any_of(words.table("units")), any_of(words.table("attached_units"))
    return re.compile(
        {
            "before": rf"(?:(?<!\w)(?:US|A|AU|C|CA|NZ|HK))?({signs}) ?({amount}){between}{scale}"
            rf"(?=(-|[ -](?:{nouns})\b)?)(?!\w)",
            "after": rf"(?<![\w.,:/])({amount}) ?({signs})(?!\w)",
            "sign": rf"(?:{signs})",
            "unit": rf"(?<![\w.:/])(-?)({amount})( ?-? ?(?:{units})|(?:{attached}))(\.(?= [a-z]))?(?![\w²³/])",
            "height": r"(?<![\w.,:/])([1-9])(?:'|ft) ?(1[01]|\d)(?:\"|''|in\b)?(?!\w)",
            "feet": r"(?<![\w.,:/'])(\d{1,3})'(?= (?:tall|long|wide|high|deep|away)\b)",
            "inches": r"(?<![\w.,:/])(\d{1,3})\"(?= (?:tall|long|wide|high|deep|screen|thick)\b)",
        }[name]
    )


def money(text: str, words: Vocabulary) -> str:
    """“$5.50” is “5 dollars 50”, “$5m” “5 million dollars”, “a $20 bill” “a 20-dollar bill”."""

    def before(found: re.Match[str]) -> str:
        sign, amount, dash, upper, scale, goes_on = found.groups()
        names, to = words.table("currencies")[sign], words.word("range")
        if dash:
            amount = f"{amount}{f' {to} ' if to in dash else dash}{upper}"
        if scale:
            return f"{amount} {words.table('scales')[scale]}{words.word('scaled')} {names['many']}"
        if goes_on:
            return f"{amount}{'-' if goes_on.startswith('-') else ' '}{names['one']}"
        return f"{amount} {names['many']}" if dash else _sum(amount, names, words)

    def after(found: re.Match[str]) -> str:
        return _sum(found[1], words.table("currencies")[found[2]], words)

    text = _pattern(words, "before").sub(before, text)
    text = _pattern(words, "after").sub(after, text)
    return _pattern(words, "sign").sub(" ", text)


def _sum(amount: str, names: dict[str, str], words: Vocabulary) -> str:
    whole, _, small = amount.partition(words.word("decimal"))
    if len(small) not in (0, 2):
        return f"{amount} {names['many']}"
    unit = names["one" if value(whole, words) == 1 else "many"]
    if small in ("", "00"):
        return f"{whole} {unit}"
    cents = f"{int(small)} {names['small_one' if int(small) == 1 else 'small']}" if "small" in names else small
    if value(whole, words) == 0:
        return cents
    # “five dollars fifty”, but “five dollars five cents”.
    return f"{whole} {unit} {small if int(small) > 9 else cents}"


def units(text: str, words: Vocabulary) -> str:
    """“5 km”, “60mph”, “20°C”, “50%”, “6'2"”."""
    tables = {**words.table("units"), **words.table("attached_units")}

    def said(found: re.Match[str]) -> str:
        minus, amount, unit, _ = found.groups()
        one, many = tables[unit.strip(" -")]
        hyphened = unit.lstrip(" ").startswith("-")
        single = value(amount, words) == 1 or hyphened
        return f"{minus}{amount}{'-' if hyphened else ' '}{one if single else many}"

    if words.language == "en":
        text = _pattern(words, "height").sub(lambda found: f"{found[1]} foot {found[2]}", text)
        text = _pattern(words, "feet").sub(r"\1 feet", text)
        text = _pattern(words, "inches").sub(r"\1 inches", text)
    return _pattern(words, "unit").sub(said, text)
