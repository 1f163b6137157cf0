"""Fit the ranker: trees boosted on top of what the stage before believes.

The loss is that of a choice among a turn's candidates (softmax), not of each pair for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import lightgbm
import numpy as np
from numpy.typing import NDArray
from training.attribution.chain import Beliefs
from training.attribution.samples import SEED, Sample

from narrate.attribution.deciding.ranker import LEAST, NAMED_BY_TAG, columns_of, softmax, trust
from narrate.attribution.evidence.manner import manner_columns
from narrate.attribution.evidence.sequence import sequence_columns

ROUNDS = 160
PARAMETERS = {
    "learning_rate": 0.1,
    "num_leaves": 24,
    "min_data_in_leaf": 60,
    "min_sum_hessian_in_leaf": 2.0,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "max_depth": 8,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
MAX_QUOTATIONS = 3
CONDITION_WEIGHT = {"found": 1.0, "given": 1.0, "piece": 2.0}
SURE, THINNED = 0.98, 3
"""Of the turns about which the stage before is sure, one in so many is used, with as much weight."""


class Table(NamedTuple):
    """Rows of one sample: columns, the chain's belief as the offset, turn, whether a speech verb names the person.

    ``turns`` counts all turns of the sample.
    """

    columns: NDArray[np.float32]
    offset: NDArray[np.float64]
    turn: NDArray[np.int64]
    named: NDArray[np.bool_]
    turns: int


Part = tuple[Sample, Beliefs, Table]
"""A sample, what the stage before believes of its rows, and their columns."""


def table(sample: Sample, kept: Beliefs, vocabulary: dict[str, int]) -> Table:
    """The columns of a sample's kept rows."""
    starts, indices, amounts = sample.features
    named = np.zeros((len(kept.rows), len(vocabulary)), np.float32)
    lookup = np.array([vocabulary.get(name, -1) for name in sample.names])
    for at, row in enumerate(kept.rows.tolist()):
        where = lookup[indices[starts[row] : starts[row + 1]]]
        named[at, where[where >= 0]] = amounts[starts[row] : starts[row + 1]][where >= 0]
    person, belief = sample.person[kept.rows], kept.belief.astype(np.float32)
    sequence = sequence_columns(kept.turn, person, belief, sample.run, len(sample.ties))
    manner = manner_columns(kept.turn, person, belief, sample.run, sample.spoken)
    columns = columns_of(named, sample.static[kept.rows], kept.score, sequence, manner)
    by_tag = [at for name, at in vocabulary.items() if name in NAMED_BY_TAG]
    tagged = np.asarray(named[:, by_tag].any(axis=1), np.bool_)
    return Table(columns, np.log(np.maximum(kept.belief, LEAST)), kept.turn, tagged, len(sample.ties))


def labelled(sample: Sample, kept: Beliefs) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows belong to a turn whose speaker is among its kept candidates, and which of them are right."""
    right = sample.person[kept.rows] == sample.gold[kept.turn]
    usable = np.zeros(len(sample.ties), bool)
    usable[kept.turn[right]] = True
    return usable[kept.turn], right


def fit_forest(parts: Sequence[Part], names: Sequence[str], seed: int = 0) -> lightgbm.Booster:
    """Boost trees on the offsets of the tables."""
    columns, offset, group, right, weight = [], [], [], [], []
    base = 0
    for sample, kept, rows in parts:
        use, correct = labelled(sample, kept)
        sure = np.zeros(len(sample.ties), bool)
        sure[rows.turn[rows.offset > np.log(SURE)]] = True
        use &= ~sure[rows.turn] | (rows.turn % THINNED == 0)
        columns.append(rows.columns[use])
        offset.append(rows.offset[use])
        group.append(rows.turn[use] + base)
        right.append(correct[use])
        amount = np.minimum(sample.weight[kept.turn[use]], MAX_QUOTATIONS) * CONDITION_WEIGHT[sample.condition]
        weight.append(amount * np.where(sure[rows.turn[use]], THINNED, 1))
        base += len(sample.ties)
    turn = np.concatenate(group)
    target = np.concatenate(right).astype(float)
    amount = np.concatenate(weight).astype(float)

    def objective(score: NDArray[np.float64], _: lightgbm.Dataset) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        chance = softmax(score, turn)
        return (chance - target) * amount, np.maximum(chance * (1 - chance), 1e-4) * amount

    data = lightgbm.Dataset(
        np.concatenate(columns), target, init_score=np.concatenate(offset), feature_name=list(names), free_raw_data=True
    )
    return lightgbm.train(PARAMETERS | {"objective": objective, "seed": SEED + seed}, data, ROUNDS)


def probabilities(look: Sequence[lightgbm.Booster], rows: Table) -> NDArray[np.float64]:
    """What one look of the ranker says of each row."""
    score = np.mean([booster.predict(rows.columns, raw_score=True) for booster in look], axis=0)
    return softmax(rows.offset + trust(rows.turns) * score, rows.turn)


def flattened(look: Sequence[lightgbm.Booster]) -> dict[str, NDArray[np.generic]]:
    """The trees of one look as the flat arrays of `deciding.forest.Forest`; their sum is the mean."""
    column: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    value: list[float] = []
    roots: list[int] = []
    depths: list[int] = []

    def new() -> int:
        at = len(column)
        column.append(0)
        threshold.append(np.inf)
        left.append(at)
        value.append(0.0)
        return at

    def fill(at: int, node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            value[at] = node["leaf_value"] / len(look)
            return 0
        column[at], threshold[at] = node["split_feature"], _rounded_down(node["threshold"])
        left[at], right = new(), new()
        return 1 + max(fill(left[at], node["left_child"]), fill(right, node["right_child"]))

    for tree in (tree for booster in look for tree in booster.dump_model()["tree_info"]):
        roots.append(new())
        depths.append(fill(roots[-1], tree["tree_structure"]))
    return {
        "column": np.array(column, np.int32),
        "threshold": np.array(threshold, np.float32),
        "left": np.array(left, np.int32),
        "value": np.array(value, np.float32),
        "roots": np.array(roots, np.int32),
        "depths": np.array(depths, np.int32),
    }


def _rounded_down(threshold: float) -> float:
    """The greatest single-precision number that is not above: rows are single-precision, so nothing changes sides."""
    near = np.float32(threshold)
    return float(near if near <= threshold else np.nextafter(near, np.float32(-np.inf)))
