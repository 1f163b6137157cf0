"""pyttsx3 on the voices that the system brings: NSSpeechSynthesizer on macOS, SAPI 5 on Windows.

What differs between the two, and is evened here, as pyttsx3 2.99 has it:

* macOS writes AIFF whatever the file is called, and may still be writing when pyttsx3's loop has ended: the file is
  waited for. Text takes commands in ``[[…]]``.
* SAPI 5 takes XML that begins a text; knows 21 speeds, and refuses what lies beyond; names voices by paths in the
  registry; and one voice that it can't describe fails the whole list.
* An engine of pyttsx3 keeps what failed in its queue, and the next text stumbles over it: each text has a fresh one.
* What fails within its loop is told to listeners alone.

Neither sets the pitch through pyttsx3. Its newer driver for macOS (AVSpeech) can't write files, and is not used.
"""

from __future__ import annotations

import contextlib
import math
import platform as system
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from narrate.errors import EngineMissingError, SynthesisError, VoiceMissingError
from narrate.model import Clip, Gender, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo
from narrate.synthesis.engines.decode import read_sound
from narrate.synthesis.engines.pyttsx3_driver import DEFAULT_WPM, one_line

_DRIVERS = {"darwin": "nsss", "win32": "sapi5"}

_NOVELTY = frozenset(
    (
        "albert", "badnews", "bahh", "bells", "boing", "bubbles", "cellos", "deranged", "fred", "goodnews",
        "hysterical", "jester", "junior", "organ", "pipeorgan", "princess", "ralph", "superstar", "trinoids",
        "whisper", "wobble", "zarvox",
    )
)  # fmt: skip
"""The voices that macOS itself lists as novelty."""

_QUALITIES = (("premium", 0), ("enhanced", 1), ("eloquence", 5))
"""Parts of a voice's id on macOS that say how good it is."""

_HINTS = {
    "darwin": "Add a voice in System Settings, Accessibility, Spoken Content.",
    "win32": "Add a voice in Settings, Time & language, Speech.",
}

_SAPI_WPM, _SAPI_STEP, _SAPI_MOST = 156.63, 1.11, 10
"""pyttsx3's words a minute at SAPI's speed 0, the factor of each of its steps, and how many there are either way."""

_ENDED_ALREADY = "run loop not started"
"""What pyttsx3 complains of when macOS has ended its loop before the text was spoken: no harm is done."""

_WAIT_S = 15.0
_LOOK_S = 0.01


