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

from narrate.model import PROFILES

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


def ffmpeg_says(path, need, named):
    """The last value that FFmpeg's meters print under a name."""
    filters = "astats=measure_perchannel=none,ebur128=peak=true"
    command = [need("ffmpeg"), "-hide_banner", "-nostats", "-i", path, "-map", "0:a", "-af", filters, "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(named + r":?\s+(-?[\d.]+|-?inf)", said)[-1])


def format_of(path, need):
    form = "--Output=Audio;%BitRate_Mode% %BitRate% %SamplingRate% %Channels%"
    return subprocess.run([need("mediainfo"), form, path], capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize(
    ("profile", "kind"),
    [
        ("podcast", ["CBR", "96000", "44100", "1"]),
        ("acx", ["CBR", "192000", "44100", "1"]),
        ("librivox", ["CBR", "128000", "44100", "1"]),
    ],
)
def test_the_files_of_a_profile_are_what_it_says(narrate, story, need, profile, kind):
    assert narrate(story.name, "--profile", profile, "--chapters", "1").code == 0

    for path in FOLDER.glob("*.mp3"):
        assert format_of(path, need) == kind
        said = subprocess.run([need("mp3val"), path], capture_output=True, text=True, check=True).stdout
        assert "WARNING" not in said
        assert "ERROR" not in said
        CHECKS[profile](path, need)


def meets_podcast(path, need):
    assert ffmpeg_says(path, need, r"\bI") == pytest.approx(-19, abs=0.5)
    assert ffmpeg_says(path, need, r"\bPeak") <= -1


def meets_acx(path, need):
    assert -23 <= ffmpeg_says(path, need, "RMS level dB") <= -18
    assert ffmpeg_says(path, need, "Peak level dB") <= -3
    sound, rate = samples(path)
    assert -68 < 10 * np.log10(np.mean(sound[1000 : rate // 2] ** 2)) < -60  # room tone before the first word
    half_seconds = sound[: len(sound) // (rate // 2) * (rate // 2)].reshape(-1, rate // 2)
    assert -70 < 10 * np.log10((half_seconds**2).mean(axis=1).min()) < -60
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    assert 0.5 <= loud[0] / rate <= 1
    assert 1 <= (len(sound) - loud[-1]) / rate <= 5


def meets_librivox(path, need):
    said = subprocess.run([need("mp3gain"), "-q", "-s", "s", path], capture_output=True, text=True, check=True).stdout
    change = float(re.findall(r"\"Track\" dB change: (-?[\d.]+)", said)[0])
    assert 89 - change == pytest.approx(89, abs=1.5)
    assert float(re.findall(r"Max PCM sample at current gain: ([\d.]+)", said)[0]) < 32_767
    assert path.name == "the_ferry_01_tidewell.mp3"


CHECKS = {"podcast": meets_podcast, "acx": meets_acx, "librivox": meets_librivox}


@pytest.mark.parametrize("profile", list(PROFILES))
def test_what_narrate_makes_passes_its_own_check(narrate, story, profile):
    assert narrate(story.name, "--profile", profile).code == 0
    done = narrate("check", FOLDER, "--profile", profile)
    assert done.code == 0, done.out


def test_a_voice_can_be_heard(narrate):
    done = narrate("voices", "preview", "en-gb-x-rp+f2", "Good evening.", "-o", "evening.mp3")

    assert done.code == 0, done.err
    sound, rate = samples("evening.mp3")
    assert 0.4 < len(sound) / rate < 3
    assert np.abs(sound).max() > 0.05


def test_the_doctor_hears_the_default_engine(narrate):
    done = narrate("doctor")

    assert done.code == 0, done.out
    (line,) = [line for line in done.out.splitlines() if "engine pyttsx3" in line]
    assert line.startswith("ok")
