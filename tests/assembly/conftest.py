"""Sounds that are made, not recorded."""

import numpy as np
import pytest

from narrate.model import AudioFormat, Clip


class Sounds:
    """Samples as numbers, full scale ±1, at 22.05 kHz."""

    format = AudioFormat(22_050)

    def tone(self, seconds, amplitude=0.5, hz=220.0):
        return amplitude * np.sin(2 * np.pi * hz * np.arange(self.format.frames(seconds)) / self.format.sample_rate_hz)

    def silence(self, seconds):
        return np.zeros(self.format.frames(seconds))

    def noise(self, seconds, amplitude=0.1, seed=0):
        return amplitude * np.random.default_rng(seed).uniform(-1, 1, self.format.frames(seconds))

    def babble(self, seconds, amplitude=0.1, seed=0):
        """Syllables of pulses and noise with gaps: peaks are as far above the loudness as in speech."""
        random = np.random.default_rng(seed)
        pieces: list[np.ndarray] = []
        while sum(len(piece) for piece in pieces) < self.format.frames(seconds):
            at = np.arange(self.format.frames(random.uniform(0.08, 0.3)))
            turn = 2 * np.pi * random.uniform(90, 250) / self.format.sample_rate_hz
            voice = sum(np.sin(turn * k * at) / k for k in range(1, 14))
            breath = 0.1 * random.standard_normal(len(at))
            pieces += [np.sin(np.pi * at / len(at)) * amplitude * (voice + breath), self.silence(0.05)]
        return np.concatenate(pieces)[: self.format.frames(seconds)]

    def pcm(self, samples):
        return np.clip(np.rint(np.asarray(samples) * 32768), -32768, 32767).astype("<i2").tobytes()

    def clip(self, *samples):
        return Clip(self.format, self.pcm(np.concatenate(samples)))

    def samples(self, pcm):
        return np.frombuffer(pcm, "<i2") / 32768


@pytest.fixture
def sounds():
    return Sounds()
