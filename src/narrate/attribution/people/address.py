"""Who is called by which name, and who answers to it: names that no word ties together are joined by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from narrate.attribution.language import lexicon
from narrate.attribution.language.clauses import ParagraphPhrases
from narrate.attribution.language.cues import Cue
from narrate.attribution.language.forms import Form, form_of, genders_agree
from narrate.attribution.language.phrases import Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph
from narrate.attribution.people.census import Census, is_vocative
from narrate.attribution.people.person import Person, guess
from narrate.model import Gender

_NEXT = 2
"""Paragraphs from a line to one that answers it."""
_MAX_CALLS = 4
_MAX_JOINED = 200
"""Bounds for hostile text."""
_LEAST_ANSWERS = 3
_SELDOM = 6
_ANYBODY = frozenset({"man", "woman", "voice", "person", "figure"})


def count_addresses(
    census: Census, paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases], cues: Sequence[Cue]
) -> None:
    """Count into the census who is called by which name, and who speaks beside each call."""
    speakers = _speakers(cues)
    before: tuple[int, Form | None, list[Form]] = (-9, None, [])
    earlier: Form | None = None
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
            _note_order(census, earlier, before[1], speaker)
            earlier = before[1]
        else:
            earlier = None
        before = (number, speaker, called)


def _speakers(cues: Sequence[Cue]) -> dict[int, list[Form]]:
    found: dict[int, list[Form]] = {}
    for cue in cues:
        if not cue.is_tag:
            continue
        if cue.phrase.kind is PhraseKind.NAME:
            found.setdefault(cue.paragraph, []).append(form_of(cue.phrase.words))
        else:
            found.setdefault(cue.paragraph, []).append(_form_of_role(cue.phrase))
    return found


def _form_of_role(phrase: Phrase) -> Form:
    if phrase.kind is PhraseKind.ROLE and phrase.determiner in {"the", "a", "an", "this", "that"}:
        return ("the", *(word.lower() for word in phrase.words))
    return (phrase.head,)


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
            if form != speaker:
                census.answers[form, speaker] += 1
                census.answerers.setdefault(form, Counter())[speaker] += 1


def _note_order(census: Census, first: Form | None, second: Form | None, third: Form | None) -> None:
    """Note who speaks after whom in three lines of one conversation."""
    if third is None:
        return
    if second is not None and second != third:
        census.adjacent[min(second, third), max(second, third)] += 1
    if first is not None and first != third and second not in {first, third}:
        census.alternate[min(first, third), max(first, third)] += 1


def join_roles(people: list[Person], census: Census) -> None:
    """Join a role to the person whose turn it is when the role speaks: “the painter” answers to “Basil”.

    “The man” and “the voice” are too many people.
    """
    for one in [person for person in people if person.role and person.role not in _ANYBODY][:_MAX_JOINED]:
        ranked = sorted(
            ((census.as_one(one.forms, other.forms), -at) for at, other in enumerate(people) if _can_play(one, other)),
            reverse=True,
        )[:2]
        if not ranked or ranked[0][0] < _LEAST_ANSWERS or (len(ranked) > 1 and ranked[1][0] * 2 > ranked[0][0]):
            continue
        other = people[-ranked[0][1]]
        if census.apart(one.forms, other.forms) * _SELDOM > ranked[0][0]:
            continue
        if not census.answered(one.forms, other.forms) and ranked[0][0] < _SELDOM:
            continue  # two who talk with the same third person
        for form, count in one.forms.items():
            other.add(form, count, one.spelling[form])
        people.remove(one)


def _can_play(one: Person, other: Person) -> bool:
    """Whether somebody with a name can be who goes by a role."""
    if one is other or other.role or not other.names or not genders_agree(one.gender, guess(other)):
        return False
    ranked = lexicon.title_gender(one.role) is not None and bool(other.titles())
    return not ranked or one.role in other.titles()


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
