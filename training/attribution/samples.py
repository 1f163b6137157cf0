"""What fitting and measuring need of a story, taken out of it once and kept in a cache."""

from __future__ import annotations

import hashlib
import pickle
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.attribution.corpus import Gold, bare, normal, pieces, read_novel

import narrate.attribution
from narrate.attribution.deciding.chain import ties
from narrate.attribution.decision import speaks_in_chorus
from narrate.attribution.evidence.analysis import Analysis, analyse
from narrate.attribution.evidence.columns import Columns
from narrate.attribution.evidence.wording import Spoken, words_of
from narrate.attribution.people.characters import characters_of
from narrate.intake import parse_story
from narrate.model import Segmentation, UtteranceKind
from narrate.segmentation import segment

NO_LABEL, NOBODY = -1, -2
"""In place of a turn's speaker: none of its quotations is labelled; the speaker is not on the roster."""
SEED = 20261121


@dataclass(slots=True)
class Sample:
    """A story as (turn, candidate) rows.

    Attributes:
        condition: ``found`` (nothing given), ``given`` (the cast given), ``piece`` (a short piece, nothing given).
        first_row: of each turn, and the end of the last.
        person: of each row.
        features: for each row the named features, as indices into ``names`` and amounts.
        static: for each row the numbers of `narrate.attribution.evidence.columns.STATIC`.
        ties: for each turn the names of its features of the chain: same speaker, second before.
        gold: for each turn the person who speaks, or `NO_LABEL`, or `NOBODY`.
        weight: for each turn its quotations.
        run: for each turn its conversation; ``spoken``: the words of each turn.
        spans: for each labelled span: turn (-1: no dialogue there), whether a chorus speaks, kind, speaker.
        overlaps: for each person and labelled character how often the text has a name they share.
    """

    novel: str
    condition: str
    first_row: NDArray[np.int64]
    person: NDArray[np.int64]
    names: list[str]
    features: tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]
    static: NDArray[np.float32]
    ties: list[tuple[str | None, str | None]]
    gold: NDArray[np.int64]
    weight: NDArray[np.int64]
    run: NDArray[np.int64]
    spoken: Spoken
    spans: list[tuple[int, bool, str, str]]
    overlaps: dict[tuple[int, str], int]


def samples_of(folder: Path, cache: Path) -> list[Sample]:
    """The samples of a novel, from the cache where the code has not changed since."""
    kept = cache / f"{folder.name}-{_fingerprint()}.pickle"
    if kept.exists():
        found: list[Sample] = pickle.loads(kept.read_bytes())
        return found
    gold = read_novel(folder)
    samples = [extract(gold, folder.name, "found"), extract(gold, folder.name, "given")]
    samples += [extract(piece, folder.name, "piece") for piece in pieces(gold, SEED)]
    cache.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(".partial")
    partial.write_bytes(pickle.dumps(samples, protocol=5))
    partial.rename(kept)
    return samples


def _fingerprint() -> str:
    package = Path(narrate.attribution.__file__).parent
    digest = hashlib.sha256()
    ours = [Path(__file__), Path(__file__).with_name("corpus.py")]
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.txt"), *ours]):
        if path.name not in {"weights.txt", "ranker.py", "forest.py", "sequence.py", "manner.py"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def extract(gold: Gold, novel: str, condition: str) -> Sample:
    """Analyse a story as the product does, and look up who speaks."""
    document = parse_story(gold.text.encode(), f"{gold.name}.txt")
    segmentation = segment(document)
    known = gold.cast if condition == "given" else []
    analysis = analyse(document, segmentation, known, exclusive=bool(known))
    overlaps = _overlaps(gold, analysis, known)
    person_of = {who: person for person, who in one_to_one(overlaps).items()}
    spoken = [_speaker(gold, segmentation, turn.quotations) for turn in analysis.turns]
    person_of |= _by_tag(analysis, spoken, person_of)
    labels = [NO_LABEL if who is None else person_of.get(who, NOBODY) for who in spoken]
    return Sample(
        novel,
        condition,
        *_rows(analysis),
        ties(analysis.facts),
        np.array(labels, np.int64),
        np.array([len(turn.quotations) for turn in analysis.turns], np.int64),
        np.array(analysis.runs(), np.int64),
        words_of(analysis.turns, analysis.story.paragraphs),
        _spans(gold, analysis, segmentation),
        overlaps,
    )


def _rows(
    analysis: Analysis,
) -> tuple[
    NDArray[np.int64],
    NDArray[np.int64],
    list[str],
    tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]],
    NDArray[np.float32],
]:
    scorer = analysis.scorer()
    columns = Columns(analysis, scorer.context)
    first, person, static = [0], [], []
    names: dict[str, int] = {}
    starts, indices, amounts = [0], [], []
    for number in range(len(analysis.turns)):
        candidates = scorer.candidates(number)
        static += columns.rows(number, candidates, candidates)
        for candidate in candidates:
            for name, amount in scorer.features(number, candidate).items():
                indices.append(names.setdefault(name, len(names)))
                amounts.append(amount)
            starts.append(len(indices))
        person += candidates
        first.append(len(person))
    features = np.array(starts, np.int64), np.array(indices, np.int32), np.array(amounts, np.float32)
    return np.array(first), np.array(person, np.int64), list(names), features, np.array(static, np.float32)


