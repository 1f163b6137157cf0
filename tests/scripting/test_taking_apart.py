"""A script is taken apart into the story that its attributor read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narrate.attribution import attribute
from narrate.intake import parse_story
from narrate.model import BlockKind, Script, UtteranceKind, check_tiling
from narrate.scripting import build_script, divide_chapters, take_apart
from narrate.segmentation import segment

STORY = """\
The Tide Table

by M. Tidewell

Chapter One

JUNE'S POV

I walked to the quay. “You came,” said Per Lind.

“I said I would.”

* * *

Morning.

“Where is Ada?” Per asked. “She had the key.

“She had it yesterday.”



Much later it rained.

Chapter Two

“Here,” said Ada.
"""


def script_of(text: str) -> tuple[Script, Script]:
    """The script of a story, and that of the same story once it was taken apart."""
    document = parse_story(text.encode(), "story.txt")
    segmentation = segment(document)
    script = build_script(document, segmentation, attribute(document, segmentation))
    again, utterances = take_apart(script)
    return script, build_script(again, utterances, attribute(again, utterances))


@pytest.mark.parametrize("name", ["the-felt-wedge", "the-lamp-at-number-nine", "the-last-train-to-harrow-bridge"])
def test_who_says_what_is_found_out_of_it_as_of_the_story(stories, name):
    script, again = script_of((stories / f"{name}.txt").read_text(encoding="utf-8"))

    assert [line.attribution for line in again.lines()] == [line.attribution for line in script.lines()]
    assert again.characters == script.characters


def test_utterances_are_those_of_the_script():
    script, again = script_of(STORY)
    said = [line.utterance for line in script.lines()]

    assert [(u.id, u.kind, u.span, u.chapter, u.scene, u.continues) for u in said] == [
        (u.id, u.kind, u.span, u.chapter, u.scene, u.continues) for u in (line.utterance for line in again.lines())
    ]
    assert any(utterance.continues for utterance in said)


def test_blocks_hold_the_utterances_and_cross_nothing_that_is_left_out():
    document, segmentation = take_apart(script_of(STORY)[0])
    blocks = document.blocks()

    for utterance in segmentation.utterances:
        block = blocks[utterance.paragraph].span
        assert block.start <= utterance.span.start
        assert utterance.span.end <= block.end
    kinds = [block.kind for block in blocks]
    assert kinds.count(BlockKind.SCENE_BREAK) == 2
    assert kinds.count(BlockKind.HEADING) == 3  # “JUNE’S POV” is one
    check_tiling(document.text, [u.span for u in segmentation.utterances], segmentation.omitted)
    ends = [0, *(block.span.end for block in blocks)]
    assert all(block.span.start >= end for block, end in zip(blocks, ends, strict=False))


def test_parts_of_a_divided_chapter_are_one_again():
    long = STORY.replace("Much later it rained.", "\n\n".join(["Much later it rained on the quay."] * 80))
    script, _ = script_of(long)
    divided = divide_chapters(script, 1)
    assert len(divided.chapters) > len(script.chapters)

    assert take_apart(divided) == take_apart(script)


@pytest.mark.parametrize("title", ["The Hunt (1 of 2)", "(1 of 2)", "The Hunt (1 of 99999999)", "The Hunt (1 of ²)"])
def test_titles_that_only_look_like_those_of_parts_divide_nothing(title):
    script, _ = script_of(STORY)
    first, second = script.chapters
    named = replace(script, chapters=(replace(first, title=title), second))

    assert [chapter.title for chapter in take_apart(named)[0].chapters] == [title, second.title]


def test_speech_of_a_letter_is_speech():
    text = "She read it aloud.\n\n> Dear Per,\n>\n> “Come,” said Ada.\n"
    document = parse_story(text.encode(), "story.md")
    segmentation = segment(document)
    script = build_script(document, segmentation, attribute(document, segmentation))
    again, utterances = take_apart(script)

    assert BlockKind.LETTER in {block.kind for block in again.blocks()}
    assert [u.kind for u in utterances.utterances] == [u.kind for u in segmentation.utterances]
    assert UtteranceKind.DIALOGUE in {u.kind for u in utterances.utterances}
