"""Speakers of a whole story at once: a chain over its turns, each tied to the two before it.

A linear-chain conditional random field of second order. A state is (speaker before, speaker now); forward
and backward sums give each candidate's marginal probability, of which the largest decides. Linear in the
number of turns.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

Potential = list[float]
"""Weights (not logarithms) of one turn's candidates."""


class Tie(NamedTuple):
    """Weights of a turn's speaker: the same as one before, as two before (but not one), or neither."""

    same: float
    second: float
    other: float


def marginals(
    candidates: Sequence[Sequence[int]], local: Sequence[Potential], ties: Sequence[Tie]
) -> list[list[float]]:
    """The probability of each candidate of each turn.

    Args:
        candidates: for each turn the people who may speak it; not empty.
        local: for each turn and candidate the exponential of its score.
        ties: for each turn, weights of its speaker given those of the two turns before.
    """
    if not candidates:
        return []
    forward = _forward(candidates, local, ties)
    backward = _backward(candidates, local, ties)
    out: list[list[float]] = []
    for ahead, behind, people in zip(forward, backward, candidates, strict=True):
        sums = [0.0] * len(people)
        for row_ahead, row_behind in zip(ahead, behind, strict=True):
            for person in range(len(people)):
                sums[person] += row_ahead[person] * row_behind[person]
        total = sum(sums) or 1.0
        out.append([value / total for value in sums])
    return out


def _forward(
    candidates: Sequence[Sequence[int]], local: Sequence[Potential], ties: Sequence[Tie]
) -> list[list[list[float]]]:
    """For each turn: rows of speakers before (one row at the first), columns of speakers now."""
    tables = [[list(_scaled(local[0]))]]
    for turn in range(1, len(candidates)):
        people, previous = candidates[turn], candidates[turn - 1]
        earlier = candidates[turn - 2] if turn > 1 else [-1]
        same, second, other = ties[turn]
        table = tables[-1]
        rows = []
        for b, before in enumerate(previous):
            column = [row[b] for row in table]
            total = sum(column)
            matched = dict(zip(earlier, column, strict=True))
            row_now = []
            for weight, person in zip(local[turn], people, strict=True):
                if person == before:
                    row_now.append(weight * same * total)
                else:
                    at = matched.get(person, 0.0)
                    row_now.append(weight * (second * at + other * (total - at)))
            rows.append(row_now)
        tables.append(_normal(rows))
    return tables


def _backward(
    candidates: Sequence[Sequence[int]], local: Sequence[Potential], ties: Sequence[Tie]
) -> list[list[list[float]]]:
    count = len(candidates)
    tables: list[list[list[float]]] = [[] for _ in range(count)]
    rows_of = [[-1], *candidates[:-1]]
    tables[-1] = [[1.0] * len(candidates[-1]) for _ in rows_of[-1]]
    for turn in range(count - 1, 0, -1):
        people, previous, earlier = candidates[turn], candidates[turn - 1], rows_of[turn - 1]
        same, second, other = ties[turn]
        table = tables[turn]
        rows = [[0.0] * len(previous) for _ in earlier]
        position = {person: e for e, person in enumerate(earlier)}
        for b, before in enumerate(previous):
            base = 0.0
            extra: dict[int, float] = {}
            for n, person in enumerate(people):
                value = local[turn][n] * table[b][n]
                if person == before:
                    base += value * same
                else:
                    base += value * other
                    if person in position:
                        extra[position[person]] = value * (second - other)
            for e in range(len(earlier)):
                rows[e][b] = base + extra.get(e, 0.0)
        tables[turn - 1] = _normal(rows)
    return tables


def _normal(rows: list[list[float]]) -> list[list[float]]:
    top = max((value for row in rows for value in row), default=0.0)
    if top <= 0.0 or not math.isfinite(top):
        return [[1.0] * len(row) for row in rows]
    return [[value / top for value in row] for row in rows]


def _scaled(values: Sequence[float]) -> Sequence[float]:
    return _normal([list(values)])[0]
