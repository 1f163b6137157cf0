"""Characters that a person gave, found again among the people of a story.

The story's people are made as if nothing were given; then each known character takes those who bear its names. So
a cast that a run found, given back, changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Sequence

from narrate.attribution.language import lexicon
from narrate.attribution.language.forms import Form, form_of, genders_agree
from narrate.attribution.people.aliases import best_owner, by_words
from narrate.attribution.people.census import Census
from narrate.attribution.people.person import Person, guess
from narrate.model import Character, Gender


def known_forms(character: Character) -> dict[Form, str]:
    """The forms of a known character's names, with how they are written."""
    spelled = {
        form_of(lexicon.with_english_article(name).split()): name
        for name in reversed((character.name, *character.aliases))
    }
    return {form: spelled[form] for form in reversed(spelled) if form}


def unseen(forms: Container[Form], known: Sequence[Character]) -> list[Character]:
    """Known characters whose names are none of the forms that the story uses."""
    return [character for character in known if not any(form in forms for form in known_forms(character))]


def take_known(people: list[Person], known: Sequence[Character], census: Census) -> list[Person]:
    """The known characters, each as one person and in their order, then the others of the story.

    Somebody who bears names of one character becomes that character, with all the names of his own. Who bears names
    of several is divided among them. Somebody who bears none becomes the character whom his names fit by a name
    that the story does not use.
    """
    spelled = [known_forms(character) for character in known]
    given = [_given(character) for character in known]
    bearers: dict[Form, Person] = {}
    for person, forms in zip(given, spelled, strict=True):
        for form in forms:
            bearers.setdefault(form, person)
    seen = {form for person in people for form in person.forms}
    unused = [_given(character, forms.keys() - seen) for character, forms in zip(known, spelled, strict=True)]
    index = by_words(unused)
    narrating = next((person for person in given if person.first_person), None)
    others = []
    for person in people:
        claims = list(dict.fromkeys(bearers[form] for form in person.forms if form in bearers))
        if not claims and person.first_person and narrating is not None:
            claims = [narrating]
        claims = claims or [given[at] for at in _fitting(person, unused, index, census)]
        others += [] if claims else [person]
        for form, count in person.forms.items() if claims else ():
            owner = bearers.get(form) or _nearest(form, claims, census)
            owner.add(form, count, person.spelling[form], person.lasts())
        if len(claims) == 1:
            _inherit(claims[0], person, narrating)
    for person, forms in zip(given, spelled, strict=True):
        for form, spelling in forms.items():
            count = census.forms[form].count if form in census.forms and form not in seen else 0
            person.add(form, count, spelling)
    return given + others


def _given(character: Character, forms: Collection[Form] = ()) -> Person:
    person = Person(character.name, gender=character.gender, first_person=character.first_person, known_id=character.id)
    for form in sorted(forms):
        person.add(form, 0, " ".join(form))
    return person


def _fitting(person: Person, unused: Sequence[Person], index: dict[str, list[Person]], census: Census) -> list[int]:
    """Which known character, if any, somebody's most usual name fits by a name that the story does not use."""
    if not person.forms:
        return []
    form = max(person.forms, key=lambda form: (person.forms[form], form))
    if form[0] == "the":
        # “the count” where one count is on the list
        return found if len(found := [at for at, one in enumerate(unused) if form[-1] in one.titles()]) == 1 else []
    owner = best_owner(form, index, census)
    if owner is None or not genders_agree(owner.gender, guess(person)):
        return []
    return [at for at, other in enumerate(unused) if other is owner]


def _nearest(form: Form, claims: Sequence[Person], census: Census) -> Person:
    """Who of those that share a person's names gets one that none of them lists."""
    return claims[0] if len(claims) == 1 else best_owner(form, by_words(claims), census) or claims[0]


def _inherit(character: Person, person: Person, narrating: Person | None) -> None:
    """What the story tells of a person, where it was not given."""
    character.role = character.role or person.role
    character.first_person |= person.first_person and narrating is None
    if character.gender is Gender.UNKNOWN:
        character.gender = person.gender
