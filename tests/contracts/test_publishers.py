"""What holds for every publisher that is installed, whoever wrote it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from narrate.model import Edition
from narrate.publishing import CHAPTERS, Publisher, edition_from_json, load_publisher, publisher_names
from narrate.publishing.publisher import PublishOptions

NAMES = [name for name in publisher_names() if name != CHAPTERS]
HOSTILE = "../<script>alert('x')</script> & \"the\" \\ {b} --> \u202e\n\x07 con: *?|"


@pytest.fixture(params=NAMES)
def publisher(request) -> Publisher:
    return load_publisher(request.param)


@pytest.fixture
def edition(book) -> Edition:
    return edition_from_json((book / "timeline.json").read_text(encoding="utf-8"), book)


def hostile(edition: Edition) -> Edition:
    """The same with titles and names that mean harm, without an author, in a language nobody knows."""
    chapters = tuple(replace(chapter, title=f"{HOSTILE} {chapter.number}") for chapter in edition.chapters)
    readers = tuple(replace(reader, name=f"{HOSTILE} {number}") for number, reader in enumerate(edition.readers))
    return replace(edition, title=HOSTILE, author="", language="x-nobody", chapters=chapters, readers=readers)


def made(publisher: Publisher, edition: Edition, into: Path, *, by_word: bool = False) -> dict[str, bytes]:
    into.mkdir()
    publisher.publish(edition, into, PublishOptions(by_word=by_word))
    return {path.relative_to(into).as_posix(): path.read_bytes() for path in into.rglob("*") if path.is_file()}


def test_it_says_what_it_makes_and_can_be_told_from_an_earlier_one(publisher):
    assert len(publisher.about) > 15
    assert not publisher.about.endswith(".")
    assert publisher.revision >= 1


def test_the_same_edition_gives_the_same_files(publisher, edition, tmp_path):
    first = made(publisher, edition, tmp_path / "one")
    second = made(publisher, edition, tmp_path / "two")

    assert first
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_names_that_mean_harm_stay_names(publisher, edition, tmp_path):
    files = made(publisher, hostile(edition), tmp_path / "one", by_word=True)

    assert files
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "one"]
    for name in files:
        assert not any(character in name for character in '<>:"\\|?*\n\x07\u202e')
        assert ".." not in Path(name).parts


def test_it_changes_nothing_in_the_folder_it_reads(publisher, edition, book, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in book.rglob("*")}

    made(publisher, edition, tmp_path / "one")

    assert {path: path.stat().st_mtime_ns for path in book.rglob("*")} == before
