"""Shares of labelled quotation parts whose speaker is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from training.attribution.chain import Beliefs
from training.attribution.samples import Sample, one_to_one

Tally = Counter[tuple[str, str]]


class Line(NamedTuple):
    """A labelled part that has a speaker; ``named``: the speaker's name or “I” stands beside a speech verb."""

    probability: float
    right: bool
    named: bool


def tally(
    sample: Sample, kept: Beliefs, probability: NDArray[np.float64], named: NDArray[np.bool_]
) -> tuple[Tally, list[Line]]:
    """Right and all parts by kind, and the lines.

    Predicted characters are mapped one-to-one onto the labelled ones by the names they share; speech that
    segmentation missed, or that several people speak, counts as wrong.
    """
    person = sample.person[kept.rows]
    chosen = [-1] * len(sample.ties)
    for row, number in enumerate(kept.turn.tolist()):
        if chosen[number] < 0 or probability[row] > probability[chosen[number]]:
            chosen[number] = row
    chorus = {turn for turn, many, _, _ in sample.spans if many}
    speaking = {int(person[row]) for turn, row in enumerate(chosen) if row >= 0 and turn not in chorus}
    mapping = one_to_one(sample.overlaps, speaking)
    counted: Tally = Counter()
    lines = []
    for turn, many, kind, speaker in sample.spans:
        row = chosen[turn] if turn >= 0 and not many else -1
        right = row >= 0 and mapping.get(int(person[row])) == speaker
        for key in (kind, "all"):
            counted[key, "n"] += 1
            counted[key, "right"] += right
        if row >= 0:
            lines.append(Line(float(probability[row]), right, bool(named[row])))
    return counted, lines


def share(counted: Tally, kind: str) -> float:
    """The share that is right."""
    return counted[kind, "right"] / counted[kind, "n"] if counted[kind, "n"] else float("nan")


def surest(lines: Sequence[Line], part: float) -> float:
    """How many are right of the surest ``part``."""
    ordered = sorted(lines, key=lambda line: -line.probability)[: int(len(lines) * part)]
    return sum(line.right for line in ordered) / max(len(ordered), 1)
