"""`narrate check`: finished sound against a release profile."""

from __future__ import annotations

import json

import numpy as np
import pytest

from narrate.assembly import mastered
from narrate.model import PROFILES, AudioFormat
from narrate.publishing import write_mp3
from narrate.speech import credits_wording

RATE_HZ = 22_050


@pytest.fixture
def make(tmp_path):
    """A file as narrate would make it for a profile, of sound like speech."""

    def write(name, profile, *, gain=1.0, head_s=0.7, tail_s=2.0, profile_of_file=None):
        random = np.random.default_rng(1)
        at = np.arange(8 * RATE_HZ) / RATE_HZ
        voice = sum(np.sin(2 * np.pi * 130 * k * at + k) / k for k in range(1, 20))
        talk = np.clip(np.sin(2 * np.pi * 2.7 * at), 0, 1) * (0.15 * voice + 0.01 * random.standard_normal(len(at)))
        silences = (np.zeros(round(seconds * RATE_HZ)) for seconds in (head_s, tail_s))
        samples = np.concatenate([next(silences), talk, next(silences)])
        pcm = tmp_path / "sound.pcm"
        pcm.write_bytes(np.rint(samples * 32_767).astype("<i2").tobytes())
        chosen, kind = PROFILES[profile], PROFILES[profile_of_file or profile]
        blocks = (
            np.rint(np.frombuffer(block, "<i2") * gain).astype("<i2").tobytes()
            for block in mastered(pcm, AudioFormat(RATE_HZ), chosen)
        )
        folder = tmp_path / "book"
        folder.mkdir(exist_ok=True)
        write_mp3(folder / name, blocks, AudioFormat(chosen.sample_rate_hz or RATE_HZ), kind.bitrate_kbps)
        return folder

    return write


@pytest.mark.parametrize("profile", ["listen", "podcast", "librivox"])
def test_what_meets_a_profile_passes(narrate, make, profile):
    folder = make("the_bridge_01_hale.mp3", profile)
    done = narrate("check", folder, "--profile", profile)
    assert done.code == 0, done.out
    assert "✗" not in done.out
    assert "all as the profile asks" in done.out


def test_a_whole_book_for_acx(narrate, make):
    for name in ("00 Opening Credits.mp3", "01 The Bridge.mp3", "02 Closing Credits.mp3"):
        folder = make(name, "acx")
    done = narrate("check", folder, "--profile", "acx")
    assert done.code == 1
    assert "retail sample: none" in done.out
    make("Retail Sample.mp3", "acx")
    done = narrate("check", folder, "--profile", "acx")
    assert done.code == 0, done.out


@pytest.mark.parametrize("language", ["de", "fr", "it"])
def test_the_files_beside_the_chapters_are_known_in_other_languages(narrate, make, language):
    opening, closing, sample = credits_wording(language).titles
    for name in (f"00 {opening}", "01 Die Brücke", f"02 {closing}", sample):
        folder = make(f"{name}.mp3", "acx")
    done = narrate("check", folder, "--profile", "acx")
    assert done.code == 0, done.out


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({"gain": 0.5}, "level is -26.5 dB RMS"),
        ({"gain": 1.8}, "peak is"),
        ({"head_s": 0.1}, "head is 0.10 s; wanted: 0.5 to 1 s"),
        ({"tail_s": 0.3}, "tail is"),
        ({"profile_of_file": "podcast"}, "bit rate is 96 kbit/s, constant; wanted: 192"),
    ],
)
def test_what_does_not_is_named_with_its_figure(narrate, make, made, told):
    folder = make("01 The Bridge.mp3", "acx", **made)
    done = narrate("check", folder / "01 The Bridge.mp3", "--profile", "acx")
    assert done.code == 1
    assert "✗" in done.out
    assert told in done.out


def test_digital_silence_is_flagged(narrate, make):
    done = narrate("check", make("01.mp3", "podcast"), "--profile", "acx")
    assert done.code == 1
    assert "noise floor is digital silence" in done.out


def test_the_figures_as_json(narrate, make):
    folder = make("01 The Bridge.mp3", "listen")
    make("02 Over It.mp3", "listen", gain=0.7)
    done = narrate("check", folder, "--json")
    found = json.loads(done.out)
    assert done.code == 1
    assert (found["ok"], found["profile"]) == (False, "listen")
    first, second = found["files"]
    assert (first["file"], first["ok"], second["ok"]) == ("01 The Bridge.mp3", True, False)
    levels = [r["value"] for file in (first, second) for r in file["requirements"] if r["what"] == "level"]
    assert levels == [pytest.approx(-19, abs=0.3), pytest.approx(-22.1, abs=0.3)]


def test_a_folder_of_ours_is_held_against_what_it_was_made_for(narrate, make):
    folder = make("01.mp3", "podcast")
    (folder / "timeline.json").write_text('{"book": {"profile": "podcast"}}', encoding="utf-8")
    assert json.loads(narrate("check", folder, "--json").out)["profile"] == "podcast"
    (folder / "timeline.json").write_text('{"book": []}', encoding="utf-8")
    assert json.loads(narrate("check", folder, "--json").out)["profile"] == "listen"


def test_one_broken_file_does_not_hide_the_others(narrate, make):
    folder = make("01.mp3", "listen")
    (folder / "02.mp3").write_bytes(b"ID3 but no more")
    done = narrate("check", folder)
    assert done.code == 1
    assert "01.mp3" in done.out
    assert "02.mp3: format is unreadable" in done.out


@pytest.mark.parametrize("path", ["nowhere", "empty", "story.txt", "broken.mp3"])
def test_what_can_not_be_measured_is_said(narrate, tmp_path, path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "story.txt").write_text("It rained.\n" * 99, encoding="utf-8")
    (tmp_path / "broken.mp3").write_bytes(b"ID3 but no more")
    done = narrate("check", path)
    assert done.code == 3
    assert path in done.err
    assert "Traceback" not in done.err
