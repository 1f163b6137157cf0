"""A run that is stopped, however, is taken up by the next one, which ends with the same bytes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

STORY = "the-weighing-of-skarn.txt"


def start(folder):
    command = [sys.executable, "-m", "narrate", STORY, "--engine", "silent", "-o", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def content(folder):
    kinds = {".mp3", ".txt", ".toml", ".json"}
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.suffix in kinds}


@pytest.fixture
def undisturbed(tmp_path, stories, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(stories / STORY, tmp_path)
    done = start("undisturbed")
    _, said = done.communicate(timeout=300)
    assert done.returncode == 0, said
    return content("undisturbed")


@pytest.mark.parametrize("chapters_before", [0, 1, 4])
def test_a_killed_run_is_taken_up(undisturbed, chapters_before):
    killed = start("disturbed")
    wait_for(lambda: len(list(Path("disturbed").glob("[0-9]*.mp3"))) >= chapters_before, killed)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()

    again = start("disturbed")
    _, said = again.communicate(timeout=300)

    assert again.returncode == 0, said
    assert content("disturbed") == undisturbed


def test_ctrl_c_says_how_to_go_on(undisturbed):
    stopped = start("disturbed")
    wait_for(lambda: list(Path("disturbed").glob("[0-9]*.mp3")), stopped)
    os.killpg(stopped.pid, signal.SIGINT)
    _, said = stopped.communicate(timeout=60)

    assert stopped.returncode == 130
    assert "Run the same command again" in said
    assert "Traceback" not in said

    again = start("disturbed")
    _, said = again.communicate(timeout=300)
    assert again.returncode == 0, said
    assert content("disturbed") == undisturbed


def wait_for(condition, process):
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
