"""When words are heard, from when their phonemes are: for models that tell how long each phoneme lasts.

A model is sent the phonemes of a whole sentence, in which words run together (“on the” is one) and sound otherwise
than alone. So each word is read by itself too, and the phonemes of the words, one after the other, are laid beside
those that were spoken: what is alike belongs together, and what lies between is shared out in order.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from narrate.model import WordTime

ALIKE: Final = 0.5
"""How much of both must be the same; with less of it nobody knows where a word is, and none is told."""

BREATH_S: Final = 0.12
"""What lies between two words and is shorter is the end of the first: the model gives some of a sound to the space."""

_WORD = re.compile(r"[^\s—–…/]+")
_MARKS: Final = frozenset("ˈˌːˑ'")


class Sound(NamedTuple):
    """A sign that was spoken, and when, in seconds of the clip."""

    sign: str
    start_s: float
    end_s: float


def word_times(text: str, sounds: Sequence[Sound], read: Callable[[str], str]) -> tuple[WordTime, ...]:
    """The words of ``text`` that were heard, in order.

    Args:
        text: what was to be said.
        sounds: the phonemes as they were spoken, in order.
        read: the phonemes of a word by itself, as the model's text is read.

    Returns:
        Nothing where the sounds are too unlike the text.
    """
    words = [found.span() for found in _WORD.finditer(text) if any(sign.isalnum() for sign in found[0])]
    heard = [sound for sound in sounds if _is_sound(sound.sign)]
    expected = ["".join(filter(_is_sound, unicodedata.normalize("NFD", read(text[a:b])))) for a, b in words]
    matcher = SequenceMatcher(None, "".join(expected), [sound.sign for sound in heard], autojunk=False)
    if not heard or matcher.ratio() < ALIKE:
        return ()
    ends = list(accumulate(len(signs) for signs in expected))
    spans: dict[int, tuple[float, float]] = {}
    for at, sound in _laid_beside(matcher, heard):
        word = bisect_right(ends, at)
        start_s, _ = spans.get(word, (sound.start_s, 0.0))
        spans[word] = start_s, sound.end_s
    return _in_order([WordTime(*words[word], *spans[word]) for word in sorted(spans)])


def _is_sound(sign: str) -> bool:
    """Whether a sign is heard: a letter of the phonetic alphabet, no mark of stress or length, no punctuation."""
    return sign not in _MARKS and (sign.isalpha() or sign.isdigit())


def _laid_beside(matcher: SequenceMatcher[str], heard: Sequence[Sound]) -> list[tuple[int, Sound]]:
    """Places among the expected signs with the sounds that were heard for them."""
    found = []
    for told, first, last, begin, end in matcher.get_opcodes():
        if told == "equal":
            found += list(zip(range(first, last), heard[begin:end], strict=True))
        elif told == "replace":
            wide = last - first
            found += [(first + wide * n // (end - begin), heard[begin + n]) for n in range(end - begin)]
    return found


def _in_order(times: Sequence[WordTime]) -> tuple[WordTime, ...]:
    """No word ends after the next one begins, nor just before it: there is no silence between the words of a breath."""
    if not times:
        return ()
    ended = []
    for one, two in pairwise(times):
        end_s = two.start_s if two.start_s - one.end_s < BREATH_S else one.end_s
        ended.append(one._replace(end_s=max(one.start_s, end_s)))
    return (*ended, times[-1])
