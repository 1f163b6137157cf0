"""What is believed of a candidate in the turns around, as columns for the ranker."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

REACH = 6
"""Turns each way whose beliefs are columns of their own."""
WINDOW = 10
"""Turns each way over which beliefs are summed."""
FAR = 30
_STEPS = tuple(step for step in range(-REACH, REACH + 1) if step)
SEQUENCE = (
    "belief", "margin", "rank", *(f"belief{step:+d}" for step in _STEPS), *(f"top{step:+d}" for step in (-2, -1, 1, 2)),
    "since", "until", "share_before", "share_after", "parity", "speakers_before", "speakers_after",
)  # fmt: skip


def sequence_columns(turn: Ints, person: Ints, belief: Floats, run: Ints, count: int) -> Floats:
    """The columns of `SEQUENCE` for rows of (turn, candidate).

    Args:
        turn: of each row, ascending.
        person: of each row.
        belief: probability of each row; those of a turn sum to one.
        run: for each turn the number of its conversation; the parity of turns counts within one.
        count: how many turns.
    """
    import numpy as np

    if not len(turn):
        return np.zeros((0, len(SEQUENCE)), np.float32)
    span = int(person.max(initial=0)) + 2
    keys = turn * span + person
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.searchsorted(turn, np.arange(count))
    filled = np.flatnonzero(np.bincount(turn, minlength=count))
    top = np.zeros(count, np.float32)
    top[filled] = np.maximum.reduceat(belief, starts[filled])
    by_belief = np.lexsort((-belief, turn))
    rank = np.empty(len(turn), np.float32)
    rank[by_belief] = np.arange(len(turn)) - starts[turn[by_belief]]
    chosen = np.full(count, -1, np.int64)
    chosen[filled] = person[by_belief[starts[filled]]]
    second = np.zeros(count, np.float32)
    seconds = by_belief[rank[by_belief] == 1]
    second[turn[seconds]] = belief[seconds]

    def at(step: int) -> Floats:
        wanted = (turn + step) * span + person
        found = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        hit = (ordered[found] == wanted) & (turn + step >= 0) & (turn + step < count)
        return np.where(hit, belief[order[found]], np.float32(0))

    beliefs = {step: at(step) for step in range(-WINDOW, WINDOW + 1) if step}
    rival = np.where(rank == 0, second[turn], top[turn])
    parity = np.zeros(len(turn), np.float32)
    for step in _STEPS:
        there = np.clip(turn + step, 0, count - 1)
        parity += np.where(run[there] == run[turn], beliefs[step] * (-1) ** step / abs(step), 0)
    columns = [belief, belief - rival, np.minimum(rank, 9), *(beliefs[step] for step in _STEPS)]
    columns += [top[np.clip(turn + step, 0, count - 1)] for step in (-2, -1, 1, 2)]
    columns += [_since(turn, person, chosen), _since(count - 1 - turn, person, chosen[::-1])]
    columns += [np.sum([beliefs[sign * step] for step in range(1, WINDOW + 1)], axis=0) for sign in (-1, 1)]
    columns += [parity, _speakers(chosen)[turn], _speakers(chosen[::-1])[::-1][turn]]
    return np.stack(columns, axis=1).astype(np.float32)


def _since(turn: Ints, person: Ints, chosen: Ints) -> Floats:
    """Turns since each row's person was last the likeliest."""
    import numpy as np

    out = np.full(len(turn), FAR, np.float32)
    for step in range(FAR - 1, 0, -1):
        there = turn - step
        out[(there >= 0) & (chosen[np.maximum(there, 0)] == person)] = step
    return out


def _speakers(chosen: Ints) -> Floats:
    """How many people are the likeliest ones of the six turns before each turn."""
    import numpy as np

    padded = np.concatenate([np.full(REACH, -1, np.int64), chosen])
    window = np.sort(np.lib.stride_tricks.sliding_window_view(padded, REACH)[: len(chosen)], axis=1)
    fresh = (window[:, 1:] != window[:, :-1]) & (window[:, 1:] >= 0)
    people: Floats = (fresh.sum(axis=1) + (window[:, 0] >= 0)).astype(np.float32)
    return people
