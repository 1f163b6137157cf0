"""M4B, as players and tools that we did not write read it."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest
from mutagen.mp4 import MP4, MP4Cover

from narrate import publish_folder

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


@pytest.fixture
def m4b(book):
    (book / "cover.png").write_bytes(PNG)
    (published,) = publish_folder(book, ["m4b"])
    assert published.files == ("The Ferry.m4b",)
    return book / "The Ferry.m4b"


def test_the_chapters_are_there_in_both_kinds(m4b, book, need):
    said = subprocess.run(
        [need("ffprobe"), "-v", "error", "-of", "json", "-show_chapters", "-show_streams", str(m4b)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(said.stdout)
    timeline = json.loads((book / "timeline.json").read_text(encoding="utf-8"))
    lengths = [chapter["duration"] for chapter in timeline["chapters"]]

    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == [c["title"] for c in timeline["chapters"]]
    assert float(found["chapters"][1]["start_time"]) == pytest.approx(lengths[0], abs=0.002)
    assert float(found["chapters"][1]["end_time"]) == pytest.approx(sum(lengths), abs=0.002)
    # Nero's list, and beside it QuickTime's text track, which the sound refers to
    assert b"chpl" in m4b.read_bytes()
    assert b"tref" in m4b.read_bytes()
    assert {stream["codec_tag_string"] for stream in found["streams"]} >= {"mp4a", "text"}
    assert float(found["streams"][0]["duration"]) == pytest.approx(sum(lengths), abs=0.1)


def test_nero_chapters_as_another_library_reads_them(m4b):
    chapters: Any = MP4(m4b).chapters

    assert [chapter.title for chapter in chapters] == ["Chapter One: The Near Bank", "Chapter Two: The Far Bank"]
    assert chapters[0].start == 0


def test_the_atoms_that_shelves_read(m4b):
    tags: Any = MP4(m4b).tags

    assert tags["\xa9nam"] == tags["\xa9alb"] == ["The Ferry"]
    assert tags["\xa9ART"] == tags["aART"] == ["M. Tidewell"]
    assert tags["stik"] == [2]
    assert "synthetic voice" in tags["\xa9nrt"][0]
    assert tags["covr"] == [PNG]
    assert tags["covr"][0].imageformat == MP4Cover.FORMAT_PNG


def test_it_is_an_audiobook_to_apple(m4b):
    assert m4b.read_bytes()[4:12] == b"ftypM4B "


def test_the_same_edition_gives_the_same_bytes(m4b, book):
    before = m4b.read_bytes()
    m4b.unlink()

    (again,) = publish_folder(book, ["m4b"])

    assert again.made
    assert m4b.read_bytes() == before
