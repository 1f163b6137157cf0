"""The words of a language that tell how a line is said: the lists in ``manners/``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from narrate.model import DELIVERIES

LANGUAGES = ("en", "fr", "de", "es", "it", "pt")
"""Languages with a list of their own."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, ``*`` for any one, and the delivery they tell."""

    words: tuple[str, ...]
    delivery: str


@dataclass(frozen=True, slots=True)
class MannerWords:
    """What narration in one language is searched for; all words in lower case.

    Attributes:
        verbs: of speech, each with the delivery it tells; None for those that tell none.
        pairs: verbs of speech only with one of these words behind them (“went on”).
        progressive: verbs of speech only behind one of ``being`` (“he was saying”).
        continuing: verbs after which somebody goes on as before.
        asking: verbs of speech that a question belongs to.
        adverbs: beside a verb of speech (“softly”).
        participles: after a comma (“she said, laughing”).
        voice_words: beside a word of ``voices`` (“in a low voice”).
        phrases: by their first word.
        beats: phrases that tell it of a quotation beside them without a verb of speech (“he lowered his voice”).
        nouny: words that no verb of speech stands after.
        questions: words that questions begin with.
    """

    verbs: dict[str, str | None]
    pairs: dict[str, frozenset[str]]
    progressive: dict[str, str | None]
    continuing: frozenset[str]
    asking: frozenset[str]
    adverbs: dict[str, str]
    participles: dict[str, str]
    voices: frozenset[str]
    voice_words: dict[str, str]
    phrases: dict[str, tuple[Phrase, ...]]
    beats: dict[str, tuple[Phrase, ...]]
    negations: frozenset[str]
    hedges: frozenset[str]
    boundaries: frozenset[str]
    subjects: frozenset[str]
    possessives: frozenset[str]
    being: frozenset[str]
    nouny: frozenset[str]
    questions: frozenset[str]
    titles: frozenset[str]


def words_for(language: str) -> MannerWords | None:
    """The lists for a language (BCP 47); None where there are none."""
    primary = language.partition("-")[0].casefold()
    return _load(primary) if primary in LANGUAGES else None


@cache
def _load(language: str) -> MannerWords:
    text = resources.files("narrate.speech").joinpath("manners", f"{language}.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    sections = {name: lists[name] for name in DELIVERIES if name in lists}
    verbs: dict[str, str | None] = dict.fromkeys(_set(lists, "neutral") | _set(lists, "continuing"))
    verbs |= _by_word(sections, "verbs")
    participles = _by_word(sections, "participles")
    pairs: dict[str, set[str]] = {}
    for verb, _, behind in (pair.partition(" ") for pair in lists.get("pairs", ())):
        pairs.setdefault(verb, set()).add(behind)
    return MannerWords(
        verbs=verbs,
        pairs={verb: frozenset(behind) for verb, behind in pairs.items()},
        progressive=dict.fromkeys(_set(lists, "progressive")) | participles,
        continuing=_set(lists, "continuing"),
        asking=_set(lists, "questioning"),
        adverbs=_by_word(sections, "adverbs"),
        participles=participles,
        voices=_set(lists, "voice"),
        voice_words=_by_word(sections, "voice"),
        phrases=_phrases(sections, "phrases", "beats"),
        beats=_phrases(sections, "beats"),
        negations=_set(lists, "negations"),
        hedges=_set(lists, "hedges"),
        boundaries=_set(lists, "boundaries"),
        subjects=_set(lists, "subjects"),
        possessives=_set(lists, "possessives"),
        being=_set(lists, "being"),
        nouny=_set(lists, "nouny"),
        questions=_set(lists, "questions"),
        titles=_set(lists, "titles"),
    )


def _set(lists: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(straight(lists.get(key, "")).split())


def _by_word(sections: dict[str, Any], key: str) -> dict[str, str]:
    return {word: name for name, section in sections.items() for word in straight(section.get(key, "")).split()}


def _phrases(sections: dict[str, Any], *keys: str) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for name, section in sections.items():
        listed: Iterable[str] = [phrase for key in keys for phrase in section.get(key, ())]
        for phrase in listed:
            words = tuple(straight(phrase).replace("-", " ").split())
            found.setdefault(words[0], []).append(Phrase(words, name))
    # The longest first: “than a whisper” before “a whisper”.
    return {first: tuple(sorted(of, key=lambda one: -len(one.words))) for first, of in found.items()}


def straight(text: str) -> str:
    """``text`` with straight apostrophes."""
    return text.replace("’", "'")
