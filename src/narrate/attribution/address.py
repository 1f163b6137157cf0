"""Who is called by which name, and who answers to it: names that no word ties together are joined by it."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.attribution.census import Census, is_vocative
from narrate.attribution.clauses import ParagraphPhrases
from narrate.attribution.cues import Cue
from narrate.attribution.forms import Form, form_of, genders_agree
from narrate.attribution.people import Person, guess
from narrate.attribution.phrases import PhraseKind
from narrate.attribution.reading import NARRATION, Paragraph
from narrate.model import Gender

_NEXT = 2
"""Paragraphs from a line to one that answers it."""
_MAX_CALLS = 4
_MAX_JOINED = 200
"""Bounds for hostile text."""
_LEAST_ANSWERS = 3


def count_addresses(
    census: Census, paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases], cues: Sequence[Cue]
) -> None:
    """Count into the census who is called by which name, and who speaks beside each call."""
    speakers = _speakers(cues)
    before: tuple[int, Form | None, list[Form]] = (-9, None, [])
    for number, (paragraph, view) in enumerate(zip(paragraphs, views, strict=True)):
        if not paragraph.quotations:
            continue
        tags = speakers.get(number, [])
        speaker = tags[0] if tags and all(tag == tags[0] for tag in tags) else None
        called = _called(paragraph, view)
        if speaker is not None:
            for form in called:
                if form != speaker:
                    census.calls[speaker, form] += 1
        if number - before[0] <= _NEXT:
            _note_answers(census, before[2], speaker)
            _note_answers(census, called, before[1])
        before = (number, speaker, called)


def _speakers(cues: Sequence[Cue]) -> dict[int, list[Form]]:
    found: dict[int, list[Form]] = {}
    for cue in cues:
        if not cue.is_tag:
            continue
        if cue.phrase.kind is PhraseKind.NAME:
            found.setdefault(cue.paragraph, []).append(form_of(cue.phrase.words))
        else:
            found.setdefault(cue.paragraph, []).append((cue.phrase.head,))
    return found


def _called(paragraph: Paragraph, view: ParagraphPhrases) -> list[Form]:
    words = paragraph.words
    called = []
    for phrase in view.phrases:
        if phrase.kind is PhraseKind.NAME and words[phrase.start].quotation != NARRATION and is_vocative(words, phrase):
            called.append(form_of(phrase.words))
            if len(called) == _MAX_CALLS:
                break
    return called


def _note_answers(census: Census, called: Sequence[Form], speaker: Form | None) -> None:
    if speaker is not None:
        for form in called:
            census.answers[form, speaker] += form != speaker


def join_by_address(people: list[Person], census: Census) -> None:
    """Join people of whom the one answers to the other's name, where the names can be one person's.

    “‘You are late, Miss Hale.’ … ‘I ran,’ said Rose.” ties the name of speech to the narrator's. Joined are only a
    title with a last name and somebody of whom no other last name is known.
    """
    titled = [person for person in people if _is_titled_only(person)][:_MAX_JOINED]
    for one in titled:
        ranked = sorted(
            ((_tie(one, other, census), -at) for at, other in enumerate(people) if _can_be(one, other)), reverse=True
        )[:2]
        if not ranked or ranked[0][0] < _LEAST_ANSWERS:
            continue
        if len(ranked) > 1 and ranked[1][0] * 2 > ranked[0][0]:
            continue
        other = people[-ranked[0][1]]
        for form, count in one.forms.items():
            other.add(form, count, one.spelling[form], {form[-1]})
        if other.gender is Gender.UNKNOWN:
            other.gender = one.gender
        people.remove(one)


def _is_titled_only(person: Person) -> bool:
    return not person.known_id and bool(person.names) and all(name.single_is_last for name in person.names)


def _can_be(one: Person, other: Person) -> bool:
    """Whether somebody known by a title and a last name can be somebody known by a first name."""
    if one is other or other.role or other.first_person or not other.names:
        return False
    if not other.firsts() and not any(name.single and not name.single_is_last for name in other.names):
        return False
    if not genders_agree(one.gender, guess(other)) or (other.lasts() and not one.lasts() & other.lasts()):
        return False
    if one.titles() & other.titles():
        # “Miss Hale” is hardly she who is often “Miss Rose”.
        own = sum(other.forms[name_form] for name_form in other.forms if name_form[0] in one.titles())
        return own * 5 < one.weight
    return not {"mr", "mrs", "miss"} & other.titles()


def _tie(one: Person, other: Person, census: Census) -> int:
    answered = census.answered(one.forms, other.forms)
    return answered if census.called(one.forms, other.forms) * 4 < answered else 0
