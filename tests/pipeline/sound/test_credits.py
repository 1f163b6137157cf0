"""Spoken credits and the retail sample: their words, their files, and what switches them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import av
import pytest

from narrate.config import load_options
from narrate.errors import UsageError
from narrate.model import (
    ChapterTimeline,
    Cue,
    Span,
    SpokenLine,
    SynthesisRequest,
    UtteranceKind,
    check_credits,
    fill_credits,
)
from narrate.pipeline.sound.credits import sample_lines
from narrate.pipeline.sound.plan import ChapterPlan, PlannedLine
from narrate.publishing import ChapterTags
from narrate.speech import credits_wording, credits_wordings

FOLDER = Path("output") / "The Ferry"
FILES = ["00 Opening Credits.mp3", "03 Closing Credits.mp3"]


def seconds(path):
    with av.open(str(path)) as container:
        return (container.duration or 0) / av.time_base


@pytest.fixture
def made(narrate, story):
    """Narrate the story with an engine that makes no sound worth hearing, and list the files."""

    def run(*options):
        done = narrate(story.name, "--engine", "silent", *options)
        assert done.code == 0, done.err
        return sorted(path.name for path in FOLDER.glob("*.mp3"))

    return run


def test_what_stands_in_brackets_is_left_out_where_it_has_nothing_to_say():
    template = "{title}[, by {author}]. [Part {series_number} of {series}.]"
    assert fill_credits(template, {"title": "The Ferry", "author": "M. Tidewell"}) == "The Ferry, by M. Tidewell."
    told = {"title": "The Ferry", "series": "Rivers", "series_number": "2"}
    assert fill_credits(template, told) == "The Ferry. Part 2 of Rivers."


def test_braces_in_a_title_are_no_fields():
    assert fill_credits("{title}[, by {author}].", {"title": "{author} [1]", "author": "{title}"}) == (
        "{author} [1], by {title}."
    )


@pytest.mark.parametrize(
    "template", ["{titel}", "{title", "{}", "{0}", "{title.__class__}", "{title[0]}", "{title!r}", "{title:>99999999}"]
)
def test_a_template_that_can_not_be_filled_is_refused(template, tmp_path):
    with pytest.raises(ValueError, match="title"):
        check_credits(template)
    with pytest.raises(UsageError, match="--opening"):
        load_options(tmp_path / "story.txt", {"opening": template}, environment={})


@pytest.mark.parametrize("language", sorted(credits_wordings()))
def test_every_language_has_whole_credits_with_and_without_an_author(language):
    wording = credits_wording(language)
    for template in (wording.opening, wording.closing):
        told = {"title": "Xyz", "author": "A. Hale", "narrator": wording.voices or "B. Rook"}
        assert "Xyz" in fill_credits(check_credits(template), told)
        assert "A. Hale" in fill_credits(template, told)
        anonymous = fill_credits(template, {**told, "author": ""})
        assert "Xyz" in anonymous
        assert "[" not in anonymous
        assert not re.search(r"\b(by|von|de|di)\s*[.,]", anonymous)
    assert len(set(wording.titles)) == 3


def test_a_language_without_words_has_names_alone():
    assert (
        fill_credits(credits_wording("cy-GB").opening, {"title": "Y Bont", "author": "A. Hale"}) == "Y Bont.\nA. Hale."
    )
    assert credits_wording("de-AT") is credits_wording("de")


def test_credits_are_off_unless_a_profile_or_a_person_wants_them(made):
    chapters = ["01 Chapter One - The Near Bank.mp3", "02 Chapter Two - The Far Bank.mp3"]
    assert made() == chapters
    assert made("--credits", "on") == sorted([*chapters, *FILES])
    # one of them is no longer wanted: its file goes, the chapters stay as they are
    stamp = (FOLDER / chapters[0]).stat().st_mtime_ns
    assert made("--credits", "closing") == sorted([*chapters, FILES[1]])
    assert made("--credits", "off") == chapters
    assert (FOLDER / chapters[0]).stat().st_mtime_ns == stamp


def test_a_file_that_somebody_changed_is_not_removed(made):
    made("--credits", "on")
    (FOLDER / FILES[0]).write_bytes(b"my own")
    assert FILES[0] in made("--credits", "off")


def test_credits_are_no_chapters_of_the_timeline(made):
    made("--credits", "on")
    timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
    assert [chapter["file"][:2] for chapter in timeline["chapters"]] == ["01", "02"]


def test_a_run_in_which_nothing_changed_touches_nothing(narrate, story, made):
    made("--credits", "on")
    before = {path: path.stat().st_mtime_ns for path in FOLDER.iterdir() if path.is_file()}
    assert "nothing to do" in narrate(story.name, "--engine", "silent", "--credits", "on").out
    assert {path: path.stat().st_mtime_ns for path in FOLDER.iterdir() if path.is_file()} == before
    # … and a credit that was deleted comes back.
    (FOLDER / FILES[1]).unlink()
    assert FILES[1] in made("--credits", "on")


def test_the_wording_is_a_persons_choice(made):
    made("--credits", "on", "--opening", "A book.")
    short = seconds(FOLDER / FILES[0])
    made("--credits", "on", "--opening", r"{title}[, by {author}].\nRead to you by {narrator}, with pleasure.")
    assert seconds(FOLDER / FILES[0]) > short + 1
    named = seconds(FOLDER / FILES[0])
    made(
        "--credits", "on", "--narrator", "Somebody With A Very Long Name Indeed",
        "--opening", r"{title}[, by {author}].\nRead to you by {narrator}, with pleasure.",
    )  # fmt: skip
    assert seconds(FOLDER / FILES[0]) > named


def book(*chapters):
    """Plans and timelines of chapters, each a list of lines: which paragraph, and how many seconds."""
    plain = SynthesisRequest("", "one")
    made = []
    for number, lines in enumerate(chapters, 1):
        planned, cues, at_s = [], [], 0.5
        for index, (paragraph, length_s) in enumerate(lines):
            name = f"c{number}u{index}"
            line = SpokenLine(name, UtteranceKind.NARRATION, None, Span(index, index + 1), 1, paragraph, "It rained.")
            planned.append(PlannedLine(line, "silent", plain, plain, 0.0))
            cues.append(Cue(name, None, line.span, at_s, at_s + length_s - 0.5))
            at_s += length_s
        plan = ChapterPlan(
            number=number,
            title="One",
            file=f"{number}.mp3",
            lines=tuple(planned),
            texts=("It rained.",) * len(planned),
            scenes=False,
            tags=ChapterTags("One", "Rain"),
            key="key",
        )
        made.append((plan, ChapterTimeline("One", plan.file, at_s, tuple(cues))))
    return made


@pytest.mark.parametrize(
    ("chapters", "lines"),
    [
        ([[(1, 60), (1, 60), (2, 60), (2, 60), (3, 60), (3, 60)]], 4),  # the third paragraph has no room
        ([[(1, 60), (2, 60)], [(3, 60), (4, 60), (5, 90)]], 4),  # it goes on into the next chapter
        ([[(1, 100), (1, 100), (1, 100)]], 2),  # one endless paragraph: cut at a sentence
        ([[(1, 60)]], 1),
        ([[(1, 400)]], 0),
        ([], 0),
    ],
)
def test_the_sample_ends_with_a_paragraph_that_fits(chapters, lines):
    assert len(sample_lines(book(*chapters), 290)) == lines


def test_the_sample_ends_before_a_chapter_that_is_not_made():
    first, second = book([(1, 60)], [(2, 60)])
    assert len(sample_lines([first, (second[0], None)], 290)) == 1
    assert sample_lines([(first[0], None), second], 290) == ()


def test_a_short_book_is_its_own_sample(made):
    assert "Retail Sample.mp3" in made("--profile", "acx")
    chapters = sum(seconds(path) for path in FOLDER.glob("0[12] Chapter*.mp3"))
    assert seconds(FOLDER / "Retail Sample.mp3") == pytest.approx(chapters, abs=4)
