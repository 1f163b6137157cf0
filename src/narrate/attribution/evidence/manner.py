"""How people talk, and with whom, as columns for the ranker.

It is learnt from the story itself, by what is believed of its turns. A person's words are those of the turns that are
believed theirs, each turn but the one in question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.attribution.evidence.wording import Spoken

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]

MANNER = (
    "own_words", "own_words_each", "own_words_lead", "share_of_run", "rank_in_run", "people_in_run", "with_before",
    "with_after", "share_near",
)  # fmt: skip


_PRIOR = 250.0
"""Words of the whole story that are added to everybody's."""
_MOST_PEOPLE, _MOST_WORDS = 150, 30_000
"""People and words beyond so many, the rarest first, are not told apart: a bound on memory."""
_SURE = 0.5
"""What is believed less tells nothing of a person's manner."""
_NEAR = 30
"""Turns each way in which one looks for a person."""


def manner_columns(turn: Ints, person: Ints, belief: Floats, run: Ints, spoken: Spoken) -> Floats:
    """The columns of `MANNER` for rows of (turn, candidate).

    Args:
        turn: of each row, ascending.
        person: of each row.
        belief: probability of each row.
        run: for each turn the number of its conversation.
        spoken: the words of each turn.
    """
    import numpy as np

    if not len(turn):
        return np.zeros((0, len(MANNER)), np.float32)
    sure = np.where(belief >= _SURE, belief, 0.0)
    columns = [*_words(turn, person, sure, spoken), *_run(person, belief, run[turn])]
    columns += _partners(turn, person, belief, len(run))
    return np.stack(columns, axis=1).astype(np.float32)


def _words(turn: Ints, person: Ints, sure: Floats | Doubles, spoken: Spoken) -> list[Doubles]:
    """How much likelier a turn's words are in each candidate's mouth than in anybody's."""
    import numpy as np

    size = np.diff(spoken.start)
    total = np.bincount(spoken.word, minlength=1).astype(np.float64)
    kept = _numbered(total, _MOST_WORDS, at_least=2)
    share = (total + 0.5) / (total.sum() + 0.5 * len(total))
    mass = np.bincount(person, sure * size[turn]).astype(np.float64)
    column = _numbered(mass, _MOST_PEOPLE, at_least=1)[person]
    # One entry for each word of each row.
    lengths = size[turn]
    entry = np.repeat(np.arange(len(turn)), lengths)
    offset = np.arange(len(entry)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    word = spoken.word[spoken.start[turn][entry] + offset]
    slot = kept[word]
    use = (slot >= 0) & (column[entry] >= 0)
    entry, word, slot = entry[use], word[use], slot[use]
    where = column[entry] * (int(kept.max(initial=0)) + 1) + slot
    counts = np.bincount(where, sure[entry])
    theirs = counts[where] - sure[entry]
    everything = (mass[person] - sure * lengths)[entry]
    gain = np.log((theirs + _PRIOR * share[word]) / (np.maximum(everything, 0.0) + _PRIOR) / share[word])
    sums = np.bincount(entry, gain, minlength=len(turn)).astype(np.float64)
    return [sums, sums / np.maximum(lengths, 1), sums - _best_other(turn, sums)]


def _numbered(amount: NDArray[np.float64], most: int, *, at_least: float) -> Ints:
    """A number for each of the greatest amounts, -1 for the others."""
    import numpy as np

    out = np.full(len(amount), -1, np.int64)
    order = np.argsort(-amount, kind="stable")[:most]
    order = order[amount[order] >= at_least]
    out[order] = np.arange(len(order))
    return out


def _best_other(group: Ints, value: Doubles) -> Doubles:
    """The greatest value of the other rows of each row's group; its own where there is none."""
    import numpy as np

    order = np.lexsort((-value, group))
    fresh = np.concatenate([[True], group[order][1:] != group[order][:-1]])
    starts = np.flatnonzero(fresh)
    sizes = np.diff([*starts, len(group)])
    first = np.repeat(value[order[starts]], sizes)
    second = np.repeat(value[order[np.minimum(starts + 1, len(group) - 1)]], sizes)
    second = np.where(np.repeat(sizes, sizes) > 1, second, first)
    out = np.empty(len(value), value.dtype)
    out[order] = np.where(fresh, second, first)
    return out


def _run(person: Ints, belief: Floats, run: Ints) -> list[Doubles]:
    """The share of a conversation's other turns that each candidate speaks, their rank in it, and how many speak."""
    import numpy as np

    span = int(person.max(initial=0)) + 1
    keys, index = np.unique(run * span + person, return_inverse=True)
    amount = np.bincount(index, belief)
    of_run = keys // span
    first = np.searchsorted(of_run, of_run)
    order = np.lexsort((-amount, of_run))
    rank = np.empty(len(keys))
    rank[order] = np.arange(len(keys)) - first[order]
    people = np.bincount(of_run, amount >= 1.0, minlength=int(run.max(initial=0)) + 1)
    turns = np.bincount(of_run, amount)
    others = (amount[index] - belief) / np.maximum(turns[run] - 1.0, 1.0)
    return [others, np.minimum(rank[index], 9), np.minimum(people[run], 9)]


def _partners(turn: Ints, person: Ints, belief: Floats, count: int) -> list[Doubles]:
    """How often each candidate speaks next to who likely speaks before and after, and near here."""
    import numpy as np

    span = int(person.max(initial=0)) + 2
    best = np.full(count, -1, np.int64)
    order = np.lexsort((belief, turn))
    best[turn[order]] = person[order]
    pairs = np.where((best[:-1] >= 0) & (best[1:] >= 0) & (best[:-1] != best[1:]), best[:-1] * span + best[1:], -1)
    both = np.sort(np.concatenate([pairs, np.where(pairs >= 0, best[1:] * span + best[:-1], -1)]))
    heard = np.bincount(best[best >= 0], minlength=span)
    out = []
    for step in (-1, 1):
        there = np.clip(turn + step, 0, count - 1)
        partner = best[there]
        wanted = np.where((partner >= 0) & (partner != person), partner * span + person, -9)
        found = np.searchsorted(both, wanted, "right") - np.searchsorted(both, wanted, "left")
        out.append(found / (heard[np.maximum(partner, 0)] + 3.0))
    keyed = np.argsort(person * count + turn, kind="stable")
    key = (person * (count + 2 * _NEAR + 2) + turn)[keyed]
    sums = np.concatenate([[0.0], np.cumsum(belief[keyed])])
    mine = person * (count + 2 * _NEAR + 2) + turn
    near = sums[np.searchsorted(key, mine + _NEAR, "right")] - sums[np.searchsorted(key, mine - _NEAR, "left")]
    out.append(near - belief)
    return out
