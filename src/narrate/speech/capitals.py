"""Words in capitals: shouted ones are written as usual, so that engines say them and do not spell them."""

from __future__ import annotations

import re

from narrate.speech.lexicon import ACRONYMS, AMBIGUOUS, NUMBER_WORDS, SHORT_WORDS

_WORD = re.compile(r"(?<![\w])[^\W\d_]+(?:'[^\W\d_]+)?(?!\w)")
_SHORT = 3


def calm(text: str) -> str:
    """Shouted words in small letters; acronyms as they are.

    Where nothing but capitals stands, all words are shouted but known acronyms. Otherwise words of four letters
    and more with a vowel, and shorter ones that are common, are; the rest are taken for acronyms.
    """
    words = [word for word in _WORD.findall(text) if len(word) > 1 or word == "I"]
    if len(words) > 1 and all(word.isupper() for word in words) and any(_shouted(word) for word in words):
        return _lowered(text)
    return _WORD.sub(_single, text)


def _lowered(text: str) -> str:
    first = True

    def said(found: re.Match[str]) -> str:
        nonlocal first
        word = found[0]
        begins, first = first, False
        if word == "I" or (word in ACRONYMS and word not in AMBIGUOUS):
            return word
        return word.capitalize() if begins or word.startswith("I'") else word.lower()

    return _WORD.sub(said, text)


def _single(found: re.Match[str]) -> str:
    word = found[0]
    if len(word) < 2 or not word.isupper():
        return word
    if word in AMBIGUOUS:
        before = re.search(r"([A-Z]{2,15}) $", found.string[max(0, found.start() - 16) : found.start()])
        return word.lower() if before and _shouted(before[1]) else word
    if not _shouted(word) and not word.startswith("I'"):
        return word
    return word.lower() if word.casefold() in NUMBER_WORDS else word.capitalize()


def _shouted(word: str) -> bool:
    stem = word.partition("'")[0]
    if stem in ACRONYMS or not word.isupper():
        return False
    if len(stem) <= _SHORT:
        return stem.casefold() in SHORT_WORDS
    return re.search("[AEIOUY]", stem) is not None or not stem.isascii()
