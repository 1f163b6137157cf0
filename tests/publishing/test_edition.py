"""timeline.json holds all that publishing needs."""

from __future__ import annotations

import json

import pytest

from narrate.errors import InputError
from narrate.model import Gender, UtteranceKind
from narrate.publishing import edition_from_json


@pytest.fixture
def document(book):
    return json.loads((book / "timeline.json").read_text(encoding="utf-8"))


def edition(book, document):
    return edition_from_json(json.dumps(document), book)


def test_an_edition_comes_back_from_its_folder(book, document):
    found = edition(book, document)

    assert (found.title, found.author, found.language) == ("The Ferry", "M. Tidewell", "en")
    assert [chapter.number for chapter in found.chapters] == [1, 2]
    assert [chapter.sound.name for chapter in found.chapters] == sorted(path.name for path in book.glob("*.mp3"))
    assert found.readers[0].id is None
    assert {reader.name: reader.gender for reader in found.readers}["Hester Vane"] is Gender.FEMALE
    assert found.name_of("hester-vane") == "Hester Vane"
    assert found.duration_s == pytest.approx(sum(chapter["duration"] for chapter in document["chapters"]))


def test_every_passage_has_its_words_and_its_times(book, document):
    found = edition(book, document)
    spoken = [passage for passage in found.passages() if passage.speaker == "hester-vane"]

    assert spoken[0].text == "“It is always late,”"
    assert spoken[0].kind is UtteranceKind.DIALOGUE
    for chapter in found.chapters:
        times = [time for passage in chapter.passages for time in (passage.start_s, passage.end_s)]
        assert times == sorted(times)
        assert times[-1] <= chapter.duration_s
    for passage in found.passages():
        said = " ".join(passage.words_of(cue.span) for cue in passage.cues)
        assert said.split() == passage.text.split()


def test_scenes_and_paragraphs_rise(book, document):
    found = list(edition(book, document).passages())

    assert [passage.scene for passage in found] == sorted(passage.scene for passage in found)
    assert found[-1].scene == 3
    assert [passage.paragraph for passage in found] == sorted(passage.paragraph for passage in found)


def test_a_key_that_comes_twice_keeps_both_values(book, document):
    document["book"]["metadata"] = {"tag": ["rain", "boats"], "series": "Rivers"}

    assert edition(book, document).metadata == (("tag", "rain"), ("tag", "boats"), ("series", "Rivers"))
    assert edition(book, document).told("tag") == "rain"


@pytest.mark.parametrize(
    ("date", "usable"), [("2014", True), ("2014-02-03", True), ("February", False), ("2014-02", False), ("٢٠١٤", False)]
)
def test_only_a_date_that_tags_can_hold_is_one(book, document, date, usable):
    document["book"]["metadata"] = {"date": date}

    assert edition(book, document).date == (date if usable else None)


def test_a_timeline_of_an_earlier_narrate_says_what_to_do(book, document):
    del document["book"]

    with pytest.raises(InputError, match="earlier narrate") as caught:
        edition(book, document)
    assert "again" in caught.value.hint


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document["book"].pop("title"),
        lambda document: document.update(speakers=7),
        lambda document: document["chapters"][0]["utterances"][0].update(kind="shouting"),
        lambda document: document["chapters"][0].update(file="../../elsewhere.mp3"),
        lambda document: document.update(chapters=[]),
    ],
)
def test_a_damaged_timeline_is_an_error_in_words(book, document, spoil):
    spoil(document)

    with pytest.raises(InputError, match="timeline") as caught:
        edition(book, document)
    assert caught.value.hint
