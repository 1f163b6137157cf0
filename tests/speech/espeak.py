"""What eSpeak NG says, as phonemes: the library that the engine uses, asked without making sound."""

from __future__ import annotations

import ctypes
import functools
import os

import espeakng_loader

_RETRIEVAL, _UTF8, _IPA = 1, 1, 0x02


@functools.cache
def _library() -> ctypes.CDLL:
    os.environ.setdefault("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    assert library.espeak_Initialize(_RETRIEVAL, 0, espeakng_loader.get_data_path().encode(), 0) > 0
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    return library


def phonemes(text: str, voice: str = "en") -> str:
    """The phonemes of ``text`` in IPA; its clauses, between which eSpeak pauses, parted by “|”."""
    library = _library()
    assert library.espeak_SetVoiceByName(voice.encode()) == 0
    buffer = ctypes.create_string_buffer(text.encode())
    rest = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while rest.value:
        clauses.append((library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA) or b"").decode().strip())
    return " | ".join(clause for clause in clauses if clause)
