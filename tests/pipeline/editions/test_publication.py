"""Publishing from a finished folder: what is there stays, what changed is made anew, nothing of a person's is lost."""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint

import pytest

from narrate import publish_folder
from narrate.errors import InputError, OutputError, UsageError
from narrate.model import Edition
from narrate.pipeline.events import Notice
from narrate.publishing import publisher


class Titles:
    """Writes the titles of the chapters: one file for each, in a folder, and one for all."""

    about = "titles, for tests"
    revision = 1

    def publish(self, edition: Edition, into, options):
        (into / "titles").mkdir()
        for chapter in edition.chapters:
            (into / "titles" / f"{chapter.title.split(':')[0]}.txt").write_text(chapter.title, encoding="utf-8")
        (into / "titles.txt").write_text(edition.title, encoding="utf-8")


class Full:
    """Has no room left."""

    about = "nothing"
    revision = 1

    def publish(self, edition, into, options):
        raise OSError(28, "No space left on device", str(into / "a"))


@pytest.fixture(autouse=True)
def _plugins(monkeypatch):
    group = publisher.PUBLISHERS.name
    entries = [
        EntryPoint("titles", f"{__name__}:Titles", group),
        EntryPoint("full", f"{__name__}:Full", group),
    ]
    monkeypatch.setattr("narrate.plugins.entry_points", lambda *, group: entries)
    monkeypatch.setattr(EntryPoint, "load", lambda self: globals()[self.value.partition(":")[2]])


def test_the_files_come_to_their_places(book):
    (made,) = publish_folder(book, ["titles"])

    assert made.made
    assert made.files == ("titles/Chapter One.txt", "titles/Chapter Two.txt", "titles.txt")
    assert (book / "titles.txt").read_text(encoding="utf-8") == "The Ferry"
    assert not (book / ".narrate" / "publishing").exists()


def test_what_is_up_to_date_is_not_touched(book):
    publish_folder(book, ["titles"])
    before = (book / "titles.txt").stat()

    (again,) = publish_folder(book, ["titles", "mp3"])

    assert not again.made
    assert (book / "titles.txt").stat() == before


def test_what_the_timeline_says_otherwise_is_made_anew_and_leftovers_go(book):
    publish_folder(book, ["titles"])
    path = book / "timeline.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["chapters"].pop()
    path.write_text(json.dumps(document), encoding="utf-8")

    (again,) = publish_folder(book, ["titles"])

    assert again.files == ("titles/Chapter One.txt", "titles.txt")
    assert sorted(file.name for file in (book / "titles").iterdir()) == ["Chapter One.txt"]


def test_a_file_that_was_lost_comes_back(book):
    publish_folder(book, ["titles"])
    (book / "titles.txt").unlink()

    (again,) = publish_folder(book, ["titles"])

    assert again.made
    assert (book / "titles.txt").exists()


def test_a_file_of_a_person_s_is_kept(book):
    (book / "titles.txt").write_text("my own", encoding="utf-8")
    told: list[object] = []

    publish_folder(book, ["titles"], listener=told.append)

    assert (book / ".narrate" / "kept" / "titles.1.txt").read_text(encoding="utf-8") == "my own"
    assert any(isinstance(event, Notice) and "titles.1.txt" in event.text for event in told)


def test_a_folder_without_an_audiobook_is_refused_and_left_alone(tmp_path):
    with pytest.raises(InputError, match="no finished audiobook"):
        publish_folder(tmp_path, ["titles"])
    assert list(tmp_path.iterdir()) == []


def test_a_missing_chapter_is_named(book):
    next(book.glob("01*.mp3")).unlink()

    with pytest.raises(InputError, match="Near Bank"):
        publish_folder(book, ["titles"])


def test_a_format_nobody_has_is_refused_with_those_there_are(book):
    with pytest.raises(UsageError, match="“title”") as caught:
        publish_folder(book, ["title"])
    assert "titles" in caught.value.hint


def test_a_full_disk_is_said_and_leaves_nothing_half_done(book):
    before = sorted(path.name for path in book.iterdir())

    with pytest.raises(OutputError, match="No space left"):
        publish_folder(book, ["full"])
    assert sorted(path.name for path in book.iterdir()) == before
    assert not (book / ".narrate" / "publishing").exists()
