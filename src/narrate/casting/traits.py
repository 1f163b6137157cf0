"""What a story says of how somebody sounds: age and accent.

Ages come from names (“the old woman”, “Grandma Willow”), from what stands beside them (“Tom, a boy of nine”, “little
Ann”) and from numbers (“Martha was seventy-six”); accents from “in a broad Glasgow accent” beside somebody's words, and
from names (“the American”). Only narration is believed: people who talk say “my boy” to anybody. The words are data:
``data/traits.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from narrate.casting.accents import Accent, accents_of, accents_told
from narrate.casting.traits_words import AgeWords, age_words
from narrate.model import Age, Character, Script, UtteranceKind

CHILD_UNDER = 14
"""Years: voices break at about that age."""

OLD_FROM = 65

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_POSSESSIVE = ("'s", "’s")
_ADJECTIVES = 2  # how often “old Tom” must be written: once may be fondness
_CLAUSE = 7  # words
_MARKS = frozenset(".,;:!?—")
_SPACES = frozenset(" \n\u00a0")
_OLD = frozenset({"old", "of", "alt"})
_CLEAR = 3  # what a plain word of age counts as


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of somebody; ``age_words`` are the story's own."""

    age: Age = Age.UNKNOWN
    age_words: str = ""
    accent: Accent | None = None


@dataclass(slots=True)
class _Votes:
    """What was found for one person."""

    ages: Counter[Age] = field(default_factory=Counter)
    words: dict[Age, str] = field(default_factory=dict)

    def add(self, age: Age, words: str, weight: int) -> None:
        self.ages[age] += weight
        self.words.setdefault(age, words)

    def best(self) -> tuple[Age, str]:
        ranked = sorted(self.ages, key=lambda age: (-self.ages[age], age.value))
        if not ranked or self.ages[ranked[0]] < _ADJECTIVES:
            return Age.UNKNOWN, ""
        return ranked[0], self.words[ranked[0]]


def traits_of(script: Script) -> Mapping[str, Traits]:
    """Age and accent of every character of a script, by id."""
    words = age_words(script.language)
    votes = {character.id: _Votes() for character in script.characters}
    for character in script.characters:
        _from_names(character, words, votes[character.id])
    owners = _owners(script.characters)
    names = frozenset(word for each in script.characters for word in _name_words(each))
    for text in _narration(script):
        _from_text(_Told.of(text), _Names(owners, names), words, votes)
    accents = accents_told(script, owners, accents_of(script.language))
    found = {}
    for character in script.characters:
        age, told = votes[character.id].best()
        found[character.id] = Traits(age, told, accents.get(character.id))
    return found


def _narration(script: Script) -> Iterator[str]:
    for line in script.lines():
        if line.utterance.kind is UtteranceKind.NARRATION:
            yield line.utterance.span.of(script.text)


def _owners(characters: Sequence[Character]) -> Mapping[str, str]:
    """Whose names begin or end with a word: capitalised words that one person alone is called by."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for character in characters:
        for word in _name_words(character):
            if found.setdefault(word, character.id) != character.id:
                shared.add(word)
    return {word: owner for word, owner in found.items() if word not in shared}


def _name_words(character: Character) -> Iterator[str]:
    for name in (character.name, *character.aliases):
        yield from (word for word in _WORD.findall(name) if word[:1].isupper())


def _from_names(character: Character, words: AgeWords, votes: _Votes) -> None:
    for number, name in enumerate((character.name, *character.aliases)):
        parts = [part.casefold() for part in _WORD.findall(name)]
        for part in parts:
            if part in words.old - words.aged or (part in words.old and part == parts[-1]):
                votes.add(Age.OLD, f"“{name}”", _CLEAR)
            elif part in words.child or (part in words.weak_child and number == 0):
                votes.add(Age.CHILD, f"“{name}”", _CLEAR)
        for adjective, noun in pairwise(parts):
            if adjective in words.aged and (noun in words.people or number == 0):
                votes.add(Age.OLD, f"“{name}”", _CLEAR)
            elif adjective in words.little and (noun in words.weak_child or number == 0):
                votes.add(Age.CHILD, f"“{name}”", _CLEAR)


@dataclass(frozen=True, slots=True)
class _Told:
    """A stretch of narration, word by word.

    Attributes:
        words: as they stand, with where they begin and end.
        plain: in lower case.
    """

    text: str
    words: tuple[tuple[str, int, int], ...]
    plain: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Told:
        words = tuple((match.group(), match.start(), match.end()) for match in _WORD.finditer(text))
        return cls(text, words, tuple(word.casefold() for word, _, _ in words))

    def mark_after(self, at: int) -> str:
        """The character behind a word."""
        end = self.words[at][2]
        return self.text[end : end + 1]


@dataclass(frozen=True, slots=True)
class _Names:
    """Capitalised words of names: whose they are, where they are one person's alone, and all of them."""

    owners: Mapping[str, str]
    words: frozenset[str]

    def end(self, told: _Told, at: int) -> int:
        """The last word of a name that begins with the word there."""
        while at + 1 < len(told.words) and told.mark_after(at) in _SPACES and told.words[at + 1][0] in self.words:
            at += 1
        return at