def _by_tag(analysis: Analysis, spoken: Sequence[str | None], named: dict[str, int]) -> dict[str, int]:
    """Labelled characters whom no name joins to the roster, by the name or role that stands beside their speech verbs.

    Without them, fitting would see only such roles as turn out to be somebody with a name.
    """
    heard: dict[str, Counter[int]] = {}
    mapped = set(named.values())
    for turn, who in zip(analysis.turns, spoken, strict=True):
        for cue in turn.cues:
            person = analysis.mentions.person_at.get((cue.paragraph, cue.phrase.start))
            if who is None or who in named or person is None or not cue.is_tag:
                continue
            if person not in mapped:
                heard.setdefault(who, Counter())[person] += 1
    return {who: min(counts, key=lambda person: (-counts[person], person)) for who, counts in heard.items()}


def _overlaps(gold: Gold, analysis: Analysis, known: Sequence[object]) -> dict[tuple[int, str], int]:
    """How much speaks for a person being a labelled character: the occurrences of the names they share."""
    everyone = Counter(range(len(analysis.roster.people)))
    characters, ids = characters_of(analysis.roster, everyone, gold.cast if known else [])
    by_id = {character.id: character for character in characters}
    text = normal(gold.text)
    found: Counter[tuple[int, str]] = Counter()
    for person, identifier in sorted(ids.items()):
        character = by_id[identifier]
        for name in sorted({character.name, *character.aliases}):
            who = gold.names.get(normal(name)) or gold.names.get(bare(name))
            if who:
                count = len(re.findall(r"(?<!\w)" + re.escape(normal(name)) + r"(?!\w)", text))
                found[person, who] += max(count, 1)
        if character.first_person and "i" in gold.names:
            found[person, gold.names["i"]] += 10**6
    return dict(found)


def one_to_one(overlaps: dict[tuple[int, str], int], speaking: Iterable[int] | None = None) -> dict[int, str]:
    """Person to labelled character, the greatest overlap first, each once."""
    mapping: dict[int, str] = {}
    taken: set[str] = set()
    allowed = None if speaking is None else set(speaking)
    for (person, who), _ in sorted(overlaps.items(), key=lambda item: (-item[1], item[0])):
        if person not in mapping and who not in taken and (allowed is None or person in allowed):
            mapping[person] = who
            taken.add(who)
    return mapping


def _speaker(gold: Gold, segmentation: Segmentation, quotations: Sequence[int]) -> str | None:
    """The labelled speaker of most of a turn."""
    starts = [span.start for span in gold.spans]
    heard: Counter[str] = Counter()
    for index in quotations:
        said = segmentation.utterances[index].span
        at = max(bisect_right(starts, said.start) - 2, 0)
        while at < len(gold.spans) and gold.spans[at].start < said.end:
            overlap = min(said.end, gold.spans[at].end) - max(said.start, gold.spans[at].start)
            if overlap > 0:
                heard[gold.spans[at].speaker] += overlap
            at += 1
    return heard.most_common(1)[0][0] if heard else None


def _spans(gold: Gold, analysis: Analysis, segmentation: Segmentation) -> list[tuple[int, bool, str, str]]:
    """Each labelled span with the turn whose quotation covers most of it."""
    turn_of = {index: number for number, turn in enumerate(analysis.turns) for index in turn.quotations}
    said = [
        (utterance.span.start, utterance.span.end, index)
        for index, utterance in enumerate(segmentation.utterances)
        if utterance.kind is UtteranceKind.DIALOGUE
    ]
    starts = [start for start, _, _ in said]
    found = []
    for span in gold.spans:
        best, cover = -1, 0
        at = max(bisect_right(starts, span.start) - 3, 0)
        while at < len(said) and said[at][0] < span.end:
            overlap = min(span.end, said[at][1]) - max(span.start, said[at][0])
            if overlap > cover:
                best, cover = said[at][2], overlap
            at += 1
        turn = turn_of.get(best, -1) if cover * 2 > span.end - span.start else -1
        found.append((turn, turn >= 0 and speaks_in_chorus(analysis.turns[turn]), span.kind, span.speaker))
    return found
