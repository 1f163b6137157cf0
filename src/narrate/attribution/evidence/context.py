"""What the ranker sees of a turn's surroundings beyond names: pronouns, forms of address, who is in mind, the verb."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrate.attribution.evidence.facts import Facts
from narrate.attribution.evidence.salience import Place, Reader, best_of, fit
from narrate.attribution.evidence.turns import Turn
from narrate.attribution.language import lexicon
from narrate.attribution.language.cues import Cue
from narrate.attribution.language.phrases import PRONOUNS, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph, Word
from narrate.attribution.people.mentions import MentionIndex
from narrate.attribution.people.person import Person, Roster
from narrate.model import Gender

_VERBS = {1: lexicon.grammar("goes-on"), 2: lexicon.grammar("answers"), 3: lexicon.grammar("asks")}
_OTHER_VERB = 4
_OTHER = lexicon.grammar("other-of-two")
_HIMSELF = lexicon.grammar("himself")
_CALLS = {Gender.MALE: lexicon.grammar("calls-a-man"), Gender.FEMALE: lexicon.grammar("calls-a-woman")}
_BESIDE_CALLS = lexicon.grammar("beside-calls")
_PRONOUNS = {
    "he": Gender.MALE, "him": Gender.MALE, "his": Gender.MALE, "himself": Gender.MALE,
    "she": Gender.FEMALE, "her": Gender.FEMALE, "hers": Gender.FEMALE, "herself": Gender.FEMALE,
}  # fmt: skip
_OWNERS = {"his": Gender.MALE, "her": Gender.FEMALE}
_MANY, _FAR = 5, 30
_REACH = 3
"""Paragraphs of narration before and after a turn whose pronouns are counted."""
_STEPS = (-2, -1, 0, 1, 2)

TURN_CONTEXT = (
    "verb", "verb-1", "verb+1", "to_himself", "other_of_two", "words", "words-1", "exclaims", "own_pronouns",
    "same_paragraph", "same_paragraph+1",
)  # fmt: skip
CANDIDATE_CONTEXT = (
    "pronoun_own", "pronoun_own_clash", "pronoun_before", "pronoun_before_clash", "pronoun_after",
    "pronoun_after_clash", "first_before", "first_after",
    *(f"called{step:+d}" for step in _STEPS),
    "in_mind", "in_mind_share", "in_mind_rank", "fits_share", "fits_rank", "focus", "last_acting", "since_acting",
    "acts_after", "owner", "kin",
)  # fmt: skip


@dataclass(slots=True)
class Around:
    """What the words around a turn tell.

    Attributes:
        verb: the class of the speech verb; 0 where there is none.
        wanted: the gender of the pronoun or the role that is its subject.
        called: the gender of whom the turn addresses (“sir”, “my dear aunt”).
        own: pronouns of the turn's narration; ``before`` and ``after``: of the narration up to the next turns.
        first_before: the gender of the first pronoun there, likewise ``first_after``.
        acts_after: who is the first subject of the narration after it.
        owner: the gender of whom the role beside the speech verb belongs to (“his sister”).
    """

    verb: int = 0
    wanted: Gender = Gender.UNKNOWN
    to_himself: bool = False
    other_of_two: bool = False
    words: int = 0
    exclaims: bool = False
    called: Gender = Gender.UNKNOWN
    own: Counter[Gender] = field(default_factory=Counter)
    before: Counter[Gender] = field(default_factory=Counter)
    after: Counter[Gender] = field(default_factory=Counter)
    first_before: Gender = Gender.UNKNOWN
    first_after: Gender = Gender.UNKNOWN
    acts_after: int = -1
    owner: Gender = Gender.UNKNOWN


class Context:
    """The numbers of `TURN_CONTEXT` and `CANDIDATE_CONTEXT` over one story."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], roster: Roster, mentions: MentionIndex, facts: Sequence[Facts]
    ) -> None:
        self._people = roster.people
        self._facts = facts
        self._paragraphs = paragraphs
        self._mentions = mentions
        self._known: list[Around | None] = [None] * len(facts)
        # Who is in mind at a turn that is fixed, nobody asks.
        places = {number: _place(item, paragraphs) for number, item in enumerate(facts) if item.turn.fixed is None}
        order = sorted(places, key=lambda number: places[number])
        minds = Reader(mentions, self._people).read(paragraphs, [places[number] for number in order])
        self._minds = dict(zip(order, minds, strict=True))

    def of_turn(self, number: int) -> list[float]:
        """The numbers of `TURN_CONTEXT`."""
        around = self._around(number)
        before, after = self._near(number, -1), self._near(number, 1)
        return [
            float(around.verb),
            float(before.verb),
            float(after.verb),
            float(around.to_himself),
            float(around.other_of_two),
            math.log1p(around.words),
            math.log1p(before.words),
            float(around.exclaims),
            float(min(sum(around.own.values()), _MANY)),
            float(self._adjoins(number)),
            float(self._adjoins(number + 1)),
        ]

    def of_candidates(self, number: int, candidates: Sequence[int], wanted: Sequence[int]) -> dict[int, list[float]]:
        """The numbers of `CANDIDATE_CONTEXT` for the wanted ones of a turn's candidates."""
        around, mind = self._around(number), self._minds[number]
        gender = around.wanted
        weight = {person: mind.weight.get(person, 0.0) for person in candidates}
        fitting = {person: value * _fit(gender, self._people[person]) for person, value in weight.items()}
        by_weight, by_fit = sorted(weight.values(), reverse=True), sorted(fitting.values(), reverse=True)
        called = [self._near(number, step).called for step in _STEPS]
        owner = -1 if around.owner is Gender.UNKNOWN else best_of(mind.weight, around.owner, self._people)
        kin = self._people[owner].lasts() if owner >= 0 else set()
        focus = mind.he if gender is Gender.MALE else mind.she if gender is Gender.FEMALE else mind.subject
        out = {}
        for person in wanted:
            told = self._people[person].gender
            out[person] = [
                *_counts(around.own, told),
                *_counts(around.before, told),
                *_counts(around.after, told),
                _agreement(around.first_before, told),
                _agreement(around.first_after, told),
                *(_agreement(one, told) for one in called),
                weight[person],
                weight[person] / (by_weight[0] or 1.0),
                float(by_weight.index(weight[person])),
                fitting[person] / (by_fit[0] or 1.0),
                float(by_fit.index(fitting[person])),
                _is(focus, person),
                _is(mind.subject, person),
                float(min(mind.since.get(person, _FAR), _FAR)),
                _is(around.acts_after, person),
                _is(owner, person),
                float(person != owner and not kin.isdisjoint(self._people[person].lasts())),
            ]
        return out

    def _adjoins(self, number: int) -> bool:
        """Whether a turn begins in the paragraph where the one before it ends."""
        if not 0 < number < len(self._facts):
            return False
        return self._facts[number].turn.first == self._facts[number - 1].turn.last

    def named_features(self, number: int, candidate: int) -> dict[str, float]:
        """The same for the chain: as names of features, few and coarse."""
        around, mind = self._around(number), self._minds[number]
        person = self._people[candidate]
        found: list[str] = []
        kind = "_told" if around.wanted is not Gender.UNKNOWN else "_tagged" if around.verb else ""
        if candidate in mind.weight:
            value = mind.weight[candidate] * _fit(around.wanted, person)
            rank = sum(other * _fit(around.wanted, self._people[who]) > value for who, other in mind.weight.items())
            found.append(f"mind{min(rank, 4)}{kind}")
        if candidate in {mind.he, mind.she}:
            found.append("focus" + kind)
        if mind.subject == candidate:
            found.append("last_acting" + kind)
        if around.acts_after == candidate:
            found.append("acts_after" + kind)
        if around.owner is not Gender.UNKNOWN:
            owner = best_of(mind.weight, around.owner, self._people)
            if owner == candidate:
                found.append("owner_told")
            elif owner >= 0 and not self._people[owner].lasts().isdisjoint(person.lasts()):
                found += _agreeing("kin_told", around.wanted, person.gender)
        for step in (-1, 0, 1):
            found += _agreeing(f"called{step:+d}", self._near(number, step).called, person.gender)
        if not around.verb:
            found += _agreeing("pronoun_before", around.first_before, person.gender)
            found += _agreeing("pronoun_after", around.first_after, person.gender)
        return dict.fromkeys(found, 1.0)

    def _near(self, number: int, step: int) -> Around:
        """A turn some steps away, if it is of the same conversation."""
        other = number + step
        if not 0 <= other < len(self._facts):
            return _NOWHERE
        one, two = self._facts[number].turn, self._facts[other].turn
        return self._around(other) if one.scene == two.scene and abs(one.first - two.first) <= 6 else _NOWHERE

    def _around(self, number: int) -> Around:
        """What the words around a turn tell; found out once, and only of turns that are asked for."""
        found = self._known[number]
        if found is None:
            found = self._known[number] = _around(
                self._facts[number], number, self._facts, self._paragraphs, self._mentions
            )
        return found


