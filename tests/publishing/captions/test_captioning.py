"""What becomes a caption, and how long it stays."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publishing.editions import Said, edition

from narrate.publishing.captions import NETFLIX, PODCAST, captions
from narrate.publishing.captions.breaking import width, wrapped

LONG = (
    "The notice was pasted to the wall beneath it, and on the Thursday the milkman read every word of it, at a quarter "
    "to five in the morning, by the light of the lamp that had been abolished on the Monday."
)


def shown(*said, limits=NETFLIX, duration_s=0.0):
    return captions(edition(*said, duration_s=duration_s).chapters[0], limits)


def test_a_sentence_is_a_caption():
    (one, two) = shown(Said("It was late.", 0.5, 2.0), Said("“Very,” she said.", 2.5, 4.0, "hester"))

    assert (one.text, one.start_s, one.end_s, one.speaker) == ("It was late.", 0.5, 2.0, None)
    assert (two.text, two.start_s, two.end_s, two.speaker) == ("“Very,” she said.", 2.5, 4.0, "hester")


@pytest.mark.parametrize("limits", [NETFLIX, PODCAST])
def test_a_long_sentence_is_divided_within_the_limits(limits):
    found = shown(Said(LONG, 0, 13), limits=limits)

    assert len(found) >= 3
    for caption in found:
        lines = caption.text.split("\n")
        assert len(lines) <= 2
        assert all(width(line) <= limits.columns for line in lines)
        assert caption.end_s - caption.start_s <= limits.longest_s + 0.01
    assert " ".join(caption.text.replace("\n", " ") for caption in found) == LONG
    assert [caption.id for caption in found][:2] == ["c1u1", "c1u1-2"]
    assert [caption.first for caption in found][:2] == [True, False]


def test_it_is_divided_where_a_reader_would_pause():
    found = shown(Said("He had come a long way to see her again, and now that he was here he could not say why.", 0, 6))

    assert found[0].text.replace("\n", " ").endswith("again,")


def test_the_words_times_say_when_the_second_part_begins():
    text = "He had come a very long way to see her again, and now he could not for the life of him say why."
    at = text.index("and now")

    first, second = shown(Said(text, 0, 6, words=((0, 0, 1), (at, 4.4, 5))))

    assert (first.end_s, second.start_s) == (4.4, 4.4)
    assert [word.at for word in first.words] == [0]
    assert second.text[second.words[0].at :].startswith("and now")


def test_a_word_is_at_its_place_behind_a_line_break():
    text = "The first of these two lines is a long one and the second is a long one too."
    at = text.index("second")

    (caption,) = shown(Said(text, 0, 5, words=((0, 0, 1), (at, 3, 4))))

    assert "\n" in caption.text
    assert caption.text[caption.words[1].at :].startswith("second")


def test_a_short_one_stays_while_nothing_else_is_said():
    (one, two) = shown(Said("No.", 1.0, 1.2), Said("Nobody answered him.", 5.0, 6.5))

    assert one.end_s == pytest.approx(1 + NETFLIX.shortest_s)
    assert two.end_s == 6.5


def test_but_never_into_the_next_one():
    (one, _) = shown(Said("No.", 1.0, 1.2), Said("Yes.", 1.5, 3.0, "hester"))

    assert 1.2 <= one.end_s <= 1.5


def test_words_without_sound_are_shown_in_their_pause():
    (one, two) = shown(Said("“…”", 1.0, 1.0, "hester"), Said("She said nothing.", 1.8, 3.0))

    assert one.text == "“…”"
    assert 1.0 < one.end_s <= 1.8
    assert two.start_s == 1.8


def test_scripts_without_spaces_are_broken_between_letters():
    text = "她看着河水，什么也没有说。" * 4
    found = shown(Said(text, 0, 12))

    assert "".join(caption.text.replace("\n", "") for caption in found) == text
    assert all(width(line) <= 42 for caption in found for line in caption.text.split("\n"))
    assert not any(line[0] in "，。" for caption in found for line in caption.text.split("\n"))


def test_a_word_longer_than_two_lines_is_broken_all_the_same():
    found = shown(Said("A" * 200, 0, 10))

    assert all(width(line) <= 42 for caption in found for line in caption.text.split("\n"))
    assert "".join(caption.text.replace("\n", "") for caption in found) == "A" * 200


def test_lines_are_about_as_long():
    first, second = wrapped("The notice was pasted to the wall beneath the lamp", 42, 2).split("\n")

    assert abs(len(first) - len(second)) < 8


times = st.lists(st.floats(0, 9, allow_nan=False), min_size=7, max_size=7).map(sorted)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=150), min_size=1, max_size=6), times)
def test_any_text_is_shown_once_in_order_and_without_overlap(texts, moments):
    said = [Said(text, start_s, end_s) for text, (start_s, end_s) in zip(texts, pairwise(moments), strict=False)]
    found = shown(*said, duration_s=10)

    for caption in found:
        assert caption.text.strip()
        assert caption.end_s >= caption.start_s
    assert all(one.end_s <= two.start_s for one, two in pairwise(found))
    assert "".join(letters(caption.text) for caption in found) == "".join(letters(text) for text in texts)


def letters(text):
    return "".join(
        character
        for character in text
        if not character.isspace() and unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
    )
