"""Many stories: one pool, one order, and none that stops the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from narrate.errors import StoryError
from narrate.pipeline.run.watching import DropFolder

LINES = "“It is late,” said {}.\n\n“Not always,” said the ferryman.\n"


@pytest.fixture
def library(tmp_path):
    for name in ("Anna", "Bertha", "Clara"):
        (tmp_path / f"{name}.txt").write_text(LINES.format(name), encoding="utf-8")
    return tmp_path


def made(folder):
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.is_file()}


def test_a_bad_story_stops_none_of_the_others(narrate, library):
    (library / "bad.txt").write_bytes(b"")
    done = narrate("Anna.txt", "bad.txt", "nowhere.txt", "Bertha.txt", "--engine", "silent", "-o", "books")

    assert done.code == 3
    assert "bad.txt: bad.txt is empty" in done.err
    assert "4 stories, 2 of them not made" in done.out
    rows = [line.split()[:3] for line in done.out.splitlines()[2:]]
    assert rows == [
        ["Anna.txt", "1", "made"],
        ["bad.txt", "error", "3"],
        ["nowhere.txt", "error", "3"],
        ["Bertha.txt", "1", "made"],
    ]
    assert "Anna.txt: Done: " in done.err
    again = narrate("Anna.txt", "Bertha.txt", "--engine", "silent", "-o", "books")
    assert again.out.count("unchanged") == 2


def test_the_summary_is_there_as_json(narrate, library):
    done = narrate("Anna.txt", "nowhere.txt", "--engine", "silent", "--quiet", "--json")
    anna, nowhere = json.loads(done.out)["stories"]
    assert (anna["story"], anna["exit_code"], anna["error"]) == ("Anna.txt", 0, None)
    assert anna["summary"]["made"] == 1
    assert nowhere["summary"] is None
    assert nowhere["exit_code"] == 3
    assert nowhere["error"]["message"]
    assert nowhere["error"]["hint"]


def test_a_series_is_cast_in_its_order_however_many_workers_there_are(narrate, library):
    names = ["Anna.txt", "Bertha.txt", "Clara.txt"]
    for name in names:
        assert narrate(name, "--engine", "silent", "--voices", "one.toml", "-o", f"one/{name[:-4]}").code == 0
    done = narrate(*names, "--engine", "silent", "--voices", "all.toml", "-o", "all", "--jobs", "3")

    assert done.code == 0
    assert Path("all.toml").read_bytes() == Path("one.toml").read_bytes()
    for name in names:
        assert made(f"all/{name[:-4]}") == made(f"one/{name[:-4]}")


def test_the_settings_beside_a_story_hold_for_it_alone(narrate, library):
    (library / "sub").mkdir()
    (library / "sub" / "narrate.toml").write_text('nonsense = "x"')
    (library / "sub" / "Dora.txt").write_text(LINES.format("Dora"), encoding="utf-8")
    done = narrate("Anna.txt", "sub/Dora.txt", "--engine", "silent", "-o", "books")
    assert done.code == 3
    assert "there is no option 'nonsense'" in done.err
    assert (library / "books" / "Anna" / "01 Anna.mp3").exists()


@pytest.mark.parametrize("words", [["--engine", "silent"], ["Anna.txt", "--watch", "."]])
def test_stories_or_a_folder_to_watch(narrate, library, words):
    done = narrate("make", *words)
    assert done.code == 2
    assert "narrate story.txt" in done.err


def test_a_file_is_taken_when_it_is_whole_and_again_when_it_changes(tmp_path):
    dropped = DropFolder(tmp_path)
    story = tmp_path / "b.txt"
    story.write_text("one")
    for name in (".hidden.txt", "c.txt.part", "d.epub.crdownload", "~e.docx", "f.png", "g.txt~"):
        (tmp_path / name).write_text("x")
    (tmp_path / "h.epub").touch()  # nothing in it yet
    (tmp_path / "i.txt").mkdir()
    assert dropped.look() == ()
    story.write_text("one and two")
    assert dropped.look() == ()  # it grew
    assert dropped.look() == (story,)
    assert dropped.look() == ()
    (tmp_path / "a.EPUB").write_text("x")
    story.write_text("one and two and three")
    dropped.look()
    assert dropped.look() == (tmp_path / "a.EPUB", story)
    story.unlink()
    assert dropped.look() == ()


def test_a_folder_that_is_not_there_can_not_be_watched(tmp_path, narrate):
    with pytest.raises(StoryError, match="nowhere"):
        DropFolder(tmp_path / "nowhere")
    assert narrate("--watch", "nowhere").code == 3


def test_what_is_dropped_in_is_narrated_until_ctrl_c(tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "empty.txt").write_text(" ")
    watching = subprocess.Popen(
        [sys.executable, "-m", "narrate", "--watch", "inbox", "--engine", "silent", "-o", "books"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    wait_for(watching, "empty.txt: ")
    (inbox / "Anna.txt").write_text(LINES.format("Anna"), encoding="utf-8")
    wait_for(watching, "Done: 01 ")
    while not (tmp_path / "books" / "Anna" / "timeline.json").exists():
        time.sleep(0.02)
    os.kill(watching.pid, signal.SIGINT)
    _, said = watching.communicate(timeout=60)
    assert watching.returncode == 130
    assert "Traceback" not in said
    assert list((tmp_path / "books" / "Anna").glob("*.mp3"))


def wait_for(process, text):
    for line in iter(process.stderr.readline, ""):
        if text in line:
            return
    pytest.fail(f"it ended without {text!r}")