_NOWHERE = Around()


def _fit(gender: Gender, person: Person) -> float:
    return 1.0 if gender is Gender.UNKNOWN else fit(gender, person)


def _is(one: int, person: int) -> float:
    return 0.0 if one < 0 else 1.0 if one == person else -1.0


def _counts(pronouns: Counter[Gender], gender: Gender) -> tuple[float, float]:
    """Pronouns that agree and that clash with a gender."""
    if gender not in _CALLS:
        return 0.0, 0.0
    other = Gender.FEMALE if gender is Gender.MALE else Gender.MALE
    return float(min(pronouns[gender], _MANY)), float(min(pronouns[other], _MANY))


def _agreement(wanted: Gender, gender: Gender) -> float:
    if Gender.UNKNOWN in (wanted, gender):
        return 0.0
    return 1.0 if wanted is gender else -1.0


def _place(facts: Facts, paragraphs: Sequence[Paragraph]) -> Place:
    """Where the speaker is sought: before the subject of the speech verb, or before the speech."""
    turn = facts.turn
    for cue in turn.cues:
        if cue.is_tag:
            return cue.paragraph, cue.phrase.start
    return turn.first, _bounds(turn.quotations, paragraphs[turn.first].words)[0]


def _bounds(quotations: Sequence[int], words: Sequence[Word]) -> tuple[int, int]:
    """The first word that the turn speaks in a paragraph, and the word behind its last."""
    mine = set(quotations)
    at = [index for index, word in enumerate(words) if word.quotation in mine]
    return (at[0], at[-1] + 1) if at else (0, 0)


