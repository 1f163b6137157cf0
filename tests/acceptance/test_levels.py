"""How voices sit beside each other in a finished chapter: levels, joins, ends of words, pauses."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import wave
from pathlib import Path

import av
import numpy as np
import pytest

from narrate.assembly import trim
from narrate.cli.app import run
from narrate.model import SynthesisRequest
from narrate.synthesis import load_engine

STORY = """\
The Weir

by O. Marsh

The three of them met at the weir on the first dry evening of the month, as they had agreed to do in the letter.

“The water has fallen by a foot since Sunday, and the boats are sitting in the mud again,” said Agnes Pell.

“It will be back before the week is out, because it has been raining in the hills for days,” said Tom Rudd.

“Nobody has told the miller that, and he has already sold the wheel to a man from the city,” said old Mrs. Crane.

“Then somebody ought to go up there and tell him before the money is spent,” said Agnes Pell.

“I was hoping that you would say so, because I have no wish to go there myself,” said Tom Rudd.

“I will walk up in the morning with the dog, and we shall see what he has to say,” said old Mrs. Crane.

“But if he should—” began Agnes Pell.

“He will not,” said Tom Rudd. “The man can read a river as well as any of us, and he is no fool about money.”

“Do not let the miller hear you when you talk about it, for he is behind that door,” whispered Agnes Pell.

“Then let him come out from behind it and tell us what he has done!” shouted Tom Rudd.

The light went slowly, and none of them was in any hurry to be the first who left.
"""


@pytest.fixture(scope="module")
def chapter(tmp_path_factory):
    """The finished chapter: samples, their rate, and its part of the timeline."""
    folder = tmp_path_factory.mktemp("weir")
    (folder / "weir.txt").write_text(STORY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("NARRATE_CACHE_DIR", str(folder / "clips"))
        assert run(["weir.txt", "-q", "-o", "out"]) == 0
    (made,) = json.loads((folder / "out" / "timeline.json").read_text(encoding="utf-8"))["chapters"]
    with av.open(str(folder / "out" / made["file"])) as container:
        frames = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
        return np.concatenate(frames).astype(np.float64), container.streams.audio[0].rate, made


def loudness(samples, rate, folder: Path, need):
    """Integrated loudness by FFmpeg's meter."""
    path = folder / "said.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(np.rint(np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
    command = [need("ffmpeg"), "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


@pytest.fixture
def levels(chapter, need, tmp_path):
    """Loudness of all that each says in each manner."""
    sound, rate, made = chapter
    said: dict[tuple[str | None, str | None], list[np.ndarray]] = {}
    for utterance in made["utterances"]:
        piece = sound[int(utterance["start"] * rate) : int(utterance["end"] * rate)]
        said.setdefault((utterance["speaker"], utterance["delivery"]), []).append(piece)
    return {who: loudness(np.concatenate(pieces), rate, tmp_path, need) for who, pieces in said.items()}


def test_whispers_and_shouts_stay_different_within_bounds(levels):
    assert 2 <= levels["agnes-pell", None] - levels["agnes-pell", "whispering"] <= 8
    assert 1 <= levels["tom-rudd", "shouting"] - levels["tom-rudd", None] <= 5


def test_all_voices_of_a_chapter_are_equally_loud(levels):
    levels = {who: level for (who, delivery), level in levels.items() if delivery is None}

    assert len(levels) == 4
    middle = (max(levels.values()) + min(levels.values())) / 2
    assert all(abs(level - middle) <= 1 for level in levels.values()), levels


def test_no_join_clicks(chapter):
    sound, rate, made = chapter
    step = np.abs(np.diff(sound))
    near = int(0.002 * rate)
    edges = [int(s[edge] * rate) for u in made["utterances"] for s in u["sentences"] for edge in ("start", "end")]

    # In speech neighbouring samples are up to 0.3 apart; a click at a join would be a step out of silence.
    assert np.quantile(step, 0.999) > 0.1
    assert max(step[max(edge - near, 0) : edge + near].max() for edge in edges) < 0.02


def test_the_sound_lies_about_zero(chapter):
    sound, rate, made = chapter
    assert abs(sound.mean()) < 0.0005
    for utterance in made["utterances"]:
        assert abs(sound[int(utterance["start"] * rate) : int(utterance["end"] * rate)].mean()) < 0.005


def test_whoever_interrupts_does_not_wait_and_others_do(chapter):
    sentences = [sentence for utterance in chapter[2]["utterances"] for sentence in utterance["sentences"]]
    texts = [STORY[sentence["source"]["start"] : sentence["source"]["end"]] for sentence in sentences]
    gaps = {text: b["start"] - a["end"] for text, (a, b) in zip(texts, itertools.pairwise(sentences), strict=False)}
    assert next(gap for text, gap in gaps.items() if text.endswith("should—”")) == pytest.approx(0, abs=0.002)
    tag = next(gap for text, gap in gaps.items() if text == "said Tom Rudd.")
    comma = next(gap for text, gap in gaps.items() if text == "“He will not,”")
    assert 0.1 < comma < tag < 0.6


@pytest.mark.parametrize("voice", ["gmw/en-gb", "gmw/en-us+f2", "gmw/en-gb-x-rp+m3"])
@pytest.mark.parametrize("text", ["He shut it.", "a step", "the back", "Stop that cat!", "She laughs, “Ah, yes.”"])
def test_the_last_consonant_of_a_line_is_not_cut_off(voice, text):
    engine = load_engine("pyttsx3")
    try:
        clip = engine.synthesize(SynthesisRequest(text, voice))
    finally:
        engine.close()
    whole, kept = (np.frombuffer(c.pcm, "<i2").astype(np.float64) for c in (clip, trim(clip)))
    # Bursts and hissing live above 2 kHz, where a vowel that dies away has next to nothing.
    start = int(np.argmax(np.correlate(whole, kept[: len(kept) // 2], mode="valid")))
    rate = clip.format.sample_rate_hz

    def high(samples):
        spectrum = np.fft.rfft(samples, 2 * len(whole))
        return float((np.abs(spectrum[np.fft.rfftfreq(2 * len(whole), 1 / rate) > 2000]) ** 2).sum())

    lost = whole[start + len(kept) :]
    assert high(lost) < 1e-5 * high(kept)
    # … but the engine's silence is.
    assert len(kept) / rate < len(whole) / rate - 0.05
