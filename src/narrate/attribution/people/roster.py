"""The people of a story: found by name, by role, or as the “I” who tells it."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.attribution.language import lexicon
from narrate.attribution.language.clauses import ParagraphPhrases
from narrate.attribution.language.cues import Cue
from narrate.attribution.language.forms import Form, genders_agree
from narrate.attribution.language.phrases import Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph
from narrate.attribution.people.address import count_addresses, join_by_address, join_roles
from narrate.attribution.people.aliases import join_forms
from narrate.attribution.people.census import Census
from narrate.attribution.people.known import take_known
from narrate.attribution.people.person import Person, Roster, guess
from narrate.attribution.people.revealed import reveal_voices
from narrate.attribution.people.roles import add_roles
from narrate.attribution.people.tellers import Telling, says_i, take_tellers
from narrate.model import Character, Gender

_PRONOUN_GENDER = {
    "he": Gender.MALE,
    "him": Gender.MALE,
    "his": Gender.MALE,
    "himself": Gender.MALE,
    "she": Gender.FEMALE,
    "her": Gender.FEMALE,
    "hers": Gender.FEMALE,
    "herself": Gender.FEMALE,
}
_PRONOUN_REACH = 12
_NARRATOR_SHARE = 0.008
"""Share of “I” among the words of narration above which somebody tells the story as “I”."""
_I: Form = ("i",)
_NARRATOR_NAME = "Narrator (I)"


def build_roster(
    paragraphs: Sequence[Paragraph],
    views: Sequence[ParagraphPhrases],
    cues: Sequence[Cue],
    census: Census,
    known: Sequence[Character],
    *,
    exclusive: bool,
    tellings: Sequence[Telling] = (),
) -> Roster:
    """Find the people of a story, the known ones first; with ``exclusive`` the others never speak.

    ``tellings``: the stretches that stand under the name of somebody who tells them as “I”.
    """
    count_addresses(census, paragraphs, views, cues)
    people = join_forms(census)
    join_by_address(people, census)
    add_roles(people, census, cues, paragraphs, views)
    join_roles(people, census)
    tellings = _find_narrators(people, tellings, paragraphs, cues, census=census)
    if known:
        people = take_known(people, known, census)
    if exclusive:
        # A role that is nobody's on the list is somebody on the list.
        people = [person for person in people if person.known_id or not _is_role(person)]
    roster = Roster(people, speaking=len(known) if exclusive else len(people))
    roster.tellers = [(t.first, t.end, who) for t in tellings if (who := roster.resolve(t.name)) is not None]
    _vote_genders(roster, paragraphs, views)
    reveal_voices(paragraphs, views, cues, roster)
    return roster


def _is_role(person: Person) -> bool:
    return bool(person.role) or person.first_person or all(form[0] == "the" for form in person.forms)


def _find_narrators(
    people: list[Person],
    tellings: Sequence[Telling],
    paragraphs: Sequence[Paragraph],
    cues: Sequence[Cue],
    *,
    census: Census,
) -> list[Telling]:
    """Mark the “I” of the story, apart from the stretches that say who tells them; these, if anybody is so called."""
    kept, tellers = take_tellers(people, tellings, paragraphs)
    told = {number for telling in kept for number in range(telling.first, telling.end)}
    rest = [paragraph for number, paragraph in enumerate(paragraphs) if number not in told]
    if tells_as_i(rest, [cue for cue in cues if cue.paragraph not in told]):
        _mark_narrator(people, census)
    elif len(tellers) == 1:
        people[min(tellers)].first_person = True
    return kept


def tells_as_i(paragraphs: Sequence[Paragraph], cues: Sequence[Cue]) -> bool:
    """Whether the narration is told by an “I” who is part of the story."""
    narrated, mine = says_i(paragraphs)
    tags = sum(1 for cue in cues if cue.is_tag and cue.phrase.head == "i")
    return mine > _NARRATOR_SHARE * narrated and (tags > 0 or mine > 0.02 * narrated)


def _mark_narrator(people: list[Person], census: Census) -> None:
    """Find the “I”: somebody called by name in speech whom the narration hardly names, or else a nameless one."""
    best: tuple[int, Person] | None = None
    for person in people:
        evidence = [census.forms[form] for form in person.forms if form in census.forms]
        called = sum(item.vocatives for item in evidence)
        spoken = sum(item.count - item.narrated for item in evidence)
        narrated = sum(item.narrated for item in evidence)
        tags = sum(item.tags for item in evidence)
        unnamed = called >= 2 and tags == 0 and narrated * 5 <= spoken
        titled = all(form[-1] in lexicon.titles() for form in person.forms)
        if unnamed and not titled and not person.role and (best is None or called > best[0]):
            best = (called, person)
    if best is not None:
        best[1].first_person = True
        _join_other_name(people, best[1], census)
    else:
        person = Person(name=_NARRATOR_NAME, first_person=True)
        person.add(("narrator",), 0, _NARRATOR_NAME)
        people.append(person)


def _join_other_name(people: list[Person], narrator: Person, census: Census) -> None:
    """Give the “I” the other name that speech calls it by: “Miss Hale” is “Rose” to her friends."""
    found = []
    for person in people:
        if person is narrator or person.role or not genders_agree(guess(person), guess(narrator)):
            continue
        evidence = [census.forms[form] for form in person.forms if form in census.forms]
        if not evidence or any(item.tags or item.narrated for item in evidence):
            continue
        complement = bool(person.lasts()) != bool(narrator.lasts()) and len(person.forms) == len(narrator.forms) == 1
        answered = sum(census.answers[form, _I] for form in person.forms)
        if complement and answered and not any(census.calls[_I, form] for form in person.forms):
            found.append(person)
    if len(found) == 1:
        for form, count in found[0].forms.items():
            narrator.add(form, count, found[0].spelling[form], found[0].lasts())
        people.remove(found[0])


def _vote_genders(roster: Roster, paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases]) -> None:
    """Decide genders: titles, then the pronouns that follow a name, then what first names are given to."""
    for paragraph, view in zip(paragraphs, views, strict=True):
        words = paragraph.words
        starts = {phrase.start for phrase in view.phrases if phrase.kind is not PhraseKind.PRONOUN}
        for phrase in view.phrases:
            if phrase.kind is PhraseKind.PRONOUN or words[phrase.start].quotation != NARRATION:
                continue
            index = _named(phrase, roster)
            if index is None:
                continue
            for at in range(phrase.end, min(len(words), phrase.end + _PRONOUN_REACH)):
                if at in starts or words[at].quotation != NARRATION:
                    break
                gender = _PRONOUN_GENDER.get(words[at].lower)
                if gender is not None:
                    roster.people[index].votes[gender] += 1
                    break
    for person in roster.people:
        if person.gender is Gender.UNKNOWN or (not person.known_id and _contradicted(person)):
            person.gender = _decided(person)


def _named(phrase: Phrase, roster: Roster) -> int | None:
    if phrase.kind is PhraseKind.NAME:
        return roster.resolve(phrase.words)
    people = roster.resolve_role(phrase.words) if phrase.determiner == "the" else []
    return people[0] if len(people) == 1 else None


def _contradicted(person: Person) -> bool:
    """Whether pronouns often say otherwise than a title that is seldom used (“Auntie” of a boy)."""
    titled = sum(person.forms[form] for form, name in zip(person.spelling, person.names, strict=True) if name.titles)
    against = sum(votes for gender, votes in person.votes.items() if gender is not person.gender)
    return titled * 5 < person.weight and against >= 8 and against * 5 >= 4 * sum(person.votes.values())


def _decided(person: Person) -> Gender:
    score = 0.0
    for form, name in zip(person.spelling, person.names, strict=True):
        title = {Gender.MALE: 1.0, Gender.FEMALE: -1.0}.get(name.gender, 0.0)
        first = name.firsts[0] if name.firsts else name.single
        listed = not name.titles and lexicon.first_name_gender(first) is not None
        # A title that is seldom used may be a joke, or another's.
        usual = person.forms[form] * 5 >= person.weight
        score += title * (2.0 if listed else 6.0 if usual else 1.0)
    male, female = person.votes[Gender.MALE], person.votes[Gender.FEMALE]
    if male + female:
        score += 6.0 * (male - female) / (male + female + 2)
    if abs(score) < 1.0:
        return Gender.UNKNOWN
    return Gender.MALE if score > 0 else Gender.FEMALE
