"""A speech engine for narrate that plays a tone for every word."""

import math
from collections.abc import Sequence

from narrate.errors import SynthesisError, VoiceMissingError
from narrate.model import AudioFormat, Clip, Gender, SynthesisRequest, Voice
from narrate.synthesis import Capabilities, EngineInfo

FORMAT = AudioFormat(sample_rate_hz=16000)
VOICES = {"low": 110.0, "high": 220.0}


class ToneEngine:
    name = "tones"
    capabilities = Capabilities(sample_rate_hz=FORMAT.sample_rate_hz, pitch_control=True, fast=True)

    def voices(self) -> Sequence[Voice]:
        return tuple(Voice(self.name, key, key, "en", Gender.UNKNOWN, pitch_hz=hz) for key, hz in VOICES.items())

    def synthesize(self, request: SynthesisRequest) -> Clip:
        if request.voice not in VOICES:
            raise VoiceMissingError(f"the engine “tones” has no voice “{request.voice}”")
        words = request.text.split()
        if not words:
            raise SynthesisError("there is nothing to say")
        hz = VOICES[request.voice] * 2 ** (request.pitch_semitones / 12)
        return Clip(FORMAT, b"".join(self._tone(hz, 0.06 * len(word) / request.rate) for word in words))

    def _tone(self, hz: float, seconds: float) -> bytes:
        frames = FORMAT.frames(seconds)
        values = (8000 * math.sin(2 * math.pi * hz * n / FORMAT.sample_rate_hz) for n in range(frames))
        fade = [min(1.0, n / 80, (frames - n) / 80) for n in range(frames)]
        return b"".join(round(v * f).to_bytes(2, "little", signed=True) for v, f in zip(values, fade, strict=True))

    def fingerprint(self) -> str:
        return "tones-1"  # raise it whenever the sound changes

    def describe(self) -> EngineInfo:
        return EngineInfo(self.name, version="1.0")

    def close(self) -> None:
        """Nothing is held."""
