"""What a rule of normalisation is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from narrate.speech.rules.vocabulary import Vocabulary

_DIGIT = re.compile(r"\d")
_ANY_DIGIT = "0"
_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"[^\w\s]")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is said otherwise than it is written.

    A rule does nothing to most sentences, and every sentence is tried with every rule. So a text is looked at once, for
    its characters and words, and by ``signs`` and ``tables`` most rules are done with; only then is ``trigger`` looked
    for. That is fast where it begins with a character or a set of them, and slow where it begins with alternatives.

    Attributes:
        trigger: what a text must hold for the rule to have anything to do.
        apply: the text as it is said; linear in its length, and the same for what has been said already.
        signs: it does nothing to a text without any of these characters; empty: that says nothing.
        tables: it does nothing to a text without a word of these tables of the vocabulary; empty: that says nothing.
    """

    trigger: re.Pattern[str]
    apply: Callable[[str, Vocabulary], str]
    signs: frozenset[str] = frozenset()
    tables: tuple[str, ...] = ()


def rule(
    trigger: str, apply: Callable[[str, Vocabulary], str], *, signs: str = "", tables: tuple[str, ...] = ()
) -> Rule:
    """A rule for texts in which ``trigger`` is found."""
    return Rule(re.compile(trigger), apply, frozenset(signs), tables)


def digit_rule(trigger: str, apply: Callable[[str, Vocabulary], str]) -> Rule:
    """A rule for texts in which ``trigger`` is found, which holds a digit whatever else."""
    return rule(trigger, apply, signs=_ANY_DIGIT)


class RuleOf(NamedTuple):
    """A rule of a language: `Rule`, with the words of its tables; None where signs or words say nothing."""

    signs: frozenset[str] | None
    words: frozenset[str] | None
    search: Callable[[str], re.Match[str] | None]
    apply: Callable[[str, Vocabulary], str]


def of_language(each: Rule, vocabulary: Vocabulary) -> RuleOf:
    """A rule with what a vocabulary knows of its words."""
    listed = [key for table in each.tables for key in vocabulary.table(table)]
    signs = each.signs or _signs_of_all(listed)
    words = frozenset(map(_telling, filter(None, map(words_of, listed)))) if each.tables else None
    return RuleOf(signs or None, words, each.trigger.search, each.apply)


def _signs_of_all(listed: Sequence[str]) -> frozenset[str]:
    """Signs of which every listed word has one; none where there are words without."""
    signs = [set(_SIGN.findall(each)) for each in listed]
    return frozenset().union(*signs) if all(signs) else frozenset()


def _telling(words: Sequence[str]) -> str:
    """That of some words which is least likely to stand in a text: “k” of “a.k.a”."""
    return max(reversed(words), key=lambda word: (len(word), word not in _VOWELS))


def words_of(text: str) -> list[str]:
    """The words of a text in small letters; those that a rule knows begin and end where these do."""
    return _WORD.findall(text.casefold())


def signs_of(text: str) -> set[str]:
    """The characters of a text; digits of other scripts count as ``0``, too."""
    signs = set(text)
    if _DIGIT.search(text):
        signs.add(_ANY_DIGIT)
    return signs
