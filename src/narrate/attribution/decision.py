"""Who speaks each line: the decision over all turns, and the characters it leaves."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from narrate.attribution.analysis import Analysis, analyse
from narrate.attribution.candidates import Features, transition
from narrate.attribution.characters import characters_of
from narrate.attribution.decode import Tie, marginals
from narrate.attribution.evidence import Rule, explain
from narrate.attribution.turns import Turn
from narrate.attribution.weights import weights
from narrate.model import Attributed, Attribution, Character, Document, Segmentation, UtteranceKind

KEPT = 8
"""Candidates of a turn that the decoding compares; the right one is seldom below."""
_MAX_SCORE = 60.0
_CHORUS = 0.5
_BY_NAME = frozenset({Rule.TAG_NAME, Rule.TAG_I})
_RELIABLE_NAMED = (
    (0.0, 0.5),
    (0.5, 0.69),
    (0.85, 0.85),
    (0.93, 0.88),
    (0.97, 0.9),
    (0.986, 0.92),
    (0.996, 0.97),
    (1.0, 0.99),
)
_RELIABLE_OTHER = (
    *((0.0, 0.15), (0.3, 0.3), (0.46, 0.39), (0.55, 0.465), (0.65, 0.55), (0.75, 0.62), (0.85, 0.725), (0.93, 0.81)),
    *((0.967, 0.86), (0.986, 0.9), (1.0, 0.91)),
)
"""Probability of the decoding → share of lines right, with a name beside a speech verb and without.

Measured over 21 novels with nothing given; docs/attribution.md has the table.
"""


def attribute(
    document: Document, segmentation: Segmentation, *, known: Sequence[Character] = (), exclusive: bool = False
) -> Attributed:
    """Find who speaks each utterance.

    Args:
        document: the story.
        segmentation: its utterances; quotation marks are never looked at again.
        known: characters that a person gave: ids, names, aliases and genders are kept. One with
            ``first_person`` is the story's “I”.
        exclusive: use the known characters alone. Otherwise characters found in the story are joined to
            them by name and alias, or added.

    Returns:
        One attribution for each utterance, in order, and the known characters followed by those found who
        speak, most lines first. Dialogue whose speaker could not be found has none.
    """
    analysis = analyse(document, segmentation, known, exclusive=exclusive)
    chosen, probability = decide(analysis)
    spoken: dict[int, tuple[int | None, float, str]] = {}
    for number, turn in enumerate(analysis.turns):
        if _speaks_in_chorus(turn):
            spoken.update(dict.fromkeys(turn.quotations, (None, _CHORUS, "several people speak at once")))
        elif chosen[number] is not None:
            reason = explain(analysis, number, chosen)
            sure = calibrated(probability[number], reason.rule)
            spoken.update(dict.fromkeys(turn.quotations, (chosen[number], sure, reason.words)))
    counts = Counter(person for person, _, _ in spoken.values() if person is not None)
    characters, ids = characters_of(analysis.roster, counts, known)
    attributions = []
    for index, utterance in enumerate(segmentation.utterances):
        if utterance.kind is not UtteranceKind.DIALOGUE:
            attributions.append(Attribution(None))
            continue
        person, sure, words = spoken.get(index, (None, 0.0, "nobody is named nearby"))
        speaker = None if person is None else ids[person]
        attributions.append(Attribution(speaker, round(sure, 3), words))
    return Attributed(characters, tuple(attributions))


def _speaks_in_chorus(turn: Turn) -> bool:
    """Whether the only speech verb's subject is “they” or “we”."""
    heads = {cue.phrase.head for cue in turn.cues if cue.is_tag and cue.close}
    return bool(heads) and heads <= {"they", "we"}


def calibrated(probability: float, rule: Rule) -> float:
    """The share of lines that are right among those to which the decoding gives this probability."""
    table = _RELIABLE_NAMED if rule in _BY_NAME else _RELIABLE_OTHER
    for (low, at_low), (high, at_high) in pairwise(table):
        if probability <= high:
            return at_low + (at_high - at_low) * (probability - low) / (high - low)
    return table[-1][1]


def decide(analysis: Analysis) -> tuple[list[int | None], list[float]]:
    """For each turn the person who most likely speaks it, and how likely that is."""
    scorer = analysis.scorer()
    table = weights()
    people: list[list[int]] = []
    local: list[list[float]] = []
    for number in range(len(analysis.turns)):
        scored = [
            (score(scorer.features(number, who), table), -at, who) for at, who in enumerate(scorer.candidates(number))
        ]
        kept = sorted(scored, reverse=True)[:KEPT] or [(0.0, 0, -1)]
        best = kept[0][0]
        people.append([who for _, _, who in kept])
        local.append([math.exp(value - best) for value, _, _ in kept])

    ties = [_tie(analysis, turn, table) for turn in range(len(analysis.turns))]
    chosen: list[int | None] = []
    sure: list[float] = []
    for who, chances in zip(people, marginals(people, local, ties), strict=True):
        at = max(range(len(who)), key=lambda i: (chances[i], -i))
        chosen.append(who[at] if who[at] >= 0 else None)
        sure.append(chances[at] if who[at] >= 0 else 0.0)
    return chosen, sure


def _tie(analysis: Analysis, turn: int, table: dict[str, float]) -> Tie:
    facts = analysis.facts[turn]
    before = analysis.facts[turn - 1] if turn else None
    same = transition(facts, before, same=True, second=False)
    second = transition(facts, before, same=False, second=True)
    return Tie(math.exp(table.get(same or "", 0.0)), math.exp(table.get(second or "", 0.0)), 1.0)


def score(features: Features, table: dict[str, float]) -> float:
    """The score of a candidate: the weighted sum of the features."""
    value = sum(table.get(name, 0.0) * amount for name, amount in features.items())
    return max(-_MAX_SCORE, min(_MAX_SCORE, value))
