"""Voices that stumble, stretch and hum."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.vocabulary import Vocabulary, any_of, in_case_of

_STRETCHED = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_STRETCHED_WORD = re.compile(r"[^\W\d_]*([^\W\d_])\1\1[^\W\d_]*", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxlc]+|[IVXLC]+")
_REPEATED = re.compile(r"([^\W\d_])\1+", re.IGNORECASE)
_STAMMER = re.compile(r"(?<![\w'-])((?:[^\W\d_]{1,3}(?:-|\.\.\.|…) ?){1,5})([^\W\d_]{1,30}(?:'[^\W\d_]+)?)(?![\w])")
_CUT_OFF = re.compile(r"(?<![\w'.-])([b-df-hj-np-tv-xz]{1,3})(?=(?:-|[—–―‒])(?:$|[\s\"”’'.,!?—]))")
_VOWELS = frozenset("aeiouy")


def stammers(text: str, words: Vocabulary) -> str:
    """“W-what” is “wuh, what”, “Th-th-the” “thuh, thuh, the”: engines name the letters otherwise."""
    table = words.table("stammers")
    vowels, not_stammers = table["vowels"], frozenset(table["not"])

    def said(found: re.Match[str]) -> str:
        word = found[2].casefold()
        starts = [start for start in re.split(r"[-.… ]+", found[1]) if start]
        if found[0].casefold() in not_stammers or any(not _begins(start.casefold(), word) for start in starts):
            return found[0]
        if any(start.casefold() == word and word != "i" for start in starts):
            return found[0]
        spoken = [_onset(start, word, vowels) for start in starts]
        return ", ".join(spoken) + f", {found[2]}"

    def cut(found: re.Match[str]) -> str:
        return found[1] + "uh"

    text = _STAMMER.sub(said, text)
    return _CUT_OFF.sub(cut, text)


def _begins(start: str, word: str) -> bool:
    if len(start) == 1:
        return word.startswith(start)
    # “Ja-Jack” is said well as it stands, and “re-read” is no stammer.
    return word.startswith(start) and not _VOWELS & set(start)


def _onset(start: str, word: str, vowels: dict[str, str]) -> str:
    folded = start.casefold()
    if folded == "i" and re.match(r"i(?:$|')", word):
        return "I"
    said = vowels.get(folded) or folded + "uh"
    return in_case_of(start, said)


@functools.cache
def _doubles(words: Vocabulary) -> dict[str, str]:
    return {_REPEATED.sub(r"\1", word): word for word in words.listed("stretched", "doubles")}


def stretched(text: str, words: Vocabulary) -> str:
    """“Nooooo” is “No”, “gooood” “good”: of stretched letters engines make other words (“noo”, “nouwo”).

    A letter three times and more is said once; twice in the words that have it twice, and in sounds without a vowel.
    """
    doubles = _doubles(words)

    def said(found: re.Match[str]) -> str:
        word = found[0]
        if _ROMAN.fullmatch(word):
            return word
        if not _VOWELS & set(word.casefold()):
            return _STRETCHED.sub(r"\1\1", word)
        known = doubles.get(_REPEATED.sub(r"\1", word.casefold()))
        if known is None:
            return _STRETCHED.sub(r"\1", word)
        return in_case_of(word, known)

    return _STRETCHED_WORD.sub(said, text)


@functools.cache
def _interjection(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])({any_of(words.table('interjections'))})(?![\w'-])", re.IGNORECASE)


def interjections(text: str, words: Vocabulary) -> str:
    """“Hm”, “Shh”, “Pfft”, which engines spell, in letters that they can say."""
    table = words.table("interjections")
    return _interjection(words).sub(lambda found: in_case_of(found[1], str(table[found[1].casefold()])), text)
