"""The roster as the characters of a script: names, aliases, ids."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from narrate.attribution.people import Person, Roster
from narrate.model import Character


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
    bearers = Counter(last for person in roster.people for last in person.lasts())
    for index, _ in sorted(lines.items(), key=lambda item: (-item[1], item[0])):
        if index in ids:
            continue
        person = roster.people[index]
        name = display_name(person)
        ids[index] = _unique(slug(name) or "character", taken)
        taken.add(ids[index])
        aliases = _aliases(person, name, bearers)
        found.append(Character(ids[index], name, aliases, person.gender, person.first_person))
    return tuple(found), ids


def display_name(person: Person) -> str:
    """The fullest of the names the story often uses."""
    if not person.spelling:
        return person.name
    if person.role:
        return person.spelling[max(person.forms, key=lambda form: (person.forms[form], -len(form), form))]
    top = max(person.forms.values())

    def rank(form: tuple[str, ...]) -> tuple[bool, int, int, str]:
        usual = person.forms[form] * 20 >= top
        return usual, min(len(form), 3), person.forms[form], " ".join(form)

    return person.spelling[max(person.forms, key=rank)]


def _aliases(person: Person, name: str, bearers: Counter[str]) -> tuple[str, ...]:
    """The other names, usual ones first; without a bare surname that others bear too."""
    shared = {last for last in person.lasts() if bearers[last] > 1}
    ordered = [form for form in person.forms if len(form) > 1 or form[0] not in shared]
    ordered.sort(key=lambda form: (-person.forms[form], form))
    return tuple(dict.fromkeys(text for text in (person.spelling[form] for form in ordered) if text != name))


def _unique(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
