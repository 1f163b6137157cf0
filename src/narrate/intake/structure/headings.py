"""Whether a line reads like a heading, judged by its words alone; `chapters` decides with the lines around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from narrate.intake.structure.numerals import NUMBER_PATTERN, WORD_PATTERN, parse_number
from narrate.intake.structure.numerals_abroad import numbered_abroad

HEADING_LIMIT = 200
"""Longer lines are never headings (characters)."""


class Level(IntEnum):
    """Rank of a heading; a smaller number encloses a larger one."""

    VOLUME = 1
    BOOK = 2
    PART = 3
    CHAPTER = 4
    SECTION = 5
    NUMBER = 6
    LINE = 7


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading line says.

    Attributes:
        level: its rank.
        kind: headings of a story that repeat in kind share it: ``chapter``, ``day``, ``roman``, ``digits`` …
        number: None where it has none (a prologue).
        title: the words after the number; empty where there are none.
        certain: needs no company of its kind and no blank lines to be believed.
    """

    level: Level
    kind: str
    number: int | None
    title: str
    certain: bool


_KEYWORDS = {
    Level.VOLUME: "volume|vol|tome|tomo|band",
    Level.BOOK: "book|livre|buch|libro|livro|boek",
    Level.PART: "part|pt|act|teil|partie|parte|deel|akt|acte|acto|atto|ato",
    Level.CHAPTER: "chapter|chapters|chap|ch|stave|canto|chapitre|kapitel|capítulo|capitulo|capitolo|hoofdstuk",
    Level.SECTION: "section|episode|scene|letter|day|week|night|month|year|track",
}
_LEVELS = {word: level for level, words in _KEYWORDS.items() for word in words.split("|")}
_KEYWORD = "|".join(sorted(_LEVELS, key=len, reverse=True))
_CERTAIN = frozenset(_KEYWORDS[Level.CHAPTER].split("|")) - {"stave", "canto"}

_NAMED = re.compile(
    r"(?:the\s{1,4})?(?P<name>prologue|epilogue|preface|foreword|introduction|afterword|interlude|intermission|prelude|"
    r"postlude|postscript|coda|conclusion|appendix|prolog|epilog|prólogo|epílogo|prologo|epilogo|vorwort|nachwort)"
    r"(?:\s{1,4}(?P<number>\d{1,3}|[ivxl]{1,7}|" + WORD_PATTERN + r"))?(?P<rest>\W.*)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"(?:the\s{{1,4}})?(?P<keyword>{_KEYWORD})\b\.?(?:\s{{0,40}}(?:#|no\.?|number\b)|\s{{1,40}}the\b)?"
    rf"(?:\s{{1,40}}|(?=\d)|(?<=[#.])\s{{0,40}})(?P<number>{NUMBER_PATTERN})(?P<rest>(?!\w).*)?",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"(?P<keyword>{_KEYWORD})(?P<number>\d{{1,4}})(?P<rest>(?!\w).*)?", re.IGNORECASE)
_ORDINAL_FIRST = re.compile(
    rf"(?:the\s{{1,4}})?(?P<number>{WORD_PATTERN})\s{{1,4}}(?P<keyword>chapter|part|book|volume|act)(?P<rest>(?!\w).*)?",
    re.IGNORECASE,
)
_BARE = re.compile(rf"[(\[]?(?P<number>\d{{1,3}}|[IVXLC]{{1,8}}|{WORD_PATTERN})[)\].:]{{0,2}}", re.IGNORECASE)
_LISTED = re.compile(r"(?P<number>\d{1,3}|[IVXLC]{1,8})(?:[.:)]|\s?[—–-])\s{1,8}(?P<rest>\S.*)")
_MARKDOWN = re.compile(r"#{1,6}\s+(?P<rest>[^#\s].*?)\s*#*")

# What people put around a heading, and characters nobody sees.
_DECORATION = "*_=~|-–—•·<>§#+\ufeff\u200b\u200e\u200f\u00ad \t"
_SEPARATORS = ".:;)—–-|,~/* "

_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "nor",
        "of",
        "off",
        "on",
        "once",
        "onto",
        "or",
        "out",
        "over",
        "per",
        "so",
        "than",
        "that",
        "the",
        "then",
        "till",
        "to",
        "up",
        "upon",
        "via",
        "vs",
        "was",
        "when",
        "which",
        "who",
        "whom",
        "with",
        "without",
        "is",
        "are",
        "her",
        "his",
        "its",
        "my",
        "our",
        "your",
        "their",
        "de",
        "la",
        "le",
        "du",
        "des",
        "der",
        "die",
        "das",
        "und",
        "von",
        "von",
    ]
)


