"""What comes out of the default engine, looked at with tools that are not ours."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

FOLDER = Path("output") / "The Ferry"


@pytest.fixture
def files(narrate, story):
    done = narrate(story.name)
    assert done.code == 0, done.err
    return sorted(FOLDER.glob("*.mp3"))


def samples(path):
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
        return np.concatenate(frames).astype(np.float64), container.streams.audio[0].rate


def pitch_hz(sound, rate):
    """Median pitch by autocorrelation over frames of 40 ms that are voiced."""
    size, low, high = int(rate * 0.04), int(rate / 350), int(rate / 65)
    found = []
    for at in range(0, len(sound) - size - high, size):
        frame, longer = sound[at : at + size], sound[at : at + size + high]
        if np.sqrt(np.mean(frame**2)) < 0.02:
            continue
        windows = np.lib.stride_tricks.sliding_window_view(longer, size)[low:high]
        scores = windows @ frame / np.maximum(np.linalg.norm(windows, axis=1) * np.linalg.norm(frame), 1e-9)
        if scores.max() > 0.7:
            found.append(rate / (low + int(np.argmax(scores))))
    return float(np.median(found))


def test_loudness_and_peak_are_those_of_the_profile(files, need):
    for path in files:
        command = [
            need("ffmpeg"),
            "-hide_banner",
            "-nostats",
            "-i",
            path,
            "-af",
            "ebur128=peak=true",
            "-f",
            "null",
            "-",
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        loudness = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
        peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1])
        assert loudness == pytest.approx(-19.0, abs=0.5)
        assert peak <= -2.0


def test_mp3val_finds_nothing_wrong(files, need):
    for path in files:
        said = subprocess.run([need("mp3val"), path], capture_output=True, text=True, check=True).stdout
        assert "WARNING" not in said
        assert "ERROR" not in said
        assert "CBR" in said


def test_mediainfo_reads_the_format_and_the_length(files, need):
    timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
    form = "--Output=Audio;%BitRate_Mode% %BitRate% %SamplingRate% %Channels% %Duration%"
    for path, chapter in zip(files, timeline["chapters"], strict=True):
        said = subprocess.run([need("mediainfo"), form, path], capture_output=True, text=True, check=True).stdout
        *kind, duration_ms = said.split()
        assert kind == ["CBR", "64000", "22050", "1"]
        assert float(duration_ms) / 1000 == pytest.approx(chapter["duration"], abs=0.1)


def test_every_cue_holds_sound_and_every_gap_holds_none(files):
    timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
    for path, chapter in zip(files, timeline["chapters"], strict=True):
        sound, rate = samples(path)
        cues = [(s["start"], s["end"]) for u in chapter["utterances"] for s in u["sentences"]]
        for start, end in cues:
            assert np.abs(sound[int(start * rate) : int(end * rate)]).max() > 0.05
        for (_, end), (start, _) in itertools.pairwise(cues):
            # A frame of MP3 smears 26 ms over each edge.
            gap = sound[int((end + 0.04) * rate) : int((start - 0.04) * rate)]
            assert start > end
            assert not len(gap) or np.abs(gap).max() < 0.01


def test_people_who_talk_to_each_other_sound_different(files):
    timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
    sound, rate = samples(files[0])
    pieces: dict[str | None, list[np.ndarray]] = {}
    for utterance in timeline["chapters"][0]["utterances"]:
        piece = sound[int(utterance["start"] * rate) : int(utterance["end"] * rate)]
        pieces.setdefault(utterance["speaker"], []).append(piece)
    pitches = {speaker: pitch_hz(np.concatenate(said), rate) for speaker, said in pieces.items()}

    woman = next(pitch for speaker, pitch in pitches.items() if speaker and "vane" in speaker)
    man = next(pitch for speaker, pitch in pitches.items() if speaker and "ferryman" in speaker)
    assert 12 * np.log2(woman / man) > 3


def test_a_scene_break_is_heard(files):
    timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
    utterances = timeline["chapters"][0]["utterances"]
    gaps = [b["start"] - a["end"] for a, b in itertools.pairwise(utterances)]
    text = Path("The Ferry.txt").read_text(encoding="utf-8")
    dark = next(i for i, u in enumerate(utterances) if text[u["source"]["start"] :].startswith("It was dark"))

    assert gaps[dark - 1] == max(gaps)
    assert gaps[dark - 1] > 1.5


def test_the_podcast_profile(narrate, story, need):
    assert narrate(story.name, "--profile", "podcast", "--chapters", "1").code == 0

    (path,) = FOLDER.glob("*.mp3")
    form = "--Output=Audio;%BitRate% %SamplingRate%"
    said = subprocess.run([need("mediainfo"), form, path], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["96000", "44100"]


def test_a_voice_can_be_heard(narrate):
    done = narrate("voices", "preview", "en-gb-x-rp+f2", "Good evening.", "-o", "evening.mp3")

    assert done.code == 0, done.err
    sound, rate = samples("evening.mp3")
    assert 0.4 < len(sound) / rate < 3
    assert np.abs(sound).max() > 0.05


def test_the_doctor_hears_the_default_engine(narrate):
    done = narrate("doctor")

    assert done.code == 0, done.out
    assert "engine pyttsx3" in done.out
    assert "NOT OK" not in done.out
