"""pyttsx3 on eSpeak NG, each request on a fresh copy of its library (`espeak_library` says why).

pyttsx3 itself is started once. Its binding's functions are exchanged for those of the copy in hand; the 10 ms that its
loop sleeps after each text are left out; and the WAV file that it saves is caught before it is a file. Measured for
3.4 s of sound: 2.8 ms, of which eSpeak itself 2.4.
"""

from __future__ import annotations

import io
import os
import wave
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

from narrate.errors import EngineMissingError, SynthesisError
from narrate.model import Clip, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo
from narrate.synthesis.engines import espeak_library as espeak
from narrate.synthesis.engines.decode import read_wave
from narrate.synthesis.engines.espeak_phonemes import LANGUAGES, PHONEMES_FLAG, origins, transcribe, with_phonemes
from narrate.synthesis.engines.espeak_voices import VOLUME, Settings, catalogue, name_in_wheel, settings_for
from narrate.synthesis.engines.espeak_words import Mark, marks, word_times
from narrate.synthesis.engines.packages import version_of
from narrate.synthesis.engines.pyttsx3_driver import one_line

SAMPLE_RATE_HZ = 22050

_REVISION = 1
"""To be raised when a change to this module changes the sound."""


class Pyttsx3OnEspeak:
    """pyttsx3 with its eSpeak driver, and the library's copy of the request in hand."""

    capabilities = Capabilities(
        sample_rate_hz=SAMPLE_RATE_HZ,
        pitch_control=True,
        whisper=True,
        ipa_languages=LANGUAGES,
        word_timings=True,
        fast=True,
    )

    def voices(self) -> Sequence[Voice]:
        """The catalogue ``espeak_voices.csv``; nothing is loaded."""
        return catalogue("pyttsx3")

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`."""
        settings = settings_for(request)
        marked = with_phonemes(request.text, request.pronunciations)
        text = one_line(marked)
        if not text:
            raise SynthesisError("there is nothing to say")
        clip, found = _bridge().speak(text, settings)
        if text != marked:  # what was sent is not, character by character, what was asked for
            return clip
        places = origins(request.text, request.pronunciations) if request.pronunciations else None
        return replace(clip, words=word_times(found, request.text, places, SAMPLE_RATE_HZ))

    def transcribe(self, words: Sequence[str], voice: str) -> Sequence[str]:
        """See `narrate.synthesis.engine.Transcriber`."""
        return transcribe(espeak.load(), str(espeak.data_folder()), map(one_line, words), name_in_wheel(voice))

    def fingerprint(self) -> str:
        """Versions of pyttsx3 and the wheel, and a digest of the wheel's library."""
        wheel = version_of("espeakng-loader")
        return f"pyttsx3-{version_of('pyttsx3')}-espeak-{wheel}-{espeak.library_digest()}-{_REVISION}"

    def describe(self) -> EngineInfo:
        """Versions; a problem if eSpeak NG can't be loaded."""
        versions = f"{version_of('pyttsx3')} with espeakng-loader {version_of('espeakng-loader')}"
        try:
            espeak.load()
        except EngineMissingError as error:
            return EngineInfo("pyttsx3", versions, error.message, error.hint)
        return EngineInfo("pyttsx3", versions)

    def close(self) -> None:
        """Nothing: pyttsx3 stays until the process ends."""


class _Bridge:
    """pyttsx3's engine, whose binding calls whatever copy of the library is in hand.

    There is one in a process, for pyttsx3 has its binding in a module.

    Raises:
        EngineMissingError: pyttsx3 is not there, or has other parts than those known here.
    """

    def __init__(self) -> None:
        espeak.load()  # pyttsx3 finds it by its soname
        self._espeak = espeak.PrivateEspeak()
        os.environ["ESPEAK_DATA_PATH"] = str(self._espeak.data)
        try:
            import pyttsx3  # loads eSpeak NG
            from pyttsx3.drivers import _espeak as binding
            from pyttsx3.drivers import espeak as driver

            binding.AUDIO_OUTPUT_RETRIEVAL = binding.AUDIO_OUTPUT_SYNCHRONOUS
            self._engine: Any = pyttsx3.init("espeak")
            driver.time = SimpleNamespace(sleep=lambda _: None)
            driver.wave = SimpleNamespace(open=self._open)
            driver.print = lambda _: None  # “Audio saved to …”
            binding.Synth, binding.SetVoiceByName, binding.SetParameter = self._synth, self._set_voice, self._set
            self._binding: Any = binding
            self._end = _end_of_message(binding)
        except (ImportError, RuntimeError, AttributeError) as error:
            raise EngineMissingError(f"pyttsx3 can't use eSpeak NG: {error}", hint=espeak.REINSTALL) from error
        self._library: Any = None
        self._failed = False
        self._file = io.BytesIO()
        self._marks: list[Mark] = []
        self._callback: Any = type(binding.SynthCallback)(self._take)
        self._engine.connect("error", self._on_error)

    def speak(self, text: str, settings: Settings) -> tuple[Clip, list[Mark]]:
        """The sound of ``text``, and where in it words begin.

        Raises:
            SynthesisError: a setting was refused, or eSpeak gave no sound.
        """
        self._failed = False
        self._file, self._marks = io.BytesIO(), []
        with self._espeak.fresh(self._callback) as self._library:
            self._engine.setProperty("voice", settings.voice)
            self._engine.setProperty("rate", settings.rate)
            self._engine.setProperty("pitch", settings.pitch)
            self._engine.setProperty("volume", VOLUME)
            # pyttsx3 has no name for it.
            self._set(self._binding.RANGE, settings.pitch_range, 0)
            self._engine.save_to_file(text, "speech.wav")
            self._engine.runAndWait()
        if self._failed:
            raise SynthesisError("pyttsx3 could not say this")
        self._file.seek(0)
        return read_wave(self._file), self._marks

    def _open(self, _: str, mode: str) -> Any:  # noqa: ANN401 - as ``wave.open``, by the mode
        return wave.open(self._file, mode)

    def _take(self, samples: Any, count: int, events: Any) -> int:  # noqa: ANN401 - what ctypes hands over
        # pyttsx3 tells who listens which word began, and not when.
        self._marks += marks(events)
        return int(self._binding.SynthCallback(samples, count, events))

    def _on_error(self, **_: object) -> None:
        # pyttsx3 fails in silence otherwise.
        self._failed = True

    def _synth(self, text: bytes, flags: int) -> int:
        if b"[[" in text:
            flags |= PHONEMES_FLAG
        status = self._library.espeak_Synth(text, len(text) + 1, 0, 1, 0, flags, None, None)
        # The one event that the synchronous mode lacks.
        self._binding.SynthCallback(None, 0, self._end)
        return int(status)

    def _set_voice(self, name: bytes) -> int:
        return int(self._library.espeak_SetVoiceByName(name))

    def _set(self, parameter: int, value: int, relative: int) -> int:
        return int(self._library.espeak_SetParameter(parameter, value, relative))


@cache
def _bridge() -> _Bridge:
    return _Bridge()


def _end_of_message(binding: Any) -> Any:  # noqa: ANN401 - a module without types
    events = (binding.EVENT * 2)()
    events[0].type = binding.EVENT_MSG_TERMINATED
    events[1].type = binding.EVENT_LIST_TERMINATED
    return events
