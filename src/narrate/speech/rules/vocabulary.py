"""The words that the rules know of a language: data in ``words/<language>.toml``, to be added to."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

LANGUAGES: Final = ("de", "en", "es", "fr", "it", "pt")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What is known of one language.

    Attributes:
        language: its BCP 47 primary tag; empty where nothing is known of it.
        american: dates that could be either begin with the month.
        tables: as in the file; a rule whose table is missing does nothing.
    """

    language: str
    american: bool
    tables: Mapping[str, Mapping[str, Any]]

    def table(self, name: str) -> Mapping[str, Any]:
        """A table; empty where the language has none."""
        return self.tables.get(name, {})

    def listed(self, name: str, key: str) -> tuple[str, ...]:
        """A list in a table; empty where the language has none."""
        return tuple(self.table(name).get(key, ()))

    def word(self, key: str) -> str:
        """A word of the table ``numbers``; empty where the language has none."""
        return str(self.table("numbers").get(key, ""))


@functools.lru_cache(64)
def vocabulary(language: str) -> Vocabulary:
    """What is known of a language, by its BCP 47 tag; an empty tag is English."""
    primary, _, region = language.replace("_", "-").casefold().partition("-")
    primary = primary or "en"
    british = region[:2] in ("gb", "ie", "au", "nz", "in", "za") or "scotland" in region
    return _load(primary if primary in LANGUAGES else "", primary == "en" and not british)


@functools.cache
def _load(language: str, american: bool) -> Vocabulary:
    if not language:
        return Vocabulary("", american=american, tables={})
    text = resources.files("narrate.speech").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return Vocabulary(language, american=american, tables=tomllib.loads(text))


def in_case_of(written: str, word: str) -> str:
    """``word``, with a capital where what is ``written`` has one."""
    return word.capitalize() if written[:1].isupper() else word


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; it matches nothing where there is none."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or r"(?!)"
