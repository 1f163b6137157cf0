"""Engines on programs of the system, tried with programs that stand in for them."""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from narrate.errors import EngineMissingError, SynthesisError
from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis import EngineHost, check_engine
from narrate.synthesis.engines.festival import FestivalEngine
from narrate.synthesis.engines.flite import FliteEngine
from narrate.synthesis.engines.programs import played_faster

HOSTILE = '--voice /etc/passwd -o x; $(reboot) `reboot` | cat\n"(quit)" \\'

STAND_IN = """\
#!{python}
import json, pathlib, sys, time, wave
words = sys.argv[1:]
if "-lv" in words:
    print("Voices available: kal awb_time kal16 rms")
elif "--version" in words:
    print("  version: flite-9.9 (nowhere)")
    sys.exit(1)
else:
    read = pathlib.Path(words[words.index("-f") + 1]).read_bytes().decode("ascii")
    pathlib.Path({log!r}).write_text(json.dumps([words, read]))
    {act}
    with wave.open(words[words.index("-o") + 1], "wb") as out:
        out.setnchannels(1); out.setsampwidth(2); out.setframerate(16000)
        out.writeframes(bytes(2 * 16000 * 5))
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Put a program ``flite`` first on the path; returns what it was called with, and read."""

    def make(act: str = "pass") -> Path:
        log = tmp_path / "log.json"
        program = tmp_path / "bin" / "flite"
        program.parent.mkdir(exist_ok=True)
        program.write_text(STAND_IN.format(python=sys.executable, log=str(log), act=act))
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent))
        return log

    return make


def test_a_program_in_the_current_folder_is_none(stand_in, tmp_path, monkeypatch):
    stand_in()
    monkeypatch.chdir(tmp_path / "bin")
    monkeypatch.setenv("PATH", ".")

    with pytest.raises(EngineMissingError, match="flite is not installed"):
        FliteEngine().voices()


def test_a_text_is_never_an_option(stand_in):
    log = stand_in()
    assert FliteEngine().synthesize(SynthesisRequest(HOSTILE, "kal16", rate=2.0, pitch_semitones=12.0)).frames == 80_000
    words, read = json.loads(log.read_text())
    assert read == " ".join(HOSTILE.split()) + "\n"
    assert words[:6] == ["-voice", "kal16", "--setf", "duration_stretch=0.5000", "--setf", "f0_shift=2.0000"]
    assert [word for word in words if "reboot" in word] == []


def test_voices_for_the_telephone_and_the_time_of_day_are_left_out(stand_in):
    stand_in()
    assert [voice.id for voice in FliteEngine().voices()] == ["kal16", "rms"]
    assert "flite-9.9 (nowhere)" in FliteEngine().fingerprint()


def test_voices_in_files_are_found(stand_in, tmp_path, monkeypatch):
    log = stand_in()
    file = tmp_path / "voices" / "cmu_us_aew.flitevox"
    file.parent.mkdir()
    file.write_bytes(b"12345")
    monkeypatch.setenv("NARRATE_FLITE_VOICES", str(file.parent))
    assert [voice.id for voice in FliteEngine().voices()] == ["kal16", "rms", "cmu_us_aew"]
    assert "cmu_us_aew:5" in FliteEngine().fingerprint()
    FliteEngine().synthesize(SynthesisRequest("Hello.", "cmu_us_aew"))
    assert json.loads(log.read_text())[0][:2] == ["-voice", str(file)]


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("sys.exit('no breath left')", "fails with status 1: no breath left"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "fails with status -9"),
        ("sys.exit(0)", "left no sound file"),
        ("pathlib.Path(words[-1]).write_bytes(b'RIFF and nothing'); sys.exit(0)", "broken WAV file"),
    ],
)
def test_what_goes_wrong_is_told(stand_in, act, fault):
    stand_in(act)
    with pytest.raises(SynthesisError, match=fault):
        FliteEngine().synthesize(SynthesisRequest("Hello.", "rms"))


def test_a_program_that_hangs_is_killed_with_the_engine(stand_in, tmp_path):
    stand_in(f"pathlib.Path({str(tmp_path / 'alive')!r}).touch(); time.sleep(600)")
    with EngineHost("flite", retries=0) as host:
        with pytest.raises(SynthesisError, match="did not answer within 3 s"):
            host.synthesize(SynthesisRequest("Hello.", "rms"), limit_s=3.0)
        assert (tmp_path / "alive").exists()
    for _ in range(200):
        if not running(str(tmp_path)):
            break
        time.sleep(0.02)
    assert not running(str(tmp_path))


def running(word: str) -> list[bytes]:
    """The command lines of living processes that have ``word`` in them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.append(path.read_bytes())
    return [words for words in found if word.encode() in words]


@pytest.mark.parametrize("engine", [FliteEngine, FestivalEngine])
def test_a_missing_program_says_which_package_has_it(engine, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineMissingError, match="is not installed") as missed:
        engine().voices()
    assert f"apt-get install {engine.name}" in missed.value.hint
    info = check_engine(engine.name)
    assert "is not installed" in info.problem
    assert "apt-get" in info.hint


def test_a_tape_that_runs_faster_is_shorter_and_higher():
    wave = (8000 * np.sin(2 * np.pi * 200 * np.arange(16000) / 16000)).astype("<i2")
    moved = played_faster(Clip(AudioFormat(16000), wave.tobytes()), 1.25)
    assert moved.format == AudioFormat(16000)
    assert moved.duration_s == pytest.approx(0.8, abs=0.01)
    spectrum = np.abs(np.fft.rfft(np.frombuffer(moved.pcm, "<i2")))
    assert np.argmax(spectrum) / moved.duration_s == pytest.approx(250, abs=2)
