"""Sound without loss: kept where a format gains by it, and what is published is made of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from narrate.model import AudioFormat
from narrate.publishing.sound import read_pcm

FOLDER = Path("output") / "The Ferry"
KEPT = FOLDER / ".narrate" / "lossless"
RATE = AudioFormat(22_050)


def heard(path):
    return np.frombuffer(b"".join(read_pcm(path, RATE)), "<i2").astype(float)


@pytest.fixture
def short(tmp_path):
    path = tmp_path / "The Ferry.txt"
    path.write_text("The Ferry\n\nNobody came. “Well,” said Hester.\n", encoding="utf-8")
    return path


def test_flac_is_what_was_mastered_not_what_the_mp3_left_of_it(narrate, short):
    done = narrate(short.name, "--format", "flac", "--jobs", "1")
    kept, flac = heard(KEPT / "00001.flac"), heard(next((FOLDER / "flac").glob("*.flac")))
    mp3 = heard(next(FOLDER.glob("*.mp3")))

    assert done.code == 0, done.err
    assert (flac == kept).all()
    assert len(mp3) == len(flac)
    assert not (mp3 == flac).all()
    # … and yet the same sound, at the same time
    assert 10 * np.log10((flac**2).sum() / ((flac - mp3) ** 2).sum()) > 15


def test_a_run_without_such_formats_keeps_none(narrate, short):
    narrate(short.name, "--engine", "silent", "--format", "vtt")

    assert not KEPT.exists()


def test_it_is_made_when_it_is_first_asked_for_and_then_nothing_is_done_again(narrate, short):
    narrate(short.name, "--engine", "silent")
    first = narrate(short.name, "--engine", "silent", "--format", "flac")
    before = {path: path.stat().st_mtime_ns for path in FOLDER.rglob("*.*") if path.is_file()}

    again = narrate(short.name, "--engine", "silent", "--format", "flac")

    assert "nothing to do" not in first.out
    assert "nothing to do" in again.out
    assert (KEPT / "00001.flac").is_file()
    assert {path: path.stat().st_mtime_ns for path in FOLDER.rglob("*.*") if path.is_file()} == before


def test_one_that_is_of_an_earlier_state_is_never_used(narrate, short):
    narrate(short.name, "--engine", "silent", "--format", "flac")
    short.write_text(short.read_text(encoding="utf-8") + "\n“Good night,” said Hester.\n", encoding="utf-8")
    narrate(short.name, "--engine", "silent")

    done = narrate("publish", FOLDER, "--format", "wav")

    assert done.code == 0, done.err
    assert not list(KEPT.glob("*.flac"))
    timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
    wav = heard(next((FOLDER / "wav").glob("*.wav")))
    assert len(wav) / 22_050 == pytest.approx(timeline["chapters"][0]["duration"], abs=0.001)


def test_a_damaged_record_is_made_anew(narrate, short):
    narrate(short.name, "--engine", "silent", "--format", "flac")
    (FOLDER / ".narrate" / "published.json").write_text('{"flac": {"files": 7}, "m4b": []}', encoding="utf-8")

    done = narrate(short.name, "--engine", "silent", "--format", "flac")

    assert done.code == 0, done.err
    assert json.loads((FOLDER / ".narrate" / "published.json").read_text(encoding="utf-8")).keys() == {"flac"}
