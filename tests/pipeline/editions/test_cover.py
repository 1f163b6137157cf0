"""Where a cover comes from, and where it goes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from mutagen.id3 import ID3
from PIL import Image

FOLDER = Path("output") / "The Ferry"


@pytest.fixture(autouse=True)
def _made(monkeypatch):
    monkeypatch.delenv("NARRATE_COVER")


def embedded():
    return [ID3(path).getall("APIC")[0].data for path in sorted(FOLDER.glob("*.mp3"))]


def test_a_story_without_a_cover_gets_one_large_in_the_folder_and_small_in_its_chapters(narrate, story):
    done = narrate(story.name, "--engine", "silent")

    assert done.code == 0, done.err
    assert Image.open(io.BytesIO((FOLDER / "cover.jpg").read_bytes())).size == (3000, 3000)
    assert [Image.open(io.BytesIO(data)).size for data in embedded()] == [(600, 600), (600, 600)]


def test_running_again_touches_nothing(narrate, story):
    narrate(story.name, "--engine", "silent")
    before = (FOLDER / "cover.jpg").stat().st_mtime_ns

    again = narrate(story.name, "--engine", "silent")

    assert "nothing to do" in again.out
    assert (FOLDER / "cover.jpg").stat().st_mtime_ns == before


def test_another_title_is_another_cover(narrate, story):
    narrate(story.name, "--engine", "silent")
    before = (FOLDER / "cover.jpg").read_bytes()

    narrate(story.name, "--engine", "silent", "--title", "The Bells")

    assert (FOLDER / "cover.jpg").read_bytes() != before
    assert not (FOLDER / ".narrate" / "kept").exists()


def test_a_person_s_own_picture_takes_its_place_and_stays(narrate, story):
    narrate(story.name, "--engine", "silent")
    mine = b"\xff\xd8\xff\xe0 mine"
    (FOLDER / "cover.jpg").write_bytes(mine)

    narrate(story.name, "--engine", "silent")
    narrate(story.name, "--engine", "silent", "--title", "The Bells")

    assert (FOLDER / "cover.jpg").read_bytes() == mine
    assert embedded() == [mine, mine]


def test_none_is_no_cover(narrate, story):
    narrate(story.name, "--engine", "silent", "--cover", "none")

    assert not (FOLDER / "cover.jpg").exists()
    assert not ID3(next(FOLDER.glob("*.mp3"))).getall("APIC")


def test_letters_that_the_font_has_not_are_said(narrate, story):
    done = narrate(story.name, "--engine", "silent", "--title", "她")

    assert "its font has no 她" in done.err
    assert (FOLDER / "cover.jpg").is_file()
