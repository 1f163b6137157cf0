"""What a person wrote, beside what a changed story says in the same place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narrate.model import Omission, fill_omissions
from narrate.scripting import (
    apply_script_file,
    conflicts_in_words,
    merge,
    parse_script_file,
    side_by_side,
    write_script_file,
)

WORDS = ["“One for sorrow,”", "“Two for joy,”", "“Three for a girl,”", "“Four for a boy,”"]


@pytest.fixture
def rhyme(builder):
    """Lines that Mara and Tobias say by turns, below a heading, with some of the words changed or gone."""

    def make(changed: dict[int, str | None] | None = None):
        story = builder().chapter("The Rhyme")
        for number, words in enumerate(WORDS):
            said = (changed or {}).get(number, words)
            if said is not None:
                story.says("mara" if number % 2 else "tobias", said).says(None, "came the answer.", on=True)
        return story.script()

    return make


def compared(base, new, *replacements):
    """Both versions of what a person changed in ``base``, and the two files."""
    content = write_script_file(base)
    for old, other in replacements:
        assert content.count(old) == 1, old
        content = content.replace(old, other)
    file = parse_script_file(content, "script.txt")
    edited = apply_script_file(base, file)
    merged = merge(base, edited, new)
    written = write_script_file(merged.script)
    now = parse_script_file(written, "script.txt")
    return side_by_side(merged.conflicts, edited, file, merged.script, now), content, written


def test_other_words_in_the_same_place_stand_beside_those_that_were_there(rhyme):
    places, content, written = compared(
        rhyme(), rhyme({2: "“No more of that!”"}), ("@Tobias Fenn\n“Three", "@Old Hob (sadly)\n“Three")
    )

    (place,) = places
    assert (place.chapter, place.title, place.reason) == (1, "The Rhyme", "these words are not there any more")
    ((yours,), (now,)) = place.yours, place.now
    assert (yours.speaker, yours.text) == ("@Old Hob (sadly)", WORDS[2])
    assert (now.speaker, now.text) == ("@Tobias Fenn", "“No more of that!”")
    assert content.splitlines()[yours.row - 1] == WORDS[2]
    assert written.splitlines()[now.row - 1] == "“No more of that!”"
    assert (place.before.text, place.after.text) == ("came the answer.", "came the answer.")


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_where_nothing_stands_now_its_neighbours_say_where_it_was(builder, gone):
    def script(left_out=None):
        story = builder().chapter("The Rhyme")
        for number, words in enumerate(WORDS):
            if number != left_out:
                story.says("mara" if number % 2 else "tobias", words)
        return story.script()

    speaker = "@Mara Quill" if gone % 2 else "@Tobias Fenn"
    ((place,), *_) = compared(script(), script(gone), (f"{speaker}\n{WORDS[gone]}", f"@Old Hob\n{WORDS[gone]}"))

    around = ["The Rhyme", *WORDS]
    assert place.now == ()
    assert place.before.text == around[gone]
    assert (place.after.text if place.after else None) == (WORDS[gone + 1] if gone < 3 else None)


def test_words_that_stand_in_two_other_places_are_not_said_to_be_gone(rhyme):
    new = rhyme({0: WORDS[2], 2: "“No more of that!”", 3: WORDS[2]})

    ((place,), *_) = compared(rhyme(), new, ("@Tobias Fenn\n“Three", "@Old Hob\n“Three"))

    assert place.reason == "these words are not here any more, but in more than one other place"
    assert [line.text for line in place.now] == ["“No more of that!”"]


def test_several_choices_in_one_place_stand_together(rhyme):
    new = rhyme({1: "“Nothing else rhymes here,”", 2: None})

    places, *_ = compared(
        rhyme(),
        new,
        ("@Mara Quill\n“Two", "@Old Hob\n“Two"),
        ("@Tobias Fenn\n“Three", "@Old Hob\n“Three"),
    )

    assert [line.text for place in places for line in place.yours] == WORDS[1:3]
    assert places[0].now[0].text == "“Nothing else rhymes here,”"


def test_what_is_left_out_now_is_shown_as_that(script):
    gone = next(line for line in script.lines() if "Was it" in line.utterance.span.of(script.text))
    chapters = tuple(replace(one, lines=tuple(line for line in one.lines if line != gone)) for one in script.chapters)
    spans = [line.utterance.span for one in chapters for line in one.lines]
    shown = [one for one in script.omitted if one.reason != "whitespace"]
    omitted = fill_omissions(script.text, spans, [*shown, Omission(gone.utterance.span, "author's note")])

    ((place,), *_) = compared(
        script, replace(script, chapters=chapters, omitted=omitted), ("@Tobias Fenn ?\n", "@Mara Quill\n")
    )

    assert place.reason == "it is left out now"
    assert [line.text for line in place.yours] == [line.text for line in place.now] == ["“Was it you?”"]
    assert place.now[0].speaker == "@Narrator (skip: author's note)"


def test_a_story_of_other_words_altogether_is_one_place(rhyme, builder):
    other = builder().chapter("Elsewhere").says(None, "Rain!").says("mara", "Snow soon!").script()

    ((place,), *_) = compared(rhyme(), other, ("@Mara Quill\n“Two", "@Old Hob\n“Two"))

    assert [line.text for line in place.yours] == [WORDS[1]]
    assert [line.text for line in place.now] == ["Elsewhere", "Rain!", "Snow soon!"]
    assert (place.before, place.after) == (None, None)


def test_the_list_has_all_of_it_in_words(rhyme):
    places, *_ = compared(rhyme(), rhyme({2: "“No more of that!”"}), ("@Tobias Fenn\n“Three", "@Old Hob\n“Three"))

    assert conflicts_in_words(places, "script.1.txt", "book/script.txt") == (
        "What you chose in script.txt has no place in the story as it is now, as far as it is listed here.\n"
        "Your script.txt as it was is script.1.txt; the story as it is now is book/script.txt.\n"
        "Make a choice again there, if you still want it.\n"
        "\n"
        "1. Chapter 1, “The Rhyme”: these words are not there any more\n"
        "\n"
        "You wrote:\n"
        "line 33: @Old Hob\n"
        "“Three for a girl,”\n"
        "\n"
        "The story says now:\n"
        "line 33: @Tobias Fenn\n"
        "“No more of that!”\n"
    )
