"""Fit the chain: the weights of the features and of the ties between neighbours.

Pseudo-likelihood: each turn is given the true speakers of its neighbours, so that the fit is a convex one; L2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from training.attribution.samples import Sample

from narrate.attribution.deciding.chain import believe, plausible

L2 = 3.0
LEAST_WEIGHT = 0.005
ROLE_PRIOR = 1.0
"""For “said the man” being the man's line, in stories where many speech verbs stand beside roles."""
MAX_QUOTATIONS = 2
"""A turn counts for as many of its quotations."""
CONDITION_WEIGHT = {"found": 1.0, "given": 1.0, "piece": 2.0}

Weights = dict[str, float]


class Problem(NamedTuple):
    """Rows of candidates in groups, one group for each turn whose speaker is among its candidates."""

    rows: csr_matrix
    group: NDArray[np.int64]
    starts: NDArray[np.int64]
    right: NDArray[np.int64]
    weight: NDArray[np.float64]


def fit_chain(samples: Sequence[Sample]) -> Weights:
    """Weights by name, of features and ties."""
    names = sorted({name for sample in samples for name in sample.names} | {t for s in samples for t in _tie_names(s)})
    position = {name: at for at, name in enumerate(names)}
    problem = _joined([_problem(sample, position) for sample in samples])

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = problem.rows @ theta
        score -= np.maximum.reduceat(score, problem.starts)[problem.group]
        chance = np.exp(score)
        total = np.add.reduceat(chance, problem.starts)
        error = -chance / total[problem.group] * problem.weight[problem.group]
        error[problem.right] += problem.weight
        likelihood = (problem.weight * (score[problem.right] - np.log(total))).sum()
        return 0.5 * L2 * theta @ theta - likelihood, L2 * theta - problem.rows.T @ error

    done = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300, "ftol": 1e-7})
    rounded = {name: round(value + _prior(name), 3) for name, value in zip(names, done.x.tolist(), strict=True)}
    return {name: value for name, value in rounded.items() if abs(value) >= LEAST_WEIGHT}


def _prior(name: str) -> float:
    """What is added to a weight that the corpus cannot tell: there, “the man” is mostly somebody with a name."""
    return ROLE_PRIOR if name.startswith("tag_") and "role" in name and name.endswith("_usual") else 0.0


def _tie_names(sample: Sample) -> set[str]:
    return {name for pair in sample.ties for name in pair if name is not None}


def _joined(parts: Sequence[Problem]) -> Problem:
    from scipy.sparse import vstack

    rows = np.cumsum([0, *(part.rows.shape[0] for part in parts)])
    groups = np.cumsum([0, *(len(part.starts) for part in parts)])
    return Problem(
        vstack([part.rows for part in parts]).tocsr(),
        np.concatenate([part.group + at for part, at in zip(parts, groups[:-1], strict=True)]),
        np.concatenate([part.starts + at for part, at in zip(parts, rows[:-1], strict=True)]),
        np.concatenate([part.right + at for part, at in zip(parts, rows[:-1], strict=True)]),
        np.concatenate([part.weight for part in parts]),
    )


def _problem(sample: Sample, position: dict[str, int]) -> Problem:
    starts, indices, amounts = sample.features
    lookup = np.array([position[name] for name in sample.names], np.int64)
    extra_row: list[int] = []
    extra_column: list[int] = []
    keep: list[int] = []
    group_starts, right, weight = [], [], []
    gold = [-9, -9, *sample.gold.tolist(), -9, -9]
    for turn in range(len(sample.ties)):
        first, end = sample.first_row[turn : turn + 2].tolist()
        people = sample.person[first:end].tolist()
        speaker = gold[turn + 2]
        if speaker < 0 or speaker not in people:
            continue
        group_starts.append(len(keep))
        right.append(len(keep) + people.index(speaker))
        weight.append(float(min(sample.weight[turn], MAX_QUOTATIONS)) * CONDITION_WEIGHT[sample.condition])
        for row, person in enumerate(people, len(keep)):
            for name in _tie_features(sample, gold, turn, person):
                extra_row.append(row)
                extra_column.append(position[name])
        keep += range(first, end)
    features = csr_matrix((amounts, lookup[indices], starts), shape=(len(sample.person), len(position)))
    ties = csr_matrix(
        (np.ones(len(extra_row), np.float32), (extra_row, extra_column)), shape=(len(keep), len(position))
    )
    sizes = np.diff([*group_starts, len(keep)])
    return Problem(
        (features[keep] + ties).tocsr(),
        np.repeat(np.arange(len(group_starts)), sizes),
        np.array(group_starts, np.int64),
        np.array(right, np.int64),
        np.array(weight),
    )


def _tie_features(sample: Sample, gold: Sequence[int], turn: int, person: int) -> list[str]:
    """The ties that hold if ``person`` speaks this turn between the true speakers (``gold`` is two turns ahead)."""
    at = turn + 2
    triples = (
        (turn, gold[at - 2], gold[at - 1], person),
        (turn + 1, gold[at - 1], person, gold[at + 1]),
        (turn + 2, person, gold[at + 1], gold[at + 2]),
    )
    found = []
    for number, earlier, before, now in triples:
        if number >= len(sample.ties) or now < 0:
            continue
        same, second = sample.ties[number]
        name = same if before >= 0 and now == before else second if earlier >= 0 and now == earlier else None
        if name is not None:
            found.append(name)
    return found


def scores(sample: Sample, weights: Weights) -> NDArray[np.float64]:
    """The chain's score of each row, neighbours apart."""
    starts, indices, amounts = sample.features
    lookup = np.array([weights.get(name, 0.0) for name in sample.names])
    products = lookup[indices] * amounts
    return np.add.reduceat(np.append(products, 0.0), starts[:-1]) * (np.diff(starts) > 0)


class Beliefs(NamedTuple):
    """The rows that are kept of a sample, those of a turn by score, and the chain's marginal of each."""

    rows: NDArray[np.int64]
    turn: NDArray[np.int64]
    score: NDArray[np.float64]
    belief: NDArray[np.float64]


def beliefs(sample: Sample, weights: Weights, kept: int) -> Beliefs:
    """Decode a sample with the chain."""
    score = scores(sample, weights)
    rows: list[list[int]] = []
    for turn in range(len(sample.ties)):
        first, end = sample.first_row[turn : turn + 2].tolist()
        rows.append(sorted(range(first, end), key=lambda row: (-score[row], row))[:kept])
    people = [sample.person[of].tolist() or [-1] for of in rows]
    local = [score[of].tolist() or [0.0] for of in rows]
    found = believe(people, local, sample.ties, weights)
    held = [plausible(values) if of else [] for of, values in zip(rows, found, strict=True)]
    flat = np.array([of[at] for of, at_all in zip(rows, held, strict=True) for at in at_all], np.int64)
    turns = np.repeat(np.arange(len(rows)), [len(of) for of in held])
    belief = np.array([values[at] for values, at_all in zip(found, held, strict=True) for at in at_all])
    return Beliefs(flat, turns, score[flat], belief)
