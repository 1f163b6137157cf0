"""Chapter marks, lyrics and ReplayGain in MP3 files, as they are read back."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from narrate.publishing import ChapterTags, LyricsLine, TimeMark, edition_from_json, scene_marks, write_tags


@pytest.fixture
def chapters(book):
    return [ID3(path, translate=False) for path in sorted(book.glob("*.mp3"))]


def marks(tags):
    (contents,) = tags.getall("CTOC")
    found = {frame.element_id: frame for frame in tags.getall("CHAP")}
    return [found[name] for name in contents.child_element_ids]


def test_scenes_are_marked_from_the_beginning_of_the_file_to_its_end(book, chapters):
    first = marks(chapters[0])
    info: Any = MP3(min(book.glob("*.mp3"))).info

    assert [str(mark.sub_frames["TIT2"]) for mark in first] == [
        "Chapter One: The Near Bank",
        "Chapter One: The Near Bank · 2",
    ]
    assert first[0].start_time == 0
    assert all(one.end_time == two.start_time for one, two in pairwise(first))
    assert first[-1].end_time == pytest.approx(info.length * 1000, abs=2)


def test_a_scene_is_marked_where_it_begins_to_be_heard(book, chapters):
    edition = edition_from_json((book / "timeline.json").read_text(encoding="utf-8"), book)
    second = next(passage for passage in edition.passages() if passage.scene == 2)

    assert marks(chapters[0])[1].start_time == round(second.start_s * 1000)
    assert second.text.startswith("It was dark")


def test_where_one_chapter_has_scenes_all_are_marked_and_no_title_comes_twice(chapters):
    titles = [str(mark.sub_frames["TIT2"]) for tags in chapters for mark in marks(tags)]

    assert len(marks(chapters[1])) == 1
    assert len(set(titles)) == len(titles)


def test_the_contents_are_at_the_top_and_ordered_or_players_hide_the_marks(chapters):
    assert [tags.getall("CTOC")[0].flags for tags in chapters] == [3, 3]


def test_a_book_without_scenes_has_no_marks(narrate, tmp_path):
    (tmp_path / "plain.txt").write_text("Nobody came. “Well,” said Hester.\n", encoding="utf-8")

    narrate("plain.txt", "--engine", "silent")

    tags = ID3(next((tmp_path / "output" / "plain").glob("*.mp3")))
    assert not tags.getall("CHAP")
    assert not tags.getall("CTOC")


def test_the_words_are_there_whole_and_with_their_times(book, chapters):
    (whole,) = chapters[0].getall("USLT")
    (timed,) = chapters[0].getall("SYLT")
    edition = edition_from_json((book / "timeline.json").read_text(encoding="utf-8"), book)
    passages = edition.chapters[0].passages

    assert (whole.lang, timed.lang, timed.format, timed.type) == ("eng", "eng", 2, 1)
    assert "“Only when I am tired.”\n\n“And are you tired?” Hester asked.\n\n" in whole.text
    assert "".join(whole.text.split()) == "".join("".join(passage.text.split()) for passage in passages)
    assert [time for _, time in timed.text] == [round(c.start_s * 1000) for p in passages for c in p.cues]
    assert "".join(text for text, _ in timed.text).split() == whole.text.split()


def test_gain_brings_it_to_what_players_play(chapters):
    # −19 LUFS, as one channel: 1 dB below ReplayGain's −18
    assert str(chapters[0]["TXXX:REPLAYGAIN_TRACK_GAIN"]) == "1.00 dB"
    assert float(str(chapters[0]["TXXX:REPLAYGAIN_TRACK_PEAK"])) == pytest.approx(0.794, abs=0.001)


def test_marks_stand_in_the_file_in_the_order_of_their_times(tmp_path):
    path: Path = tmp_path / "a.mp3"
    path.write_bytes(b"")
    given = tuple(TimeMark(letter * (20 - at), at, at + 1) for at, letter in enumerate("abcdefghijkl"))

    write_tags(path, ChapterTags("T", "B", marks=given, lyrics=(LyricsLine("words", 0, 1),)))

    data = path.read_bytes()
    places = [data.index(mark.title.encode("utf-16-le")) for mark in given]
    assert places == sorted(places)
    assert [str(mark.sub_frames["TIT2"]) for mark in marks(ID3(path))] == [mark.title for mark in given]
    assert ID3(path).getall("USLT")[0].text == "words"


def test_marks_by_scene():
    found = scene_marks("T", [(1, 0.5), (1, 2.0), (2, 4.0), (5, 6.5), (5, 7.0)], 9.0)

    assert found == (TimeMark("T", 0.0, 4.0), TimeMark("T · 2", 4.0, 6.5), TimeMark("T · 3", 6.5, 9.0))


def test_any_text_can_be_lyrics(tmp_path):
    path: Path = tmp_path / "a.mp3"
    path.write_bytes(b"")
    hostile = "a\0b \ud800 c\u202e\n\n[00:01.00] <x>"

    write_tags(path, ChapterTags("T", "B", lyrics=(LyricsLine(hostile, 0, 1), LyricsLine(" \n", 1, 2))))

    (whole,) = ID3(path).getall("USLT")
    assert whole.text.startswith("ab")
    assert whole.text.endswith("c\u202e [00:01.00] <x>")
