"""Sounds beside the voices, from the command line: at scene breaks, and under the opening credits."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest

FOLDER = Path("output") / "The Ferry"


@pytest.fixture
def sound_file(tmp_path):
    """A second of a tone, in stereo at 48 kHz."""
    path = tmp_path / "bell.wav"
    tone = np.rint(8000 * np.sin(2 * np.pi * 500 * np.arange(48_000) / 48_000)).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setparams((2, 2, 48_000, 0, "NONE", ""))
        out.writeframes(np.repeat(tone, 2).tobytes())
    return path


@pytest.fixture
def length(narrate, story):
    """Narrate, and tell how long each chapter is."""

    def run(*options):
        done = narrate(story.name, "--engine", "silent", *options)
        assert done.code == 0, done.err
        timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
        return [chapter["duration"] for chapter in timeline["chapters"]]

    return run


def test_a_sound_at_scene_breaks_makes_their_chapter_longer_and_no_other(length, sound_file):
    plain = length()
    tone = length("--scene-tone")
    own = length("--scene-sound", sound_file)
    assert tone[0] - plain[0] == pytest.approx(2.4, abs=0.2)
    assert own[0] - plain[0] == pytest.approx(1.0, abs=0.1)
    assert tone[1] == own[1] == plain[1]
    assert length() == plain


def test_a_changed_sound_is_heard_and_an_unchanged_one_is_not_made_again(narrate, story, length, sound_file):
    before = length("--scene-sound", sound_file)
    assert "nothing to do" in narrate(story.name, "--engine", "silent", "--scene-sound", sound_file).out
    data = sound_file.read_bytes()
    sound_file.write_bytes(data[:44] + data[44 : 44 + 96_000])
    assert length("--scene-sound", sound_file)[0] < before[0] - 0.3


def test_music_makes_the_opening_credits_longer_and_leaves_the_chapters(length, sound_file):
    length("--credits", "on")
    credits_ = {path.name: path.stat() for path in FOLDER.glob("*.mp3")}
    length("--credits", "on", "--music", sound_file)
    after = {path.name: path.stat() for path in FOLDER.glob("*.mp3")}
    changed = {name for name in after if after[name].st_mtime_ns != credits_[name].st_mtime_ns}
    assert changed == {"00 Opening Credits.mp3"}
    assert after["00 Opening Credits.mp3"].st_size > credits_["00 Opening Credits.mp3"].st_size + 8 * 8000


@pytest.mark.parametrize("option", ["--scene-sound", "--music"])
@pytest.mark.parametrize("name", ["nowhere.wav", "The Ferry.txt", "."])
def test_what_is_no_sound_is_refused_before_anything_is_made(narrate, story, option, name):
    done = narrate(story.name, "--engine", "silent", option, name)
    assert done.code == 3
    assert name in done.err
    assert not FOLDER.exists()


def test_a_pause_and_a_profile_and_a_pace_work_together(length):
    plain = length()
    longer = length("--pauses", "scene=5200")
    assert longer[0] - plain[0] == pytest.approx(3, abs=0.01)
    assert longer[1] == plain[1]
    slow = length("--pauses", "scene=5200", "--pace", "0.5")
    assert slow[0] > 1.6 * longer[0]
    assert length("--pauses", "tail=9000")[1] - plain[1] == pytest.approx(7.5, abs=0.01)
