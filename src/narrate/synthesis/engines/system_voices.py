"""pyttsx3 on the voices that the system brings: NSSpeechSynthesizer on macOS, SAPI 5 on Windows.

What differs between the two, and is evened here: macOS writes AIFF whatever the file is called, takes commands
in ``[[…]]``, and says its genders in constants; SAPI 5 takes XML that begins a text. Neither sets the pitch
through pyttsx3.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from narrate.errors import EngineMissingError, SynthesisError, VoiceMissingError
from narrate.model import Clip, Gender, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo
from narrate.synthesis.engines.decode import read_sound
from narrate.synthesis.engines.pyttsx3_driver import DEFAULT_WPM, one_line

_NOVELTY = frozenset(
    (
        "albert", "badnews", "bahh", "bells", "boing", "bubbles", "cellos", "deranged", "fred", "goodnews",
        "hysterical", "jester", "junior", "organ", "pipeorgan", "princess", "ralph", "superstar", "trinoids",
        "whisper", "wobble", "zarvox",
    )
)  # fmt: skip
"""The voices that macOS itself lists as novelty."""

_HINTS = {
    "darwin": "Add a voice in System Settings, Accessibility, Spoken Content.",
    "win32": "Add a voice in Settings, Time & language, Speech.",
}


class SystemVoices:
    """The driver that pyttsx3 chooses for this system.

    Args:
        platform: ``darwin`` or ``win32``.
    """

    capabilities = Capabilities(sample_rate_hz=None)

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._engine: Any = None  # pyttsx3 has no types
        self._voices: tuple[Voice, ...] = ()

    def voices(self) -> Sequence[Voice]:
        """What the system lists, in its order.

        Raises:
            EngineMissingError: the system has no voice, or pyttsx3 can't reach it.
        """
        if not self._voices:
            self._voices = tuple(_voice(found) for found in self._pyttsx3().getProperty("voices"))
        if not self._voices:
            raise EngineMissingError("the system has no voice", hint=_HINTS[self._platform])
        return self._voices

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`; the pitch stays the voice's own."""
        if request.voice not in {voice.id for voice in self.voices()}:
            raise VoiceMissingError(
                f"the system has no voice “{request.voice}”", hint="`narrate voices` lists those it has."
            )
        engine = self._pyttsx3()
        with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
            path = Path(folder) / ("speech.aiff" if self._platform == "darwin" else "speech.wav")
            try:
                engine.setProperty("voice", request.voice)
                engine.setProperty("rate", round(DEFAULT_WPM * request.rate))
                engine.setProperty("volume", 1.0)
                engine.save_to_file(self._harmless(request.text), str(path))
                engine.runAndWait()
            except (RuntimeError, ValueError, KeyError, OSError, AssertionError) as error:
                raise SynthesisError(f"pyttsx3 could not speak: {error}") from error
            return read_sound(path)

    def fingerprint(self) -> str:
        """Version of pyttsx3 and names of the voices; the system tells no more."""
        names = ",".join(voice.id for voice in self.voices())
        return f"pyttsx3-{metadata.version('pyttsx3')}-{self._platform}-{names}"

    def describe(self) -> EngineInfo:
        """Version; a problem if there is no voice."""
        version = f"{metadata.version('pyttsx3')} with the voices of the system"
        try:
            self.voices()
        except EngineMissingError as error:
            return EngineInfo("pyttsx3", version, error.message, error.hint)
        return EngineInfo("pyttsx3", version)

    def close(self) -> None:
        """Let pyttsx3 go."""
        self._engine = None

    def _pyttsx3(self) -> Any:  # noqa: ANN401 - a library without types
        if self._engine is None:
            try:
                import pyttsx3  # noqa: PLC0415 - loads the system's library

                self._engine = pyttsx3.init()
            except (ImportError, OSError, RuntimeError, AttributeError) as error:
                raise EngineMissingError(
                    f"pyttsx3 can't reach the system's voices: {error}", hint=_HINTS[self._platform]
                ) from error
        return self._engine

    def _harmless(self, text: str) -> str:
        line = one_line(text)
        # A text is a text: no command may come out of a story.
        return line.replace("[", " ") if self._platform == "darwin" else line.replace("<", " ")


def _voice(found: Any) -> Voice:  # noqa: ANN401 - pyttsx3.voice.Voice
    languages = found.languages or ["und"]
    language = str(languages[0] or "und").replace("_", "-")
    novelty = str(found.name).lower().replace(" ", "") in _NOVELTY
    return Voice(
        "pyttsx3", str(found.id), str(found.name), language, _gender(found.gender), preference=9 if novelty else 3
    )


def _gender(value: object) -> Gender:
    """“Male” on Windows, “VoiceGenderMale” on macOS, None where nobody said."""
    said = str(value).lower()
    if said.endswith("female"):
        return Gender.FEMALE
    return Gender.MALE if said.endswith("male") else Gender.UNKNOWN
