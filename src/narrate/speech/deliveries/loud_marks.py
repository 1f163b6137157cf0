"""Shouting that the page shows: capitals and heaped exclamation marks."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_HEAPED = re.compile(r"!{2,}|!\?!")
_CAPITALS_SHARE = 0.6
_LONGEST_SINGLE_ACRONYM = 3


def lower_words(text: str) -> frozenset[str]:
    """The words that a story also writes in small letters: what is always in capitals is an acronym, no shout."""
    return frozenset(word for word in _WORD.findall(text) if word.islower())


def is_shouted(quotation: str, known: frozenset[str]) -> bool:
    """Whether a quotation is set as a shout: most of it in capitals, or each sentence with heaped exclamation marks.

    Args:
        quotation: with its marks.
        known: the story's words in small letters, see `lower_words`.
    """
    words = [word for word in _WORD.findall(quotation) if word not in ("I", "A", "O")]
    if not words:
        return False
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    letters = sum(map(len, words))
    if sum(map(len, capitals)) >= _CAPITALS_SHARE * letters:
        ordinary = [word for word in capitals if _plain(word) in known or _STRETCHED.search(word)]
        if len(capitals) > 1 and 2 * len(ordinary) >= len(capitals):
            return True
        if len(capitals) == 1 and ("!" in quotation or len(capitals[0]) > _LONGEST_SINGLE_ACRONYM) and ordinary:
            return True
    heaped = len(_HEAPED.findall(quotation))
    return heaped > 0 and heaped >= _sentences(quotation)


def _plain(word: str) -> str:
    return _STRETCHED.sub(r"\1", word.lower())


def _sentences(quotation: str) -> int:
    return len(re.findall(r"[.!?…]+", quotation))
