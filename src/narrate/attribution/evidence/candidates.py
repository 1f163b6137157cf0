"""Who may speak a turn, and what speaks for and against each: the features of (turn, candidate)."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from narrate.attribution.evidence.context import Context
from narrate.attribution.evidence.facts import BEFORE, Facts
from narrate.attribution.evidence.turns import NOBODY
from narrate.attribution.language import lexicon
from narrate.attribution.language.cues import Cue, CueKind
from narrate.attribution.language.forms import genders_agree
from narrate.attribution.language.phrases import PRONOUNS, Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION
from narrate.attribution.people.mentions import MentionIndex
from narrate.attribution.people.person import Person, Roster
from narrate.model import Gender

MAX_CANDIDATES = 14
_OWNERS, _MOST_KIN = 3, 3
"""People lately named who may be the owner of “his mother”, and people of their surname who may be she."""
ROLES_USUAL = 0.25
"""Share of roles among the subjects of speech verbs from which a story counts as one of people without names."""

Features = dict[str, float]


class Scorer:
    """Features of (turn, candidate) over one story."""

    def __init__(
        self,
        facts: Sequence[Facts],
        roster: Roster,
        mentions: MentionIndex,
        introductions: Mapping[str, Sequence[int]],
        context: Context,
    ) -> None:
        self.facts = facts
        self.context = context
        self.roster = roster
        self.mentions = mentions
        self._introductions = introductions
        self._tags = Counter(
            person
            for item in facts
            for cue in item.turn.cues
            if cue.is_tag and (person := mentions.person_at.get((cue.paragraph, cue.phrase.start))) is not None
        )
        self._most_tags = max(self._tags.values(), default=1)
        self._usual = "_usual" if role_share(facts) >= ROLES_USUAL else ""
        self._born: dict[int, int] = {}
        for number, found in enumerate(mentions.by_paragraph):
            for mention in found:
                self._born.setdefault(mention.person, number)
        self._by_last: dict[str, list[int]] = {}
        for number, one in enumerate(roster.people):
            for name in one.lasts():
                self._by_last.setdefault(name, []).append(number)
        self._top = max((person.weight for person in roster.people), default=1) or 1

    def candidates(self, number: int) -> list[int]:
        """People who may speak turn ``number``, those named latest first."""
        facts = self.facts[number]
        if facts.turn.fixed is not None:
            return [] if facts.turn.fixed == NOBODY else [facts.turn.fixed]
        found = dict.fromkeys(self._of_cues(facts))
        found.update(dict.fromkeys(facts.recent[:MAX_CANDIDATES]))
        narrator = self.roster.teller(facts.turn.first)
        if narrator is not None:
            found[narrator] = None
        for person in sorted(facts.later, key=lambda p: (facts.later[p], p)):
            if len(found) >= MAX_CANDIDATES:
                break
            found[person] = None
        return [person for person in found if person < self.roster.speaking]

    def _of_cues(self, facts: Facts) -> list[int]:
        found = []
        for cue in facts.turn.cues:
            person = self.mentions.person_at.get((cue.paragraph, cue.phrase.start))
            if person is not None:
                found.append(person)
            elif cue.phrase.kind is PhraseKind.ROLE:
                found += self.roster.resolve_role(cue.phrase.words)[:3]
                found += self._kin(cue.phrase, facts)
        return found

    def _tells(self, facts: Facts, candidate: int) -> bool:
        """Whether the candidate is the “I” of the narration around a turn."""
        return self.roster.teller(facts.turn.first) == candidate

    def _kin(self, phrase: Phrase, facts: Facts) -> list[int]:
        """Whom “his mother” may mean though nobody is called so: those who bear the owner's surname."""
        if phrase.determiner in {"his", "her"}:
            owners = facts.recent[:_OWNERS]
        else:
            owner = self.roster.resolve(phrase.determiner.split()) if phrase.determiner[:1].isupper() else None
            owners = [] if owner is None else [owner]
        if phrase.head not in RELATIONS:
            return []
        gender = lexicon.role_gender(phrase.head) or Gender.UNKNOWN
        names = {name for owner in owners for name in self.roster.people[owner].lasts()}
        found = dict.fromkeys(person for name in sorted(names) for person in self._by_last.get(name, ()))
        people = self.roster.people
        fitting = [who for who in found if who not in owners and genders_agree(gender, people[who].gender)]
        return sorted(fitting, key=lambda who: (-people[who].weight, who))[:_MOST_KIN]

    def features(self, number: int, candidate: int) -> Features:
        """What speaks for and against a candidate in a turn, neighbours' speakers apart."""
        facts = self.facts[number]
        person = self.roster.people[candidate]
        out: Features = {}
        self._cue_features(out, facts, candidate, person)
        self._place_features(out, facts, candidate, person)
        self._address_features(out, number, candidate)
        out.update(self.context.named_features(number, candidate))
        return out

    def _cue_features(self, out: Features, facts: Facts, candidate: int, person: Person) -> None:
        seen: set[str] = set()
        tagged = facts.tagged
        for cue in facts.turn.cues:
            name = _FAMILY[cue.kind]
            if name in seen or (tagged and name != "tag"):
                continue
            seen.add(name)
            name += "" if cue.close else "_far"
            out.update(self._one_cue(name, cue, facts, candidate, person))

    def _one_cue(self, name: str, cue: Cue, facts: Facts, candidate: int, person: Person) -> Features:
        phrase = cue.phrase
        if phrase.kind is PhraseKind.NAME:
            found = self.mentions.person_at.get((cue.paragraph, phrase.start))
            if found is None:
                return {f"{name}_stranger": 1.0}
            return {f"{name}_name": 1.0} if found == candidate else {f"{name}_name_other": 1.0}
        if phrase.kind is PhraseKind.PRONOUN:
            if phrase.head == "i":
                return {f"{name}_i" if self._tells(facts, candidate) else f"{name}_i_other": 1.0}
            if phrase.head in {"they", "we"}:
                return {}
            out = self._gender_cue(name, PRONOUNS[phrase.head], facts, candidate, person)
            where = self._antecedent(cue, candidate)
            if where:
                out[f"{name}_antecedent_{where}"] = 1.0
            return out
        return self._role_cue(name, cue, facts, candidate, person)

    def _gender_cue(self, name: str, gender: Gender, facts: Facts, candidate: int, person: Person) -> Features:
        if self._tells(facts, candidate):
            return {f"{name}_pronoun_i": 1.0}
        if not genders_agree(gender, person.gender):
            return {f"{name}_gender_clash": 1.0}
        out = {f"{name}_gender_ok" if person.gender is gender else f"{name}_gender_open": 1.0}
        rank = 0
        for other in facts.recent:
            if other == candidate:
                out[f"{name}_pronoun_rank{min(rank, 3)}"] = 1.0
                break
            if self.roster.people[other].gender is gender and not self.roster.people[other].first_person:
                rank += 1
        return out

    def _introduced(self, noun: str, paragraph: int) -> bool:
        """Whether somebody was lately brought in as “a woman”, who is “the woman” now."""
        seen = self._introductions.get(noun, ())
        at = bisect_right(seen, paragraph) - 1
        return at >= 0 and paragraph - seen[at] <= BEFORE

    def _antecedent(self, cue: Cue, candidate: int) -> str:
        """Where the last subject that the pronoun can stand for is this candidate: own paragraph, the one before."""
        gender = PRONOUNS[cue.phrase.head]
        for place, paragraph in (("own", cue.paragraph), ("before", cue.paragraph - 1)):
            if paragraph < 0:
                continue
            for mention in reversed(self.mentions.by_paragraph[paragraph]):
                if mention.quotation != NARRATION or not mention.subject:
                    continue
                if paragraph == cue.paragraph and mention.at >= cue.phrase.start:
                    continue
                if genders_agree(gender, self.roster.people[mention.person].gender):
                    return place if mention.person == candidate else ""
        return ""

    def _role_cue(  # noqa: C901, PLR0911 - a ladder of cases
        self, name: str, cue: Cue, facts: Facts, candidate: int, person: Person
    ) -> Features:
        phrase = cue.phrase
        if phrase.determiner[:1].isupper() and form_mentions(person, phrase.determiner):
            return {f"{name}_role_owner": 1.0}
        found = self.roster.resolve_role(phrase.words)
        noun = phrase.head
        if found and phrase.words[0][0].isupper() and not self.roster.people[found[0]].role:
            return {f"{name}_name" if candidate == found[0] else f"{name}_name_other": 1.0}
        if candidate in found:
            if not person.role:
                return {f"{name}_role_named": 1.0}
            if phrase.determiner in {"a", "an"}:
                return {f"{name}_role_a": 1.0}
            if self._introduced(noun, cue.paragraph):
                name += "_new"
            vague = "_vague" if noun in VAGUE and len(phrase.words) == 1 else ""
            vague += self._usual
            return {f"{name}_role{vague}" if len(found) == 1 else f"{name}_role_of_many": 1.0}
        if noun in person.titles() or (noun == "doctor" and "dr" in person.titles()):
            return {f"{name}_role_title": 1.0}
        if found and noun not in VAGUE:
            return {f"{name}_role_other": 1.0}
        gender = lexicon.role_gender(noun) or Gender.UNKNOWN
        if self._tells(facts, candidate):
            return {f"{name}_pronoun_i": 1.0}
        if gender is Gender.UNKNOWN:
            return {f"{name}_role_open": 1.0}
        if not genders_agree(gender, person.gender):
            return {f"{name}_gender_clash": 1.0}
        out = self._gender_cue(name + "_role", gender, facts, candidate, person)
        if found:
            out[f"{name}_role_known_new" if self._introduced(noun, cue.paragraph) else f"{name}_role_known"] = 1.0
        return out

    def _place_features(self, out: Features, facts: Facts, candidate: int, person: Person) -> None:
        under = "_tagged" if facts.tagged else ""
        for name in self._places(facts, candidate):
            out[name + under] = 1.0
        if candidate in facts.distance:
            out[f"rank{min(facts.recent.index(candidate), 6)}"] = 1.0
            out["distance"] = math.log1p(facts.distance[candidate])
        if facts.after_subject == candidate:
            out["after_subject"] = 1.0
        out["prominence"] = math.log1p(person.weight) / math.log1p(self._top)
        tags = self._tags[candidate]
        out["talkative"] = math.log1p(tags) / math.log1p(self._most_tags)
        tells = self._tells(facts, candidate)
        if not tags and not tells:
            out["silent" + under + (self._usual if person.role else "")] = 1.0
        if person.role:
            out[("role_talking" if tags > 2 else "role") + self._usual] = 1.0
        if tells:
            out["narrator"] = 1.0
            out["narrator_cued"] = float(bool(facts.turn.cues))

    def _places(self, facts: Facts, candidate: int) -> Iterator[str]:
        """Where the candidate is named around the turn, as names of features."""
        if candidate not in facts.distance:
            yield "unmentioned"
            if self._born.get(candidate, 0) > facts.turn.first and not self._tells(facts, candidate):
                yield "unborn"
        if candidate in facts.own:
            yield "own_named"
            if len(facts.own) == 1:
                yield "own_only"
        if candidate in facts.owners:
            yield "own_possessive"
        if facts.before_subject == candidate:
            yield "before_subject_open" if facts.before_open else "before_subject"
        elif candidate in facts.before_named:
            yield "before_named"

    def _address_features(self, out: Features, number: int, candidate: int) -> None:
        facts = self.facts[number]
        if candidate in facts.says_own:
            out["says_own_name"] = 1.0
        elif candidate in facts.vocatives:
            out["vocative"] = 1.0
        elif candidate in facts.named:
            out["named"] = 1.0
        for step in (-2, -1, 1, 2):
            other = number + step
            if not 0 <= other < len(self.facts):
                continue
            near = self.facts[other]
            if abs(near.turn.first - facts.turn.first) > 6 or near.turn.scene != facts.turn.scene:
                continue
            if candidate in near.vocatives:
                out[f"vocative{step:+d}"] = 1.0
            elif candidate in near.named:
                out[f"named{step:+d}"] = 1.0


def role_share(facts: Sequence[Facts]) -> float:
    """The share of roles among the names and roles beside speech verbs."""
    kinds = Counter(cue.phrase.kind for item in facts for cue in item.turn.cues if cue.is_tag)
    return kinds[PhraseKind.ROLE] / max(kinds[PhraseKind.ROLE] + kinds[PhraseKind.NAME], 1)


def form_mentions(person: Person, name: str) -> bool:
    """Whether a possessor's name (“Jack” of “Jack's mother”) is a form of this person's."""
    return any(spelling == name for spelling in person.spelling.values())


RELATIONS = lexicon.grammar("relations")
VAGUE = lexicon.grammar("vague-roles")
"""Roles that often stand for somebody who has a name."""
_FAMILY = {
    CueKind.TAG_AFTER: "tag",
    CueKind.TAG_BEFORE: "tag",
    CueKind.LEAD: "lead",
    CueKind.BEAT_AFTER: "beat_after",
    CueKind.BEAT_BEFORE: "beat_before",
}
