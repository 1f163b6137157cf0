"""A run that is stopped, however, is taken up by the next one, which ends with the same bytes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

STORY = "The Ferry\n\nby M. Tidewell\n\n" + "".join(
    f"Chapter {number}\n\nThe ferry was late. “It is always late,” said Hester Vane.\n\n"
    f"“Not always,” said the ferryman. “Only {number} times.”\n\n"
    for number in range(1, 9)
)
KILLING = Path(__file__).parent / "killing"
FOLDERS = 6
KILLS_A_FOLDER = 5


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("ferry.txt").write_text(STORY, encoding="utf-8")


def start(folder, *words, **environment):
    command = [sys.executable, "-m", "narrate", "ferry.txt", "--engine", "silent", "--jobs", "2", "-o", folder, *words]
    return subprocess.Popen(
        command,
        env={**os.environ, **environment},
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
    """What a run leaves for people; nothing that is hidden belongs there but .narrate."""
    assert [path.name for path in Path(folder).glob(".*")] == [".narrate"]
    assert not (Path(folder) / ".narrate" / "spool").exists()
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.is_file()}


def finish(folder, *words):
    done = start(folder, *words)
    _, said = done.communicate(timeout=300)
    assert done.returncode == 0, said
    return content(folder)


def killed_at(moment, folder, whom):
    """Run until a moment (see `killing/sitecustomize.py`); how it ended, and how many events there were."""
    counter = Path("counter")
    counter.write_bytes(bytes(8))
    run = start(
        folder,
        PYTHONPATH=str(KILLING),
        KILL_FOLDER=str(Path(folder).absolute()),
        KILL_COUNTER=str(counter.absolute()),
        KILL_AT=str(moment),
        KILL_WHOM=whom,
    )
    _, said = run.communicate(timeout=300)
    assert "Traceback" not in said
    return run.returncode, int.from_bytes(counter.read_bytes(), "big"), said


def test_killed_at_thirty_moments_spread_over_the_run(tmp_path):
    code, events, _ = killed_at(0, "undisturbed", "all")
    assert code == 0
    undisturbed = content("undisturbed")
    chance = random.Random(30)
    kills = 0
    for number in range(FOLDERS):
        folder = f"disturbed {number}"
        first, last = events * number // FOLDERS + 1, events * (number + 1) // FOLDERS
        moment = chance.randint(
            first, max(first, last - 5)
        )  # the order of workers makes a run a little shorter, or longer
        for _ in range(KILLS_A_FOLDER):
            code, _, said = killed_at(moment, folder, "all")
            assert code in {-signal.SIGKILL, 0}, said
            kills += code != 0
            moment = chance.randint(1, 30)  # in the run that takes it up
        assert finish(folder) == undisturbed
    assert kills >= FOLDERS * KILLS_A_FOLDER - 6  # a run may have ended just before its moment


def test_one_process_killed_costs_no_more_than_itself(tmp_path):
    _, events, _ = killed_at(0, "undisturbed", "self")
    undisturbed = content("undisturbed")
    chance = random.Random(5)
    for number in range(5):
        folder = f"disturbed {number}"
        code, _, said = killed_at(chance.randint(events // 4, events - 20), folder, "self")
        assert code in {-signal.SIGKILL, 0}
        if code == 0:  # it was a worker
            assert "a worker process was killed" in said
            assert content(folder) == undisturbed
        assert finish(folder) == undisturbed


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds the workers in /proc")
def test_workers_killed_over_and_over_are_said_and_the_next_run_goes_on():
    undisturbed = finish("undisturbed")
    robbed = start("disturbed")
    while robbed.poll() is None:
        for server in children(robbed.pid):
            for worker in children(server):
                os.kill(worker, signal.SIGKILL)
        time.sleep(0.01)
    _, said = robbed.communicate(timeout=60)

    assert robbed.returncode == 1
    assert "a worker process was killed" in said
    assert "--jobs" in said
    assert "Traceback" not in said
    assert finish("disturbed") == undisturbed


def test_ctrl_c_finishes_what_is_in_hand_and_says_how_to_go_on():
    undisturbed = finish("undisturbed")
    stopped = start("disturbed")
    wait_for(lambda: list(Path("disturbed").glob("[0-9]*.mp3")), stopped)
    os.killpg(stopped.pid, signal.SIGINT)
    _, said = stopped.communicate(timeout=60)

    assert stopped.returncode == 130
    assert "what the workers have in hand is finished" in said
    assert "Run the same command again" in said
    assert "Traceback" not in said
    # Every chapter that is there is known to be finished.
    chapters = len(list(Path("disturbed").glob("[0-9]*.mp3")))
    assert len(list(Path("disturbed/.narrate").glob("chapter-*.json"))) == chapters
    assert finish("disturbed") == undisturbed


def test_ctrl_c_pressed_again_and_again_stops_at_once_without_a_traceback():
    stopped = start("disturbed")
    wait_for(lambda: list(Path("disturbed").glob("[0-9]*.mp3")), stopped)
    while stopped.poll() is None:
        os.killpg(stopped.pid, signal.SIGINT)
        time.sleep(0.02)
    _, said = stopped.communicate(timeout=60)

    assert stopped.returncode in {130, -signal.SIGINT}
    assert "Run the same command again" in said
    assert "Traceback" not in said
    assert finish("disturbed") == finish("undisturbed")


def test_a_second_run_says_who_holds_the_folder_and_waits_if_it_may():
    first = start("book")
    wait_for(Path("book/.narrate/holder").exists, first)
    os.killpg(first.pid, signal.SIGSTOP)

    second = start("book")
    _, said = second.communicate(timeout=60)
    assert second.returncode == 1
    assert f"book is in use by process {first.pid} on " in said
    assert "--wait" in said

    third = start("book", "--wait")
    for line in iter(third.stderr.readline, ""):
        if f"waiting for process {first.pid} on " in line:
            break
    os.killpg(first.pid, signal.SIGCONT)
    first.communicate(timeout=300)
    out, said = third.communicate(timeout=300)
    assert (first.returncode, third.returncode) == (0, 0), said
    assert "nothing to do" in out


def test_the_lock_of_a_killed_run_holds_nobody_up():
    first = start("book")
    wait_for(Path("book/.narrate/holder").exists, first)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()

    assert Path("book/.narrate/holder").exists()
    assert finish("book") == finish("undisturbed")


FULL_DISK = """
import subprocess, sys, time
from pathlib import Path

