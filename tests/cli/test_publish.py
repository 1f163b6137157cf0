from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from mutagen.mp4 import MP4

FOLDER = Path("output") / "The Ferry"


def covers(path: Path) -> list[bytes]:
    tags: Any = MP4(path).tags
    return [bytes(cover) for cover in tags["covr"]]


def test_a_run_publishes_at_its_end(narrate, story):
    done = narrate(story.name, "--engine", "silent", "--format", "mp3,m4b")

    assert done.code == 0, done.err
    assert (FOLDER / "The Ferry.m4b").is_file()
    assert "The Ferry.m4b" in done.out


def test_the_cover_that_was_given_is_in_the_folder_and_in_what_is_published(narrate, story, tmp_path):
    picture = b"\xff\xd8\xff\xe0 one"
    (tmp_path / "front.jpeg").write_bytes(picture)

    narrate(story.name, "--engine", "silent", "--cover", "front.jpeg", "--format", "m4b")

    assert (FOLDER / "cover.jpg").read_bytes() == picture
    assert covers(FOLDER / "The Ferry.m4b") == [picture]


def test_a_cover_that_a_person_puts_into_the_folder_is_taken(narrate, story):
    narrate(story.name, "--engine", "silent")
    (FOLDER / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0 mine")

    done = narrate(story.name, "--engine", "silent", "--format", "m4b")

    assert done.code == 0
    assert (FOLDER / "cover.jpg").read_bytes() == b"\xff\xd8\xff\xe0 mine"
    assert covers(FOLDER / "The Ferry.m4b") == [b"\xff\xd8\xff\xe0 mine"]
    assert ID3(next(FOLDER.glob("01*.mp3"))).getall("APIC")[0].data == b"\xff\xd8\xff\xe0 mine"


def test_formats_with_an_option_of_their_own(narrate, story, book):
    made = narrate(story.name, "--engine", "silent", "--single")
    later = narrate("publish", book, "--single", "--format", "vtt")

    assert made.code == later.code == 0
    assert (FOLDER / "single" / "The Ferry.mp3").is_file()
    assert (book / "single" / "The Ferry.mp3").is_file()
    assert len(list(book.glob("*.vtt"))) == 2


def test_a_folder_is_published_later(narrate, book):
    done = narrate("publish", book, "--format", "m4b")
    again = narrate("publish", book, "--format", "m4b")

    assert done.out == f"{book / 'The Ferry.m4b'}\n"
    assert again.out == f"{book / 'The Ferry.m4b'} (was there)\n"


def test_what_was_made_is_told_to_programs(narrate, book):
    done = narrate("publish", book, "--format", "m4b", "--json")

    assert json.loads(done.out) == [{"format": "m4b", "files": ["The Ferry.m4b"], "made": True}]
    assert done.err == ""


def test_what_was_published_earlier_and_is_outdated_is_told(narrate, story):
    narrate(story.name, "--engine", "silent", "--format", "m4b")
    story.write_text(story.read_text(encoding="utf-8") + "\n“Good night,” said Hester.\n", encoding="utf-8")

    done = narrate(story.name, "--engine", "silent")

    assert "m4b is of an earlier state" in done.err


def test_every_format_is_listed_with_its_use(narrate):
    lines = narrate("publish", "--list").out.splitlines()

    assert {"mp3", "m4b"} <= {line.split()[0] for line in lines}
    assert all(len(line.split()) > 3 for line in lines)


@pytest.mark.parametrize(
    ("words", "code", "complaint"),
    [
        (["publish"], 2, "no folder to publish"),
        (["publish", "nowhere"], 2, "no format to publish"),
        (["publish", "nowhere", "--format", "m4b"], 3, "no finished audiobook in nowhere"),
        (["publish", "nowhere", "--format", "m5b"], 2, "Did you mean “m4b”?"),
        (["publish", "nowhere", "--format", ","], 2, "names no format"),
    ],
)
def test_misuse_is_said_in_words(narrate, words, code, complaint):
    done = narrate(*words)

    assert done.code == code
    assert complaint in done.err


def test_a_format_nobody_has_stops_a_run_before_it_begins(narrate, story):
    done = narrate(story.name, "--engine", "silent", "--format", "m5b")

    assert done.code == 2
    assert not FOLDER.exists()
