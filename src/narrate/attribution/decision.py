"""Who speaks each line: the decision over all turns, and the characters it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from narrate.attribution.attributor import NOTHING_FIXED
from narrate.attribution.deciding.chain import believe, plausible, score, ties
from narrate.attribution.deciding.ranker import Rows, model, rank
from narrate.attribution.deciding.reasons import explain
from narrate.attribution.deciding.weights import weights
from narrate.attribution.evidence.analysis import Analysis, analyse
from narrate.attribution.evidence.candidates import Scorer
from narrate.attribution.evidence.turns import NOBODY, Turn
from narrate.attribution.language import tongues
from narrate.attribution.people.characters import characters_of
from narrate.model import Attributed, Attribution, Character, Document, Segmentation, UtteranceKind

KEPT = 8
"""Candidates of a turn that the chain compares; the right one is seldom below."""
_CHORUS = 0.5
_SAME_SPEECH = 0.95
BY_HAND = "chosen by hand"
"""The evidence of a line of which a person said who speaks it."""
_NOT_UNDERSTOOD = "nothing is known of the words by which this language tells who speaks"


def attribute(
    document: Document,
    segmentation: Segmentation,
    *,
    known: Sequence[Character] = (),
    exclusive: bool = False,
    fixed: Mapping[int, str | None] = NOTHING_FIXED,
) -> Attributed:
    """Find who speaks each utterance.

    Args:
        document: the story.
        segmentation: its utterances; quotation marks are never looked at again.
        known: characters that a person gave: ids, names, aliases and genders are kept. One with
            ``first_person`` is the story's “I”.
        exclusive: use the known characters alone. Otherwise characters found in the story are joined to
            them by name and alias, or added.
        fixed: lines of which a person said who speaks them: an offset inside the line of dialogue, and the id of a
            known character, or None where no character does. They are certain, whatever the story says, and speak
            for or against the speakers of the lines around them. Ids that are not of ``known`` are not heeded.

    Returns:
        One attribution for each utterance, in order, and the known characters followed by those found who
        speak, most lines first. Dialogue whose speaker could not be found has none, and so has all dialogue in a
        language without word lists (docs/languages.md), unless characters are given.
    """
    if not known and not tongues.understood(document.language):
        told = [u.kind is UtteranceKind.DIALOGUE for u in segmentation.utterances]
        return Attributed((), tuple(Attribution(None, 0.0, _NOT_UNDERSTOOD if said else "") for said in told))
    with tongues.reading(document.language):
        return _attribute(document, segmentation, known, exclusive=exclusive, fixed=fixed)


def _attribute(
    document: Document,
    segmentation: Segmentation,
    known: Sequence[Character],
    *,
    exclusive: bool,
    fixed: Mapping[int, str | None],
) -> Attributed:
    analysis = analyse(document, segmentation, known, exclusive=exclusive, fixed=fixed)
    chosen, confidence = decide(analysis)
    spoken: dict[int, tuple[int | None, float, str]] = {}
    for number, turn in enumerate(analysis.turns):
        if turn.fixed is not None:
            spoken.update(_by_hand(analysis, turn))
        elif speaks_in_chorus(turn):
            spoken.update(dict.fromkeys(turn.quotations, (None, _CHORUS, "several people speak at once")))
        elif chosen[number] is not None:
            reason = explain(analysis, number, chosen)
            spoken.update(dict.fromkeys(turn.quotations, (chosen[number], confidence[number], reason.words)))
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


def _by_hand(analysis: Analysis, turn: Turn) -> dict[int, tuple[int | None, float, str]]:
    """A turn of which a person said who speaks it: the quotations so fixed, and the rest of the same speech."""
    who = None if turn.fixed == NOBODY else turn.fixed
    fixed = (who, 1.0, BY_HAND), (who, _SAME_SPEECH, "goes on from a line that was chosen by hand")
    return {quotation: fixed[quotation not in analysis.fixed] for quotation in turn.quotations}


def speaks_in_chorus(turn: Turn) -> bool:
    """Whether the only speech verb's subject is “they” or “we”."""
    heads = {cue.phrase.head for cue in turn.cues if cue.is_tag and cue.close}
    return bool(heads) and heads <= {"they", "we"}


def decide(analysis: Analysis) -> tuple[list[int | None], list[float]]:
    """For each turn the person who most likely speaks it, and how likely that is."""
    import numpy as np

    chosen: list[int | None] = [None] * len(analysis.turns)
    sure = [0.0] * len(analysis.turns)
    scorer = analysis.scorer()
    rows = _plausible(analysis, scorer)
    if not len(rows.turn):
        return chosen, sure
    fitted = model()
    probability, named = rank(analysis, scorer, rows, fitted)
    confidence = fitted.confidence(probability, named)
    # By turn, the most probable last; among equals the one that the chain put first.
    order = np.lexsort((-np.arange(len(probability)), probability, rows.turn))
    for row in order.tolist():
        chosen[rows.turn[row]] = int(rows.person[row])
        sure[rows.turn[row]] = float(confidence[row])
    return chosen, sure


def _plausible(analysis: Analysis, scorer: Scorer) -> Rows:
    """The candidates that the chain does not rule out."""
    import numpy as np

    table = weights()
    people: list[list[int]] = []
    scores: list[list[float]] = []
    for number, turn in enumerate(analysis.turns):
        if turn.fixed is not None:
            people.append([turn.fixed])
            scores.append([0.0])
            continue
        scored = [
            (score(scorer.features(number, who), table), -at, who) for at, who in enumerate(scorer.candidates(number))
        ]
        kept = sorted(scored, reverse=True)[:KEPT] or [(0.0, 0, NOBODY)]
        people.append([who for _, _, who in kept])
        scores.append([value for value, _, _ in kept])
    found = [
        (number, people[number][at], scores[number][at], beliefs[at])
        for number, beliefs in enumerate(believe(people, scores, ties(analysis.facts), table))
        for at in plausible(beliefs)
        if people[number][at] >= 0
    ]
    numbers, person, value, belief = zip(*found, strict=True) if found else ((), (), (), ())
    return Rows(np.array(numbers, np.int64), np.array(person, np.int64), np.array(value), np.array(belief))