def _from_text(told: _Told, names: _Names, words: AgeWords, votes: Mapping[str, _Votes]) -> None:
    for at, (word, _, _) in enumerate(told.words):
        owner = names.owners.get(word.removesuffix(_POSSESSIVE[0]).removesuffix(_POSSESSIVE[1]))
        if owner is None:
            continue
        before = told.plain[at - 1] if at and told.mark_after(at - 1) in _SPACES else ""
        if before in words.aged:
            votes[owner].add(Age.OLD, f"“{told.words[at - 1][0]} {word}”", 1)
        elif before in words.little:
            votes[owner].add(Age.CHILD, f"“{told.words[at - 1][0]} {word}”", 1)
        elif before in words.child or before in words.weak_child:  # “the boy Cashel”
            votes[owner].add(Age.CHILD, f"“{told.words[at - 1][0]} {word}”", _CLEAR)
        elif before.endswith("-year-old"):
            _vote_years(votes[owner], words.years_in(before.removesuffix("-year-old")), told.words[at - 1][0])
        if before not in words.when and not word.endswith(_POSSESSIVE):
            _behind(told, names.end(told, at), words, votes[owner])


def _behind(told: _Told, name: int, words: AgeWords, votes: _Votes) -> None:
    """“Tom was nine.” “Tom, nine, …” “Tom, aged nine” “Tom, a small boy of nine” “Tom, an old man”."""
    at = name + 1
    if at >= len(told.plain):
        return
    if told.mark_after(name) != ",":
        if told.plain[at] in words.was:
            _number(told, at + 1, words, votes)
        return
    if told.plain[at] in words.who and told.plain[at + 1 : at + 2] and told.plain[at + 1] in words.was:
        _number(told, at + 2, words, votes)
        return
    stop = next((n for n in range(at, min(at + _CLAUSE, len(told.plain))) if told.mark_after(n) in _MARKS), at)
    words_told = f"“{' '.join(told.text[told.words[at][1] : told.words[stop][2]].split())}”"
    for n in range(at, stop + 1):
        word, before = told.plain[n], told.plain[n - 1]
        if words.years_in(word):
            if n == at or before in words.aged_of:
                _number(told, n, words, votes)
            return
        if word in words.child or (word in words.weak_child and n > at and before in words.little):
            votes.add(Age.CHILD, words_told, _CLEAR)
        elif word in words.aged and n < stop and told.plain[n + 1] in words.people:
            votes.add(Age.OLD, words_told, _CLEAR)


def _number(told: _Told, at: int, words: AgeWords, votes: _Votes) -> None:
    """Years, if the word there is a number that counts nothing else."""
    if at >= len(told.plain) or not words.years_in(told.plain[at]):
        return
    counted = told.plain[at + 1 : at + 3]
    if (
        told.mark_after(at) in _MARKS
        or (counted and counted[0] in words.of_age)
        or (len(counted) == 2 and counted[0] in words.years and counted[1] in _OLD)
    ):
        _vote_years(votes, words.years_in(told.plain[at]), told.words[at][0])


def _vote_years(votes: _Votes, years: int, told: str) -> None:
    if years:
        age = Age.CHILD if years < CHILD_UNDER else Age.OLD if years >= OLD_FROM else Age.ADULT
        votes.add(age, f"“{told}”", 2 * _CLEAR)
