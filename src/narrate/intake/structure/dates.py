"""Dates, times and what else says when or where a part of a story happens."""

from __future__ import annotations

import re

_WEEKDAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|"
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    "lunes|martes|miércoles|jueves|viernes|sábado|domingo"
)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|"
    "juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
    "octubre|noviembre|diciembre"
)
_PARTS_OF_DAY = "morning|afternoon|evening|night|noon|midnight|midday|dawn|dusk|sunrise|sunset|lunchtime|day"
_NUMBERS = "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|several|a few|some|many"
_UNITS = "seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centuries"
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:\d{3,4}(?:\s?(?:ad|bc|ce|bce))?|'\d\d)"
_TIME = (
    r"\d{1,2}(?::\d\d|\.\d\d(?=\s?[ap]))?(?::\d\d)?\s?(?:a\.?m\.?|p\.?m\.?|o['’]clock|h(?:ours)?|gmt|utc)|\d{1,2}:\d\d"
)
_MOMENT = re.compile(
    rf"(?:the\s)?(?:{_DAY}\s(?:of\s)?(?:{_MONTHS})\.?(?:,?\s{_YEAR})?|(?:{_MONTHS})\.?\s{_DAY}(?:,?\s{_YEAR})?|"
    rf"(?:{_MONTHS})\.?\s{_YEAR}|(?:{_WEEKDAYS})\.?(?:\s(?:{_PARTS_OF_DAY}))?(?:\s{_DAY}(?:\s(?:{_MONTHS}))?)?|"
    rf"{_TIME}(?:\s(?:on\s)?(?:{_WEEKDAYS}))?|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|"
    rf"(?:(?:{_NUMBERS}|\d{{1,4}})\s){{1,2}}(?:{_UNITS})\s(?:later|earlier|ago|before|after|previously)|"
    rf"(?:the\s)?(?:next|following|same|previous)\s(?:{_PARTS_OF_DAY}|week|month|year)|"
    rf"(?:later|earlier)(?:\sthat\s(?:{_PARTS_OF_DAY}|week))?|that\s(?:{_PARTS_OF_DAY})|present\sday|"
    rf"(?:{_PARTS_OF_DAY})|stardate\s[\d.]{{3,12}})",
    re.IGNORECASE,
)
_TIME_ENDS = re.compile(r"[ap]\.m\.$", re.IGNORECASE)
_SURE = re.compile(rf"{_WEEKDAYS}|{_MONTHS}|\d", re.IGNORECASE)
_DIVIDED = re.compile(r"\s{0,3}[,;|/]\s{1,3}|\s[–—-]{1,2}\s|:\s|\.\s(?=[A-Z\d])")
_LIMIT = 70
_MOST_PARTS = 5
_PLACE_WORDS = 5


def is_moment(text: str) -> bool:
    """Whether ``text`` is a date, a time, a stretch of time (“three weeks later”) and nothing else."""
    return len(text) <= _LIMIT and _MOMENT.fullmatch(text.strip(" .:;,")) is not None


def is_time_or_place(line: str) -> bool:
    """Whether a line is a heading of time, with or without places: ``Torchbearer House, Tuesday, 3 a.m.``."""
    if not line or len(line) > _LIMIT or line.endswith((",", "!", "?", ";", '"', "”")) or line[0].islower():
        return False
    if is_moment(line):
        # “Night.” alone is a sentence of the story.
        return not line.endswith(".") or any(character.isdecimal() for character in line)
    if any(mark in line for mark in '"“”«»?!'):
        return False
    if line.endswith(".") and not _TIME_ENDS.search(line):
        return False
    parts = [part.strip() for part in _DIVIDED.split(line.rstrip(".:"))]
    if not 2 <= len(parts) <= _MOST_PARTS or not all(parts):
        return False
    moments = [part for part in parts if _MOMENT.fullmatch(part) or _is_year(part)]
    places = [part for part in parts if part not in moments]
    return any(_SURE.search(part) for part in moments) and all(_is_place(part) for part in places)


def begins_with_date(text: str) -> bool:
    """Whether a diary's entry begins here: a date, a point or dash, and more."""
    head, mark, rest = _head(text)
    return bool(
        mark and rest and _MOMENT.fullmatch(head) and re.search(r"\d", head) and re.search(_MONTHS, head, re.IGNORECASE)
    )


def _head(text: str) -> tuple[str, str, str]:
    found = re.match(r"(?P<head>.{3,30}?)(?P<mark>[.:]\s|\s?[—–-]\s)(?P<rest>.?)", text[:60])
    return (found["head"].strip("*_ "), found["mark"], found["rest"]) if found else (text, "", "")


def _is_year(part: str) -> bool:
    return re.fullmatch(_YEAR, part, re.IGNORECASE) is not None


def _is_place(part: str) -> bool:
    words = part.split()
    small = {"the", "of", "on", "in", "at", "and", "de", "la", "le", "du", "near", "off"}
    return len(words) <= _PLACE_WORDS and all(not word[0].islower() or word in small for word in words)
