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


def test_files_named_with_then_are_one_book(narrate, tmp_path):
    for name in ("one.txt", "two.txt", "three.txt"):
        (tmp_path / name).write_text(f"Chapter {name[:-4].title()}\n\n{LINE}", encoding="utf-8")

    made = narrate("one.txt", "--then", "two.txt", "--then", "three.txt", "--engine", "silent")
    again = narrate("one.txt", "--then", "two.txt", "--then", "three.txt", "--engine", "silent")
    (tmp_path / "narrate.toml").write_text('then = ["two.txt"]\n', encoding="utf-8")
    script = narrate("script", "one.txt")
    both = narrate("one.txt", "two.txt", "--then", "three.txt")

    assert made.code == 0, made
    assert len(list((tmp_path / "output" / "one").glob("*.mp3"))) == 3
    assert "nothing to do, 3 chapters" in again.out
    assert "Chapter Two" in script.out
    assert "Chapter Three" not in script.out
    assert both.code == 2
    assert "--then goes with one story" in both.err


def test_a_file_named_with_then_that_is_not_there_is_named(narrate, tmp_path):
    (tmp_path / "one.txt").write_text(LINE, encoding="utf-8")

    made = narrate("one.txt", "--then", "nowhere.txt")

    assert made.code == 3
    assert "there is no file nowhere.txt" in made.err
    assert not (tmp_path / "output").exists()
