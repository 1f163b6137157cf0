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
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - nothing else runs in this process
    )


def heed_ctrl_c():
    """Whoever runs the tests in the background may have had Ctrl-C ignored, which is inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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


def test_ctrl_c_pressed_again_and_again_shows_no_traceback(tmp_path, stories, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(stories / STORY, tmp_path)
    stopped = start("disturbed")
    wait_for(lambda: list(Path("disturbed").glob("[0-9]*.mp3")), stopped)
    while stopped.poll() is None:
        os.killpg(stopped.pid, signal.SIGINT)
        time.sleep(0.02)
    _, said = stopped.communicate(timeout=60)

    assert stopped.returncode in {130, -signal.SIGINT}
    assert "Run the same command again" in said
    assert "Traceback" not in said


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds the workers in /proc")
def test_killed_workers_are_said_and_the_next_run_goes_on(undisturbed):
    robbed = start("disturbed")
    wait_for(lambda: list(Path("disturbed").glob("[0-9]*.mp3")), robbed)
    for server in children(robbed.pid):
        for worker in children(server):
            os.kill(worker, signal.SIGKILL)
    _, said = robbed.communicate(timeout=60)

    assert robbed.returncode == 1
    assert "a worker process was killed" in said
    assert "Traceback" not in said

    again = start("disturbed")
    _, said = again.communicate(timeout=300)
    assert again.returncode == 0, said
    assert content("disturbed") == undisturbed


def children(pid):
    return [int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()]


def wait_for(condition, process):
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
