"""Dates, years, decades and times of day."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.spelling import cardinal, digits, ordinal, year
from narrate.speech.rules.vocabulary import Vocabulary, any_of

_YEAR = r"1[1-9]\d\d|20\d\d"


@functools.cache
def _pattern(words: Vocabulary, name: str) -> re.Pattern[str]:
    months = any_of([*words.listed("dates", "months"), *words.table("dates").get("short_months", ())])
    verbal = "May|March|Mar|Dec|Sun|Mon|Sat"
    counted = any_of(words.listed("dates", "counted"))
    singular = any_of(words.listed("dates", "no_plurals"))
    return re.compile(
        {
            "timetable": rf"\b((?i:{any_of(words.listed('clock', 'before'))})) (\d{{1,2}})\.([0-5]\d)"
            rf"(?![\w%°]|[.,:]\d| (?:{any_of(words.listed('clock', 'amounts'))})\b)",
            "iso": r"(?<![\w.,:/-])(\d{4})-(\d\d)-(\d\d)(?![\w-])",
            "slashed": r"(?<![\w.,:/-])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)(?![\w/.-]|,\d)",
            "month day": rf"\b({months})\b\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:(,) ?({_YEAR})| ({_YEAR}))?"
            r"(?![\w:/%’']|[.,–-]\d| (?:of|o'clock|[ap]\.?m)\b)",
            "day month": rf"(?<![\w.,:/-])(the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({months})\b\.?"
            rf"(?:,? ({_YEAR}))?(?![\w:])",
            "short day": rf"\b({any_of(words.table('dates').get('short_days', ()))})\.,? (?={months}|\d)",
            "short month": rf"\b({any_of(words.table('dates').get('short_months', ()))})\.(?= \d)",
            "verbal": rf"\b(?:{verbal})\b",
            "decade": r"(?<![\w.,:/])(?:(\d\d)(\d0)|'?(\d0))'?s(?!\w)",
            "short year": r"(?<!\w)'(\d\d)(?!\w)",
            "year": rf"(?<![\w.,:/$-])({_YEAR})(?![\w/%°]|[.,:]\d|[–—-]\d| (?:{counted})\b)"
            rf"(?! (?!(?:{singular})\b)[a-z]{{2,20}}s\b)",
            "old year": rf"\b((?i:{any_of(words.listed('dates', 'before_years'))})) (10\d\d)"
            r"(?![\w/%°]|[.,:–—-]\d| [a-z]{2,20}s\b)",
            "hyphened": rf"(?<=[a-z]-)({_YEAR})(?!\w)",
        }[name]
    )


def _month(name: str, words: Vocabulary) -> str:
    months = words.listed("dates", "months")
    if name in months:
        return name
    return months[int(words.table("dates")["short_months"][name]) - 1]


def dates(text: str, words: Vocabulary) -> str:
    """“May 5, 2004”, “5 May”, “2004-05-05”, “5/5/2004”."""
    months = words.listed("dates", "months")

    def day_of(day: int, month: int) -> str:
        return f"the {ordinal(day, words)} of {months[month - 1]}"

    def iso(found: re.Match[str]) -> str:
        whole, month, day = (int(found[at]) for at in (1, 2, 3))
        return f"{day_of(day, month)} {year(whole, words)}" if _possible(day, month) else found[0]

    def slashed(found: re.Match[str]) -> str:
        first, second, whole = int(found[1]), int(found[3]), found[4]
        day, month = (second, first) if (words.american and first <= 12) or second > 12 else (first, second)
        if not _possible(day, month):
            return found[0]
        return f"{day_of(day, month)} {_short_year(whole, words) if len(whole) == 2 else year(int(whole), words)}"

    def month_day(found: re.Match[str]) -> str:
        day = int(found[2])
        whole = found[4] or found[5]
        follows = found.string[found.end() : found.end() + 2]
        if not 0 < day <= 31 or (_pattern(words, "verbal").match(found[1]) and re.match(" [a-z]", follows)):
            return found[0]
        said = f"{_month(found[1], words)} {ordinal(day, words)}"
        return f"{said}{found[3] or ''} {year(int(whole), words)}" if whole else said

    def day_month(found: re.Match[str]) -> str:
        day = int(found[2])
        if not 0 < day <= 31 or found.string[max(0, found.start() - 3) : found.start()].endswith("at "):
            return found[0]
        said = f"the {ordinal(day, words)} of {_month(found[3], words)}"
        return f"{said} {year(int(found[4]), words)}" if found[4] else said

    text = _pattern(words, "iso").sub(iso, text)
    text = _pattern(words, "slashed").sub(slashed, text)
    text = _pattern(words, "short day").sub(lambda m: words.table("dates")["short_days"][m[1]] + ", ", text)
    text = _pattern(words, "month day").sub(month_day, text)
    text = _pattern(words, "day month").sub(day_month, text)
    return _pattern(words, "short month").sub(lambda found: _month(found[1], words), text)


def _possible(day: int, month: int) -> bool:
    return 0 < day <= 31 and 0 < month <= 12


def _short_year(two: str, words: Vocabulary) -> str:
    zero = words.word("zero_digit")
    return digits(two, words, zero=zero) if two[0] == "0" else cardinal(int(two), words)


def decades(text: str, words: Vocabulary) -> str:
    """“the 1960s”, “the '90s”, “in his 40s”, “class of '08”."""

    def decade(found: re.Match[str]) -> str:
        century, tens, alone = found.groups()
        if alone:
            return "noughties" if alone == "00" else _plural(cardinal(int(alone), words))
        if tens != "00":
            return f"{cardinal(int(century), words)} {_plural(cardinal(int(tens), words))}"
        if int(century) % 10:
            return f"{cardinal(int(century), words)} hundreds"
        return f"{cardinal(int(century) // 10, words)} thousands"

    text = _pattern(words, "decade").sub(decade, text)
    return _pattern(words, "short year").sub(lambda found: _short_year(found[1], words), text)


def years(text: str, words: Vocabulary) -> str:
    """“in 1984”, “post-1945”; not “1984 people”."""
    text = _pattern(words, "hyphened").sub(lambda found: year(int(found[1]), words), text)
    text = _pattern(words, "old year").sub(lambda found: f"{found[1]} {year(int(found[2]), words)}", text)
    return _pattern(words, "year").sub(lambda found: year(int(found[1]), words), text)


def _plural(tens: str) -> str:
    return tens.removesuffix("y") + "ies" if tens.endswith("y") else tens + "s"


_CLOCK = re.compile(r"(?<![\w:.,-])(\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([ap])\.? ?m\b\.?)?(?![\w:]|[.,]\d)", re.IGNORECASE)
_POINTED = re.compile(r"(?<![\w:.,-])(\d{1,2})\.([0-5]\d) ?([ap])\.? ?m\b\.?", re.IGNORECASE)
_HOUR = re.compile(r"(?<![\w:.,/])(\d{1,2}) ?([ap])(?:\. ?m\b\.?|m\b\.?)", re.IGNORECASE)
_MILITARY = re.compile(r"(?<![\w:.,-])([01]\d|2[0-4])([0-5]\d)(?= ?(?:hours|hrs|h)\b)")
_PROPORTION = re.compile(r"(?<![\w:.,-])(\d{1,3}) ?: ?(\d)(?![\w:.])")


def times(text: str, words: Vocabulary) -> str:
    """“3:45”, “3:05 pm”, “15:30”, “0600 hours”, “9am”, “the 8.30 train”; “3:1” is a proportion."""

    def hour(found: re.Match[str]) -> str:
        if not 0 < int(found[1]) <= 12:
            return found[0]
        return f"{cardinal(int(found[1]), words)} {found[2].lower()}.m."

    if ":" in text:
        text = _CLOCK.sub(functools.partial(_clock, words), text)
        text = _PROPORTION.sub(lambda found: f"{found[1]} {words.word('range')} {found[2]}", text)
    text = _POINTED.sub(functools.partial(_pointed, words), text)
    text = _pattern(words, "timetable").sub(functools.partial(_timetable, words), text)
    text = _HOUR.sub(hour, text)
    return _MILITARY.sub(functools.partial(_military, words), text)


def _clock(words: Vocabulary, found: re.Match[str]) -> str:
    hour, minute, second = int(found[1]), int(found[2]), found[3]
    if hour > 24 or minute > 59:
        return found[0]
    half = f" {found[4].lower()}.m." if found[4] else ""
    if hour in (0, 24) and minute == 0 and not half and not second:
        return "midnight"
    said = f"{cardinal(hour, words)}{_minutes(minute, words, half=bool(half or second), hour=hour)}{half}"
    return f"{said} and {cardinal(int(second), words)} seconds" if second and int(second) else said


def _pointed(words: Vocabulary, found: re.Match[str]) -> str:
    minutes = _minutes(int(found[2]), words, half=True, hour=0)
    return f"{cardinal(int(found[1]), words)}{minutes} {found[3].lower()}.m."


def _timetable(words: Vocabulary, found: re.Match[str]) -> str:
    hour = int(found[2])
    if hour > 23:
        return found[0]
    return f"{found[1]} {cardinal(hour, words)}{_minutes(int(found[3]), words, half=False, hour=hour)}"


def _military(words: Vocabulary, found: re.Match[str]) -> str:
    zero = words.word("zero_digit")
    hours = digits(found[1], words, zero=zero) if found[1][0] == "0" else cardinal(int(found[1]), words)
    return f"{hours} hundred" if found[2] == "00" else hours + _minutes(int(found[2]), words, half=True, hour=0)


def _minutes(minute: int, words: Vocabulary, *, half: bool, hour: int) -> str:
    if minute == 0:
        if half:
            return ""
        return " o'clock" if 0 < hour <= 12 else f" {words.word('hundred')}"
    if minute < 10:
        return f" {words.word('zero_digit')} {cardinal(minute, words)}"
    return f" {cardinal(minute, words)}"
