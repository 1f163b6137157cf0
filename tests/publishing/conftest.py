"""Sounds that are made, not recorded, and files as a player reads them."""

import shutil

import av
import numpy as np
import pytest
from mutagen.mp3 import MP3

from narrate import Options, make_audiobook, publish_folder


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


PUBLISHED = ("html", "html-inline", "epub", "audiobook", "lpf", "daisy")
STORY = """\
# The \\<script>alert(1)\\</script> & the Ferry

by M. Tidewell

## Chapter One: The Near Bank

The ferry was *always* late. “It is always late,” said Hester Vane, and she sat down on her trunk.

“Not always,” said the ferryman. “Only when I am tired.”

“And are you **very** tired?” Hester asked.

* * *

It was dark when they pushed off. “What is in the trunk?” the ferryman asked.

“Bells,” said Hester. “Forty of them.”

- a lamp
- a rope

## Chapter Two: The Far Bank

A boy with a lantern stood at the landing. “You are Miss Vane,” he said. “My aunt sent me.”

“Is she well?” asked Hester.
"""


@pytest.fixture(scope="session")
def _published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    story = folder / "The Ferry.md"
    story.write_text(STORY, encoding="utf-8")
    make_audiobook(story, Options(engine="silent", output=folder / "book", jobs=1))
    publish_folder(folder / "book", PUBLISHED)
    return folder / "book"


@pytest.fixture
def published(_published, tmp_path):
    """The folder of an audiobook with pages and books; of two chapters of silence."""
    shutil.copytree(_published, tmp_path / "published")
    return tmp_path / "published"
