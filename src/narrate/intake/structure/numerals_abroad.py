"""Headings numbered in words of other languages than English: “Kapitel Eins”, “Zweites Kapitel”, “Chapitre premier”."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

_SPACE = r"[ \u00a0]{1,4}"
_ARTICLE = "der|die|das|le|la|el|il|o|a|het|de"
_FIRST_WORD = re.compile(r"[^\W\d_]+")


@cache
def _forms() -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    text = resources.files("narrate.intake").joinpath("data", "numerals.toml").read_text(encoding="utf-8")
    forms: list[tuple[re.Pattern[str], dict[str, int]]] = []
    for language in tomllib.loads(text).values():
        values = {
            spelling.replace("_", " "): number
            for listed in (language["cardinals"], language["ordinals"])
            for number, spellings in enumerate(listed, 1)
            for spelling in spellings.split("/")
        }
        number = "|".join(sorted(map(re.escape, values), key=len, reverse=True)).replace("\\ ", _SPACE)
        keyword = "|".join(language["keywords"])
        patterns = (
            rf"(?P<keyword>{keyword}){_SPACE}(?P<number>{number})",
            rf"(?:(?:{_ARTICLE}){_SPACE})?(?P<number>{number}){_SPACE}(?P<keyword>{keyword})",
        )
        forms += [(re.compile(rf"{each}(?P<rest>(?!\w).*)?", re.IGNORECASE), values) for each in patterns]
    return tuple(forms)


@cache
def _first_words() -> frozenset[str]:
    """Words that one of these headings can begin with."""
    text = resources.files("narrate.intake").joinpath("data", "numerals.toml").read_text(encoding="utf-8")
    return frozenset(word.casefold() for word in _FIRST_WORD.findall(text)).union(_ARTICLE.split("|"))


def numbered_abroad(line: str) -> tuple[str, int, str] | None:
    """The word for “chapter”, the number, and what follows, of a heading in another language; None if it is none."""
    first = _FIRST_WORD.match(line)
    if first is None or first[0].casefold() not in _first_words():
        return None
    for pattern, values in _forms():
        if found := pattern.fullmatch(line):
            number = " ".join(found["number"].lower().split())
            return found["keyword"].lower(), values[number], found["rest"] or ""
    return None
