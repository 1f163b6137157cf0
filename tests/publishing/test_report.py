"""The report: what it counts, and that every picture has its table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree as lxml_etree

from narrate.model import Cue, Edition, EditionChapter, Gender, Passage, Reader, Span, UtteranceKind
from narrate.publishing.report import ChapterSound, Verdict, report_page
from narrate.publishing.report.findings import doubtful, exchanges, pace, parts, words_a_minute
from narrate.publishing.report.pictures import curve

etree: Any = lxml_etree


def says(number, speaker, start_s, end_s, *, words=3, scene=1, confidence=1.0, kind=UtteranceKind.DIALOGUE):
    text = " ".join(["word"] * words)
    span = Span(1000 * number, 1000 * number + len(text))
    cue = Cue(f"c1u{number}", speaker, span, start_s, end_s)
    return Passage(f"c1u{number}", kind, speaker, scene, number, None, confidence, span, text, (cue,), "because")


CHAPTER = EditionChapter(
    1,
    "One <i>",
    "01 One <i>.mp3",
    Path("01 One <i>.mp3"),
    20.0,
    (
        says(1, None, 0, 6, words=12, kind=UtteranceKind.NARRATION),
        says(2, "ann", 6, 8),
        says(3, "bo", 8, 9, confidence=0.3),
        says(4, None, 9, 10, kind=UtteranceKind.NARRATION),
        says(5, "ann", 10, 12),
        says(6, "bo", 14, 16, scene=2, confidence=0.5),
    ),
)
EDITION = Edition(
    folder=Path(),
    title="The <b> Ferry",
    author="",
    narrator="N",
    language="en",
    profile="listen",
    chapters_in_story=1,
    metadata=(),
    readers=tuple(Reader(one, name, Gender.UNKNOWN, "silent:x", "X") for one, name in (
        (None, "Narrator"), ("ann", "Ann"), ("bo", "Bo"))),
    chapters=(CHAPTER,),
)  # fmt: skip
SOUND = ChapterSound(5.0, (-19.0, -22.5, None, -18.0), (Verdict("level", "-19 LUFS", "-19.5 to -18.5", ok=False),))


def test_everybodys_part():
    told = {part.reader.name: (part.lines, part.words, part.time_s, round(part.share, 3)) for part in parts(EDITION)}

    assert list(told) == ["Narrator", "Ann", "Bo"]
    assert told == {"Narrator": (2, 15, 7.0, 0.5), "Ann": (2, 6, 4.0, 0.286), "Bo": (2, 6, 3.0, 0.214)}


def test_who_answers_whom_within_a_scene():
    assert exchanges(EDITION) == {("ann", "bo"): 1, ("bo", "ann"): 1}


def test_pace_leaves_pauses_out():
    # Ten words in 5 s; then 2 words of the narrator's in 1 s, 6 in 3 s, 3 in 1 s …
    assert pace(CHAPTER, 5.0, 4) == (120.0, 132.0, 90.0, 90.0)
    assert pace(CHAPTER, 20.0, 1)[0] == pytest.approx(words_a_minute(CHAPTER), abs=0.1)
    assert pace(CHAPTER, 1.0, 20)[13] is None


def test_the_least_sure_come_first():
    assert [passage.id for _, _, passage in doubtful(EDITION)] == ["c1u3", "c1u6"]


def test_a_curve_stays_within_its_picture_and_has_gaps():
    picture = curve((-99.0, None, 99.0), scale=(-40, 0), ticks=(-20,), about="a")
    (path,) = [str(one.get("d")) for one in picture if one.get("class") == "curve"]

    assert path.count("M") == 2
    numbers = [float(one) for one in path.replace("M", " ").replace("L", " ").replace("h1", " ").split()]
    assert all(0 <= y <= 150 for y in numbers[1::2])


def test_the_page():
    page = etree.fromstring(report_page(EDITION, [SOUND]), etree.HTMLParser())
    text = " ".join(" ".join(page.itertext()).split())

    assert "Report on The <b> Ferry" in text
    assert "1 of 1 files miss it" in text
    assert "missed: level: -19 LUFS, wanted -19.5 to -18.5" in text
    for section in page.iter("section"):
        if section.get("id") != "doubtful":
            assert section.find(".//table") is not None, section.get("id")
    sources = [one.get("src") for one in page.iter("audio")]
    assert sources == ["01%20One%20%3Ci%3E.mp3#t=7.60,9.40", "01%20One%20%3Ci%3E.mp3#t=13.60,16.40"]
    assert "Bo, 30% sure; because. One <i>, 0:08." in text


def test_a_book_in_which_nobody_speaks():
    alone = EditionChapter(1, "One", "1.mp3", Path("1.mp3"), 9.0, CHAPTER.passages[:1])
    edition = Edition(Path(), "T", "", "N", "en", "listen", 1, (), EDITION.readers[:1], (alone,))

    text = report_page(edition, [ChapterSound(1.0, (None,) * 9, ())])

    assert "Nobody answers anybody." in text
    assert "There are none." in text
