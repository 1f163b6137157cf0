"""The voices of eSpeak NG: the catalogue, the names it knows, and its settings for what a request asks for."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from narrate.errors import VoiceMissingError
from narrate.model import Age, Gender, SynthesisRequest, Voice, VoiceSound
from narrate.synthesis.engines.espeak_library import PLAIN_BRITISH, data_folder
from narrate.synthesis.engines.pyttsx3_driver import DEFAULT_WPM

USUAL_BASE_SHARE: Final = 0.67
"""How much of a voice's median pitch its base makes, where nobody measured it."""

VOLUME: Final = 0.7
"""Of eSpeak's own: at 1.0 its louder variants clip. Levels are evened later anyway."""

_USUAL_RANGE = 50
_WHISPERS = {Gender.FEMALE: "whisperf"}
_OTHER_WHISPER = "whisper"
"""eSpeak's variants without voicing: breath alone. They take the place of the voice's own variant."""

_WPM_RANGE = (80, 750)
"""What eSpeak NG takes; above 449 it shortens the sound itself."""


def catalogue(engine: str) -> tuple[Voice, ...]:
    """The voices of eSpeak NG that are fit for listening, as measured by ``training/measure_voices.py``.

    Args:
        engine: which of the two that speak with eSpeak NG offers them.
    """
    return tuple(
        Voice(
            engine,
            row["id"],
            row["name"],
            row["language"],
            Gender(row["gender"]),
            float(row["pitch_hz"]),
            int(row["preference"]),
            Age(row["age"]),
            VoiceSound(
                brightness_hz=float(row["brightness_hz"]),
                letters_per_s=float(row["letters_per_s"]),
                level_db=float(row["level_db"]),
                timbre=tuple(float(value) for value in row["timbre_db"].split()),
            ),
        )
        for row in _table().values()
    )


@cache
def _table() -> dict[str, dict[str, str]]:
    table = resources.files("narrate.synthesis.engines").joinpath("espeak_voices.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(table))}


@dataclass(frozen=True, slots=True)
class Settings:
    """A request in eSpeak NG's own terms.

    Attributes:
        voice: the name it is set by.
        rate: words a minute.
        pitch: 0 to 99; 50 is the voice's own.
        pitch_range: 0 to 99; 50 is the voice's own.
    """

    voice: str
    rate: int
    pitch: int
    pitch_range: int


def settings_for(request: SynthesisRequest) -> Settings:
    """What a request asks for.

    Raises:
        VoiceMissingError: there is no such voice. (eSpeak NG takes any name, and speaks with another voice.)
    """
    check_voice(request.voice)
    return Settings(
        voice=_whispered(request.voice) if request.whisper else request.voice,
        rate=_words_per_minute(request.rate),
        pitch=_pitch(request.voice, request.pitch_semitones),
        pitch_range=_pitch_range(request.pitch_range),
    )


def name_in_wheel(voice: str) -> str:
    """What eSpeak NG's own data calls a voice.

    Raises:
        VoiceMissingError: there is no such voice.
    """
    check_voice(voice)
    base, plus, variant = voice.partition("+")
    return ("gmw/en" if base == PLAIN_BRITISH else base) + plus + variant


def check_voice(voice: str) -> None:
    """Know the name of a voice: a file of a language, and perhaps a variant (``gmw/en-us+f3``).

    Raises:
        VoiceMissingError: it is none.
    """
    base, plus, variant = voice.partition("+")
    if base not in _bases() or (plus and variant not in _variants()):
        raise VoiceMissingError(f"eSpeak NG has no voice “{voice}”", hint="`narrate voices` lists those it has.")


@cache
def _bases() -> frozenset[str]:
    root = data_folder() / "lang"
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    return frozenset({path.as_posix().lower() for path in files} | {PLAIN_BRITISH})


@cache
def _variants() -> frozenset[str]:
    return frozenset(path.name for path in (data_folder() / "voices" / "!v").iterdir())


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
    base, _, variant = voice.partition("+")
    row = _table().get(voice)
    gender = Gender(row["gender"]) if row is not None else _gender_of(variant)
    return f"{base}+{_WHISPERS.get(gender, _OTHER_WHISPER)}"


def _gender_of(variant: str) -> Gender:
    """Of a variant that the catalogue does not list with its base: “f3” is a woman's."""
    return Gender.FEMALE if variant[:1] == "f" and variant[1:].isdigit() else Gender.UNKNOWN
