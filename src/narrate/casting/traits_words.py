"""The words for ages and accents, from ``data/traits.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class AgeWords:
    """One language's words for ages; the file says what each is."""

    child: frozenset[str]
    weak_child: frozenset[str]
    little: frozenset[str]
    old: frozenset[str]
    aged: frozenset[str]
    people: frozenset[str]
    was: frozenset[str]
    aged_of: frozenset[str]
    years: frozenset[str]
    of_age: frozenset[str]
    who: frozenset[str]
    when: frozenset[str]
    numbers: Mapping[str, int]

    def years_in(self, word: str) -> int:
        """The number a word is, from 3 to 110; 0 if it is none."""
        number = int(word) if word.isdecimal() and len(word) <= 3 else self.numbers.get(word, 0)
        return number if 3 <= number <= 110 else 0


@cache
def age_words(language: str) -> AgeWords:
    """Those of a language (BCP 47); none for languages that the file does not have."""
    table = traits_table().get(language.casefold().replace("_", "-").partition("-")[0], {})

    def words(key: str) -> frozenset[str]:
        return frozenset(table.get(key, "").casefold().split())

    pairs = (pair.partition("=") for pair in table.get("numbers", "").casefold().split())
    return AgeWords(
        child=words("child"),
        weak_child=words("weak-child"),
        little=words("little"),
        old=words("old"),
        aged=words("aged"),
        people=words("people"),
        was=words("was"),
        aged_of=words("aged-of"),
        years=words("years"),
        of_age=words("of-age"),
        who=words("who"),
        when=words("when"),
        numbers={word: int(number) for word, _, number in pairs},
    )


@cache
def traits_table() -> dict[str, Any]:
    """The file."""
    file = resources.files("narrate.casting").joinpath("data", "traits.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
