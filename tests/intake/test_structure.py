from __future__ import annotations

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrate.intake.outline import Outline
from narrate.intake.structure.steps import outline_text
from narrate.model import BlockKind, fill_omissions

PIECES = [
    "\n", "\n\n", "\n\n\n", "\r\n", "\r", "\f", "\x1c", "\x85", "\u2028", " ", "    ", "\t", "\x00", "\ufeff",
    "\u200b", "\ud800", "Chapter 1", "CHAPTER", "I", "II", "1.", "2.", "Part Two", "Contents", "Prologue",
    "# A Title", "The Bridge", "THE END", "***", "* * *", "oOo", "...", "---", "by", "by Ann Other",
    "Title: The Lamp", "Rating: PG", "Summary:", "A/N: hello", "Notes:", "Author's Note:", "Disclaimer: not mine",
    "[Illustration: A cat]", "*** START OF THE PROJECT GUTENBERG EBOOK X ***",
    "*** END OF THE PROJECT GUTENBERG EBOOK X ***", '"Well," said Jo.', "The rain came down and",
    "nobody minded it at all.", "Jack's POV", "Tuesday, 3 a.m.", "~*~ Later ~*~", "Dear Jo,", "Yours ever,", "P.S. No.",
    "From: Jo", "To: Al", "Jo: hi", "Al: hi", "- a lamp", "NO CAT YET STOP", "TBC", "Please R&R!", "Fandom", "Rating",
    "Rating: PG | Genre: x", "Rated: Fiction T - English - id: 1", "12 May.", "<hr>", "*", "_", "~", ":",
    "Oh the sea is wide", "“Yes,” she said.", "—", "x", "é", "…",
]  # fmt: skip


def assert_tiles(outline: Outline) -> None:
    blocks = [block for chapter in outline.chapters for block in chapter.blocks]
    for block in blocks:
        assert block.span == block.span.trimmed(outline.text)
        assert len(block.span) or block.kind is BlockKind.SCENE_BREAK
    assert [b.span for b in blocks] == sorted(b.span for b in blocks)
    assert [o.span for o in outline.omitted] == sorted(o.span for o in outline.omitted)
    assert outline.chapters
    fill_omissions(outline.text, [block.span for block in blocks], outline.omitted)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
@example("\ufeff")
@example("\ud800\n\ud800")
def test_blocks_and_omissions_tile_any_text(text: str):
    assert_tiles(outline_text(text))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_blocks_and_omissions_tile_texts_made_of_structure(text: str):
    assert_tiles(outline_text(text))


@given(st.lists(st.sampled_from([piece for piece in PIECES if piece.strip()]), max_size=25).map("\n\n".join))
def test_the_same_text_gives_the_same_outline(text: str):
    assert outline_text(text) == outline_text(text)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_empty_scene_break_lies_inside_a_block(text: str):
    blocks = [block for chapter in outline_text(text).chapters for block in chapter.blocks]
    for block in blocks:
        if not len(block.span):
            assert not any(b.span.start < block.span.start < b.span.end for b in blocks)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        '"',
        "\n",
        " \n",
        "*\n",
        "I\n\n",
        "Author's Note:\n\n",
        "THE END\n\n",
        "Title: x\nand so on\n",
        "Chapter 1\n\nWord.\n\n",
    ],
)
def test_work_grows_with_length_alone(piece: str):
    def calls(length: int) -> int:
        count = 0

        def see(_frame: object, _event: str, _argument: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(see)
        try:
            outline_text(piece * (length // len(piece)))
        finally:
            sys.setprofile(None)
        return count

    assert calls(80_000) < 6 * calls(20_000) + 1000


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(text)) for c in outline_text(text).chapters for b in c.blocks]


def titles(text: str) -> list[str | None]:
    return [chapter.title for chapter in outline_text(text).chapters]


PROSE = (
    "The rain came down on the roof like gravel, and nobody in the house said a word about it until the morning.\n\n"
)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Chapter IV", "Chapter IV"),
        ("CHAPTER ONE. The Loom", "CHAPTER ONE. The Loom"),
        ("CHAPTER ONE. THE LOOM.", "CHAPTER ONE. THE LOOM"),
        ("Chapter 3: Title", "Chapter 3: Title"),
        ("**Chapter 3 – Title**", "Chapter 3 – Title"),
        ("_Chapter the Third_", "Chapter the Third"),
        ("Chapter3", "Chapter3"),
        ("The First Chapter", "The First Chapter"),
        ("CHAPTER\n   7", "CHAPTER 7"),
        ("CHAPTER I\n\nThe Bridge", "CHAPTER I. The Bridge"),
        ("CHAPTER I.\nThe long way home", "CHAPTER I. The long way home"),
        ("Book I\n\nChapter 1\n\nThe Bridge", "Book I. Chapter 1. The Bridge"),
        ("Prologue", "Prologue"),
        ("EPILOGUE: After the Rain", "EPILOGUE: After the Rain"),
        ("Part Two", "Part Two"),
        ("## The Bridge", "The Bridge"),
    ],
)
def test_a_heading_names_its_chapter(heading: str, title: str):
    text = PROSE + heading + "\n\n" + PROSE

    assert titles(text) == [None, title]


