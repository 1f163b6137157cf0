"""pyttsx3 on eSpeak NG, each request in a fork of one prepared process.

Why a fork: eSpeak NG keeps state from one text to the next (the phase of its waves, the place in its table of
flutter, echoes), so that the same request twice gives different samples. A child that begins with the same
memory gives the same bytes. A crash or a lost ``runAndWait`` loses one child, and the 10 ms that pyttsx3 sleeps
after each text are not waited for: the child ends as soon as the sound is there. Measured: 4 ms for a sentence,
of which eSpeak 2.6; 13 ms through pyttsx3's own loop.

Why eSpeak's synchronous mode: the asynchronous one that pyttsx3 asks for has a thread, which no fork survives,
and in it ``runAndWait`` cancels what ``setProperty`` has queued: one rate or pitch in two is silently lost.
"""

from __future__ import annotations

import csv
import ctypes
import gc
import hashlib
import io
import math
import os
import signal
import warnings
from collections.abc import Sequence
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Final, NoReturn

from narrate.errors import EngineMissingError, SynthesisError, VoiceMissingError
from narrate.model import Clip, Gender, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo
from narrate.synthesis.engines.decode import read_wave
from narrate.synthesis.engines.pyttsx3_driver import DEFAULT_WPM, one_line

SAMPLE_RATE_HZ = 22050

VOLUME: Final = 0.7
"""Of eSpeak's own: at 1.0 its louder variants clip. Levels are evened later anyway."""

USUAL_BASE_SHARE: Final = 0.67
"""How much of a voice's median pitch its base makes, where nobody measured it."""

_USUAL_RANGE = 50
_WHISPERS = {Gender.FEMALE: "whisperf"}
_OTHER_WHISPER = "whisper"
"""eSpeak's variants without voicing: breath alone. They take the place of the voice's own variant."""

_WPM_RANGE = (80, 750)
"""What eSpeak NG takes; above 449 it shortens the sound itself."""

_REVISION = 1
"""To be raised when a change to this module changes the sound."""

_CHILD_LIMIT_S = 300
"""A child that hangs ends after this even if the process that watches it is gone."""

_REINSTALL = "Reinstall it: pip install --force-reinstall pyttsx3 espeakng-loader"


