"""Words in capitals: shouted ones are written as usual, acronyms so that engines spell them or say them.

eSpeak NG says any capitals that look like a word as one: “WI” as “why”, “RAF” as “raff”, “VIP” as “vip”. “W.I”, with
points between and none after, is what it spells without a pause.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from narrate.speech.rules.vocabulary import Vocabulary

_WORD = re.compile(r"(?<![\w.])[^\W\d_]+(?:'[^\W\d_]+)?(?!\w)")
_ACRONYM = re.compile(r"(?<![\w.])([A-Z]{2,6}\d?)('?s)?(?![\w'])")
_RUN = re.compile(r"[A-Z]{2,15}")
_SHORT = 3
_KISSES = frozenset(("XX", "XXX"))
_VOWEL = re.compile("[AEIOUY]")


@dataclass(frozen=True, slots=True)
class _Known:
    spelt: frozenset[str]
    spoken: frozenset[str]
    ambiguous: frozenset[str]
    short: frozenset[str]
    numbers: frozenset[str]
    after: frozenset[str]

    def shouted(self, word: str) -> bool:
        """Whether a word in capitals is one that is shouted, rather than an acronym."""
        stem = word.partition("'")[0]
        if stem in self.spelt or stem in self.spoken or not word.isupper():
            return False
        if len(stem) <= _SHORT:
            return stem.casefold() in self.short
        return _VOWEL.search(stem) is not None or not stem.isascii()


@functools.cache
def _known(words: Vocabulary) -> _Known:
    spelt, spoken, ambiguous = (frozenset(words.listed("acronyms", key)) for key in ("spelt", "spoken", "ambiguous"))
    short, numbers = (frozenset(words.listed("capitals", key)) for key in ("short", "numbers"))
    return _Known(spelt, spoken, ambiguous, short, numbers, frozenset(words.listed("acronyms", "after")))


def calm(text: str, words: Vocabulary) -> str:
    """Shouted words in small letters.

    Where nothing but capitals stands, all words are shouted but known acronyms. Otherwise words of four letters
    and more with a vowel, and shorter ones that are common, are; the rest are taken for acronyms.
    """
    known = _known(words)
    found = [word for word in _WORD.findall(text) if len(word) > 1 or word == "I"]
    if len(found) > 1 and all(word.isupper() for word in found) and any(known.shouted(word) for word in found):
        return _lowered(text, known)
    return _WORD.sub(functools.partial(_single, known), text)


def _lowered(text: str, known: _Known) -> str:
    first = True

    def said(found: re.Match[str]) -> str:
        nonlocal first
        word = found[0]
        begins, first = first, False
        stem = word.removesuffix("S").removesuffix("'")
        letters_alone = len(stem) in (2, _SHORT) and not _VOWEL.search(stem) and stem.casefold() not in known.short
        if word == "I" or letters_alone or (stem in known.spelt | known.spoken and stem not in known.ambiguous):
            return word
        return word.capitalize() if begins or word.startswith("I'") else word.lower()

    return _WORD.sub(said, text)


def _single(known: _Known, found: re.Match[str]) -> str:
    word = found[0]
    if len(word) < 2 or not word.isupper():
        return word
    if word in known.ambiguous:
        before = re.search(r"(\w{1,5}) $", found.string[max(0, found.start() - 6) : found.start()])
        is_acronym = before is not None and before[1].casefold() in known.after and not _among_shouts(found, known)
        return word if is_acronym else word.lower()
    unknown = word not in known.spelt and word not in known.spoken
    if not known.shouted(word) and not word.startswith("I'") and not (unknown and _among_shouts(found, known)):
        return word
    return word.lower() if word.casefold() in known.numbers else word.capitalize()


def _among_shouts(found: re.Match[str], known: _Known) -> bool:
    before = re.search(r"([A-Z]{2,15}) $", found.string[max(0, found.start() - 16) : found.start()])
    after = re.match(r" ([A-Z]{2,15})\b", found.string[found.end() : found.end() + 17])
    return any(word is not None and known.shouted(word[1]) for word in (before, after))


def acronyms(text: str, words: Vocabulary) -> str:
    """“WI” as “W.I”, “RAF” as “R.A.F”, “VIPs” as “V.I.P.'s”: spelt by every engine, in one breath."""
    known = _known(words)
    sounds = {sound.upper() for sound in words.table("interjections")}
    not_spelt = {*sounds, *_KISSES}
    as_words: dict[str, str] = dict(words.table("acronyms").get("said", {}))

    def said(found: re.Match[str]) -> str:
        letters, ending = found.groups()
        if letters in known.spoken:
            return found[0]
        if letters in as_words:
            return as_words[letters] + ("'s" if ending else "")
        spellable = len(letters) < _SHORT or (len(letters) == _SHORT and not _VOWEL.search(letters))
        if letters not in known.spelt and (not spellable or letters[-1].isdigit() or letters in not_spelt):
            return found[0]
        return ".".join(letters) + (".'s" if ending else "")

    return _ACRONYM.sub(said, text)