class SystemVoices:
    """The driver of pyttsx3 for this system that can write files.

    Args:
        platform: ``darwin`` or ``win32``.
    """

    capabilities = Capabilities(sample_rate_hz=None)

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self._voices: dict[str, tuple[Voice, str]] = {}

    def voices(self) -> Sequence[Voice]:
        """What the system lists, in its order.

        Raises:
            EngineMissingError: the system has no voice, or pyttsx3 can't reach it.
        """
        return tuple(voice for voice, _ in self._known().values())

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`; the pitch stays the voice's own."""
        if request.voice not in self._known():
            raise VoiceMissingError(
                f"the system has no voice “{request.voice}”", hint="`narrate voices` lists those it has."
            )
        text = self._harmless(request.text)
        if not text:
            raise SynthesisError("there is nothing to say")
        with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
            path = Path(folder) / ("speech.aiff" if self._platform == "darwin" else "speech.wav")
            self._speak(text, self._known()[request.voice][1], self._rate(request.rate), path)
            return read_sound(path)

    def fingerprint(self) -> str:
        """Versions of pyttsx3 and of the system, whose voices change with it; the system tells no more."""
        release = system.release().partition(".")[0]
        return f"pyttsx3-{metadata.version('pyttsx3')}-{self._platform}-{release}-2"

    def describe(self) -> EngineInfo:
        """Version; a problem if there is no voice."""
        version = f"{metadata.version('pyttsx3')} with the voices of the system"
        try:
            self.voices()
        except EngineMissingError as error:
            return EngineInfo("pyttsx3", version, error.message, error.hint)
        return EngineInfo("pyttsx3", version)

    def close(self) -> None:
        """Nothing is held."""

    def _known(self) -> dict[str, tuple[Voice, str]]:
        """By our id: the voice, and what the system calls it."""
        if not self._voices:
            for found in self._listed():
                voice = _voice(found)
                if voice.id in self._voices:  # one of two packages of voices: keep both apart
                    voice = _voice(found, str(found.id))
                self._voices.setdefault(voice.id, (voice, str(found.id)))
        if not self._voices:
            raise EngineMissingError("the system has no voice", hint=_HINTS[self._platform])
        return self._voices

    def _listed(self) -> Iterator[Any]:
        engine = self._fresh()
        try:
            yield from engine.getProperty("voices")
        except Exception:  # noqa: BLE001 - one voice that can't be described; COM's errors have no other base
            yield from self._listed_one_by_one(engine)

    def _listed_one_by_one(self, engine: Any) -> Iterator[Any]:  # noqa: ANN401 - a library without types
        driver = engine.proxy._driver  # noqa: SLF001 - pyttsx3 has no other way
        on_mac = self._platform == "darwin"
        synthesizer = sys.modules[type(driver).__module__].NSSpeechSynthesizer if on_mac else driver._tts  # noqa: SLF001
        for token in synthesizer.availableVoices() if on_mac else synthesizer.GetVoices():
            with contextlib.suppress(Exception):
                yield driver._toVoice(synthesizer.attributesForVoice_(token) if on_mac else token)  # noqa: SLF001
                continue
            with contextlib.suppress(Exception):
                name = token.rpartition(".")[2] if on_mac else token.GetDescription()
                yield SimpleNamespace(id=token if on_mac else token.Id, name=name, languages=[], gender=None)

    def _fresh(self) -> Any:  # noqa: ANN401 - a library without types
        name = _DRIVERS[self._platform]
        try:
            from pyttsx3.engine import Engine  # loads the system's library

            engine = Engine(name)
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            raise EngineMissingError(
                f"pyttsx3 can't reach the system's voices: {error}", hint=_HINTS[self._platform]
            ) from error
        if self._platform == "win32":  # its loop sleeps 50 ms after each text
            sys.modules["pyttsx3.drivers.sapi5"].time = SimpleNamespace(sleep=lambda _: None)  # type: ignore[attr-defined]
        return engine

    def _speak(self, text: str, voice: str, rate: int, path: Path) -> None:
        engine = self._fresh()
        failures: list[str] = []
        engine.connect("error", lambda exception=None, **_: failures.append(str(exception)))
        try:
            engine.setProperty("voice", voice)
            engine.setProperty("rate", rate)
            engine.setProperty("volume", 1.0)
            engine.save_to_file(text, str(path))
            engine.runAndWait()
        except Exception as error:
            raise SynthesisError(f"pyttsx3 could not speak: {error}") from error
        told = [failure for failure in failures if failure != _ENDED_ALREADY]
        if told:
            raise SynthesisError(f"pyttsx3 could not speak: {told[0]}")
        if self._platform == "darwin":
            _wait_for(path, engine)

    def _rate(self, rate: float) -> int:
        """Words a minute as pyttsx3 takes them."""
        wanted = DEFAULT_WPM * rate
        if self._platform == "darwin":
            return round(wanted)
        steps = round(math.log(wanted / _SAPI_WPM, _SAPI_STEP))
        steps = min(max(steps, -_SAPI_MOST), _SAPI_MOST)
        # pyttsx3 cuts the fraction off: half a step more than is meant.
        return round(_SAPI_WPM * _SAPI_STEP ** (steps + math.copysign(0.5, steps) if steps else 0))

    def _harmless(self, text: str) -> str:
        # A text is a text: no command may come out of a story.
        return one_line(text.replace("[" if self._platform == "darwin" else "<", " "))


def _wait_for(path: Path, engine: Any) -> None:  # noqa: ANN401 - a library without types
    """Wait until a sound file is whole; whoever ``engine`` is stays alive until then."""
    end = time.monotonic() + _WAIT_S
    while not _is_whole(path):
        if time.monotonic() > end:
            del engine
            raise SynthesisError(f"the system left no whole sound file within {_WAIT_S:g} s")
        time.sleep(_LOOK_S)


def _is_whole(path: Path) -> bool:
    """Whether an AIFF file has all that its head promises; the head is written last."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
    except OSError:
        return False
    promised = int.from_bytes(head[4:8], "big")
    return head[:4] == b"FORM" and promised > 4 and size >= promised + 8


def _voice(found: Any, key: str = "") -> Voice:  # noqa: ANN401 - pyttsx3.voice.Voice
    """A voice as we list it; on Windows it goes by the last part of its path in the registry."""
    full = str(found.id)
    languages = found.languages or ["und"]
    language = str(languages[0] or "und").replace("_", "-")
    name = str(found.name)
    quality = next((rank for word, rank in _QUALITIES if word in full.casefold()), 3)
    novelty = name.lower().replace(" ", "") in _NOVELTY
    return Voice(
        "pyttsx3",
        key or full.rpartition("\\")[2],
        name,
        language if " " not in language else "und",  # “Unknown Locale: 4096”
        _gender(found.gender),
        preference=9 if novelty else quality,
    )


def _gender(value: object) -> Gender:
    """“Male” on Windows, “VoiceGenderMale” on macOS, None where nobody said."""
    said = str(value).lower()
    if said.endswith("female"):
        return Gender.FEMALE
    return Gender.MALE if said.endswith("male") else Gender.UNKNOWN
