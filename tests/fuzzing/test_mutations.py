"""Files that were damaged, cut off, or put together wrongly, in every format."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzzing.properties import check_story
from tests.fuzzing.seeds import SEEDS, Seed


@st.composite
def mutations(draw: st.DrawFn, seed: Seed) -> bytes:
    """A seed with one of its members changed in a few places."""
    name = draw(st.sampled_from(sorted(seed.members)))
    data = seed.members[name]
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        match draw(st.sampled_from(["token", "bytes", "cut", "again", "moved"])):
            case "token":
                data = data[:start] + draw(st.sampled_from(seed.tokens)) * draw(st.integers(1, 3)) + data[end:]
            case "bytes":
                data = data[:start] + draw(st.binary(max_size=6)) + data[end:]
            case "cut":
                data = data[:start]
            case "again":
                data = data[:end] + data[start:]
            case _:
                other = draw(st.integers(0, len(data)))
                data = data[:start] + data[other : other + 200] + data[end:]
    return seed.file({name: data})


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_what_is_whole_is_read(seed: Seed):
    assert check_story(seed.file(), seed.name)


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_what_is_damaged_is_read_or_refused_in_words(seed: Seed, data: st.DataObject):
    check_story(data.draw(mutations(seed)), seed.name)
