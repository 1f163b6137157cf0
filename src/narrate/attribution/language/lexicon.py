"""The word lists of ``data/``: read once, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from narrate.attribution.language import tongues
from narrate.model import Gender

GROUP = "group"
"""The section of role nouns that name more than one person."""


def _lines(file: str) -> list[str]:
    text = resources.files("narrate.attribution").joinpath("data", file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _sections(file: str) -> dict[str, list[str]]:
    """Words under each ``[section]`` line, in order."""
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in _lines(file):
        if line.startswith("["):
            words = sections.setdefault(line.strip("[] "), [])
        else:
            words.extend(line.split())
    return sections


def _gendered(file: str) -> dict[str, Gender | None]:
    """Word to gender; a group is None. The first section that lists a word counts."""
    genders: dict[str, Gender | None] = {}
    for section, words in _sections(file).items():
        gender = None if section == GROUP else Gender(section)
        for word in words:
            genders.setdefault(word, gender)
    return genders


@cache
def speech_verbs() -> frozenset[str]:
    """Every form of the verbs that report speech, lower-case, all languages together."""
    forms = {form for line in _lines("speech-verbs-en.txt") for form in line.split()}
    for words in _sections("speech-verbs-other.txt").values():
        forms.update(words)
    return frozenset(forms)


def titles() -> Mapping[str, Gender]:
    """Titles before a name (lower-case, without a full stop) and the gender they tell."""
    tongue = tongues.current()
    return _english_titles() if tongue is None else tongue.titles


@cache
def _english_titles() -> dict[str, Gender]:
    return {word: gender or Gender.UNKNOWN for word, gender in _gendered("titles.txt").items()}


def title_gender(word: str) -> Gender | None:
    """The gender that a title tells; None where the word is no title."""
    return titles().get(word.rstrip("."))


def roles() -> Mapping[str, Gender | None]:
    """Nouns for people and the gender they tell; None is a group."""
    tongue = tongues.current()
    return _english_roles() if tongue is None else tongue.roles


@cache
def _english_roles() -> dict[str, Gender | None]:
    return _gendered("role-nouns.txt")


def role_gender(word: str) -> Gender | None:
    """The gender that a noun for a person tells; unknown for nouns not listed, None for a group."""
    return roles().get(word, Gender.UNKNOWN)


def not_names() -> Mapping[str, str]:
    """Capitalised words that are no person's name, lower-case, and the section that says why."""
    tongue = tongues.current()
    return _english_not_names() if tongue is None else tongue.not_names


@cache
def _english_not_names() -> dict[str, str]:
    return {word: section for section, words in _sections("not-names.txt").items() for word in words}


@cache
def function_words() -> frozenset[str]:
    """Closed classes, and adverbs that open sentences."""
    return frozenset(word for line in _lines("function-words.txt") for word in line.split())


@cache
def grammar(section: str) -> frozenset[str]:
    """The words of one section of ``grammar.txt``."""
    return frozenset(_sections("grammar.txt")[section])


@cache
def _first_names() -> dict[str, Gender | None]:
    return _gendered("first-names.txt")


def first_name_gender(word: str) -> Gender | None:
    """The gender a first name is usually given to; None where the word is not in the list."""
    tongue = tongues.current()
    if tongue is not None and word in tongue.names:
        return tongue.names[word]
    return _first_names().get(word)


@cache
def closed_classes() -> frozenset[str]:
    """Every English word that a rule asks for by itself."""
    listed = {word for words in _sections("grammar.txt").values() for word in words}
    return frozenset(listed) | function_words() | speech_verbs()


def definite(words: str, gender: Gender | None) -> str:
    """A role with the definite article of the story's language: “the old man”."""
    tongue = tongues.current()
    return f"the {words}" if tongue is None else tongue.definite(words, gender)


def with_english_article(name: str) -> str:
    """A role as it is shown, with “the” for the definite article of the story's language."""
    tongue = tongues.current()
    if tongue is None:
        return name
    elided = tongue.articles.get("elided", "")
    if elided and name.lower().replace("’", "'").startswith(elided.replace("’", "'")):
        return f"the {name[len(elided) :]}"
    first, _, rest = name.partition(" ")
    listed = first.lower() in {word for key, word in tongue.articles.items() if key != "neuter-nouns"}
    return f"the {rest}" if listed and rest and first.islower() else name


@cache
def _formal() -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for line in _lines("nicknames.txt"):
        formal, *short = line.split()
        for word in short:
            groups.setdefault(word, set()).add(formal)
    return {word: frozenset(names) for word, names in groups.items()}


def formal_names(word: str) -> frozenset[str]:
    """The formal first names that a short or pet form stands for, and the word itself."""
    return _formal().get(word, frozenset()) | {word}
