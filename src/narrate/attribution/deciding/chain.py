"""The chain's score of a turn's candidates, and what it believes of them once neighbours are heard."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from narrate.attribution.deciding.decode import Tie, marginals
from narrate.attribution.evidence.candidates import Features
from narrate.attribution.evidence.facts import Facts
from narrate.attribution.language.phrases import PhraseKind

_MAX_SCORE = 60.0
_LONG_TAIL = 10
"""Words of narration behind a line from which somebody acts there, and may well go on to speak."""


def score(features: Features, weights: Mapping[str, float]) -> float:
    """The score of a candidate: the weighted sum of the features."""
    value = sum(weights.get(name, 0.0) * amount for name, amount in features.items())
    return max(-_MAX_SCORE, min(_MAX_SCORE, value))


def believe(
    people: Sequence[Sequence[int]],
    scores: Sequence[Sequence[float]],
    ties: Sequence[tuple[str | None, str | None]],
    weights: Mapping[str, float],
) -> list[list[float]]:
    """The probability of each candidate of each turn.

    Args:
        people: for each turn its candidates; not empty.
        scores: natural logarithms of odds, neighbours apart.
        ties: for each turn the features of a speaker who also spoke the turn before, and of one who spoke the turn
            before that.
        weights: of the ties' features.
    """
    local = []
    for values in scores:
        best = max(values)
        local.append([math.exp(max(value - best, -2 * _MAX_SCORE)) for value in values])
    return marginals(
        people,
        local,
        [
            Tie(math.exp(weights.get(same or "", 0.0)), math.exp(weights.get(second or "", 0.0)), 1.0)
            for same, second in ties
        ],
    )


_PLAUSIBLE = 0.003


def plausible(beliefs: Sequence[float]) -> list[int]:
    """The candidates of a turn that are worth a second look: the best two, and whoever is believed a little."""
    best = sorted(range(len(beliefs)), key=lambda at: (-beliefs[at], at))[:2]
    return [at for at, belief in enumerate(beliefs) if belief >= _PLAUSIBLE or at in best]


def gap_class(gap: int) -> str:
    """How far apart two turns are, as one letter of a feature's name."""
    return "0" if gap == 0 else "1" if gap == 1 else "2" if gap <= 4 else "9"


def transition(facts: Facts, before: Facts | None, *, same: bool, second: bool) -> str | None:
    """The feature of a speaker who also spoke the turn before (``same``) or two before (``second``)."""
    gap = gap_class(facts.gap)
    if same:
        name = f"same{gap}" + ("_tail" if before is not None and before.tail >= _LONG_TAIL else "")
    elif second:
        if before is None:
            return None
        name = f"second{gap_class(max(facts.gap, before.gap))}"
    else:
        return None
    return name + ("_bare" if facts.bare else _told(facts))


def _told(facts: Facts) -> str:
    """What stands beside the speech verb: a pronoun, a name or a role, or nothing where there is none."""
    for cue in facts.turn.cues:
        if cue.is_tag:
            return "_he" if cue.phrase.kind is PhraseKind.PRONOUN else "_named"
    return ""


def ties(facts: Sequence[Facts]) -> list[tuple[str | None, str | None]]:
    """For each turn the features of a speaker who also spoke the turn before, and of one who spoke two before."""
    befores: list[Facts | None] = [None, *facts[:-1]] if facts else []
    return [
        (
            transition(item, before, same=True, second=False),
            transition(item, before, same=False, second=True),
        )
        for item, before in zip(facts, befores, strict=True)
    ]
