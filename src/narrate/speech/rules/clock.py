"""Dates and times of day in the languages whose figures are alike: “15h30”, “15:30 Uhr”, “am 5. Mai”."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.spelling import cardinal, ordinal, year
from narrate.speech.rules.vocabulary import Vocabulary, any_of

_YEAR = re.compile(r"(?<![\w.,:/$-])(1[1-9]\d\d)(?![\w/%°]|[.,:]\d| [A-ZÄÖÜ€%])")


@functools.cache
def _pattern(words: Vocabulary, name: str) -> re.Pattern[str]:
    months = any_of(words.listed("dates", "months"))
    separators = [mark for mark in words.listed("clock", "separators") if mark != "."]
    hour = re.escape(str(words.table("clock").get("hour", "")) or "h")
    counted = any_of(words.listed("dates", "counted_by_ordinals"))
    return re.compile(
        {
            "clock": rf"(?<![\w:.,/-])([01]?\d|2[0-4])(?:{any_of(separators)})([0-5]\d)(?: ?(?:{hour}|h)\b)?"
            r"(?![\w:]|[.,]\d)",
            "hour": rf"(?<![\w:.,/-])([01]?\d|2[0-4]) ?(?:{hour}|h)\b(?! ?\d)",
            "german": rf"(?:(\w{{2,8}}) )?(?<![\w.,])(\d{{1,3}})\. ?(?=(?:{months}|{counted})\b)",
            "first": rf"(?<![\w.,])1(?:er|º|°)? (?=(?:de )?(?:{months})\b)",
        }[name],
        re.IGNORECASE if name == "german" else 0,
    )


def clock(text: str, words: Vocabulary) -> str:
    """“15:30 Uhr” is “fünfzehn Uhr dreißig”, “15h30” “quinze heures trente”."""
    table = words.table("clock")
    feminine = table.get("feminine", {})

    def hours(text: str) -> str:
        value = int(text)
        if value == 1 and "hour_one" in table:
            return str(table["hour_one"])
        said = feminine.get(str(value)) or ("ein" if words.language == "de" and value == 1 else cardinal(value, words))
        return f"{said} {table['hour']}".strip()

    def full(found: re.Match[str]) -> str:
        return hours(found[1])

    def said(found: re.Match[str]) -> str:
        minutes = int(found[2])
        if not minutes:
            return hours(found[1]) if table["hour"] else f"{hours(found[1])} {table['full']}".strip()
        return f"{hours(found[1])}{table.get('between', ' ')}{cardinal(minutes, words)}"

    text = _pattern(words, "clock").sub(said, text)
    return _pattern(words, "hour").sub(full, text) if table["hour"] else text


def days(text: str, words: Vocabulary) -> str:
    """“am 5. Mai” is “am fünften Mai”, “1er mai” “premier mai”."""
    declined = frozenset(words.listed("dates", "before_ordinals"))

    def german(found: re.Match[str]) -> str:
        before = found[1] or ""
        strong = before.casefold() in ("der", "die", "das")
        ending = "" if strong else "n" if before.casefold() in declined else "r"
        return f"{before} {ordinal(int(found[2]), words)}{ending} ".lstrip()

    if words.language == "de":
        return _pattern(words, "german").sub(german, text)
    return _pattern(words, "first").sub(ordinal(1, words) + " ", text) if words.language in ("fr", "it", "pt") else text


def years(text: str, words: Vocabulary) -> str:
    """“1984” is “neunzehnhundertvierundachtzig”: in German alone years are said otherwise than numbers."""
    return _YEAR.sub(lambda found: year(int(found[1]), words), text) if words.language == "de" else text
