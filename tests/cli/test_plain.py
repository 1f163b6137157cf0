"""For whoever hears the terminal instead of seeing it: no escape, no line that changes, no columns."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from fcntl import ioctl

import pytest

from narrate.cli.console import be_plain, table

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
"""Whatever is neither text nor a line feed."""


@pytest.fixture(autouse=True)
def _not_plain(monkeypatch):
    for name in ("NO_COLOR", "NARRATE_PLAIN", "TERM"):
        monkeypatch.delenv(name, raising=False)
    yield
    be_plain(plain=False)


def on_a_terminal(*words, columns=80, **environment):
    """What a command writes to a terminal of so many columns, and its exit code."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    settings = termios.tcgetattr(theirs)
    settings[1] &= ~termios.OPOST  # line feeds stay what they are
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    process = subprocess.Popen(
        [sys.executable, "-m", "narrate", *map(str, words)],
        stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm-256color", **environment},
    )  # fmt: skip
    os.close(theirs)
    heard = bytearray()
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while piece := os.read(ours, 4096):
            heard += piece
    os.close(ours)
    return process.wait(), heard.decode()


def test_the_main_job_is_plain_with_a_terminal_and_without(story, tmp_path):
    words = (story, "--engine", "silent", "--jobs", "1", "--plain", "-o")
    code, terminal = on_a_terminal(*words, tmp_path / "one")
    piped = subprocess.run(
        [sys.executable, "-m", "narrate", *map(str, words), str(tmp_path / "two")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert code == 0
    assert not CONTROL.search(terminal)
    assert not CONTROL.search(piped.stdout + piped.stderr)
    assert "2 of 2 done: " in terminal
    assert "voice of: Hester Vane; share: " in terminal
    assert "voice of: Hester Vane; share: " in piped.stdout
    # The same is said, line by line, wherever it goes.
    assert sorted(lines(terminal, "one")) == sorted(lines(piped.stdout + piped.stderr, "two"))


def lines(text, folder):
    """What was said, without what differs between two runs."""
    differs = re.compile(r", about .* to go|\d of \d done: ")
    return [differs.sub("", line).replace(f"/{folder}", "/") for line in text.splitlines()]


def test_even_without_asking_nothing_is_written_over(story, tmp_path):
    code, terminal = on_a_terminal(story, "--engine", "silent", "--jobs", "1", "-o", tmp_path / "one", columns=40)

    assert code == 0
    assert not CONTROL.search(terminal)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["cast", "The Ferry.txt", "--engine", "silent"],
        ["script", "The Ferry.txt"],
        ["review", "The Ferry.txt"],
        ["voices", "--engine", "silent"],
        ["publish", "--list"],
        ["cache", "info"],
    ],
)
def test_every_command_is_plain_and_has_no_columns(narrate, story, words):
    done = narrate(*words, "--plain")

    assert done.code == 0, done.err
    assert not CONTROL.search(done.out + done.err)
    if words[0] in {"cast", "voices"} or "--list" in words:
        assert not re.search(r"\S {2,}\S", done.out)
        assert ": " in done.out


def test_it_may_stand_anywhere_and_in_the_environment(narrate, story, monkeypatch):
    first = narrate("--plain", "cast", story.name, "--engine", "silent").out
    monkeypatch.setenv("NARRATE_PLAIN", "1")
    second = narrate("cast", story.name, "--engine", "silent").out

    assert first == second
    assert first.startswith("character: Narrator; lines: ")


def test_it_ends_with_its_run(narrate, story):
    narrate("cast", story.name, "--engine", "silent", "--plain")

    assert narrate("cast", story.name, "--engine", "silent").out.startswith("character  ")


def test_after_two_dashes_it_is_a_word_like_any_other(narrate):
    done = narrate("script", "--", "--plain")

    assert done.code == 3
    assert "--plain" in done.err


def test_a_table_says_in_each_line_what_its_cells_are():
    be_plain(plain=True)

    assert table([("name", "size"), ("a", "1"), ("b", "")]) == "name: a; size: 1\nname: b"
