"""When words are heard, from when their phonemes are."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.synthesis.engines.phoneme_words import Sound, word_times

READINGS = {
    "the": "ðˈiː", "old": "ˈəʊld", "clock": "klˈɒk", "on": "ˈɒn", "landing": "lˈandɪŋ", "struck": "stɹˈʌk",
    "nine,": "nˈaɪn,", "nobody": "nˈəʊbɒdi", "1984": "nˈaɪntiːn ˈeɪti fˈɔː",
}  # fmt: skip
SPOKEN = "ðɪ ˈəʊld klˈɒk ɒnðə lˈandɪŋ stɹˈʌk nˈaɪn, nˈəʊbɒdi."
EACH_S = 0.2
TEXT = "the old clock on the landing struck nine, nobody"


def read(word):
    return READINGS.get(word, "")


def spoken(signs, each_s=EACH_S):
    return [Sound(sign, n * each_s, (n + 1) * each_s) for n, sign in enumerate(signs)]


def heard(text, signs):
    found = word_times(text, spoken(signs), read)
    return [(text[word.start : word.end], round(word.start_s, 1), round(word.end_s, 1)) for word in found]


def place(part, start=0):
    """When a part of what is spoken begins and ends."""
    at = SPOKEN.index(part, start)
    return round(at * EACH_S, 1), round((at + len(part)) * EACH_S, 1)


def test_every_word_has_its_sounds_even_where_two_run_together():
    found = {(word, n): times for n, (word, *times) in enumerate(heard(TEXT, SPOKEN))}

    assert [word for word, _ in found] == TEXT.split()
    assert found["clock", 2] == list(place("klˈɒk"))
    assert found["on", 3] == list(place("ɒn", SPOKEN.index("ɒnðə")))
    assert found["the", 4] == list(place("ðə", SPOKEN.index("ɒnðə")))
    assert found["nobody", 8] == list(place("nˈəʊbɒdi"))


def test_stress_and_punctuation_are_in_no_word():
    found = {word: times for word, *times in heard("struck nine,", "stɹˈʌk,  nˈaɪn...")}

    assert found["struck"] == [0.0, 1.2]
    assert found["nine,"] == [1.8, 2.8]


def test_there_is_no_silence_between_the_words_of_a_breath():
    one, two, three = word_times("old clock … struck", spoken("əʊld klɒk,...... stɹʌk", 0.05), read)

    assert one.end_s == two.start_s
    assert two.end_s == pytest.approx(0.45)
    assert three.start_s == pytest.approx(0.85)


def test_a_number_is_one_word_as_long_as_all_that_is_said_for_it():
    signs = "klˈɒk nˈaɪntiːn ˈeɪti fˈɔː ˈəʊld"

    assert [word for word, *_ in heard("clock 1984 old", signs)] == ["clock", "1984", "old"]
    assert heard("clock 1984 old", signs)[1][1:] == (1.2, 5.0)


def test_a_word_that_is_not_said_is_not_heard():
    assert [word for word, *_ in heard("the * old — clock", "ðiː əʊld klɒk")] == ["the", "old", "clock"]


@pytest.mark.parametrize("signs", ["", "...", "zzzzzzzzzzzzzzzzzzzzzzzzzzzz"])
def test_what_is_unlike_the_text_tells_nothing(signs):
    assert heard(TEXT, signs) == []


def test_a_text_without_words_has_none():
    assert heard("… —", "ðɪ") == []


@given(st.text("ˈɒnðəklˈ, .x1", max_size=60), st.lists(st.sampled_from([*READINGS, "—", "unknown", "…"]), max_size=12))
def test_whatever_is_spoken_the_words_are_in_order_and_within(signs, words):
    text = " ".join(words)

    found = word_times(text, spoken(signs), read)

    assert all(0 <= word.start_s <= word.end_s <= len(signs) * EACH_S + 1e-9 for word in found)
    assert all(one.end <= two.start and one.end_s <= two.start_s for one, two in itertools.pairwise(found))