disk, *command = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", disk], check=True)
command += ["-o", f"{disk}/book"]
filling = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
while not list(Path(disk, "book").glob("[0-9]*.mp3")) and filling.poll() is None:
    time.sleep(0.01)
ballast = Path(disk, "ballast").open("wb", buffering=0)
while filling.poll() is None:
    try:
        ballast.write(bytes(100_000))
    except OSError:
        time.sleep(0.01)
print(filling.returncode, filling.stderr.read())
print("chapters:", len(list(Path(disk, "book").glob("[0-9]*.mp3"))))
print("records:", len(list(Path(disk, "book/.narrate").glob("chapter-*.json"))))
Path(disk, "ballast").unlink()
ballast.close()
subprocess.run(command, check=True, capture_output=True)
for path in sorted(Path(disk, "book").iterdir()):
    if path.is_file():
        Path(path.name).write_bytes(path.read_bytes())
"""


@pytest.fixture
def own_mounts(need):
    command = [need("unshare"), "--user", "--map-root-user", "--mount"]
    if subprocess.run([*command, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount a file system of their own")
    return command


def test_a_disk_that_fills_up_keeps_the_finished_chapters(own_mounts, tmp_path):
    undisturbed = finish("undisturbed")
    Path("disk").mkdir()
    Path("copy").mkdir()
    command = [sys.executable, "-m", "narrate", str(tmp_path / "ferry.txt"), "--engine", "silent", "--jobs", "2"]
    done = subprocess.run(
        [*own_mounts, sys.executable, "-c", FULL_DISK, str(tmp_path / "disk"), *command],
        cwd="copy",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "\n1 " in "\n" + done.stdout, done.stdout
    assert "No space left on device" in done.stdout
    assert "finished chapters are kept" in done.stdout
    assert "Traceback" not in done.stdout
    chapters = int(done.stdout.partition("chapters: ")[2].split()[0])
    assert 1 <= chapters < 8
    assert {path.name: path.read_bytes() for path in Path("copy").iterdir()} == undisturbed


FULL_WHILE_TAGGING = """
import subprocess, sys
from pathlib import Path

from narrate.errors import OutputError
from narrate.publishing import ChapterTags, write_tags

disk, whole = map(Path, sys.argv[1:])
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={whole.stat().st_size + 40_000}", "none", disk], check=True)
chapter = Path(disk, "01.mp3")
chapter.write_bytes(whole.read_bytes())
try:
    write_tags(chapter, ChapterTags("One", "Book", cover=b"\\xff\\xd8\\xff\\xe0" + bytes(100_000)))
except OutputError as error:
    print(error.message, "|", error.hint)
"""


def test_a_disk_that_fills_up_while_a_chapter_is_tagged_is_said_like_any_other(own_mounts, tmp_path):
    finish("book")
    Path("disk").mkdir()
    done = subprocess.run(
        [*own_mounts, sys.executable, "-c", FULL_WHILE_TAGGING, "disk", next(Path("book").glob("*.mp3"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    message, hint = done.stdout.split(" | ")
    assert message == "can't write the tags of disk/01.mp3: No space left on device"
    assert "finished chapters are kept" in hint


def test_a_folder_that_turns_read_only_is_said(own_mounts, tmp_path):
    finish("book")
    script = 'mount --bind book book && mount -o remount,ro,bind book && exec "$@"'
    command = [sys.executable, "-m", "narrate", "ferry.txt", "--engine", "silent", "-o", "book", "--title", "Other"]
    done = subprocess.run(
        [*own_mounts, "sh", "-c", script, "sh", *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done
    assert "read-only" in done.stderr
    assert "--output" in done.stderr
    assert "Traceback" not in done.stderr


def children(pid):
    try:
        tasks = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for task in tasks for child in task.split()]


def wait_for(condition, process):
    while not condition():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
