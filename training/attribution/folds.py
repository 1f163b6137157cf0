"""Fit on some novels, measure on others, for each fold in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression
from training.attribution.boosting import Part, Table, fit_forest, probabilities, table
from training.attribution.chain import Beliefs, Weights, beliefs, fit_chain
from training.attribution.measure import Line, Tally, tally
from training.attribution.samples import Sample

from narrate.attribution.decision import KEPT
from narrate.attribution.evidence.columns import STATIC
from narrate.attribution.evidence.manner import MANNER
from narrate.attribution.evidence.sequence import SEQUENCE

CONDITIONS = ("found", "given", "piece")
COMMON = 100
"""Rows of the corpus in which a feature must occur to have a column of its own."""
HABITS = frozenset({"talkative", "prominence"})
"""Features for the chain alone: trees learn from them which kind of novel this is."""
GROUPS = 2
"""Groups of novels, each seen by trees that were fitted on the others, for the second look to be fitted on."""
SECOND_SEEDS = 2
"""Forests of the second look whose mean counts."""
KNOTS = 24
LEAST_IN_KNOT = 150


@dataclass(slots=True)
class Fitted:
    """The chain's weights, and the trees of each look with the names of their first columns."""

    weights: Weights
    vocabulary: dict[str, int]
    looks: list[list[lightgbm.Booster]]


@dataclass(slots=True)
class Outcome:
    """What was measured under one condition; ``chain`` is the stage before the ranker."""

    chain: Tally = field(default_factory=Counter)
    ranker: Tally = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Sum up."""
        self.chain.update(other.chain)
        self.ranker.update(other.ranker)
        self.lines += other.lines


def fit(samples: Sequence[Sample]) -> Fitted:
    """Fit the chain, then the trees on top of it."""
    weights = fit_chain(samples)
    vocabulary = vocabulary_of(samples)
    parts: list[Part] = []
    for sample in samples:
        kept = beliefs(sample, weights, KEPT)
        parts.append((sample, kept, table(sample, kept, vocabulary)))
    columns = [f"c{at}" for at in range(len(vocabulary) + len(STATIC) + 1 + len(SEQUENCE) + len(MANNER))]
    seen = _honestly(parts, columns)
    first = [fit_forest(parts, columns)]
    again: list[Part] = []
    for (sample, kept, _), belief in zip(parts, seen, strict=True):
        better = kept._replace(belief=belief)
        again.append((sample, better, table(sample, better, vocabulary)))
    second = [fit_forest(again, columns, seed) for seed in range(SECOND_SEEDS)]
    return Fitted(weights, vocabulary, [first, second])


def _honestly(parts: Sequence[Part], columns: Sequence[str]) -> list[NDArray[np.float64]]:
    """What trees say of novels that they were not fitted on: else the second look trusts the first too much."""
    novels = sorted({sample.novel for sample, _, _ in parts})
    found: list[NDArray[np.float64]] = [np.zeros(0)] * len(parts)
    for group in range(GROUPS):
        held = set(novels[group::GROUPS])
        booster = fit_forest([part for part in parts if part[0].novel not in held], columns)
        for at, (sample, _, rows) in enumerate(parts):
            if sample.novel in held:
                found[at] = probabilities([booster], rows)
    return found


def decide(fitted: Fitted, sample: Sample) -> tuple[Beliefs, Table, NDArray[np.float64]]:
    """The chain's beliefs of a sample, the rows of the first look, and what the last look says of them."""
    kept = beliefs(sample, fitted.weights, KEPT)
    rows = first = table(sample, kept, fitted.vocabulary)
    probability = kept.belief
    for number, look in enumerate(fitted.looks):
        if number:
            rows = table(sample, kept._replace(belief=probability), fitted.vocabulary)
        probability = probabilities(look, rows)
    return kept, first, probability


def vocabulary_of(samples: Sequence[Sample]) -> dict[str, int]:
    """The features that have a column each, and its number."""
    counts: Counter[str] = Counter()
    for sample in samples:
        found = np.bincount(sample.features[1], minlength=len(sample.names)).tolist()
        counts.update(dict(zip(sample.names, found, strict=True)))
    names = sorted(name for name, count in counts.items() if count >= COMMON and name not in HABITS)
    return {name: at for at, name in enumerate(names)}


def measure(fitted: Fitted, samples: Sequence[Sample]) -> dict[str, Outcome]:
    """Measure on samples that were not fitted on."""
    outcomes = {condition: Outcome() for condition in CONDITIONS}
    for sample in samples:
        kept, rows, probability = decide(fitted, sample)
        before, _ = tally(sample, kept, kept.belief, rows.named)
        after, lines = tally(sample, kept, probability, rows.named)
        outcomes[sample.condition].add(Outcome(before, after, lines))
    return outcomes


def reliability(lines: Sequence[Line]) -> dict[str, NDArray[np.float64]]:
    """Probability → share right, monotone, for lines with a speaker's name beside a speech verb and for others."""
    probability = np.array([line.probability for line in lines])
    right = np.array([line.right for line in lines], float)
    named = np.array([line.named for line in lines])
    inner = np.quantile(probability, np.linspace(0, 1, KNOTS))
    knots = np.unique(np.round(np.concatenate([[0.0, 0.3, 0.5, 0.6, 0.7, 0.8], inner, [1.0]]), 4))
    out = {"probability": knots}
    for name, chosen in (("by_name", named), ("otherwise", ~named)):
        order = np.argsort(probability[chosen], kind="stable")
        at = probability[chosen][order]
        shares = np.clip(isotonic_regression(right[chosen][order]).x, 0.01, 0.995)
        smooth = _smoothed(shares, at, knots)
        out[name] = np.round(np.maximum.accumulate(smooth), 4)
    return out


def _smoothed(shares: NDArray[np.float64], at: NDArray[np.float64], knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean share of the lines nearest to each knot: isotonic steps of few lines tell nothing."""
    where = np.searchsorted(at, knots)
    half = min(LEAST_IN_KNOT, len(at)) // 2
    low = np.clip(where - half, 0, len(at) - 2 * half)
    sums = np.concatenate([[0.0], np.cumsum(shares)])
    means: NDArray[np.float64] = (sums[low + 2 * half] - sums[low]) / (2 * half)
    return means
