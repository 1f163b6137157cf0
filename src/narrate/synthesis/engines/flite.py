"""Flite, Carnegie Mellon's small synthesiser with recorded voices: the program ``flite``.

Each request is a process of its own (30 to 150 ms), which keeps nothing from the one before.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from narrate.errors import EngineMissingError, VoiceMissingError
from narrate.model import Clip, Gender, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo
from narrate.synthesis.engines import programs
from narrate.synthesis.engines.plain_text import in_encoding

FOLDER_VARIABLE: Final = "NARRATE_FLITE_VOICES"
"""Names a folder of voices in files (``cmu_us_aew.flitevox``)."""

_REVISION = 1
"""To be raised when a change to this module changes the sound."""


class _Known(NamedTuple):
    name: str
    language: str
    gender: Gender
    pitch_hz: float
    preference: int
    moves: bool
    """The voice's own pitch can be moved. (The voice rms mixes noise into its waves, and Flite moves no such voice.)"""


_KNOWN: Final = {
    "slt": _Known("SLT, American", "en-US", Gender.FEMALE, 168.0, 1, moves=True),
    "rms": _Known("RMS, American", "en-US", Gender.MALE, 103.0, 1, moves=False),
    "awb": _Known("AWB, Scottish", "en-GB-scotland", Gender.MALE, 131.0, 2, moves=True),
    "kal16": _Known("KAL, American", "en-US", Gender.MALE, 96.0, 4, moves=True),
    "kal": _Known("KAL, American, telephone", "en-US", Gender.MALE, 94.0, 6, moves=True),
}
"""The voices that Flite comes with."""

_LEFT_OUT: Final = frozenset(("awb_time", "time"))
"""They say the time of day, and nothing else."""

_STRANGER = _Known("", "en-US", Gender.UNKNOWN, 0.0, 5, moves=False)


class FliteEngine:
    """The program ``flite``: the voices built into it, and those in the files of a folder."""

    name = "flite"
    capabilities = Capabilities(sample_rate_hz=None, pitch_control=True)

    def voices(self) -> Sequence[Voice]:
        """Those that the program lists, then those in files.

        Raises:
            EngineMissingError: the program is not installed.
        """
        found = []
        for key in (*self._built_in, *self._files):
            known = _KNOWN.get(key, _STRANGER)
            found.append(
                Voice(
                    self.name,
                    key,
                    known.name or key,
                    known.language,
                    known.gender,
                    pitch_hz=known.pitch_hz or None,
                    preference=known.preference,
                )
            )
        return tuple(found)

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`."""
        if request.voice not in self._built_in and request.voice not in self._files:
            raise VoiceMissingError(
                f"flite has no voice “{request.voice}”", hint=f"It has: {', '.join((*self._built_in, *self._files))}."
            )
        shift = 2 ** (request.pitch_semitones / 12)
        moves = _KNOWN.get(request.voice, _STRANGER).moves
        stretch = (1.0 if moves else shift) / request.rate
        text = in_encoding(request.text, "ascii")
        clip = programs.speak(text, lambda folder: self._command(folder, request.voice, stretch, shift if moves else 1))
        return clip if moves or shift == 1 else programs.played_faster(clip, shift)

    def fingerprint(self) -> str:
        """What the program says of its version, and the files' names and sizes."""
        files = "".join(f"-{name}:{path.stat().st_size}" for name, path in self._files.items())
        return f"flite-{_REVISION}-{self._version}{files}"

    def describe(self) -> EngineInfo:
        """Version; a problem if the program is not there."""
        try:
            return EngineInfo(self.name, self._version)
        except EngineMissingError as error:
            return EngineInfo(self.name, "", error.message, error.hint)

    def close(self) -> None:
        """Nothing is held."""

    def _command(self, folder: Path, voice: str, stretch: float, shift: float) -> list[str]:
        return [
            self._program,
            "-voice",
            str(self._files.get(voice, voice)),
            "--setf",
            f"duration_stretch={stretch:.4f}",
            "--setf",
            f"f0_shift={shift:.4f}",
            "-f",
            str(folder / "text.txt"),
            "-o",
            str(folder / "speech.wav"),
        ]

    @cached_property
    def _program(self) -> str:
        return programs.find("flite", "flite")

    @cached_property
    def _version(self) -> str:
        told = programs.ask([self._program, "--version"], succeeds=False)
        return next((line.split(":", 1)[1].strip() for line in told.splitlines() if "version:" in line), "unknown")

    @cached_property
    def _built_in(self) -> tuple[str, ...]:
        listed = programs.ask([self._program, "-lv"]).partition(":")[2].split()
        # The same speaker twice: the one recorded for the telephone only where there is no other.
        dull = {"kal"} if "kal16" in listed else set()
        return tuple(name for name in sorted(set(listed)) if name not in _LEFT_OUT | dull)

    @cached_property
    def _files(self) -> dict[str, Path]:
        folder = os.environ.get(FOLDER_VARIABLE)
        if not folder:
            return {}
        return {path.stem: path.absolute() for path in sorted(Path(folder).glob("*.flitevox"))}
