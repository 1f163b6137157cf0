from __future__ import annotations

import subprocess
import sys

LINE = "“It is late,” said Hester Vane.\n\nNobody came, and the river went on as it had before.\n"


def test_a_story_comes_in_on_standard_input(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "narrate", "-", "--engine", "silent", "--quiet"],
        input=b"<html><body><h1>The Bridge</h1><p>" + LINE.encode() + b"</p></body></html>",
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done
    assert [path.name for path in (tmp_path / "output" / "story").glob("*.mp3")] == ["01 The Bridge.mp3"]


def test_nothing_on_standard_input_is_an_error_in_words(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "narrate", "script", "-"], input=b"", cwd=tmp_path, capture_output=True, check=False
    )

    assert done.returncode == 3
    assert b"standard input is empty" in done.stderr


def test_a_folder_is_one_book_and_a_change_in_it_is_seen(narrate, tmp_path):
    (tmp_path / "book").mkdir()
    for number in (1, 2, 10):
        (tmp_path / "book" / f"{number}.txt").write_text(LINE, encoding="utf-8")

    first = narrate("book", "--engine", "silent")
    names = sorted(path.name for path in (tmp_path / "output" / "book").glob("*.mp3"))
    (tmp_path / "book" / "2.txt").write_text(LINE + "\nIt was over.\n", encoding="utf-8")
    second = narrate("script", "book")

    assert first.code == 0, first
    assert names == ["01 Chapter 1.mp3", "02 Chapter 2.mp3", "03 Chapter 10.mp3"]
    assert "It was over." in second.out
