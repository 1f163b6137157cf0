from __future__ import annotations

import pytest

from narrate.model import Span
from narrate.segmentation import divide


def pieces(text: str, limit: int = 400) -> list[str]:
    return [piece.of(text) for piece in divide(text, Span(0, len(text)), limit=limit)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Hale met Dr. Orne in St. Albans.",
        "J. R. R. Marsh wrote it, and so did P.J. Lowe.",
        "It cost 3.14 pounds, i.e. too much.",
        "He waited... and waited… and left.",
        "“Well . . . perhaps,” she said.",
        "“Stop!” he cried.",
        "Where? in the barn.",
        "At www.example.com there is more.",
        "They came at 3 p.m. sharp.",
    ],
)
def test_points_that_end_no_sentence(sentence: str) -> None:
    assert pieces(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It rained.", "Nobody came."],
        ["“It rained.”", "Nobody came."],
        ['"Who?', 'Me?"'],
        ["It was I.", "He was late."],
        ["They came at 3 p.m.", "Then they left."],
        ["He waited...", "Nobody came."],
        ["it rained.", "nobody came."],
        ["What?!", "No."],
        ["「何？」", "彼は言った。", "そうだ。"],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    assert pieces(" ".join(sentences)) == sentences


def test_a_space_forgotten_after_a_full_stop() -> None:
    assert pieces("They left.He stayed.") == ["They left.", "He stayed."]


def test_marks_without_a_word_stay_with_their_sentence() -> None:
    assert pieces('" Hello. "') == ['" Hello. "']
    assert pieces("... Then it came. ...") == ["... Then it came. ..."]


def test_a_number_stays_with_what_it_counts() -> None:
    assert pieces("1. Take a horse. 2. Ride.") == ["1. Take a horse.", "2. Ride."]


def test_long_sentences_are_divided_at_clauses_before_commas_before_conjunctions_before_spaces() -> None:
    assert pieces("The fox, who was old, slept; the dog sat up", 40) == [
        "The fox, who was old, slept;",
        "the dog sat up",
    ]
    assert pieces("The fox who was old slept, and the dog sat up", 40) == [
        "The fox who was old slept,",
        "and the dog sat up",
    ]
    assert pieces("The old fox slept in the sun and the dog sat up", 40) == [
        "The old fox slept in the sun",
        "and the dog sat up",
    ]
    assert pieces("one two three four five six", 10) == ["one two", "three four", "five six"]


def test_a_word_longer_than_the_limit_is_cut_and_keeps_its_accents_and_its_full_stop() -> None:
    assert pieces("a" * 25 + ".", 10) == ["a" * 10, "a" * 10, "a" * 5 + "."]
    assert pieces("a" * 20 + ".", 10) == ["a" * 10, "a" * 9, "a."]
    assert pieces("e\u0301" * 6, 5) == ["e\u0301" * 2] * 3


def test_only_the_utterance_is_divided() -> None:
    text = "Before. One. Two. After."

    assert [piece.of(text) for piece in divide(text, Span(8, 17))] == ["One.", "Two."]


def test_white_space_alone_gives_nothing() -> None:
    assert pieces(" \n ") == []


def test_a_limit_must_leave_room_for_a_character() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        divide("Hello.", Span(0, 6), limit=0)
