"""What is made of a marked-up text: told in the words that readers use, looked at as kinds of blocks."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.test_structure import PIECES, assert_tiles

from narrate.intake.markup.manuscript import Manuscript, ManuscriptBuilder, Mark
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.outline import Outline
from narrate.model import BlockKind, EmphasisKind

PROSE = (
    "The rain came down on the roof like gravel, and nobody in the house said a word about it until the morning came."
)

Told = tuple[Mark, str] | tuple[Mark, str, int]


def manuscript(*told: Told | str, **facts) -> Manuscript:
    builder = ManuscriptBuilder()
    for block in told:
        mark, words, level = (Mark.PARAGRAPH, block, 0) if isinstance(block, str) else (*block, 0)[:3]
        builder.begin(mark, level=level)
        builder.words(words, verbatim="\n" in words)
    return builder.manuscript(**facts)


def outline(*told: Told | str, **facts) -> Outline:
    return outline_manuscript(manuscript(*told, **facts))


def h(level: int, words: str) -> Told:
    return (Mark.HEADING, words, level)


def titles(found: Outline) -> list[str | None]:
    return [chapter.title for chapter in found.chapters]


def kinds(found: Outline) -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(found.text)) for c in found.chapters for b in c.blocks]


def omitted(found: Outline) -> list[tuple[str, str]]:
    return [(o.reason, o.span.of(found.text)) for o in found.omitted]


@st.composite
def manuscripts(draw) -> Manuscript:
    builder = ManuscriptBuilder()
    words = st.sampled_from([*PIECES, PROSE]) | st.text(max_size=8)
    for _ in range(draw(st.integers(0, 25))):
        action = draw(st.integers(0, 9))
        if action == 0:
            builder.part(draw(st.sampled_from(["a.xhtml", "b.xhtml"])))
        elif action == 1:
            builder.entry(draw(words))
        elif action == 2:
            builder.page()
        else:
            builder.begin(draw(st.sampled_from(list(Mark))), level=draw(st.integers(0, 3)))
        for _ in range(draw(st.integers(0, 3))):
            kind = draw(st.sampled_from(list(EmphasisKind)))
            builder.words(draw(words), *([kind] if draw(st.booleans()) else []), verbatim=draw(st.booleans()))
            if draw(st.booleans()):
                builder.line_break()
    return builder.manuscript(
        title=draw(st.none() | words), author=draw(st.none() | words), language=draw(st.sampled_from([None, "de", ""]))
    )


@settings(max_examples=400, deadline=None)
@given(manuscripts())
def test_blocks_and_omissions_tile_any_manuscript(told: Manuscript):
    found = outline_manuscript(told)

    assert_tiles(found)
    assert found.text == told.text


@settings(max_examples=50, deadline=None)
@given(manuscripts())
def test_the_same_manuscript_gives_the_same_outline(told: Manuscript):
    assert outline_manuscript(told) == outline_manuscript(told)


def test_a_title_over_chapters_is_announced_and_chapters_begin_at_theirs():
    found = outline(h(1, "The Bell"), h(2, "Morning"), PROSE, h(2, "Evening"), PROSE)

    assert found.title == "The Bell"
    assert titles(found) == ["Morning", "Evening"]
    assert kinds(found)[0] == ("front-matter", "The Bell")


def test_chapters_of_the_highest_level_need_no_title_above():
    found = outline(h(1, "Morning"), PROSE, h(1, "Evening"), PROSE, title="The Bell")

    assert titles(found) == ["Morning", "Evening"]


def test_a_heading_without_text_over_one_of_its_own_level_is_the_title():
    found = outline(h(1, "The Bell"), "N. Body", h(1, "Chapter 1"), PROSE, h(1, "Chapter 2"), PROSE)

    assert (found.title, titles(found)) == ("The Bell", ["Chapter 1", "Chapter 2"])


def test_a_single_heading_at_the_top_is_the_title():
    found = outline(h(1, "The Bell"), PROSE)

    assert (found.title, titles(found)) == ("The Bell", [None])


def test_a_single_heading_that_says_chapter_is_one():
    found = outline(h(1, "Chapter 3"), PROSE)

    assert (found.title, titles(found)) == (None, ["Chapter 3"])


def test_parts_join_their_first_chapter():
    found = outline(
        h(1, "Part One"), h(2, "Morning"), PROSE, h(2, "Noon"), PROSE, h(1, "Part Two"), h(2, "Evening"), PROSE
    )

    assert titles(found) == ["Part One. Morning", "Noon", "Part Two. Evening"]


def test_headings_of_scenes_stay_within_their_chapter():
    found = outline(h(1, "The Bell"), h(2, "Chapter 1"), PROSE, h(3, "London"), PROSE, h(2, "Chapter 2"), PROSE)

    assert titles(found) == ["Chapter 1", "Chapter 2"]
    assert ("heading", "London") in kinds(found)


def test_a_number_and_the_title_under_it_are_one_heading():
    found = outline(h(2, "Chapter 1"), h(3, "The Bridge"), PROSE, h(2, "Chapter 2"), h(3, "The River"), PROSE)

    assert titles(found) == ["Chapter 1. The Bridge", "Chapter 2. The River"]


def test_chapters_that_are_mere_paragraphs_are_found_as_in_plain_text():
    found = outline(h(1, "The Bell"), "Chapter 1", PROSE, "Chapter 2: Night", PROSE)

    assert (found.title, titles(found)) == ("The Bell", ["Chapter 1", "Chapter 2: Night"])


def test_the_file_s_table_of_contents_names_chapters_without_a_heading():
    builder = ManuscriptBuilder()
    for number, title in enumerate(("The Title Page", "Morning", "Evening")):
        builder.part(f"{number}.xhtml")
        builder.entry(title)
        builder.begin()
        builder.words(PROSE if number else "The Bell")
    found = outline_manuscript(builder.manuscript(title="The Bell"))

    assert titles(found) == ["Morning", "Evening"]
    assert [part.path for part in found.parts] == ["0.xhtml", "1.xhtml", "2.xhtml"]


@pytest.mark.parametrize("again", ["Chapter 3", "CHAPTER 3", "The Bridge", "Chapter 3: The Bridge"])
def test_a_heading_that_the_text_repeats_is_spoken_once(again: str):
    found = outline(h(2, "Chapter 2"), PROSE, h(2, "Chapter 3: The Bridge"), again, PROSE)

    assert titles(found) == ["Chapter 2", "Chapter 3: The Bridge"]
    assert ("repeated", again) in omitted(found)


def test_a_first_sentence_that_echoes_the_heading_is_told():
    found = outline(h(2, "Run"), "Run!", PROSE, h(2, "Hide"), "Hide.", PROSE)

    assert [words for kind, words in kinds(found) if kind == "paragraph"] == ["Run!", PROSE, "Hide.", PROSE]


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        (Mark.QUOTE, BlockKind.LETTER),
        (Mark.VERSE, BlockKind.VERSE),
        (Mark.LIST_ITEM, BlockKind.LIST_ITEM),
        (Mark.TABLE_ROW, BlockKind.LIST_ITEM),
        (Mark.CAPTION, BlockKind.CAPTION),
        (Mark.FOOTNOTE, BlockKind.FOOTNOTE),
        (Mark.NOTE, BlockKind.NOTE),
    ],
)
def test_what_the_markup_says_is_settled(mark: Mark, kind: BlockKind):
    found = outline(PROSE, (mark, "Come home"), PROSE)

    assert kinds(found)[1] == (kind.value, "Come home")


@pytest.mark.parametrize("mark", [Mark.HEADER, Mark.BOILERPLATE, Mark.CONTENTS])
def test_what_is_no_story_is_left_out_with_a_reason(mark: Mark):
    found = outline((mark, "Rating: T"), PROSE)

    assert [words for _, words in omitted(found)] == ["Rating: T"]
    assert kinds(found) == [("paragraph", PROSE)]


def test_a_story_in_block_quotations_is_no_letter():
    found = outline(*[(Mark.QUOTE, PROSE)] * 20, "Then they left.")

    assert {kind for kind, _ in kinds(found)} == {"paragraph"}


def test_a_rule_an_ornament_and_empty_paragraphs_divide_scenes():
    ornament = outline(PROSE, "* * *", PROSE)
    rule = outline(PROSE, (Mark.SCENE_BREAK, ""), PROSE)
    empty = outline(PROSE, PROSE, "", PROSE, PROSE)

    assert [kind for kind, _ in kinds(ornament)] == ["paragraph", "scene-break", "paragraph"]
    assert [kind for kind, _ in kinds(rule)] == ["paragraph", "scene-break", "paragraph"]
    assert [kind for kind, _ in kinds(empty)] == ["paragraph"] * 2 + ["scene-break"] + ["paragraph"] * 2


def test_empty_paragraphs_everywhere_mean_nothing():
    found = outline(PROSE, "", PROSE, "", PROSE, "", PROSE)

    assert [kind for kind, _ in kinds(found)] == ["paragraph"] * 4


def test_notes_that_are_mere_paragraphs_are_notes():
    found = outline(
        h(2, "Chapter 1"), "A/N: Thank you all!", PROSE, h(2, "Chapter 2"), PROSE, h(3, "Author's Note"), "Bye."
    )

    assert [words for kind, words in kinds(found) if kind == "note"] == [
        "A/N: Thank you all!", "Author's Note", "Bye.",
    ]  # fmt: skip


def test_what_the_file_says_counts_before_what_the_text_says():
    found = outline(
        "Title: Bell", "Rating: T", PROSE, title="The Bell", author="A. Ringer", metadata=(("series", "Bells"),)
    )

    assert (found.title, found.author) == ("The Bell", "A. Ringer")
    assert dict(found.metadata) == {"series": "Bells", "rating": "T", "explicit": "no"}


def test_the_language_of_the_text_counts_where_the_file_says_another():
    german = "Die Nacht war nicht kalt, und der Mann mit dem Hut sah sie an, und sie sah ihn nicht. " * 4

    assert outline(german, language="en").language == "de"
    assert outline(PROSE, language="en-GB").language == "en-GB"
    assert outline(PROSE, language="und").language == "en"


@pytest.mark.parametrize("mark", [Mark.HEADING, Mark.PARAGRAPH, Mark.NOTE])
@pytest.mark.parametrize("words", ["Chapter 1", "Author's Note", "The Bell", "***", "Contents"])
def test_work_grows_with_length_alone(mark: Mark, words: str):
    def calls(count: int) -> int:
        told = manuscript(*[(mark, words, 1)] * count, title="The Bell")
        seen = 0

        def see(_frame: object, _event: str, _argument: object) -> None:
            nonlocal seen
            seen += 1

        sys.setprofile(see)
        try:
            outline_manuscript(told)
        finally:
            sys.setprofile(None)
        return seen

    assert calls(2000) < 6 * calls(500) + 1000