@lru_cache(maxsize=4096)
def parse_heading(line: str) -> Heading | None:
    """What ``line`` says as a heading; None if it can't be one."""
    if len(line) > HEADING_LIMIT:
        return None
    plain = undecorated(line)
    if not plain:
        return None
    heading = _parse_keyword(plain) or _parse_named(plain) or _parse_bare(plain)
    if heading is None:
        markdown = _MARKDOWN.fullmatch(line)
        if markdown:
            return Heading(Level.LINE, "markdown", None, undecorated(markdown["rest"]), certain=True)
    return heading


def undecorated(line: str) -> str:
    """``line`` without the ornaments around it: ``**Chapter I**`` → ``Chapter I``."""
    return line.strip(_DECORATION).strip()


def display(*parts: str) -> str:
    """A title on one line, in the story's own words: ``CHAPTER I.``, ``The Bridge`` → ``CHAPTER I. The Bridge``."""
    title = ""
    for part in parts:
        plain = " ".join(undecorated(part.replace("_", "").replace("**", "")).split())
        if plain and title:
            title += " " if title[-1] in ".:!?—–-" else ". "
        title += plain
    return title[:-1].rstrip() if title.endswith((".", ":", ",")) and not title.endswith("..") else title


def looks_titled(text: str) -> bool:
    """Whether all words of weight in ``text`` begin with a capital, as in a title."""
    words = [word.lstrip("'’\"“‘([*_") for word in text.split()]
    words = [word for word in words if word[:1].isalpha()]
    if not words or not words[0][0].isupper():
        return False
    return all(word[0].isupper() or word.casefold().strip(".,:;!?") in _SMALL_WORDS for word in words)


def is_capitals(text: str) -> bool:
    """Whether ``text`` has letters, and all of them are capitals."""
    return text.upper() == text and text.lower() != text


def _parse_keyword(plain: str) -> Heading | None:
    found = _NUMBERED.fullmatch(plain) or _ORDINAL_FIRST.fullmatch(plain) or _GLUED.fullmatch(plain)
    number: int | None
    if found is not None:
        keyword, number, rest = found["keyword"].lower(), parse_number(found["number"]), found["rest"] or ""
    elif (abroad := numbered_abroad(plain)) is not None:
        keyword, number, rest = abroad
    else:
        return None
    title = _rest_as_title(rest)
    if number is None or title is None:
        return None
    certain = keyword in _CERTAIN
    if not certain and title.endswith((".", ",", ";")):
        return None
    kind = {"chap": "chapter", "ch": "chapter", "chapters": "chapter", "vol": "volume", "pt": "part"}.get(
        keyword, keyword
    )
    return Heading(_LEVELS[keyword], kind, number, title, certain=certain)


def _parse_named(plain: str) -> Heading | None:
    found = _NAMED.fullmatch(plain)
    if found is None:
        return None
    rest = (found["rest"] or "").strip()
    title = _rest_as_title(rest)
    if title is None or (title and rest[0] not in ".:—–-("):
        return None
    return Heading(Level.CHAPTER, found["name"].lower(), None, title, certain=True)


def _parse_bare(plain: str) -> Heading | None:
    found = _BARE.fullmatch(plain)
    if found and (found["number"].isdecimal() or found["number"][0].isupper()):
        number, kind = parse_number(found["number"]), _kind(found["number"])
        if number and (kind != "roman" or found["number"].isupper()):
            return Heading(Level.NUMBER, kind, number, "", certain=False)
    found = _LISTED.fullmatch(plain)
    if found is None:
        return None
    number, title = parse_number(found["number"]), undecorated(found["rest"])
    if number is None or len(title) > 70 or title.endswith((".", ",", ";", ":", "!", "?", '"', "”", "’")):
        return None
    if not (looks_titled(title) or is_capitals(title)):
        return None
    return Heading(Level.NUMBER, f"{_kind(found['number'])} with title", number, title, certain=False)


def _kind(number: str) -> str:
    if number.isdecimal():
        return "digits"
    return "roman" if set(number.upper()) <= set("IVXLC") else "words"


def _rest_as_title(rest: str) -> str | None:
    """What follows a heading's number, as a title; None if it goes on like a sentence (“Part two of the plan was”)."""
    rest = rest.strip()
    title = rest.lstrip(_SEPARATORS).strip()
    if not title or re.match(r"(?:of|/)\s?\w+\W?$", rest):
        return ""
    separated = rest[0] in ".:—–-|)~(["
    starts_well = title[0].isupper() or title[0].isdecimal() or title[0] in "\"“‘'(_*[«…¿¡"
    if separated:
        return title
    if not starts_well or title.endswith((".", ",", ";")):
        return None
    return title
