"""Other languages than English: the words of a story put to the rules of this room in the English they stand for.

The rules and the fitted weights look at a `Word`'s ``lower``: “il” is read as “he”, “répondit” as “said”, “vers” as
“towards”. Names, roles and titles stay as they are, and so does everything that a person is shown. What is known of a
language is data: ``data/tongues/<language>.toml``, described in docs/languages.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from narrate.model import Gender

OPAQUE = "·"
"""Ends the ``lower`` of a word that looks like an English one and is none (German “also”, French “sang”)."""

_GROUP = "group"
_VOWEL = re.compile(r"[aeiouyhàâéèêëîïôûü]")


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is known of one language; every word in lower case.

    Attributes:
        senses: the English words that forms stand for; “said i” for verbs that tell the person by themselves.
        endings: what unknown words that end so stand for, the longest first.
        plain: words that an ending says nothing about.
        elided: what loses its vowel before an apostrophe, and what it stands for; empty for nothing of use.
        enclitics: what hangs on a verb by a hyphen, likewise.
        dropped: words that stand between a subject and its verb, and tell nothing.
        after_prepositions: pronouns that are no subjects after one, and what they stand for there.
        abbreviated: titles that are written with a full stop.
        articles: the definite article by gender; “elided” before a vowel.
        capital_nouns: common nouns are written with a capital.
    """

    language: str
    senses: Mapping[str, tuple[str, ...]]
    endings: tuple[tuple[str, str], ...]
    plain: frozenset[str]
    elided: Mapping[str, str]
    enclitics: Mapping[str, str]
    dropped: frozenset[str]
    after_prepositions: Mapping[str, str]
    abbreviated: frozenset[str]
    articles: Mapping[str, str]
    capital_nouns: bool
    titles: Mapping[str, Gender]
    roles: Mapping[str, Gender | None]
    names: Mapping[str, Gender | None]
    not_names: Mapping[str, str]

    def definite(self, words: str, gender: Gender | None) -> str:
        """A role with its article, as a person is shown it: “la vieille dame”.

        Args:
            words: of the role.
            gender: of who bears it.
        """
        words = words.replace(OPAQUE, "")
        if self.capital_nouns:
            head, _, noun = words.rpartition(" ")
            words = f"{head} {noun[:1].upper()}{noun[1:]}".strip()
            neuter = noun.lower() in self.articles.get("neuter-nouns", "").split()
            if neuter:
                return f"{self.articles['neuter']} {words}"
        elided = self.articles.get("elided", "")
        if elided and _VOWEL.match(words.lower()):
            return elided + words
        ending = self.articles.get("feminine-ending", "")
        if gender in (None, Gender.UNKNOWN) and ending and words.endswith(ending):
            gender = Gender.FEMALE
        article = self.articles.get((gender or Gender.UNKNOWN).value) or self.articles["unknown"]
        return f"{article} {words}"


_spoken: ContextVar[Tongue | None] = ContextVar("tongue", default=None)


def current() -> Tongue | None:
    """The tongue of the story that is being read; None for English, and for languages of which nothing is known."""
    return _spoken.get()


@contextmanager
def reading(language: str) -> Iterator[Tongue | None]:
    """While this lasts, word lists are those of ``language`` (BCP 47)."""
    primary = language.partition("-")[0].casefold()
    token = _spoken.set(_load(primary) if primary in known_languages() else None)
    try:
        yield _spoken.get()
    finally:
        _spoken.reset(token)


def understood(language: str) -> bool:
    """Whether narrate can tell who speaks in a story of that language (BCP 47): English, or one with word lists."""
    primary = language.partition("-")[0].casefold()
    return primary in {"en", "und", ""} or primary in known_languages()


@cache
def known_languages() -> frozenset[str]:
    """Primary tags of the languages that there are word lists for, besides English."""
    files = resources.files("narrate.attribution").joinpath("data", "tongues").iterdir()
    return frozenset(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


@cache
def _load(language: str) -> Tongue:
    path = resources.files("narrate.attribution").joinpath("data", "tongues", f"{language}.toml")
    return tongue_of(language, tomllib.loads(path.read_text(encoding="utf-8")))


def tongue_of(language: str, tables: Mapping[str, Any]) -> Tongue:
    """A tongue from the tables of its file."""
    return Tongue(
        language=language,
        senses={form: tuple(sense.split()) for form, sense in _turned(tables["words"]).items()},
        endings=tuple(sorted(_turned(tables.get("endings", {})).items(), key=lambda item: (-len(item[0]), item[0]))),
        plain=frozenset(tables.get("plain", "").split()),
        elided=_turned(tables.get("elided", {})),
        enclitics=_turned(tables.get("enclitics", {})),
        dropped=frozenset(tables.get("dropped", "").split()),
        after_prepositions=_turned(tables.get("after-prepositions", {})),
        abbreviated=frozenset(tables.get("abbreviated", "").split()),
        articles=tables["articles"],
        capital_nouns=bool(tables.get("capital-nouns")),
        titles={word: gender or Gender.UNKNOWN for word, gender in _gendered(tables["titles"]).items()},
        roles=_gendered(tables["roles"]),
        names=_gendered(tables["names"]),
        not_names=_turned(tables.get("not-names", {})),
    )


def _turned(table: Mapping[str, str]) -> dict[str, str]:
    """From “sense = forms” to form and sense; the first that lists a form counts. “nothing” stands for no word."""
    turned: dict[str, str] = {}
    for sense, forms in table.items():
        for form in forms.split():
            turned.setdefault(form, "" if sense == "nothing" else sense)
    return turned


def _gendered(table: Mapping[str, str]) -> dict[str, Gender | None]:
    return {word: None if gender == _GROUP else Gender(gender) for word, gender in _turned(table).items()}


def sense_of(tongue: Tongue, lower: str, before: Sequence[str]) -> tuple[str, ...]:
    """The English words that a form stands for; empty where none is known.

    Args:
        tongue: of the story.
        lower: the form in lower case.
        before: what the words to its left stand for, the nearest last.
    """
    if before and before[-1] in _PREPOSITIONS and lower in tongue.after_prepositions:
        return (tongue.after_prepositions[lower],)
    if lower in tongue.senses:
        return tongue.senses[lower]
    if lower in tongue.plain or lower in tongue.roles or len(lower) < _SHORTEST_ENDED:
        return ()
    if tongue.capital_nouns and before and before[-1] in _DETERMINERS:
        return ()  # “die alte”: an adjective that ends as verbs do
    for ending, sense in tongue.endings:
        if lower.endswith(ending):
            return tuple(sense.split())
    return ()


_SHORTEST_ENDED = 4
_PREPOSITION_WORDS = "of to at with by from for on upon into in towards near beside behind about before"
_DETERMINER_WORDS = "the a an this that his her my your their our its"
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())
_DETERMINERS = frozenset(_DETERMINER_WORDS.split())
