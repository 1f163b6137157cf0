"""Words that were heard, as slices of the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Span, UtteranceKind, WordTime
from narrate.speech import normalise, words_in_source


def heard(spoken: str) -> list[WordTime]:
    """A second for each word, from the first on."""
    found, at = [], 0
    for number, word in enumerate(spoken.split()):
        at = spoken.index(word, at)
        found.append(WordTime(at, at + len(word), float(number), number + 1.0))
        at += len(word)
    return found


@pytest.mark.parametrize(
    ("source", "spoken", "words"),
    [
        ("“Good evening,” he said.", "Good evening, he said.", "Good 0-1|evening 1-2|he 2-3|said 3-4"),
        ("In 1984 it rained.", "In nineteen eighty-four it rained.", "In 0-1|1984 1-3|it 3-4|rained 4-5"),
        ("Dr. Hill—*who* left", "Doctor Hill, who left", "Dr 0-1|Hill 1-2|who 2-3|left 3-4"),
        ("It cost $5.", "It cost five dollars.", "It 0-1|cost 1-2|5 2-4"),
        ("Rm. 12 000, please", "Room twelve thousand, please", "Rm. 12 000 0-3|please 3-4"),
        ("Well…", "Well then", "Well 0-2"),
        ("***", "stars", ""),
        ("a b a b", "a b a b", "a 0-1|b 1-2|a 2-3|b 3-4"),
    ],
)
def test_words(source: str, spoken: str, words: str):
    text = f"xx {source} yy"
    found = words_in_source(text, Span(3, 3 + len(source)), spoken, heard(spoken))
    assert "|".join(f"{w.span.of(text)} {w.start_s:.0f}-{w.end_s:.0f}" for w in found) == words


def test_words_that_an_engine_says_as_one_are_one():
    text = "Only when I am tired, he said."
    without = [word for word in heard(text) if text[word.start : word.end] != "am"]
    found = [word.span.of(text) for word in words_in_source(text, Span(0, len(text)), text, without)]
    assert found == ["Only", "when", "I am", "tired", "he", "said"]


@given(st.text(alphabet="ab1 .,—“”*\n", max_size=60))
def test_slices_and_times_are_in_order_and_inside(source: str):
    spoken = normalise(source, kind=UtteranceKind.NARRATION, language="en")
    times = heard(spoken)
    found = words_in_source(f"..{source}", Span(2, 2 + len(source)), spoken, times)
    at, at_s = 2, 0.0
    for word in found:
        assert at <= word.span.start < word.span.end <= 2 + len(source)
        assert at_s <= word.start_s <= word.end_s <= times[-1].end_s
        at, at_s = word.span.end, word.start_s
    assert bool(found) <= bool(times)
