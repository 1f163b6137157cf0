"""Long chapters are divided at scene breaks, else between paragraphs, and nothing is lost by it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import (
    Attribution,
    Line,
    Omission,
    Script,
    ScriptChapter,
    Source,
    Span,
    Utterance,
    UtteranceKind,
    check_tiling,
)
from narrate.scripting import divide_chapters, from_json, to_json
from narrate.scripting.division import CHARACTERS_PER_MINUTE

MINUTE = CHARACTERS_PER_MINUTE


def script_of(*chapters: list[tuple[int, int, int, str]]) -> Script:
    """A script of chapters of lines: length in characters, scene, paragraph, kind."""
    text, made, omitted = "", [], []
    for index, described in enumerate(chapters):
        lines = []
        for number, (length, scene, paragraph, kind) in enumerate(described, 1):
            if text:
                omitted.append(Omission(Span(len(text), len(text) + 1), "whitespace"))
                text += "\n"
            span = Span(len(text), len(text) + length)
            text += "x" * length
            utterance = Utterance(f"c{index + 1}u{number}", UtteranceKind(kind), span, index, scene, paragraph)
            lines.append(Line(utterance, Attribution(None)))
        made.append(ScriptChapter(f"Chapter {index + 1}", tuple(lines)))
    source = Source("story.txt", "0" * 64, len(text))
    return Script(source, text, "Story", None, "en", (), (), tuple(made), tuple(omitted))


def lengths(script: Script) -> list[int]:
    return [sum(len(line.utterance.span) for line in chapter.lines) for chapter in script.chapters]


def prose(*minutes: float, scene: int = 1, paragraph: int = 0) -> list[tuple[int, int, int, str]]:
    return [(int(m * MINUTE), scene, paragraph + n, "narration") for n, m in enumerate(minutes)]


def test_chapters_that_are_short_enough_stay_as_they_are():
    script = script_of(prose(3, 3), prose(4, 2))

    assert divide_chapters(script, 6) is script


def test_a_long_chapter_is_cut_at_the_scene_break_near_its_middle():
    script = script_of(prose(1, 1, 1, 1) + prose(1, 1, 1, 1, 1, 1, scene=2, paragraph=4))

    divided = divide_chapters(script, 6)

    assert [chapter.title for chapter in divided.chapters] == ["Chapter 1 (1 of 2)", "Chapter 1 (2 of 2)"]
    assert lengths(divided) == [4 * MINUTE, 6 * MINUTE]


def test_without_scene_breaks_parts_are_of_nearly_equal_length():
    assert lengths(divide_chapters(script_of(prose(*[1] * 9)), 4)) == [3 * MINUTE] * 3


def test_a_paragraph_is_never_cut_and_what_a_heading_stands_over_goes_with_it():
    long = (5 * MINUTE, 1, 0, "narration")
    same = [(2 * MINUTE, 1, 1, kind) for kind in ("dialogue", "narration")]
    headed = [(10, 2, 2, "heading"), (2 * MINUTE, 2, 3, "narration")]

    divided = divide_chapters(script_of([long, *same, *headed]), 4)

    kinds = [[line.utterance.kind.value for line in chapter.lines] for chapter in divided.chapters]
    assert kinds == [["narration"], ["dialogue", "narration"], ["heading", "narration"]]


def test_ids_and_chapter_numbers_follow():
    divided = divide_chapters(script_of(prose(3, 3), prose(1)), 3)

    utterances = [line.utterance for line in divided.lines()]
    assert [(one.id, one.chapter) for one in utterances] == [("c1u1", 0), ("c2u1", 1), ("c3u1", 2)]
    assert [chapter.title for chapter in divided.chapters][2] == "Chapter 2"
    assert from_json(to_json(divided), divided.text) == divided


described = st.lists(
    st.tuples(
        st.integers(0, 4000), st.booleans(), st.booleans(), st.sampled_from(["narration", "dialogue", "heading"])
    ),
    max_size=40,
)


@given(described, st.sampled_from([1.0, 2.5, 60.0]))
def test_the_lines_of_any_chapter_stay_and_no_part_is_longer_than_it_must_be(
    rows: list[tuple[int, bool, bool, str]], longest: float
):
    scene, paragraph, chapter = 1, 0, []
    for length, new_scene, new_paragraph, kind in rows:
        paragraph += new_paragraph or new_scene
        scene += new_scene
        chapter.append((length, scene, paragraph, kind))
    script = script_of(chapter)

    divided = divide_chapters(script, longest)

    same = [replace(line.utterance, id="", chapter=0) for line in divided.lines()]
    assert same == [replace(line.utterance, id="", chapter=0) for line in script.lines()]
    check_tiling(divided.text, [line.utterance.span for line in divided.lines()], divided.omitted)
    for part in divided.chapters:
        cuttable = [
            after
            for before, after in zip(part.lines, part.lines[1:], strict=False)
            if before.utterance.paragraph != after.utterance.paragraph
            and before.utterance.kind is not UtteranceKind.HEADING
        ]
        assert sum(len(line.utterance.span) for line in part.lines) <= longest * MINUTE or not cuttable
