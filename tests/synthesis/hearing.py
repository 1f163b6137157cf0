"""What tests hear in the clips of an engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from narrate.model import Clip, Pronunciation, SynthesisRequest
from narrate.synthesis import Engine


def pitch_hz(clip: Clip) -> float:
    """Where the middle of the sound's energy is."""
    samples = np.frombuffer(clip.pcm, "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    middle = np.sum(spectrum * np.arange(len(spectrum))) / np.sum(spectrum)
    return float(middle * clip.format.sample_rate_hz / len(samples))


def with_ipa(engine: Engine, line: SynthesisRequest) -> tuple[Clip, Clip, Clip]:
    """A sentence as the engine says it, with a word in IPA, and with a word in signs that nobody can say."""
    text = "Siobhan sat by the weir."
    plain, told, unknown = (
        engine.synthesize(replace(line, text=text, pronunciations=tuple(pronunciations)))
        for pronunciations in ([], [Pronunciation(0, 7, "ʃɪˈvɔːn")], [Pronunciation(0, 7, "ʃ☃v")])
    )
    return plain, told, unknown
