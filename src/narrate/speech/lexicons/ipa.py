"""The International Phonetic Alphabet: which signs are understood, and the nearest English spelling of them."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

_CONSONANTS: Final = {
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "f": "f", "v": "v", "θ": "th", "ð": "th", "s": "s",
    "z": "z", "ʃ": "sh", "ʒ": "zh", "h": "h", "m": "m", "n": "n", "ŋ": "ng", "l": "l", "ɹ": "r", "r": "r", "j": "y",
    "w": "w", "tʃ": "ch", "dʒ": "j", "x": "kh", "ç": "h", "ɣ": "g", "ʔ": "", "ɫ": "l", "ɾ": "d", "ʁ": "r", "ʀ": "r",
    "ɲ": "ny", "ʎ": "ly", "ɬ": "hl", "ʍ": "w", "ɦ": "h", "β": "v", "ɸ": "f", "c": "k", "ɟ": "g", "q": "k", "χ": "kh",
    "ts": "ts", "dz": "dz", "ɻ": "r", "ɽ": "r", "ʂ": "sh", "ʐ": "zh", "ʈ": "t", "ɖ": "d", "ɕ": "sh", "ʑ": "zh",
}  # fmt: skip
_VOWELS: Final = {
    "iː": "ee", "i": "ee", "ɪ": "i", "eɪ": "ay", "e": "e", "ɛ": "e", "ɛː": "air", "æ": "a", "a": "a", "aː": "ah",
    "ɑː": "ah", "ɑ": "ah", "ɒ": "o", "ɔː": "aw", "ɔ": "o", "oʊ": "oh", "əʊ": "oh", "o": "oh", "oː": "oh", "ʊ": "oo",
    "uː": "oo", "u": "oo", "ʌ": "u", "ɜː": "ur", "ɝ": "ur", "ɜ": "ur", "ə": "uh", "ɚ": "er", "ɐ": "uh", "aɪ": "eye",
    "aʊ": "ow", "ɔɪ": "oy", "ɪə": "eer", "iə": "ee-uh", "eə": "air", "ɛə": "air", "ʊə": "oor", "eː": "ay", "y": "oo",
    "yː": "oo", "ø": "ur", "øː": "ur", "œ": "ur", "ɨ": "i", "ʉ": "oo", "ɵ": "oo", "ɯ": "oo", "ɤ": "u", "ɑɪ": "eye",
    "ɪː": "ee", "ʉː": "oo",
}  # fmt: skip
_MARKS: Final = "ˈˌ.‿ '-"
"""Stress, and what parts syllables and words."""

_LETTERS = {**_CONSONANTS, **_VOWELS}
_PHONE = re.compile("|".join(sorted(map(re.escape, _LETTERS), key=len, reverse=True)) + "|[" + re.escape(_MARKS) + "]")
_SAME = str.maketrans(
    {"g": "ɡ", ":": "ː", "’": "'", "ˑ": "ː", "͡": "", "͜": "", "ʦ": "ts", "ʧ": "tʃ", "ʤ": "dʒ", ",": "ˌ", "'": "ˈ"}
)
_VOICELESS = frozenset("ptkfθ")
_SIBILANTS = ("s", "z", "ʃ", "ʒ")


def standard(ipa: str) -> str:
    """IPA in one way of writing it: without brackets, tie bars and combining marks; “ɡ” and “ː” as they should be."""
    bare = unicodedata.normalize("NFD", ipa.strip().strip("/[]")).translate(_SAME)
    # Combining marks (nasal, syllabic, dental …) and raised letters fine-tune what no engine of ours tells apart.
    kept = (sign for sign in bare if not unicodedata.combining(sign) and sign not in "ʰʲʷˠˤ˞ⁿˡ")
    return unicodedata.normalize("NFC", " ".join("".join(kept).split())).replace("ç", "ç")


def unknown_sign(ipa: str) -> str:
    """The first sign of `standard` IPA that is not understood; empty if all are."""
    rest = _PHONE.sub("", ipa)
    return rest[:1]


def with_ending(ipa: str) -> str:
    """A word's possessive or plural."""
    last = ipa.rstrip(_MARKS + "ː")[-1:]
    if ipa.rstrip(_MARKS).endswith(_SIBILANTS):
        return ipa + "ɪz"
    return ipa + ("s" if last in _VOICELESS else "z")


def respelt(ipa: str) -> str:
    """The nearest English spelling, a syllable at a time: ``ˈjæntəʊ`` → “yan-toh”; empty if it can't be told."""
    if not ipa or unknown_sign(ipa):
        return ""
    return " ".join("-".join(_syllables(word)) for word in ipa.split())


def _syllables(word: str) -> list[str]:
    phones = [found[0] for found in _PHONE.finditer(word) if found[0] not in _MARKS]
    nuclei = [at for at, phone in enumerate(phones) if phone in _VOWELS]
    if not nuclei:
        return ["".join(_LETTERS[phone] for phone in phones)]
    cuts = [0]
    for before, after in pairwise(nuclei):
        between = after - before - 1
        # Of two consonants and more the first closes the syllable; a single one opens the next.
        cuts.append(before + 1 + (between > 1))
    cuts.append(len(phones))
    return [_spelt(phones[start:end]) for start, end in pairwise(cuts)]


def _spelt(syllable: list[str]) -> str:
    text = "".join(_LETTERS[phone] for phone in syllable)
    nucleus = next(phone for phone in syllable if phone in _VOWELS)
    if nucleus in ("aɪ", "ɑɪ") and syllable[0] != nucleus:
        closed = syllable[-1] != nucleus
        return text.replace("eye", "i") + "e" if closed else text.replace("eye", "y")
    return text
