"""eSpeak NG without pyttsx3 between: the same sound, sample by sample, in a little less time.

For whoever wants it directly; the default stays pyttsx3, which is the same on every system.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from narrate.errors import EngineMissingError, SynthesisError
from narrate.model import AudioFormat, Clip, SynthesisRequest, Voice, WordTime
from narrate.synthesis.engine import Capabilities, EngineInfo
from narrate.synthesis.engines import espeak_library as library
from narrate.synthesis.engines.espeak_phonemes import LANGUAGES, PHONEMES_FLAG, origins, transcribe, with_phonemes
from narrate.synthesis.engines.espeak_voices import VOLUME, Settings, catalogue, name_in_wheel, settings_for
from narrate.synthesis.engines.espeak_words import Event, Mark, marks, word_times
from narrate.synthesis.engines.packages import version_of
from narrate.synthesis.engines.pyttsx3_driver import one_line

_FORMAT = AudioFormat(22050)
_BASE_FLAGS: Final = 0x1000 | 1
"""``espeakENDPAUSE`` and ``espeakCHARS_UTF8`` of ``speak_lib.h``: what pyttsx3 asks for."""

_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))

_REVISION = 1
"""To be raised when a change to this module changes the sound."""


class EspeakEngine:
    """The library of the wheel ``espeakng-loader``, a fresh copy for each request (`espeak_library` says why)."""

    name = "espeak"
    capabilities = Capabilities(
        sample_rate_hz=_FORMAT.sample_rate_hz,
        pitch_control=True,
        whisper=True,
        ipa_languages=LANGUAGES,
        word_timings=True,
        fast=True,
    )

    def __init__(self) -> None:
        self._sound = bytearray()
        self._marks: list[Mark] = []
        self._callback = _CALLBACK(self._take)

    def voices(self) -> Sequence[Voice]:
        """The catalogue ``espeak_voices.csv``; nothing is loaded."""
        return catalogue(self.name)

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`."""
        settings = settings_for(request)
        marked = with_phonemes(request.text, request.pronunciations)
        text = one_line(marked)
        if not text:
            raise SynthesisError("there is nothing to say")
        self._sound.clear()
        self._marks.clear()
        self._speak(text, settings)
        if not self._sound:
            raise SynthesisError("eSpeak NG gave no sound")
        words: tuple[WordTime, ...] = ()
        if text == marked:  # what was sent is what was asked for, character by character
            places = origins(request.text, request.pronunciations) if request.pronunciations else None
            words = word_times(self._marks, request.text, places, _FORMAT.sample_rate_hz)
        return Clip(_FORMAT, bytes(self._sound), words)

    def transcribe(self, words: Sequence[str], voice: str) -> Sequence[str]:
        """See `narrate.synthesis.engine.Transcriber`."""
        return transcribe(library.load(), str(library.data_folder()), map(one_line, words), name_in_wheel(voice))

    def fingerprint(self) -> str:
        """Version and digest of the library."""
        version = version_of("espeakng-loader")
        return f"espeak-{_REVISION}-{version}-{library.library_digest()}-v{round(100 * VOLUME)}"

    def describe(self) -> EngineInfo:
        """Version of the wheel; a problem if its library can't be loaded."""
        version = f"eSpeak NG of espeakng-loader {version_of('espeakng-loader')}"
        if not sys.platform.startswith("linux"):
            hint = "Take pyttsx3, the default, which speaks with the voices of this system."
            return EngineInfo(self.name, version, "this way to eSpeak NG is there on Linux alone", hint)
        try:
            library.load()
        except EngineMissingError as error:
            return EngineInfo(self.name, version, error.message, error.hint)
        return EngineInfo(self.name, version)

    def close(self) -> None:
        """Remove the copy of the library."""
        self.__dict__.pop("_private", None)

    @cached_property
    def _private(self) -> library.PrivateEspeak:
        return library.PrivateEspeak()

    def _speak(self, text: str, settings: Settings) -> None:
        encoded = text.encode()
        flags = _BASE_FLAGS | (PHONEMES_FLAG if "[[" in text else 0)
        with self._private.fresh(self._callback) as espeak:
            if espeak.espeak_SetVoiceByName(settings.voice.encode()) != 0:
                raise SynthesisError(f"eSpeak NG refuses the voice “{settings.voice}”")
            espeak.espeak_SetParameter(_RATE, settings.rate, 0)
            espeak.espeak_SetParameter(_PITCH, settings.pitch, 0)
            espeak.espeak_SetParameter(_VOLUME, round(100 * VOLUME), 0)
            espeak.espeak_SetParameter(_RANGE, settings.pitch_range, 0)
            espeak.espeak_Synth(encoded, len(encoded) + 1, 0, 1, 0, flags, None, None)

    def _take(self, samples: Any, count: int, events: Any) -> int:  # noqa: ANN401 - what ctypes hands over
        if count > 0 and samples:
            self._sound += ctypes.string_at(samples, 2 * count)
        self._marks += marks(events)
        return 0
