from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.test_structure import assert_tiles

from narrate.intake import parse_story
from narrate.intake.formats.markdown import read_markdown_story
from narrate.model import Document

PROSE = (
    "The rain came down on the roof like gravel, and nobody in the house said a word about it until the morning came."
)


def read(text: str) -> Document:
    return parse_story(text.encode(), "story.md")


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(document.text)) for b in document.blocks()]


def test_what_markdown_marks_becomes_blocks():
    document = read(
        f"# The Bell\n\n## One\n\n{PROSE}\n\n***\n\nHe *ran*\nand **ran**.\\\nHe fell.[^1]\n\n> Dear Jo,\n\n"
        f"- a rope\n\n| Name | Age |\n|--|--|\n| Jo | 9 |\n\n## Two\n\n{PROSE}\n\n[^1]: He did.\n"
    )

    assert document.title == "The Bell"
    assert [chapter.title for chapter in document.chapters] == ["One", "Two"]
    assert kinds(document) == [
        ("front-matter", "The Bell"),
        ("heading", "One"),
        ("paragraph", PROSE),
        ("scene-break", ""),
        ("paragraph", "He ran and ran."),
        ("paragraph", "He fell."),
        ("letter", "Dear Jo,"),
        ("list-item", "a rope"),
        ("list-item", "Name; Age"),
        ("list-item", "Jo; 9"),
        ("heading", "Two"),
        ("paragraph", PROSE),
        ("footnote", "He did."),
    ]
    assert [e.span.of(document.text) for e in document.emphases] == ["ran", "ran"]


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: The Bell\nauthor:\n  - A. Ringer\nlang: de\ntags: [a, b]\nrating: T\n---\n",
        '+++\ntitle = "The Bell"\nauthor = ["A. Ringer"]\nlanguage = "de"\ntags = ["a", "b"]\nrating = "T"\n+++\n',
    ],
)
def test_front_matter_of_yaml_and_toml(head: str):
    document = read(head + "\nEs war spät.\n")

    assert (document.title, document.author, document.language) == ("The Bell", "A. Ringer", "de")
    assert dict(document.metadata)["rating"] == "T"
    assert kinds(document) == [("paragraph", "Es war spät.")]


def test_pandoc_s_title_block():
    document = read("% The Bell\n% A. Ringer\n\nIt was late.\n")

    assert (document.title, document.author) == ("The Bell", "A. Ringer")


def test_a_rule_at_the_top_is_no_front_matter():
    document = read(f"---\n\n{PROSE}\n\n---\n\n{PROSE}\n")

    assert [words for kind, words in kinds(document) if kind == "paragraph"] == [PROSE, PROSE]


def test_a_paragraph_with_a_rule_under_it_is_no_heading():
    document = read(f"{PROSE} {PROSE}\n---\n\n{PROSE}\n")

    assert [kind for kind, _ in kinds(document)] == ["paragraph", "scene-break", "paragraph"]


def test_indented_paragraphs_are_no_code():
    assert kinds(read("    It was late.\n\n    Nobody came.\n")) == [
        ("paragraph", "It was late."), ("paragraph", "Nobody came."),
    ]  # fmt: skip


def test_a_txt_stays_as_it_is():
    assert parse_story(b"He *ran*.\n", "story.txt").text == "He *ran*.\n"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["word", " ", "\n", "\n\n", "# ", "> ", "- ", "* * *", "[^1]", "|", "`", "<b>", "---\n"]),
        max_size=40,
    )
)
def test_any_markdown_is_read(pieces: list[str]):
    assert_tiles(read_markdown_story("".join(pieces).encode(), "story.md"))


@pytest.mark.parametrize(
    "text", ["> " * 30_000 + "late", "*" * 50_000 + "late", "[" * 50_000 + "late", "- " * 20_000 + "late"]
)
def test_text_made_to_break_parsers_is_read(text: str):
    assert "late" in read(text + "\n\nIt was late.\n").text
