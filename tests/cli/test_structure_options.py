"""`--max-chapter` and `--notes`: long chapters are divided, notes are read or left out, and nothing stale stays."""

from __future__ import annotations

import json
from typing import Any

import pytest

PARAGRAPH = "The mill had stood since before anybody could say, and nobody in the valley had ever seen it turn. " * 4
SCENE = "\n\n".join([PARAGRAPH.strip()] * 4)
STORY = f"Chapter 1\n\nA/N: Thank you for reading!\n\n{SCENE}\n\n* * *\n\n{SCENE}\n\nChapter 2\n\n{PARAGRAPH.strip()}\n"


@pytest.fixture
def mill(tmp_path):
    path = tmp_path / "mill.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def files(narrate, mill, tmp_path):
    def made(*options: str) -> list[str]:
        run = narrate("make", str(mill), "-o", str(tmp_path / "out"), "--engine", "silent", *options)
        assert run.code == 0, run.err
        return sorted(path.name for path in (tmp_path / "out").glob("*.mp3"))

    return made


def test_a_long_chapter_becomes_files_that_are_made_again_only_where_they_change(files):
    divided = ["01 Chapter 1 (1 of 2).mp3", "02 Chapter 1 (2 of 2).mp3", "03 Chapter 2.mp3"]

    assert files("--max-chapter", "3m") == divided
    assert files("--max-chapter", "3m") == divided
    assert files() == ["01 Chapter 1.mp3", "02 Chapter 2.mp3"]


def test_a_file_that_is_not_as_narrate_wrote_it_stays(files, tmp_path):
    files("--max-chapter", "3m")
    own = tmp_path / "out" / "03 Chapter 2.mp3"
    own.write_bytes(b"a person's")

    files()

    assert own.read_bytes() == b"a person's"


def test_notes_are_read_unless_they_are_skipped(narrate, mill):
    def script(*options: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(narrate("script", str(mill), "--format", "json", *options).out)
        return found

    read, skipped = script(), script("--notes", "skip")

    assert [u["text"] for u in read["chapters"][0]["utterances"] if u["kind"] == "note"] == [
        "A/N: Thank you for reading!"
    ]
    assert not [u for u in skipped["chapters"][0]["utterances"] if u["kind"] == "note"]
    assert [o["reason"] for o in skipped["omitted"] if o["reason"] != "whitespace"] == ["author's note", "scene break"]


def test_a_length_that_is_none_is_refused_in_words(narrate, mill):
    run = narrate("make", str(mill), "--max-chapter", "2x")

    assert run.code == 2
    assert "--max-chapter: '2x' is no length of time; write 60m, 1h or 1h30m" in run.err
