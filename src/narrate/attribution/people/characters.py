"""The roster as the characters of a script: names, aliases, ids."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from narrate.attribution.language import lexicon
from narrate.attribution.language.forms import Form, Name, genders_agree
from narrate.attribution.people.person import Person, Roster
from narrate.model import Character, Gender

_COURTESY = frozenset(
    {"mr", "mrs", "miss", "ms", "mister", "monsieur", "m", "madame", "mme", "mademoiselle", "mlle", "herr", "frau"}
)
"""Titles that a full name is shown without."""


def slug(name: str) -> str:
    """Lower-case ASCII letters, digits and hyphens; empty where nothing of the name is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:60].strip("-")


def characters_of(
    roster: Roster, lines: Counter[int], known: Sequence[Character]
) -> tuple[tuple[Character, ...], dict[int, str]]:
    """The known characters and those with lines, most lines first, and the id of each person.

    Args:
        roster: the people; known ones come first and in the order of ``known``.
        lines: utterances by person.
        known: characters that a person gave; they come back as they were.
    """
    ids = {index: character.id for index, character in enumerate(known)}
    taken = set(ids.values())
    found = list(known)
    shown = {character.name for character in known}
    bearers = Counter(last for person in roster.people for last in person.lasts())
    for index, _ in sorted(lines.items(), key=lambda item: (-item[1], item[0])):
        if index in ids:
            continue
        person = roster.people[index]
        name = display_name(person)
        if name in shown:
            # “Mrs. John Smith” would be shown as “John Smith”, who is another.
            name = next((text for text in _by_use(person) if text not in shown), name)
        shown.add(name)
        ids[index] = _unique(slug(name) or "character", taken)
        taken.add(ids[index])
        aliases = _aliases(person, name, bearers)
        found.append(Character(ids[index], name, aliases, person.gender, person.first_person))
    return tuple(found), ids


def display_name(person: Person) -> str:
    """The fullest usual name: first and last where the story knows both, else the most usual with a title."""
    if not person.spelling or person.known_id:
        return person.name
    if person.role:
        usual = person.spelling[max(person.forms, key=lambda form: (len(form) > 1, person.forms[form], form))]
        return person.name if person.name.startswith(usual) else usual
    parsed = list(zip(person.spelling, person.names, strict=True))
    full = [(form, name) for form, name in parsed if name.last and len(name.firsts[0]) > 1]
    if full:
        form, name = max(full, key=lambda item: (_known_as(person, item[1]), person.forms[item[0]], item[0]))
        return _without_courtesy(person.spelling[form], name)
    first = _usual(person, [(form, name) for form, name in parsed if _is_first(name, person)])
    last = _usual(person, [(form, name) for form, name in parsed if name.single_is_last])
    if first and last:
        return f"{first.split()[-1]} {last.split()[-1]}"
    top = max(person.forms.values())

    def rank(form: Form) -> tuple[bool, bool, bool, int, int, Form]:
        # “Pastor Lind” or “Cass” rather than “the pastor” or “the girl”, however seldom.
        named = form[0] != "the"
        usual = person.forms[form] * 20 >= top
        return named, named and len(form) > 1, usual, min(len(form), 3), person.forms[form], form

    return person.spelling[max(person.forms, key=rank)]


def _known_as(person: Person, name: Name) -> int:
    """How often the story uses the first name of a full one: “Kate” or “Katharine”."""
    return sum(person.forms[form] for form in person.forms if name.firsts[0] in form)


def _is_first(name: Name, person: Person) -> bool:
    """Whether a form is a first name that a last name can follow."""
    if not name.single or name.single_is_last or name.single in person.lasts() or len(name.single) == 1:
        return False
    if lexicon.title_gender(name.single) is not None or not name.single.isalpha():
        return False
    return bool(set(name.titles) <= _COURTESY)


def _usual(person: Person, forms: list[tuple[Form, Name]]) -> str:
    return person.spelling[max(forms, key=lambda item: (person.forms[item[0]], item[0]))[0]] if forms else ""


def _without_courtesy(spelling: str, name: Name) -> str:
    """“Hester Vane” for “Miss Hester Vane”; “Captain Jack Harper” and “Mrs. John Smith” as they are."""
    if not name.titles or name.titles[0] not in _COURTESY:
        return spelling
    own = lexicon.first_name_gender(name.firsts[0]) or Gender.UNKNOWN
    words = spelling.split()
    return " ".join(words[1:]) if genders_agree(own, name.gender) else spelling


def _aliases(person: Person, name: str, bearers: Counter[str]) -> tuple[str, ...]:
    """The other names, usual ones first; without a bare surname that others bear too."""
    shared = {last for last in person.lasts() if bearers[last] > 1}
    kept = {person.spelling[form] for form in person.forms if len(form) > 1 or form[0] not in shared}
    return tuple(text for text in _by_use(person) if text in kept and text != name)


def _by_use(person: Person) -> list[str]:
    """All names, usual ones first."""
    ordered = sorted(person.forms, key=lambda form: (-person.forms[form], form))
    return list(dict.fromkeys(person.spelling[form] for form in ordered))


def _unique(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
