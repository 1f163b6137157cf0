"""What is known of each turn before its candidates are compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from narrate.attribution.evidence.turns import Turn
from narrate.attribution.language.cues import CueKind
from narrate.attribution.language.reading import NARRATION, Paragraph
from narrate.attribution.people.introduced import gives_own_name
from narrate.attribution.people.mentions import MentionIndex

BEFORE, AFTER = 20, 5
"""Paragraphs around a turn in which people are looked for."""
FEW, FAR_BEFORE, FAR_AFTER = 5, 150, 30
"""Where fewer people than so many are named there, one looks as far as this: long talk names nobody."""


@dataclass(slots=True)
class Facts:
    """What is known of a turn before its candidates are compared."""

    turn: Turn
    vocatives: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    says_own: set[int] = field(default_factory=set)
    """Whose name the turn gives as the speaker's own: “I'm Jack”."""
    own: Counter[int] = field(default_factory=Counter)
    owners: set[int] = field(default_factory=set)
    question: bool = False
    tail: int = 0
    """Words of narration between its last quotation and the next, or the end of the paragraph."""
    gap: int = 0
    """Paragraphs of narration since the turn before; 99 where a scene lies between."""
    recent: list[int] = field(default_factory=list)
    """People by how lately narration named them, the latest first."""
    distance: dict[int, int] = field(default_factory=dict)
    later: dict[int, int] = field(default_factory=dict)
    before_subject: int | None = None
    before_named: set[int] = field(default_factory=set)
    before_open: bool = False
    after_subject: int | None = None

    @property
    def tagged(self) -> bool:
        """Whether a speech verb has a subject other than a group."""
        return any(cue.is_tag and cue.phrase.head not in {"they", "we"} for cue in self.turn.cues)

    @property
    def bare(self) -> bool:
        """Whether no narration tells anything of the speaker."""
        return not any(cue.kind is not CueKind.BEAT_AFTER for cue in self.turn.cues) and not self.own


def gather(
    turns: Sequence[Turn],
    paragraphs: Sequence[Paragraph],
    mentions: MentionIndex,
) -> list[Facts]:
    """The facts of every turn, in order; of one that is fixed, those alone that its neighbours heed."""
    gathered: list[Facts] = []
    for number, turn in enumerate(turns):
        facts = Facts(turn)
        _own(facts, mentions, paragraphs)
        if turn.fixed is None:
            _surroundings(facts, mentions, paragraphs)
        previous = turns[number - 1] if number else None
        if previous is None or previous.scene != turn.scene:
            facts.gap = 99
        else:
            facts.gap = max(turn.first - previous.last - 1, 0)
        gathered.append(facts)
    return gathered


def _own(facts: Facts, mentions: MentionIndex, paragraphs: Sequence[Paragraph]) -> None:
    turn = facts.turn
    quotations = set(turn.quotations)
    for paragraph in range(turn.first, turn.last + 1):
        for mention in mentions.by_paragraph[paragraph]:
            if mention.quotation in quotations:
                own = gives_own_name(paragraphs[paragraph].words, mention.at)
                (facts.says_own if own else facts.vocatives if mention.vocative else facts.named).add(mention.person)
            elif mention.quotation == NARRATION:
                if mention.possessive:
                    facts.owners.add(mention.person)
                else:
                    facts.own[mention.person] += 1
    last = None
    for word in paragraphs[turn.last].words:
        if word.quotation in quotations:
            last, facts.tail = word, 0
        elif word.quotation == NARRATION and not word.is_point:
            facts.tail += 1
    facts.question = last is not None and last.text == "?"


def _surroundings(facts: Facts, mentions: MentionIndex, paragraphs: Sequence[Paragraph]) -> None:
    turn = facts.turn
    until = _first_word(paragraphs[turn.first], turn)
    own = [m.person for m in mentions.by_paragraph[turn.first] if m.at < until and m.quotation == NARRATION]
    for paragraph in range(turn.first, max(turn.first - FAR_BEFORE, 0) - 1, -1):
        if turn.first - paragraph > BEFORE and len(facts.recent) >= FEW:
            break
        for person in reversed(own) if paragraph == turn.first else mentions.latest[paragraph]:
            if person not in facts.distance:
                facts.recent.append(person)
                facts.distance[person] = turn.first - paragraph
    for paragraph in range(turn.last, min(turn.last + FAR_AFTER + 1, len(paragraphs))):
        if paragraph - turn.last > AFTER and len(facts.recent) + len(facts.later) >= FEW:
            break
        for person in mentions.everybody[paragraph]:
            facts.later.setdefault(person, paragraph - turn.last)
    for paragraph in range(max(turn.first - 3, 0), turn.first):
        for person in mentions.everybody[paragraph]:
            facts.later.setdefault(person, AFTER)
    _next_door(facts, mentions, paragraphs)


def _next_door(facts: Facts, mentions: MentionIndex, paragraphs: Sequence[Paragraph]) -> None:
    """Who acts in the paragraphs of narration right before and right after a turn."""
    before, after = facts.turn.first - 1, facts.turn.last + 1
    if before >= 0 and not paragraphs[before].quotations:
        found = [mention for mention in mentions.by_paragraph[before] if mention.quotation == NARRATION]
        facts.before_named = {mention.person for mention in found}
        subjects = [mention.person for mention in found if mention.subject]
        facts.before_subject = subjects[-1] if subjects else None
        words = paragraphs[before].words
        facts.before_open = bool(words) and words[-1].text in {":", ",", "—"}
    if after < len(paragraphs) and not paragraphs[after].quotations:
        facts.after_subject = next((m.person for m in mentions.by_paragraph[after] if m.subject), None)


def _first_word(paragraph: Paragraph, turn: Turn) -> int:
    wanted = set(turn.quotations)
    return next((at for at, word in enumerate(paragraph.words) if word.quotation in wanted), len(paragraph.words))
