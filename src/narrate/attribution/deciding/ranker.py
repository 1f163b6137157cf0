"""The ranker: boosted trees that look again at what the chain believes.

Its model is fitted by training/attribution and lies in ``data/ranker.npz``: flat arrays, read with numpy alone.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from narrate.attribution.deciding.forest import Forest
from narrate.attribution.evidence.candidates import Scorer
from narrate.attribution.evidence.columns import STATIC, Columns
from narrate.attribution.evidence.manner import manner_columns
from narrate.attribution.evidence.sequence import sequence_columns
from narrate.attribution.evidence.wording import words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.attribution.evidence.analysis import Analysis

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]

LOOKS = 2
LEAST = 1e-6
"""The least belief of the chain that counts."""
NAMED_BY_TAG = frozenset({"tag_name", "tag_far_name", "tag_i", "tag_far_i"})
_LEAST_TRUST, _TRUST_FROM = 0.4, (200, 600)
_BLOCK = 2048
"""Turns whose columns are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The plausible candidates of a story, turn after turn.

    Attributes:
        turn: of each row, ascending.
        person: of each row.
        score: the chain's, neighbours apart.
        belief: the chain's; those of a turn sum to one or a little less.
    """

    turn: Ints
    person: Ints
    score: Doubles
    belief: Doubles


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted.

    Attributes:
        vocabulary: names of the features that have a column each.
        looks: the trees of each look; every look but the first heeds what the one before it says of all turns.
        probability: of the ranker, ascending; ``by_name`` and ``otherwise`` are the shares of lines that were right at
            these probabilities, where a speech verb stands beside the speaker's name or “I”, and elsewhere.
    """

    vocabulary: tuple[str, ...]
    looks: tuple[Forest, ...]
    probability: Doubles
    by_name: Doubles
    otherwise: Doubles

    def confidence(self, probability: Doubles, named: NDArray[np.bool_]) -> Doubles:
        """How likely lines are right, in [0, 1]."""
        import numpy as np

        by_name = np.interp(probability, self.probability, self.by_name)
        return np.where(named, by_name, np.interp(probability, self.probability, self.otherwise))


@cache
def model() -> Model:
    """The model of the package."""
    import numpy as np

    path = resources.files("narrate.attribution").joinpath("data", "ranker.npz")
    with path.open("rb") as handle, np.load(handle, allow_pickle=False) as stored:
        found = {name: stored[name] for name in stored.files}
    vocabulary = tuple(str(name) for name in found.pop("vocabulary"))
    looks = tuple(
        Forest(**{field.name: found.pop(f"look{number}_{field.name}") for field in fields(Forest)})
        for number in range(1, LOOKS + 1)
    )
    return Model(vocabulary, looks, **found)


def trust(turns: int) -> float:
    """The share of the trees' correction that counts in a story of so many turns.

    The trees know novels best. On short stories of our own, full of people without names, the chain alone did better.
    """
    short, long = _TRUST_FROM
    return _LEAST_TRUST + (1 - _LEAST_TRUST) * min(max((turns - short) / (long - short), 0.0), 1.0)


def columns_of(named: Floats, static: Floats, score: Doubles, sequence: Floats, manner: Floats) -> Floats:
    """The columns of the trees, in their order."""
    import numpy as np

    return np.hstack([named, static, score[:, None].astype(np.float32), sequence, manner])


def softmax(score: Doubles, turn: Ints) -> Doubles:
    """Probabilities of the rows of each turn."""
    import numpy as np

    if not len(score):
        return score
    fresh = np.concatenate([[True], turn[1:] != turn[:-1]])
    starts, group = np.flatnonzero(fresh), np.cumsum(fresh) - 1
    chance = np.exp(score - np.maximum.reduceat(score, starts)[group])
    out: Doubles = chance / np.add.reduceat(chance, starts)[group]
    return out


def rank(analysis: Analysis, scorer: Scorer, rows: Rows, fitted: Model) -> tuple[Doubles, NDArray[np.bool_]]:
    """The probability of each row, and whether a speech verb stands beside the row's person.

    Args:
        analysis: the story.
        scorer: its features.
        rows: candidates as the chain left them.
        fitted: the model.
    """
    import numpy as np

    count = len(analysis.turns)
    runs = np.array(analysis.runs(), np.int64)
    spoken = words_of(analysis.turns, analysis.story.paragraphs)
    columns = Columns(analysis, scorer.context)
    blocks = _open_blocks(analysis, rows)
    same: list[tuple[Floats, Floats]] = []
    for block in blocks:
        pairs = list(zip(rows.turn[block].tolist(), rows.person[block].tolist(), strict=True))
        same.append((_named(scorer, pairs, fitted.vocabulary), _static(columns, scorer, pairs)))
    by_tag = [at for at, name in enumerate(fitted.vocabulary) if name in NAMED_BY_TAG]
    tagged = np.zeros(len(rows.turn), np.bool_)
    for block, (named, _) in zip(blocks, same, strict=True):
        tagged[block] = named[:, by_tag].any(axis=1)
    share = trust(count)
    probability = rows.belief
    for forest in fitted.looks:
        belief = probability.astype(np.float32)
        sequence = sequence_columns(rows.turn, rows.person, belief, runs, count)
        manner = manner_columns(rows.turn, rows.person, belief, runs, spoken)
        scores = np.log(np.maximum(probability, LEAST))
        for block, (named, static) in zip(blocks, same, strict=True):
            seen = columns_of(named, static, rows.score[block], sequence[block], manner[block])
            scores[block] += share * forest.scores(seen)
        probability = softmax(scores, rows.turn)
    return probability, tagged


def _open_blocks(analysis: Analysis, rows: Rows) -> list[Ints]:
    """The rows of turns that nobody fixed, so many turns at a time; the others need no columns: they are certain."""
    import numpy as np

    unfixed = np.array([turn.fixed is None for turn in analysis.turns], np.bool_)
    found = np.flatnonzero(unfixed[rows.turn])
    edges = np.searchsorted(rows.turn[found], np.arange(0, len(unfixed) + _BLOCK, _BLOCK)).tolist()
    return [found[first:end] for first, end in pairwise(edges)]


def _named(scorer: Scorer, pairs: list[tuple[int, int]], vocabulary: tuple[str, ...]) -> Floats:
    import numpy as np

    position = {name: at for at, name in enumerate(vocabulary)}
    out = np.zeros((len(pairs), len(vocabulary)), np.float32)
    for row, (turn, person) in enumerate(pairs):
        for name, amount in scorer.features(turn, person).items():
            if name in position:
                out[row, position[name]] = amount
    return out


def _static(columns: Columns, scorer: Scorer, pairs: list[tuple[int, int]]) -> Floats:
    import numpy as np

    wanted: dict[int, list[int]] = {}
    for turn, person in pairs:
        wanted.setdefault(turn, []).append(person)
    rows = [row for turn, people in wanted.items() for row in columns.rows(turn, scorer.candidates(turn), people)]
    return np.array(rows, np.float32).reshape(len(rows), len(STATIC))
