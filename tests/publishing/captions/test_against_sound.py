"""Captions against the sound that they are for: a real chapter, spoken, mastered and encoded."""

from __future__ import annotations

import numpy as np
import pytest

from narrate import Options, make_audiobook
from narrate.model import AudioFormat
from narrate.publishing import edition_from_json
from narrate.publishing.captions import captions
from narrate.publishing.sound import read_pcm

RATE = AudioFormat(22_050)
WINDOW_S = 0.005


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """The edition of a short story that eSpeak NG has read."""
    folder = tmp_path_factory.mktemp("spoken")
    story = folder / "story.txt"
    story.write_text(
        "The ferry was late. “It is always late,” said Hester Vane, and she sat down on her trunk.\n\n"
        "“Not always,” said the ferryman. “Only when I am tired.”\n\n"
        "“And are you tired?” Hester asked.\n\n“No.”\n",
        encoding="utf-8",
    )
    make_audiobook(story, Options(output=folder / "book", jobs=1))
    return edition_from_json((folder / "book" / "timeline.json").read_text(encoding="utf-8"), folder / "book")


@pytest.fixture(scope="module")
def sounding(spoken):
    """For each 5 ms of the chapter, whether there is sound: within 45 dB of the loudest."""
    pcm = b"".join(read_pcm(spoken.chapters[0].sound, RATE))
    samples = np.frombuffer(pcm, "<i2").astype(float)
    size = RATE.frames(WINDOW_S)
    levels = np.abs(samples[: len(samples) // size * size].reshape(-1, size)).max(axis=1)
    return levels > levels.max() * 10 ** (-45 / 20)


def test_each_begins_with_its_sound_to_50_ms(spoken, sounding):
    found = captions(spoken.chapters[0])

    assert len(found) >= 7
    for caption in found:
        before = sounding[round((caption.start_s - 0.07) / WINDOW_S) : round((caption.start_s - 0.005) / WINDOW_S)]
        within = sounding[round(caption.start_s / WINDOW_S) : round((caption.start_s + 0.05) / WINDOW_S)]
        assert not before.any(), caption
        assert within.any(), caption


def test_none_ends_before_its_sound_and_all_sound_is_captioned(spoken, sounding):
    found = captions(spoken.chapters[0])
    covered = np.zeros(len(sounding), bool)
    for caption in found:
        covered[round((caption.start_s - 0.005) / WINDOW_S) : round((caption.end_s + 0.05) / WINDOW_S)] = True

    assert not (sounding & ~covered).any()


def test_none_stays_on_beyond_its_sound_but_to_be_read(spoken, sounding):
    for caption in captions(spoken.chapters[0]):
        stays_s = caption.end_s - caption.start_s
        ends = sounding[round((caption.end_s - 0.05) / WINDOW_S) : round(caption.end_s / WINDOW_S)]
        readable_s = max(5 / 6, len(caption.text) / 20)
        assert ends.any() or stays_s <= readable_s + 0.01, caption
