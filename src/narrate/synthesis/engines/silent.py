"""An engine that says nothing, for as long as it would take to say it: for trials and tests.

It needs nothing, makes the same bytes on every machine, and the timeline of a story narrated with it has
plausible times.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import product

from narrate.errors import VoiceMissingError
from narrate.model import AudioFormat, Clip, Gender, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo

CHARACTERS_PER_S = 14.0
"""English read aloud: 150 to 160 words a minute of 5.5 characters with their space."""

_FORMAT = AudioFormat(22050)
_SHORTEST_S = 0.25
_PITCHES_HZ = {Gender.MALE: (85.0, 105.0, 125.0, 145.0), Gender.FEMALE: (165.0, 190.0, 215.0, 240.0)}


def _voices() -> tuple[Voice, ...]:
    found = [Voice("silent", "narrator", "Narrator", "en", Gender.UNKNOWN, pitch_hz=115.0, preference=0)]
    for gender, number in product(_PITCHES_HZ, range(4)):
        found.append(
            Voice(
                "silent",
                f"{gender}-{number + 1}",
                f"{gender.title()} {number + 1}",
                "en",
                gender,
                pitch_hz=_PITCHES_HZ[gender][number],
                preference=1 + number,
            )
        )
    return tuple(found)


class SilentEngine:
    """Digital silence of a length that depends on the text and the rate alone."""

    name = "silent"
    capabilities = Capabilities(sample_rate_hz=_FORMAT.sample_rate_hz, pitch_control=True, fast=True, speaks=False)

    def __init__(self) -> None:
        self._voices = _voices()

    def voices(self) -> Sequence[Voice]:
        """A narrator, four men and four women."""
        return self._voices

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """Silence of `CHARACTERS_PER_S`, at least a quarter of a second.

        Raises:
            VoiceMissingError: there is no such voice.
        """
        if request.voice not in {voice.id for voice in self._voices}:
            raise VoiceMissingError(
                f"the engine “silent” has no voice “{request.voice}”",
                hint=f"It has: {', '.join(voice.id for voice in self._voices)}.",
            )
        seconds = max(_SHORTEST_S, len(request.text) / CHARACTERS_PER_S) / request.rate
        return Clip(_FORMAT, bytes(_FORMAT.frames(seconds) * _FORMAT.bytes_per_frame))

    def fingerprint(self) -> str:
        """Changes with the lengths it makes."""
        known = f"{CHARACTERS_PER_S} {_SHORTEST_S} {_FORMAT}"
        return f"silent-{zlib.crc32(known.encode()):08x}"

    def describe(self) -> EngineInfo:
        """It is always usable."""
        return EngineInfo("silent", version="")

    def close(self) -> None:
        """It holds nothing."""
