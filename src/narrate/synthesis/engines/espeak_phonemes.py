"""IPA in the signs by which eSpeak NG names the phonemes of its English voices, and what it says as IPA.

eSpeak takes phonemes between ``[[`` and ``]]`` where it is told so (``espeakPHONEMES`` of ``speak_lib.h``). Its signs
are those of ``phsource/ph_english`` in its source.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from narrate.errors import VoiceMissingError
from narrate.model import Pronunciation

LANGUAGES: Final = ("en",)
"""The languages for whose voices the table holds."""

PHONEMES_FLAG: Final = 0x100
"""To be set for a text in which `with_phonemes` put phonemes: then it holds ``[[``, and no other text does."""

_SIGNS: Final = {
    "p": "p", "b": "b", "t": "t", "d": "d", "k": "k", "ɡ": "g", "f": "f", "v": "v", "θ": "T", "ð": "D", "s": "s",
    "z": "z", "ʃ": "S", "ʒ": "Z", "h": "h", "m": "m", "n": "n", "ŋ": "N", "l": "l", "ɹ": "r", "r": "r", "j": "j",
    "w": "w", "tʃ": "tS", "dʒ": "dZ", "x": "x", "ç": "C", "ʔ": "?", "ɫ": "l", "ɾ": "t", "ɬ": "l", "ʍ": "w",
    "ɣ": "g", "ʁ": "r", "ʀ": "r", "ɲ": "nj", "ʎ": "lj", "ɦ": "h", "β": "v", "ɸ": "f", "c": "k", "ɟ": "g", "q": "k",
    "χ": "x", "ts": "ts", "dz": "dz", "ɻ": "r", "ɽ": "r", "ʂ": "S", "ʐ": "Z", "ʈ": "t", "ɖ": "d", "ɕ": "S", "ʑ": "Z",
    "iː": "i:", "i": "i", "ɪ": "I", "ɪː": "i:", "eɪ": "eI", "e": "E", "ɛ": "E", "ɛː": "e@", "æ": "a", "a": "a",
    "aː": "A:", "ɑː": "A:", "ɑ": "A:", "ɒ": "0", "ɔː": "O:", "ɔ": "0", "oʊ": "oU", "əʊ": "oU", "o": "O:", "oː": "O:",
    "ʊ": "U", "uː": "u:", "u": "u:", "ʌ": "V", "ɜː": "3:", "ɝ": "3:", "ɜ": "3:", "ə": "@", "ɚ": "3", "ɐ": "a#",
    "aɪ": "aI", "ɑɪ": "aI", "aʊ": "aU", "ɔɪ": "OI", "ɪə": "i@", "iə": "i@", "eə": "e@", "ɛə": "e@", "ʊə": "U@",
    "eː": "eI", "y": "u:", "yː": "u:", "ø": "3:", "øː": "3:", "œ": "3:", "ɨ": "I", "ʉ": "u:", "ʉː": "u:",
    "ɵ": "U", "ɯ": "U",
    "ɤ": "V",
    "ˈ": "'", "ˌ": ",", ".": "", "‿": "", "-": "", " ": "_", "'": "'",
}  # fmt: skip
_PIECE = re.compile("|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True)) + "|.")
_RETRIEVAL, _UTF8, _AS_IPA = 1, 1, 0x02


def phonemes(ipa: str) -> str:
    """IPA in eSpeak's signs; empty if it holds one that has none.

    Signs are parted by ``|``, which keeps eSpeak from reading two as one: “t” and “S” are no “tS”.
    """
    signs = [_SIGNS.get(found[0]) for found in _PIECE.finditer(ipa)]
    if not signs or None in signs:
        return ""
    return "|".join(sign for sign in signs if sign).replace("'|", "'").replace(",|", ",")


def with_phonemes(text: str, pronunciations: Iterable[Sequence[object]]) -> str:
    """``text`` with the phonemes of the parts whose sound is given; those that eSpeak has no signs for stay words.

    Args:
        text: what is said; ``[[`` in it, which would begin phonemes, is taken apart.
        pronunciations: `Pronunciation`, or the lists of which a message between processes makes them.
    """
    return "".join(piece for piece, _, _ in _pieces(text, pronunciations))


def origins(text: str, pronunciations: Iterable[Sequence[object]]) -> list[int]:
    """For each character of what `with_phonemes` gives, the one of ``text`` that it came from."""
    found: list[int] = []
    for piece, start, is_sound in _pieces(text, pronunciations):
        found += [start] * len(piece) if is_sound else range(start, start + len(piece))
    return found


def _pieces(text: str, pronunciations: Iterable[Sequence[object]]) -> Iterator[tuple[str, int, bool]]:
    """What eSpeak is sent in pieces, each with its beginning in ``text`` and whether it is phonemes."""
    at = 0
    for start, end, ipa in (Pronunciation(*each) for each in pronunciations):  # type: ignore[arg-type]
        signs = phonemes(ipa)
        if signs and at <= start < end <= len(text):
            yield _harmless(text[at:start]), at, False
            yield f"[[{signs}]]", start, True
            at = end
    yield _harmless(text[at:]), at, False


def _harmless(text: str) -> str:
    return re.sub(r"\[(?=\[)", "[ ", text)


def transcribe(library: ctypes.CDLL, data: str, words: Iterable[str], voice: str) -> tuple[str, ...]:
    """What eSpeak says for each of some words, in IPA.

    Args:
        library: loaded, and not used for anything else.
        data: its folder of data.
        words: each of one line.
        voice: as eSpeak names it.

    Raises:
        VoiceMissingError: there is no such voice.
    """
    library.espeak_Initialize(_RETRIEVAL, 0, data.encode(), 0)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise VoiceMissingError(f"eSpeak NG has no voice “{voice}”", hint="`narrate voices` lists those it has.")
    return tuple(_transcribed(library, word) for word in words)


def _transcribed(library: ctypes.CDLL, word: str) -> str:
    buffer = ctypes.create_string_buffer(word.encode())
    rest = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while rest.value:
        clauses.append((library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _AS_IPA) or b"").decode().strip())
    return " ".join(clause for clause in clauses if clause)