@pytest.mark.parametrize(
    "line",
    [
        "Part two of the plan was harder.",
        "Chapter 3 was the worst of the whole book.",
        "Book I gave her, she never read.",
        '"Chapter One," he read aloud.',
        "1. Milk",
        "I",
        "12",
        "Day one went by.",
        "By the time he came home",
    ],
)
def test_what_only_begins_like_a_heading_is_prose(line: str):
    text = PROSE + line + "\n\n" + PROSE

    assert titles(text) == [None]
    assert ("paragraph", line) in kinds(text)


def test_a_numbered_list_makes_no_chapters():
    text = PROSE + "1. Milk\n\n2. Eggs\n\n3. Bread\n\n" + PROSE

    assert titles(text) == [None]
    assert [kind for kind, _ in kinds(text)] == ["paragraph", *["list-item"] * 3, "paragraph"]


def test_numbers_inside_chapters_are_headings_of_sections():
    text = f"Chapter 1\n\n1.\n\n{PROSE}2.\n\n{PROSE}Chapter 2\n\n1.\n\n{PROSE}2.\n\n{PROSE}"

    assert titles(text) == ["Chapter 1. 1", "Chapter 2. 1"]


@pytest.mark.parametrize(
    "mark",
    ["* * *", "***", "~*~", "oOo", "xXx", "---", "###", "#", "o0o", "❦", "⁂", "-HP-HP-HP-", "-- page break --"],
)
def test_an_ornament_is_a_scene_break(mark: str):
    text = PROSE + mark + "\n\n" + PROSE

    assert ("scene-break", mark) in kinds(text)


@pytest.mark.parametrize("line", ['"..."', "“…!”", "Ox", "No.", "?!", '"'])
def test_what_may_be_speech_is_no_scene_break(line: str):
    text = PROSE + line + "\n\n" + PROSE

    assert ("paragraph", line) in kinds(text)


def test_a_run_of_scene_breaks_is_one():
    text = PROSE + "***\n\n~\n\n\n***\n\n" + PROSE

    outline = outline_text(text)

    assert [kind for kind, _ in kinds(text)] == ["paragraph", "scene-break", "paragraph"]
    assert [o.reason for o in outline.omitted] == ["scene break", "scene break"]


def test_marks_and_blank_lines_at_headings_and_edges_are_no_scene_breaks():
    text = f"***\n\nChapter 1\n\n\n\n{PROSE}***\n\n\nChapter 2\n\n---\n\n{PROSE}\n\n\n***\n"

    assert [kind for kind, _ in kinds(text)] == ["heading", "paragraph", "heading", "paragraph"]


def test_extra_blank_lines_are_a_scene_break_between_the_paragraphs():
    text = PROSE * 3 + "\n" + PROSE * 2

    found = kinds(text)

    assert [kind for kind, _ in found] == ["paragraph"] * 3 + ["scene-break"] + ["paragraph"] * 2
    assert found[3][1] == ""


def test_a_form_feed_begins_a_new_scene():
    text = "One thing happened.\n\fAnother thing happened.\n"

    assert [kind for kind, _ in kinds(text)] == ["paragraph", "scene-break", "paragraph"]


def test_a_story_without_headings_is_one_chapter_without_a_title():
    assert titles(PROSE * 3) == [None]


def test_the_author_of_a_byline_is_not_spoken_as_prose():
    outline = outline_text("The Lamp\nby Ann Other\n\n" + PROSE * 2)

    assert (outline.title, outline.author) == ("The Lamp", "Ann Other")
    assert [b.kind for b in outline.chapters[0].blocks][:3] == ["front-matter", "front-matter", "paragraph"]


def test_a_note_never_swallows_the_story_under_it():
    text = "Author's Note:\n\nThanks for coming back.\n\n" + PROSE * 5

    assert [kind for kind, _ in kinds(text)] == ["note", "note"] + ["paragraph"] * 5


def test_verse_keeps_its_lines_and_speech_is_never_verse():
    verse = "Oh the sea is wide and cold\nAnd the night is long\nAnd the sailors, they are old\nAnd they know one song"
    speech = '"Who are you," said the owl\n"And what is that\n"That you have there\n"Under your hat"'

    assert ("verse", verse) in kinds(f"{PROSE * 3}{verse}\n\n{PROSE}")
    assert "verse" not in dict(kinds(f"{PROSE * 3}{speech}\n\n{PROSE}"))
