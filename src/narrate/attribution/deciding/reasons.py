"""Why a line was given to its speaker, in words a person understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from narrate.attribution.evidence.analysis import Analysis
from narrate.attribution.language.cues import Cue, CueKind
from narrate.attribution.language.phrases import PhraseKind
from narrate.attribution.people.characters import display_name

_MAX_QUOTED = 60


class Rule(StrEnum):
    """The surest thing that speaks for a speaker, surest first."""

    TAG_NAME = "speech verb beside a name"
    TAG_ROLE = "speech verb beside a role"
    TAG_I = "speech verb beside “I”"
    TAG_PRONOUN = "speech verb beside “he” or “she”"
    LEAD = "subject of the sentence that runs into the line"
    ACTS = "acts in the same paragraph"
    NAMED = "named in the same paragraph"
    CALLED = "called by name in the line before"
    ANSWERS = "spoke two turns above"
    BEFORE = "acts in the paragraph before"
    GOES_ON = "spoke the line before"
    LAST = "likeliest of those nearby"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule, and what to tell a person."""

    rule: Rule
    words: str


def explain(analysis: Analysis, number: int, chosen: Sequence[int | None]) -> Reason:
    """The surest thing that speaks for the chosen speaker of turn ``number``."""
    person = chosen[number]
    if person is None:
        return Reason(Rule.LAST, "")
    name = _name(analysis, person)
    for cue in analysis.turns[number].cues:
        reason = _of_tag(analysis, cue, person, name) if cue.is_tag else None
        if reason is not None:
            return reason
    for cue in analysis.turns[number].cues:
        if not cue.is_tag and analysis.mentions.person_at.get((cue.paragraph, cue.phrase.start)) == person:
            where = _WHERE[cue.kind]
            rule = Rule.LEAD if cue.kind is CueKind.LEAD else Rule.ACTS
            return Reason(rule, f"{name} acts in the sentence {where} the line")
    return _of_neighbours(analysis, number, chosen, person, name)


def _of_tag(analysis: Analysis, cue: Cue, person: int, name: str) -> Reason | None:
    shown = f"‘{_quoted(analysis, cue)}’ {_WHERE[cue.kind]} the line"
    kind = cue.phrase.kind
    if analysis.mentions.person_at.get((cue.paragraph, cue.phrase.start)) == person:
        if cue.phrase.head == "i":
            return Reason(Rule.TAG_I, shown)
        return Reason(Rule.TAG_NAME if kind is PhraseKind.NAME else Rule.TAG_ROLE, shown)
    if kind is PhraseKind.PRONOUN and cue.phrase.head in {"he", "she"}:
        return Reason(Rule.TAG_PRONOUN, f"{shown}, most likely {name}")
    if kind is PhraseKind.ROLE:
        return Reason(Rule.TAG_ROLE, f"{shown}, most likely {name}")
    return None


def _of_neighbours(analysis: Analysis, number: int, chosen: Sequence[int | None], person: int, name: str) -> Reason:
    facts = analysis.facts[number]
    if person in facts.own or person in facts.owners:
        return Reason(Rule.NAMED, f"{name} is named beside the line")
    near = number > 0 and facts.gap < 5
    if near and person in analysis.facts[number - 1].vocatives:
        return Reason(Rule.CALLED, f"the line before calls {name} by name")
    if near and number > 1 and chosen[number - 2] == person and chosen[number - 1] != person:
        other = chosen[number - 1]
        answered = f"answers {_name(analysis, other)}, " if other is not None else ""
        return Reason(Rule.ANSWERS, f"{answered}spoke two turns above")
    if facts.before_subject == person:
        return Reason(Rule.BEFORE, f"{name} acts in the paragraph before")
    if near and chosen[number - 1] == person:
        return Reason(Rule.GOES_ON, f"{name} goes on from the line before")
    return Reason(Rule.LAST, f"{name} is the likeliest of those nearby")


_WHERE = {
    CueKind.TAG_AFTER: "after",
    CueKind.BEAT_AFTER: "after",
    CueKind.TAG_BEFORE: "before",
    CueKind.LEAD: "before",
    CueKind.BEAT_BEFORE: "before",
}


def _name(analysis: Analysis, person: int) -> str:
    return display_name(analysis.roster.people[person])


def _quoted(analysis: Analysis, cue: Cue) -> str:
    words = analysis.story.paragraphs[cue.paragraph].words
    text = " ".join(analysis.story.text[words[cue.words[0]].start : words[cue.words[1] - 1].end].split())
    return text if len(text) <= _MAX_QUOTED else text[: _MAX_QUOTED - 1].rstrip() + "…"