class ForkedEspeak:
    """A process with eSpeak NG ready in it, and a child for each request."""

    capabilities = Capabilities(sample_rate_hz=SAMPLE_RATE_HZ, pitch_control=True, whisper=True, fast=True)

    def __init__(self) -> None:
        self._engine: Any = None  # pyttsx3 has no types
        self._binding: Any = None
        self._sound = -1

    def voices(self) -> Sequence[Voice]:
        """The catalogue ``espeak_voices.csv``; nothing is loaded."""
        return catalogue()

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`."""
        voice = _espeak_name(_whispered(request.voice) if request.whisper else request.voice)
        text = one_line(request.text)
        if not text:
            raise SynthesisError("there is nothing to say")
        if self._engine is None:
            self._start()
        os.ftruncate(self._sound, 0)
        with warnings.catch_warnings():
            # Python warns of locks that other threads may hold; the host's only other one waits in read().
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            self._speak_and_exit(request, text, voice)
        _, status = os.waitpid(child, 0)
        if status:
            raise SynthesisError(f"eSpeak NG stopped with status {os.waitstatus_to_exitcode(status)}")
        os.lseek(self._sound, 0, os.SEEK_SET)
        with os.fdopen(os.dup(self._sound), "rb") as file:
            return read_wave(file)

    def fingerprint(self) -> str:
        """Versions of pyttsx3 and the wheel, and a digest of the wheel's library."""
        return f"pyttsx3-{_version('pyttsx3')}-espeak-{_version('espeakng-loader')}-{_library_digest()}-{_REVISION}"

    def describe(self) -> EngineInfo:
        """Versions; a problem if eSpeak NG can't be loaded."""
        versions = f"{_version('pyttsx3')} with espeakng-loader {_version('espeakng-loader')}"
        try:
            _load_library()
        except EngineMissingError as error:
            return EngineInfo("pyttsx3", versions, error.message, error.hint)
        return EngineInfo("pyttsx3", versions)

    def close(self) -> None:
        """Close the file in memory; eSpeak NG stays loaded until its process ends."""
        if self._sound >= 0:
            os.close(self._sound)
            self._sound = -1
        self._engine = None

    def _start(self) -> None:
        library = _load_library()
        try:
            import pyttsx3  # noqa: PLC0415 - loads eSpeak NG
            from pyttsx3.drivers import _espeak  # noqa: PLC0415

            _make_synchronous(_espeak)
            self._binding = _espeak
            self._engine = pyttsx3.init("espeak")
            # eSpeak reads the heads of all its voices before it finds one by name: here, not in every child.
            self._engine.getProperty("voices")
        except (ImportError, RuntimeError, AttributeError) as error:
            raise EngineMissingError(f"pyttsx3 can't use eSpeak NG: {error}", hint=_REINSTALL) from error
        library.espeak_ng_SetRandSeed(1)
        # A file that has no name, only memory: nothing to clean up, whoever is killed.
        self._sound = os.memfd_create("narrate")
        # Objects that the collector leaves alone stay in pages that the children share.
        gc.collect()
        gc.freeze()

    def _speak_and_exit(self, request: SynthesisRequest, text: str, voice: str) -> NoReturn:
        """The child: say it into the file in memory and end, by exit status 0 if that went well."""
        try:
            gc.disable()
            signal.alarm(_CHILD_LIMIT_S)
            engine = self._engine
            engine.connect("finished-utterance", lambda **_: os._exit(0))
            # Setting a property fails in silence otherwise.
            engine.connect("error", lambda **_: os._exit(2))
            engine.setProperty("voice", voice)
            engine.setProperty("rate", _words_per_minute(request.rate))
            engine.setProperty("pitch", _pitch(request.voice, request.pitch_semitones))
            engine.setProperty("volume", VOLUME)
            if request.pitch_range != 1:
                # pyttsx3 has no name for it.
                self._binding.SetParameter(self._binding.RANGE, _pitch_range(request.pitch_range), 0)
            engine.save_to_file(text, f"/proc/self/fd/{self._sound}")
            engine.startLoop()
        finally:
            # Whatever is raised here must not run on in a second copy of our caller.
            os._exit(1)


def catalogue() -> tuple[Voice, ...]:
    """The voices of eSpeak NG that are fit for listening, as measured by ``training/measure_voices.py``."""
    return tuple(
        Voice(
            "pyttsx3",
            row["id"],
            row["name"],
            row["language"],
            Gender(row["gender"]),
            float(row["pitch_hz"]),
            int(row["preference"]),
        )
        for row in _table().values()
    )


@cache
def _table() -> dict[str, dict[str, str]]:
    table = resources.files("narrate.synthesis.engines").joinpath("espeak_voices.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(table))}


def _espeak_name(voice: str) -> str:
    """The name that eSpeak NG knows: it takes unknown ones without complaint, and speaks with another voice."""
    base, plus, variant = voice.partition("+")
    if base not in _bases() or (plus and variant not in _variants()):
        raise VoiceMissingError(
            f"the engine “pyttsx3” has no voice “{voice}”", hint="`narrate voices` lists those it has."
        )
    # Its file for British English is plain “en”; files of ours say which English they mean.
    return ("gmw/en" if base == "gmw/en-gb" else base) + plus + variant


@cache
def _bases() -> frozenset[str]:
    root = _data() / "lang"
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return frozenset({path.as_posix().lower() for path in files} | {"gmw/en-gb"})


@cache
def _variants() -> frozenset[str]:
    return frozenset(path.name for path in (_data() / "voices" / "!v").iterdir())


def _words_per_minute(rate: float) -> int:
    lowest, highest = _WPM_RANGE
    return min(max(round(DEFAULT_WPM * rate), lowest), highest)


def _pitch(voice: str, semitones: float) -> int:
    """The setting of eSpeak's pitch, 0 to 99, for a shift of the median pitch.

    The setting multiplies the base of a voice's pitch (2 to the power of (setting − 50) / 50, eSpeak's table
    ``pitch_adjust_tab``) and leaves the range above it as it is.
    """
    if not semitones:
        return 50
    row = _table().get(voice)
    share = min(float(row["pitch_base_hz"]) / float(row["pitch_hz"]), 1.0) if row is not None else USUAL_BASE_SHARE
    factor = (2 ** (semitones / 12) - (1 - share)) / share
    return min(max(round(50 + 50 * math.log2(max(factor, 0.5))), 0), 99)


def _pitch_range(factor: float) -> int:
    """The setting of eSpeak's pitch range, 0 to 99: 50 is the voice's own, and the range goes with it."""
    return min(max(round(_USUAL_RANGE * factor), 0), 99)


def _whispered(voice: str) -> str:
    """The whisper of a voice's language and gender."""
    _espeak_name(voice)  # one that is not there has no whisper either
    base, _, variant = voice.partition("+")
    row = _table().get(voice)
    gender = Gender(row["gender"]) if row is not None else _gender_of(variant)
    return f"{base}+{_WHISPERS.get(gender, _OTHER_WHISPER)}"


def _gender_of(variant: str) -> Gender:
    """Of a variant that the catalogue does not list with its base: “f3” is a woman's."""
    return Gender.FEMALE if variant[:1] == "f" and variant[1:].isdigit() else Gender.UNKNOWN


def _make_synchronous(binding: Any) -> None:  # noqa: ANN401 - a module without types
    """Have pyttsx3's binding initialise eSpeak in synchronous mode, and send the one event that this mode lacks."""
    binding.AUDIO_OUTPUT_RETRIEVAL = binding.AUDIO_OUTPUT_SYNCHRONOUS
    synth = binding.Synth
    events = (binding.EVENT * 2)()
    events[0].type = binding.EVENT_MSG_TERMINATED
    events[1].type = binding.EVENT_LIST_TERMINATED

    def synth_to_the_end(*args: object, **kwargs: object) -> object:
        status = synth(*args, **kwargs)
        binding.SynthCallback(None, 0, events)
        return status

    binding.Synth = synth_to_the_end


def _loader() -> Any:  # noqa: ANN401 - a module without types
    try:
        import espeakng_loader  # noqa: PLC0415 - Linux alone has it
    except ImportError as error:
        raise EngineMissingError("the package espeakng-loader is not installed", hint=_REINSTALL) from error
    return espeakng_loader


def _data() -> Path:
    return Path(_loader().get_data_path())


@cache
def _load_library() -> ctypes.CDLL:
    """Load eSpeak NG where pyttsx3 will find it by its soname, and point it at the wheel's data."""
    try:
        os.environ["ESPEAK_DATA_PATH"] = str(_data())
        return ctypes.CDLL(_loader().get_library_path(), ctypes.RTLD_GLOBAL)
    except (OSError, RuntimeError) as error:
        raise EngineMissingError(f"eSpeak NG can't be loaded: {error}", hint=_REINSTALL) from error


@cache
def _library_digest() -> str:
    return hashlib.blake2b(Path(_loader().get_library_path()).read_bytes(), digest_size=6).hexdigest()


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"
