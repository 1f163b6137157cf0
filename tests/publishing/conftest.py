"""Sounds that are made, not recorded, and files as a player reads them."""

import av
import numpy as np
import pytest
from mutagen.mp3 import MP3


def decoded(path):
    """Samples of a file, shape (frames, channels), with what players skip at both ends left out."""
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(frames, axis=1).T


def babble(seconds, rate_hz, channels=1, seed=0):
    """Something like speech, as PCM: tones under syllables, with breath."""
    random = np.random.default_rng(seed)
    at = np.arange(round(seconds * rate_hz)) / rate_hz
    syllables = np.clip(np.sin(2 * np.pi * 2.7 * at), 0, 1)
    voice = sum(np.sin(2 * np.pi * 130 * k * at + k) / k for k in range(1, 20))
    mono = syllables * (0.15 * voice + 0.01 * random.standard_normal(len(at)))
    return np.repeat(np.rint(mono * 32767).astype("<i2")[:, None], channels, axis=1).tobytes()


@pytest.fixture
def probe():
    """What a player reads of a file before it plays it."""
    return lambda path: MP3(path).info


@pytest.fixture
def decode():
    return decoded


@pytest.fixture
def talk():
    return babble
