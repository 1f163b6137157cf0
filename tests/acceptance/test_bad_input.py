"""What people really do: each gets an error that says what, where and what to do, and an exit code."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043000302020302020303030304")


def refuse(done, code, *words):
    assert done.code == code, done
    assert re.search(r"^(narrate|Usage|Error): ", done.err, re.MULTILINE)
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


def test_a_path_that_leads_nowhere(narrate):
    refuse(narrate("nowhere.txt"), 3, "nowhere.txt")


def test_a_mistyped_command_is_told_from_a_missing_story(narrate):
    refuse(narrate("vocies"), 3, "narrate voices")


def test_a_folder(narrate, tmp_path):
    (tmp_path / "folder").mkdir()
    refuse(narrate("folder"), 3, "folder")


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_word(narrate, tmp_path, data):
    (tmp_path / "empty.txt").write_bytes(data)
    refuse(narrate("empty.txt"), 3, "empty.txt")


@pytest.mark.parametrize(
    "data", [JPEG, b"PK\x03\x04" + bytes(60), b"%PDF-1.7\n\xe2\xe3\xcf\xd3", bytes(range(256)) * 9]
)
def test_a_file_that_is_no_text(narrate, tmp_path, data):
    (tmp_path / "picture.txt").write_bytes(data)
    refuse(narrate("picture.txt"), 3, "picture.txt")


@pytest.mark.parametrize("command", ["make", "script", "cast"])
def test_a_pipe_is_not_waited_for(narrate, command):
    os.mkfifo("story.txt")
    refuse(narrate(command, "story.txt"), 3, "no ordinary file")


def test_a_name_that_is_no_text(narrate, story):
    name = os.fsdecode(b"caf\xe9.txt")
    story.rename(name)
    title = os.fsdecode(b"Caf\xe9")
    assert narrate(name, "--engine", "silent", "--title", title).code == 0
    assert "nothing to do" in narrate(name, "--engine", "silent", "--title", title).out


@pytest.mark.parametrize("words", [("story",), ("story", "--json"), ("script", "story"), ("voices",)])
def test_an_output_that_is_closed_or_full_or_has_few_characters(story, words):
    command = [sys.executable, "-m", "narrate", *(story.name if word == "story" else word for word in words)]
    environment = {**os.environ, "NARRATE_ENGINE": "silent", "PYTHONIOENCODING": "ascii"}

    def run(redirection):
        line = ["sh", "-c", f"{shlex.join(command)} {redirection}"]
        return subprocess.run(line, cwd=story.parent, env=environment, stderr=subprocess.PIPE, text=True, check=False)

    few, closed, full = run(">few.txt"), run(">&-"), run(">/dev/full")

    assert (few.returncode, closed.returncode) == (0, 0)
    assert full.returncode == 1
    assert "narrate: can't write" in full.stderr
    assert not any("Traceback" in done.stderr for done in (few, closed, full))


def test_a_language_without_a_voice(narrate):
    refuse(narrate("voices", "--engine", "silent", "--language", "tlh"), 4, "tlh")


def test_a_language_that_nobody_speaks_is_said(narrate, story):
    story.write_text("“你来了。”李明说。外面下着大雨。", encoding="utf-8")
    done = narrate(story.name)
    assert done.code == 0
    assert "Note: the story seems to be in another language (zh)" in done.err


def test_an_engine_that_is_not_there(narrate, story):
    refuse(narrate(story.name, "--engine", "pytts"), 4, "pytts", "pyttsx3")


def test_a_voice_that_is_not_there(narrate, story, tmp_path):
    (tmp_path / "voices.toml").write_text('[narrator]\nvoice = "silent:nobody"\n')
    refuse(narrate(story.name, "--engine", "silent", "--voices", "voices.toml"), 4, "nobody")


def test_a_voice_map_with_a_mistake(narrate, story, tmp_path):
    (tmp_path / "voices.toml").write_text('[narrator\nvoice = "silent:a"\n')
    refuse(narrate(story.name, "--engine", "silent", "--voices", "voices.toml"), 3, "voices.toml")


def test_a_known_cast_without_a_voice_map(narrate, story):
    refuse(narrate(story.name, "--engine", "silent", "--known-cast"), 3, "--voices")


def test_an_output_folder_that_is_a_file(narrate, story, tmp_path):
    (tmp_path / "taken").write_text("")
    refuse(narrate(story.name, "--engine", "silent", "-o", "taken"), 1, "--output")


def test_an_output_folder_that_can_not_be_written_to(narrate, story):
    refuse(narrate(story.name, "--engine", "silent", "-o", "/proc/narrate/book"), 1, "--output")


def test_a_cover_that_is_no_picture(narrate, story, tmp_path):
    (tmp_path / "cover.png").write_text("no picture")
    refuse(narrate(story.name, "--engine", "silent", "--cover", "cover.png"), 3, "cover.png", "JPEG")
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("words", [["--chapters", "0"], ["--profile", "loud"], ["--nonsense"], ["--jobs", "-1"]])
def test_an_option_that_makes_no_sense(narrate, story, words):
    refuse(narrate(story.name, *words), 2)


def test_a_range_without_a_chapter(narrate, story):
    refuse(narrate(story.name, "--engine", "silent", "--chapters", "7-"), 2, "2 chapters")


def test_a_broken_script_is_not_overwritten(narrate, story):
    assert narrate(story.name, "--engine", "silent").code == 0
    script = story.parent / "output" / "The Ferry" / "script.txt"
    content = script.read_text(encoding="utf-8").replace("Forty of them", "Fifty of them")
    script.write_text(content, encoding="utf-8")

    refuse(narrate(story.name, "--engine", "silent"), 3, "script.txt:", "Fifty")
    assert script.read_text(encoding="utf-8") == content


def test_what_can_not_be_read_leaves_no_folder_behind(narrate, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("Good.")

    for words in (["empty.txt"], ["good.txt", "--engine", "nonesuch"], ["good.txt", "--cover", "nonesuch.png"]):
        assert narrate(*words).code in {3, 4}

    assert not Path("output").exists()
