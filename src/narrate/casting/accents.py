"""Accents: their names, the voices that have them, and whom a story gives which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from narrate.casting.distance import accent_of
from narrate.casting.traits_words import traits_table
from narrate.model import Line, Script, UtteranceKind

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){1,4}")
_REACH = 3  # words between “Glasgow” and “accent”
_BARE = frozenset({"voice", "tones", "vowels"})  # said of much else too: only right behind the word


@dataclass(frozen=True, slots=True)
class Accent:
    """An accent.

    Attributes:
        name: for people.
        tags: of the voices that have it or come near, as `narrate.casting.distance.accent_of` gives them, the best
            first.
        words: that say so before “accent”.
        people: names of those who have it.
    """

    name: str
    tags: tuple[str, ...]
    words: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def misfit(self, language: str) -> int:
        """0 for a voice's tag that has the accent, more for those that come near, the number of tags for others."""
        tag = accent_of(language)
        for number, wanted in enumerate(self.tags):
            if tag == wanted or (wanted == self.tags[0] and tag.startswith(wanted + "-")):
                return number
        return len(self.tags)


@cache
def accents_of(language: str) -> tuple[Accent, ...]:
    """The accents of a language (BCP 47) that have a name."""
    return tuple(
        Accent(
            row["name"],
            tuple(accent_of(tag) for tag in row["tags"].split()),
            frozenset(row["words"].split()),
            frozenset(row["people"].split()),
        )
        for row in _table().get(accent_of(language).partition("-")[0], ())
    )


def accent_names() -> tuple[str, ...]:
    """The names of all accents of all languages."""
    return tuple(accent.name for language in _table() for accent in accents_of(language))


def accent_named(name: str) -> Accent | None:
    """The accent that a person wrote: one of the names, one of their words, or a BCP 47 tag. None: it is none."""
    wanted = " ".join(name.casefold().split())
    for language in _table():
        for accent in accents_of(language):
            if wanted == accent.name.casefold() or wanted in accent.words:
                return accent
    return Accent(name, (accent_of(name),)) if _TAG.fullmatch(name) else None


def _table() -> Mapping[str, Sequence[Mapping[str, str]]]:
    table: Mapping[str, Sequence[Mapping[str, str]]] = traits_table()["accents"]["of"]
    return table


def accents_told(script: Script, owners: Mapping[str, str], accents: Sequence[Accent]) -> Mapping[str, Accent]:
    """Whom the story gives an accent, by character's id; the one told of most often.

    Args:
        script: the story.
        owners: whose a word of a name is.
        accents: those of the story's language.
    """
    votes: dict[str, Counter[str]] = {}
    for character in script.characters:
        for name in (character.name, *character.aliases):
            for accent in accents:
                if any(word in accent.people for word in _plain(name)):
                    votes.setdefault(character.id, Counter())[accent.name] += 2
    table = traits_table()["accents"]
    nouns, pretended = frozenset(table["nouns"].split()), frozenset(table["pretended"].split())
    for lines in _paragraphs(script):
        for number, line in enumerate(lines):
            if line.utterance.kind is UtteranceKind.NARRATION:
                text = line.utterance.span.of(script.text)
                for accent in _in(text, accents, nouns, pretended):
                    owner = _owner(lines, number, text, owners)
                    if owner is not None:
                        votes.setdefault(owner, Counter())[accent.name] += 1
    by_name = {accent.name: accent for accent in accents}
    return {owner: by_name[min(counts, key=lambda name: (-counts[name], name))] for owner, counts in votes.items()}


def _paragraphs(script: Script) -> Iterable[list[Line]]:
    lines: list[Line] = []
    for line in script.lines():
        if lines and line.utterance.paragraph != lines[-1].utterance.paragraph:
            yield lines
            lines = []
        lines.append(line)
    if lines:
        yield lines


def _in(text: str, accents: Sequence[Accent], nouns: frozenset[str], pretended: frozenset[str]) -> Iterable[Accent]:
    plain = _plain(text)
    for at, word in enumerate(plain):
        if word not in nouns:
            continue
        reach = plain[max(0, at - (1 if word in _BARE else _REACH)) : at]
        if pretended.isdisjoint(plain[max(0, at - 2 * _REACH) : at]):
            yield from (accent for accent in accents if not accent.words.isdisjoint(reach))


def _owner(lines: Sequence[Line], number: int, text: str, owners: Mapping[str, str]) -> str | None:
    """Whose accent a narration tells of: whoever speaks right before it or after it, or else the one it names."""
    beside = [*lines[:number][::-1], *lines[number + 1 :]]
    speakers = [line.attribution.speaker for line in beside if line.utterance.kind is UtteranceKind.DIALOGUE]
    if speakers and speakers[0] is not None:
        return speakers[0]
    named = {
        owners[word] for word in (part.split("’")[0].split("'")[0] for part in _WORD.findall(text)) if word in owners
    }
    return named.pop() if len(named) == 1 else None


def _plain(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
