"""Trees as arrays, beliefs as columns."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from narrate.attribution.deciding.chain import plausible
from narrate.attribution.deciding.forest import Forest
from narrate.attribution.deciding.ranker import model, softmax, trust
from narrate.attribution.evidence.columns import STATIC
from narrate.attribution.evidence.manner import MANNER
from narrate.attribution.evidence.sequence import SEQUENCE, sequence_columns


def forest(*trees):
    """Trees written as nested tuples: (column, threshold, left, right), or a leaf's value."""
    column, threshold, left, value, roots, depths = [], [], [], [], [], []

    def new():
        column.append(0)
        threshold.append(np.inf)
        left.append(len(column) - 1)
        value.append(0.0)
        return len(column) - 1

    def fill(at, tree):
        if not isinstance(tree, tuple):
            value[at] = tree
            return 0
        column[at], threshold[at] = tree[:2]
        left[at], right = new(), new()
        return 1 + max(fill(left[at], tree[2]), fill(right, tree[3]))

    for tree in trees:
        roots.append(new())
        depths.append(fill(roots[-1], tree))
    whole = np.int32
    return Forest(
        np.array(column, whole), np.array(threshold, np.float32), np.array(left, whole),
        np.array(value, np.float32), np.array(roots, whole), np.array(depths, whole),
    )  # fmt: skip


def walk(tree, row):
    while isinstance(tree, tuple):
        tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
    return tree


TREES = st.recursive(
    st.integers(-8, 8).map(lambda value: value / 4),
    lambda inner: st.tuples(st.integers(0, 2), st.integers(-3, 3).map(float), inner, inner),
    max_leaves=12,
)
ROWS = st.lists(st.tuples(*[st.integers(-4, 4).map(float)] * 3), min_size=1, max_size=20)


@given(st.lists(TREES, min_size=1, max_size=4), ROWS)
def test_scores_are_the_sums_of_the_leaves_that_rows_reach(trees, rows):
    found = forest(*trees).scores(np.array(rows, np.float32))
    assert found.tolist() == [sum(walk(tree, row) for tree in trees) for row in rows]


def test_more_rows_than_one_block_are_scored_alike():
    trees = forest((0, 0.5, -1.0, (1, 0.5, 2.0, 3.0)))
    rows = np.tile(np.array([[0, 0], [1, 0], [1, 1]], np.float32), (4000, 1))
    assert trees.scores(rows).tolist() == [-1.0, 2.0, 3.0] * 4000


def test_the_shipped_model_fits_the_code_that_feeds_it():
    shipped = model()
    width = len(shipped.vocabulary) + len(STATIC) + 1 + len(SEQUENCE) + len(MANNER)
    assert len(shipped.looks) == 2
    for look in shipped.looks:
        assert 0.9 * width < int(look.column.max()) < width
    assert np.all(np.diff(shipped.probability) > 0)
    for shares in (shipped.by_name, shipped.otherwise):
        assert np.all(np.diff(shares) >= 0)
        assert 0 < shares[0] <= shares[-1] < 1


def test_probabilities_of_a_turn_sum_to_one():
    turn = np.array([0, 0, 2, 2, 2])
    found = softmax(np.array([5.0, 5.0, -900.0, 0.0, 0.0]), turn)
    assert found.round(6).tolist() == [0.5, 0.5, 0.0, 0.5, 0.5]


def test_the_best_two_and_whoever_is_believed_a_little_are_plausible():
    assert plausible([0.001, 0.0, 0.6, 0.38, 0.01]) == [2, 3, 4]
    assert plausible([1.0, 0.0, 0.0]) == [0, 1]
    assert plausible([1.0]) == [0]


def test_columns_tell_what_is_believed_in_the_turns_around():
    # Given two people who take turns over four turns
    turn = np.repeat(np.arange(4), 2)
    person = np.array([7, 9] * 4)
    belief = np.array([0.9, 0.1, 0.2, 0.8, 0.9, 0.1, 0.3, 0.7], np.float32)

    # When the columns are made
    columns = sequence_columns(turn, person, belief, np.zeros(4, np.int64), 4)
    table = {name: columns[:, at] for at, name in enumerate(SEQUENCE)}

    # Then the third turn's first row knows its neighbours
    assert columns.shape == (8, len(SEQUENCE))
    row = 4
    assert table["belief-2"][row] == np.float32(0.9)
    assert table["belief-1"][row] == np.float32(0.2)
    assert table["belief+1"][row] == np.float32(0.3)
    assert table["belief+2"][row] == 0
    assert table["since"][row] == 2
    assert table["rank"][row] == 0
    assert table["parity"][row] > table["parity"][row + 1]


@given(st.data())
def test_columns_are_finite_whatever_the_beliefs(data):
    sizes = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=12))
    turn = np.repeat(np.arange(len(sizes)), sizes)
    person = np.concatenate([np.arange(size) for size in sizes]).astype(np.int64)
    belief = np.array(data.draw(st.lists(st.floats(0, 1), min_size=len(turn), max_size=len(turn))), np.float32)
    columns = sequence_columns(turn, person, belief, np.zeros(len(sizes), np.int64), len(sizes))
    assert columns.shape == (len(turn), len(SEQUENCE))
    assert np.isfinite(columns).all()


def test_the_trees_count_for_more_in_longer_stories():
    shares = [trust(turns) for turns in range(0, 1000, 50)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] == 1