def _around(
    facts: Facts, number: int, everyone: Sequence[Facts], paragraphs: Sequence[Paragraph], mentions: MentionIndex
) -> Around:
    around = Around()
    turn = facts.turn
    for cue in turn.cues:
        if cue.is_tag:
            _take_tag(around, cue, paragraphs[cue.paragraph].words)
            break
    mine = set(turn.quotations)
    whole = (word for at in range(turn.first, turn.last + 1) for word in paragraphs[at].words)
    spoken = [word for word in whole if word.quotation in mine]
    around.words = len(spoken)
    around.exclaims = any(word.text == "!" for word in spoken)
    around.called = _called(spoken)
    first, end = _bounds(turn.quotations, paragraphs[turn.first].words)[0], _end(facts, paragraphs)
    for at in range(turn.first, turn.last + 1):
        _count(around.own, paragraphs[at].words)
    previous = everyone[number - 1].turn if number else None
    following = everyone[number + 1].turn if number + 1 < len(everyone) else None
    before = list(paragraphs[turn.first].words[:first])
    for at in range(turn.first - 1, max(turn.first - _REACH, previous.last if previous else -1) - 1, -1):
        words = paragraphs[at].words
        start = _bounds(previous.quotations, words)[1] if previous and at == previous.last else 0
        before = [*words[start:], *before]
    after = list(paragraphs[turn.last].words[end:])
    for at in range(turn.last + 1, min(turn.last + _REACH, following.first if following else len(paragraphs) - 1) + 1):
        words = paragraphs[at].words
        last = _bounds(following.quotations, words)[0] if following and at == following.first else len(words)
        after += words[:last]
    around.acts_after = _acts_after(turn.last, end, following, mentions)
    around.first_before, around.first_after = _count(around.before, before), _count(around.after, after)
    return around


def _acts_after(last: int, end: int, following: Turn | None, mentions: MentionIndex) -> int:
    """The first subject of the narration from word ``end`` of paragraph ``last`` to the next turn."""
    for at in range(last, min(last + _REACH, len(mentions.by_paragraph) - 1) + 1):
        if following is not None and at >= following.first and at > last:
            break
        for mention in mentions.by_paragraph[at]:
            if mention.subject and (at > last or mention.at >= end):
                return mention.person
    return -1


def _agreeing(name: str, wanted: Gender, gender: Gender) -> list[str]:
    agreement = _agreement(wanted, gender)
    return [f"{name}_{'ok' if agreement > 0 else 'clash'}"] if agreement else []


def _end(facts: Facts, paragraphs: Sequence[Paragraph]) -> int:
    return _bounds(facts.turn.quotations, paragraphs[facts.turn.last].words)[1]


def _take_tag(around: Around, cue: Cue, words: Sequence[Word]) -> None:
    phrase = cue.phrase
    around.verb = _OTHER_VERB
    for word in words[cue.words[0] : cue.words[1]]:
        found = next((number for number, verbs in _VERBS.items() if word.lower in verbs), 0)
        if found:
            around.verb = found
    near = [word.lower for word in words[cue.words[1] : cue.words[1] + 4]]
    around.to_himself = not _HIMSELF.isdisjoint(near)
    if phrase.kind is PhraseKind.PRONOUN:
        around.wanted = PRONOUNS[phrase.head]
    elif phrase.kind is PhraseKind.ROLE:
        around.wanted = lexicon.role_gender(phrase.head) or Gender.UNKNOWN
        around.other_of_two = phrase.head in _OTHER
        around.owner = _OWNERS.get(phrase.determiner, Gender.UNKNOWN)


def _count(pronouns: Counter[Gender], words: Sequence[Word]) -> Gender:
    """Count the pronouns of narration; the gender of the first."""
    first = Gender.UNKNOWN
    for word in words:
        gender = _PRONOUNS.get(word.lower) if word.quotation == NARRATION else None
        if gender is not None:
            pronouns[gender] += 1
            first = gender if first is Gender.UNKNOWN else first
    return first


def _called(spoken: Sequence[Word]) -> Gender:
    """The gender of whom a turn addresses by a form of address set off by commas."""
    for at, word in enumerate(spoken):
        gender = next((gender for gender, calls in _CALLS.items() if word.lower in calls), None)
        if gender is None:
            continue
        right = at + 1
        if word.lower == "ma" and right < len(spoken) and spoken[right].lower == "am":
            right += 1  # a text that lost its apostrophes
        left = at - 1
        while left >= 0 and spoken[left].lower in _BESIDE_CALLS:
            left -= 1
        if (left < 0 or spoken[left].is_point) and (right >= len(spoken) or spoken[right].is_point):
            return gender
    return Gender.UNKNOWN
