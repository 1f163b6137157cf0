"""What the ranker sees of a turn and a candidate: one row of numbers for each pair.

A row is the features of `candidates.Scorer` by name, then the numbers of `STATIC`, then those of `SEQUENCE`:
what the chain believes of this candidate in the turns around. Nothing here tells how long the story is, how much its
people talk, or how soon narration names somebody again: trees learn such habits of the novels that they are fitted on,
and go wrong with short stories.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from narrate.attribution.evidence.context import CANDIDATE_CONTEXT, TURN_CONTEXT, Context
from narrate.attribution.evidence.facts import Facts
from narrate.attribution.language.cues import Cue
from narrate.attribution.language.forms import genders_agree
from narrate.attribution.language.phrases import PRONOUNS, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph
from narrate.attribution.people.mentions import Mention, MentionIndex
from narrate.model import Gender

if TYPE_CHECKING:
    from narrate.attribution.evidence.analysis import Analysis

FAR = 30
"""What counts as never: turns or paragraphs."""
_TOWARDS = frozenset(
    {"to", "at", "toward", "towards", "upon", "with", "of", "for", "from", "after", "behind", "beside"}
)
_ADDRESSING = frozenset({"to", "at", "asked", "told", "answered", "addressed", "begged", "interrupted", "reminded"})
_NEIGHBOURS = (-4, -3, -2, -1, 1, 2, 3, 4)
_GENDER = {Gender.MALE: 1.0, Gender.FEMALE: 2.0}
_TAG_NAME, _TAG_I, _TAG_ROLE, _TAG_CHORUS, _TAG_HE, _TAG_SHE = 1, 2, 3, 4, 5, 6

TURN = (
    "gap_before", "gap_after", "question", "question-1", "tag", "tag-1", "tag+1", "tag-2", "tag+2", "cues",
    "own_people", "before_people", "before_open", "tail_people-1",
)  # fmt: skip
CANDIDATE = (
    "order", "recency", "distance_paragraphs", "later", "gender_recency", "own_count", "own_first", "own_last",
    "own_before", "own_subject", "own_object", "addressed", "addressed-1", "addressed+1", "addressed-2",
    "tail_subject-1", "tail_last-1", "narrated_3", "narrated_10", "spoken_of_5", "next_spoken_of",
    "last_subject", "before_last", "before_first", "gender", "is_role", "is_narrator",
    "pronoun-1", "pronoun+1", "pronoun-2", "pronoun+2", "vocatives_near", "named_near",
    *(f"certain{step:+d}" for step in _NEIGHBOURS), "agreeing",
)  # fmt: skip
STATIC = TURN + CANDIDATE + TURN_CONTEXT + CANDIDATE_CONTEXT


@dataclass(slots=True)
class Around:
    """What a turn shows to its neighbours."""

    tag: int = 0
    certain: int = -1
    """The person of a name or an “I” beside a speech verb, or whom a person gave the turn; -1 where there is none."""
    gender: Gender = Gender.UNKNOWN
    """Of the pronoun or the role beside a speech verb."""
    addressed: set[int] = field(default_factory=set)
    objects: set[int] = field(default_factory=set)
    own: list[Mention] = field(default_factory=list)
    tail: list[Mention] = field(default_factory=list)
    """Narration of the paragraph after the last quotation."""
    until: int = 0


class Columns:
    """The numbers of `STATIC` over one story."""

    def __init__(self, analysis: Analysis, context: Context) -> None:
        self._facts = analysis.facts
        self._people = analysis.roster.people
        self._teller = analysis.roster.teller
        self._known: list[Around | None] = [None] * len(analysis.facts)
        self._paragraphs = analysis.story.paragraphs
        self._mentions = analysis.mentions
        self._context = context
        self._narrated: dict[int, list[int]] = {}
        self._spoken_of: dict[int, list[int]] = {}
        self._subjects: dict[int, list[int]] = {}
        for number, found in enumerate(analysis.mentions.by_paragraph):
            for mention in found:
                spoken = mention.quotation != NARRATION
                (self._spoken_of if spoken else self._narrated).setdefault(mention.person, []).append(number)
                if mention.subject:
                    self._subjects.setdefault(mention.person, []).append(number)

    def rows(self, number: int, candidates: Sequence[int], wanted: Sequence[int]) -> list[list[float]]:
        """Rows of `STATIC`.

        Args:
            number: of the turn.
            candidates: all of the turn.
            wanted: those of them whose rows are asked for, in this order.
        """
        facts = self._facts[number]
        turn = self._turn(number, facts)
        of_turn, of_people = self._context.of_turn(number), self._context.of_candidates(number, candidates, wanted)
        teller = self._teller(facts.turn.first)
        gender_told = self._at(number).gender
        agreeing = sum(genders_agree(gender_told, self._people[person].gender) for person in candidates)
        ranks: Counter[Gender] = Counter()
        gender_rank: dict[int, int] = {}
        for person in facts.recent:
            gender = self._people[person].gender
            gender_rank[person] = ranks[gender]
            ranks[gender] += 1
        recency = {person: at for at, person in enumerate(facts.recent)}
        order = {person: at for at, person in enumerate(candidates)}
        return [
            [
                *turn,
                float(order[person]),
                float(recency.get(person, FAR)),
                float(facts.distance.get(person, FAR)),
                float(facts.later.get(person, FAR)),
                float(gender_rank.get(person, FAR)),
                *self._own(number, facts, person),
                *self._mentioned(facts, person),
                *self._who(person),
                float(person == teller),
                *self._neighbours(number, facts, person),
                float(agreeing),
                *of_turn,
                *of_people[person],
            ]
            for person in wanted
        ]

    def _at(self, number: int) -> Around:
        """What a turn shows; found out once, and only of turns that are asked for."""
        if not 0 <= number < len(self._known):
            return _NOWHERE
        found = self._known[number]
        if found is None:
            found = self._known[number] = _around(self._facts[number], self._paragraphs, self._mentions)
        return found

    def _turn(self, number: int, facts: Facts) -> list[float]:
        around = self._at(number)
        following = self._facts[number + 1] if number + 1 < len(self._facts) else None
        before = self._facts[number - 1] if number else None
        return [
            float(min(facts.gap, FAR)),
            float(min(following.gap, FAR) if following else FAR),
            float(facts.question),
            float(before is not None and before.question),
            float(around.tag),
            *(float(self._at(number + step).tag) for step in (-1, 1, -2, 2)),
            float(len(facts.turn.cues)),
            float(len(facts.own)),
            float(len(facts.before_named)),
            float(facts.before_open),
            float(len({mention.person for mention in self._at(number - 1).tail})),
        ]

    def _own(self, number: int, facts: Facts, person: int) -> list[float]:
        around = self._at(number)
        own = around.own
        before, after = self._at(number - 1), self._at(number + 1)
        near = facts.gap <= 1
        tail = before.tail if near else []
        return [
            float(facts.own[person]),
            float(bool(own) and own[0].person == person),
            float(bool(own) and own[-1].person == person),
            float(any(mention.person == person and mention.at < around.until for mention in own)),
            float(any(mention.person == person and mention.subject for mention in own)),
            float(person in around.objects),
            float(person in around.addressed),
            float(person in before.addressed),
            float(person in after.addressed),
            float(person in self._at(number - 2).addressed),
            float(next((mention.person for mention in reversed(tail) if mention.subject), -1) == person),
            float(bool(tail) and tail[-1].person == person),
        ]

    def _mentioned(self, facts: Facts, person: int) -> list[float]:
        first, last = facts.turn.first, facts.turn.last
        narrated = self._narrated.get(person, [])
        at = bisect_left(narrated, first)
        spoken_of = self._spoken_of.get(person, [])
        subjects = self._subjects.get(person, [])
        last_subject = bisect_left(subjects, first)
        spoken_after = bisect_right(spoken_of, last)
        latest = self._mentions.latest[first - 1] if first else []
        return [
            float(at - bisect_left(narrated, first - 3)),
            float(at - bisect_left(narrated, first - 10)),
            float(bisect_left(spoken_of, first) - bisect_left(spoken_of, first - 5)),
            float(min(spoken_of[spoken_after] - last, FAR) if spoken_after < len(spoken_of) else FAR),
            float(min(first - subjects[last_subject - 1], FAR) if last_subject else FAR),
            float(bool(latest) and latest[0] == person),
            float(bool(latest) and latest[-1] == person),
        ]

    def _who(self, candidate: int) -> list[float]:
        person = self._people[candidate]
        return [
            _GENDER.get(person.gender, 0.0),
            float(bool(person.role)),
        ]

    def _neighbours(self, number: int, facts: Facts, candidate: int) -> list[float]:
        gender = self._people[candidate].gender
        pronouns = [_agreement(self._at(number + step).gender, gender) for step in (-1, 1, -2, 2)]
        certain = [self._at(number + step).certain for step in _NEIGHBOURS]
        low, high = max(number - 3, 0), number + 4
        near = self._facts[low:high]
        scene = facts.turn.scene
        return [
            *pronouns,
            float(
                sum(candidate in other.vocatives for other in near if other is not facts and other.turn.scene == scene)
            ),
            float(sum(candidate in other.named for other in near if other is not facts and other.turn.scene == scene)),
            *(0.0 if who < 0 else 1.0 if who == candidate else -1.0 for who in certain),
        ]


_NOWHERE = Around()


def _agreement(wanted: Gender, gender: Gender) -> float:
    if wanted is Gender.UNKNOWN or gender is Gender.UNKNOWN:
        return 0.0
    return 1.0 if wanted is gender else -1.0


def _around(facts: Facts, paragraphs: Sequence[Paragraph], mentions: MentionIndex) -> Around:
    around = Around()
    turn = facts.turn
    for cue in turn.cues:
        if cue.is_tag:
            _take_tag(around, cue, mentions)
            break
    if turn.fixed is not None:
        around.certain = turn.fixed
    mine = set(turn.quotations)
    speaking = {(cue.paragraph, cue.phrase.start) for cue in turn.cues if cue.is_tag}
    for paragraph in range(turn.first, turn.last + 1):
        words = paragraphs[paragraph].words
        for mention in mentions.by_paragraph[paragraph]:
            if mention.quotation != NARRATION:
                continue
            around.own.append(mention)
            before = words[mention.at - 1].lower if mention.at else ""
            if (paragraph, mention.at) in speaking:
                continue  # “asked the woman”: she asks.
            if before in _TOWARDS or before in _ADDRESSING:
                around.objects.add(mention.person)
                if before in _ADDRESSING:
                    around.addressed.add(mention.person)
    words = paragraphs[turn.first].words
    around.until = next((at for at, word in enumerate(words) if word.quotation in mine), len(words))
    words = paragraphs[turn.last].words
    end = next((at for at in range(len(words) - 1, -1, -1) if words[at].quotation != NARRATION), -1)
    around.tail = [m for m in mentions.by_paragraph[turn.last] if m.at > end and m.quotation == NARRATION]
    return around


def _take_tag(around: Around, cue: Cue, mentions: MentionIndex) -> None:
    phrase = cue.phrase
    if phrase.kind is PhraseKind.PRONOUN:
        around.gender = PRONOUNS[phrase.head]
        around.tag = {"i": _TAG_I, "he": _TAG_HE, "she": _TAG_SHE}.get(phrase.head, _TAG_CHORUS)
    else:
        around.tag = _TAG_NAME if phrase.kind is PhraseKind.NAME else _TAG_ROLE
    if around.tag in {_TAG_NAME, _TAG_I}:
        around.certain = mentions.person_at.get((cue.paragraph, phrase.start), -1)
