"""How people talk, as columns: learnt from what is believed of the other turns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.attribution.evidence.manner import MANNER, manner_columns
from narrate.attribution.evidence.wording import Spoken


def spoken(*turns):
    """Turns as texts, to words as numbers."""
    numbers: dict[str, int] = {}
    words = [[numbers.setdefault(word, len(numbers)) for word in dict.fromkeys(turn.split())] for turn in turns]
    start = np.cumsum([0, *map(len, words)])
    return Spoken(start.astype(np.int64), np.array([word for turn in words for word in turn], np.int64))


def columns(beliefs, *turns, run=None):
    """The table of columns for two people, 0 and 1, whose beliefs are given for each turn."""
    turn = np.repeat(np.arange(len(turns)), 2)
    person = np.array([0, 1] * len(turns))
    belief = np.array([share for one in beliefs for share in (one, 1 - one)], np.float32)
    runs = np.zeros(len(turns), np.int64) if run is None else np.array(run)
    found = manner_columns(turn, person, belief, runs, spoken(*turns))
    return {name: found[:, at].reshape(-1, 2) for at, name in enumerate(MANNER)}


def test_words_point_to_whoever_uses_them():
    table = columns([1, 0, 1, 0, 0.5], "ay laddie", "quite so", "ay laddie come", "quite right so", "ay laddie")

    assert table["own_words"][4, 0] > 0 > table["own_words"][4, 1]
    assert table["own_words_lead"][4, 0] > 0 > table["own_words_lead"][4, 1]


def test_a_turn_tells_nothing_of_itself():
    doubted = columns([1, 0, 0.5], "ay laddie", "quite so", "hush hush now")
    believed = columns([1, 0, 1], "ay laddie", "quite so", "hush hush now")

    assert believed["own_words"][2, 0] <= doubted["own_words"][2, 0] + 0.05


def test_people_of_the_conversation_are_told_from_others():
    table = columns([1, 0, 1, 0, 0, 0], *["word"] * 6, run=[0, 0, 0, 0, 1, 1])

    assert table["share_of_run"][0].tolist() == pytest.approx([1 / 3, 2 / 3])
    assert table["share_of_run"][5].tolist() == [0, 1]
    assert table["people_in_run"][0].tolist() == [2, 2]
    assert table["people_in_run"][5].tolist() == [1, 1]


@given(st.data())
def test_columns_are_finite_whatever_is_believed(data):
    sizes = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=12))
    turn = np.repeat(np.arange(len(sizes)), sizes)
    person = np.concatenate([np.arange(size) for size in sizes]).astype(np.int64)
    belief = np.array(data.draw(st.lists(st.floats(0, 1), min_size=len(turn), max_size=len(turn))), np.float32)
    said = data.draw(st.lists(st.text("ab ", max_size=8), min_size=len(sizes), max_size=len(sizes)))
    runs = np.sort(np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(sizes), max_size=len(sizes)))))

    found = manner_columns(turn, person, belief, runs, spoken(*said))

    assert found.shape == (len(turn), len(MANNER))
    assert np.isfinite(found).all()
