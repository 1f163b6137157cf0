"""Forms of names joined into people: the story's “Lizzy”, “Elizabeth” and “Miss Bennet”."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narrate.attribution import lexicon
from narrate.attribution.census import Census, FormEvidence, person_score
from narrate.attribution.forms import Form, Name, form_of, genders_agree, parse, same_first
from narrate.attribution.people import Person, guess
from narrate.model import Character, Gender

_PERSON = 2.0
_EXACT = 9.0
_MAX_FORMS = 5000
_MAX_NAMESAKES = 100
"""Bounds for hostile text; no novel comes near."""
_NICKNAME = 2.0
_YOUNGER = 1.0
_RANKS = frozenset(
    {"captain", "capt", "colonel", "col", "major", "general", "admiral", "lieutenant", "sergeant", "inspector"}
)
_PEERS = frozenset({"sir", "lord"})
_ROYAL = frozenset({"king", "queen", "prince", "princess", "st", "saint", "pope"})


def known_people(known: Sequence[Character]) -> list[Person]:
    """People from characters that a person gave; their ids, names and genders are kept."""
    people = []
    for character in known:
        person = Person(
            name=character.name, gender=character.gender, first_person=character.first_person, known_id=character.id
        )
        for name in (character.name, *character.aliases):
            form = form_of(name.split())
            if form:
                person.add(form, 0, name)
        people.append(person)
    return people


def join_forms(census: Census, people: list[Person], *, exclusive: bool) -> list[Person]:
    """Give every form of the census to a person, making new ones unless ``exclusive``.

    Full names come first, then titles with a name, then single words: each finds the people that the fuller
    forms made. New people are appended to ``people``.
    """
    surnames = _surnames(census)
    by_word: dict[str, list[Person]] = {}
    for person in people:
        _index(by_word, person)
    passed_over: list[tuple[Form, str]] = []
    usual = sorted(census.forms.items(), key=lambda item: (-item[1].count, item[0]))[:_MAX_FORMS]
    for form, evidence in sorted(usual, key=lambda item: _order(*item)):
        spelling = min(evidence.spelling, key=lambda text: (-evidence.spelling[text], text))
        owner = _owner(form, parse(form, surnames), census, by_word)
        if owner is None and (exclusive or person_score(form, evidence) < _PERSON):
            passed_over.append((form, spelling))
            continue
        person = owner or Person(name=spelling)
        if owner is None:
            people.append(person)
        person.add(form, evidence.count, spelling, surnames)
        name = parse(form)
        if person.gender is Gender.UNKNOWN and not person.known_id:
            person.gender = name.gender if name.titles else Gender.UNKNOWN
        _index(by_word, person)
    for form, spelling in passed_over:
        _add_full_name(form, spelling, census, by_word)
    return people


def _add_full_name(form: Form, spelling: str, census: Census, by_word: dict[str, list[Person]]) -> None:
    """Give a full name that the story uses once to the only one whom it calls by the first name alone."""
    name = parse(form)
    if name.titles or len(name.firsts) != 1:
        return
    found = [person for person in by_word.get(name.firsts[0], ()) if name.firsts in person.forms]
    if len(found) == 1 and not found[0].lasts() and not found[0].known_id:
        found[0].add(form, census.forms[form].count, spelling)


def _order(form: Form, evidence: FormEvidence) -> tuple[int, int, Form]:
    name = parse(form)
    stage = 0 if name.last else 1 if name.titles else 2
    return stage, -evidence.count, form


def _index(by_word: dict[str, list[Person]], person: Person) -> None:
    words = {word for form in person.forms for word in form}
    for name in person.names:
        for first in name.firsts[:1] or ((name.single,) if name.single else ()):
            words |= _formals(first)
    for word in sorted(words):
        people = by_word.setdefault(word, [])
        if len(people) < _MAX_NAMESAKES and person not in people:
            people.append(person)


def _formals(first: str) -> set[str]:
    return {f"~{formal}" for formal in lexicon.formal_names(first)}


def _surnames(census: Census) -> set[str]:
    """Words that end a full name or follow Mr, Mrs, Doctor and their like."""
    found = set()
    for form in census.forms:
        name = parse(form)
        listed = lexicon.first_name_gender(name.last) is not None
        bare = census.forms[name.last,].count if (name.last,) in census.forms else 0
        if name.last and census.forms[form].count * (4 if listed else 20) > bare:
            found.add(name.last)
        elif name.single_is_last and not name.takes_first:
            found.add(name.single)
    return found


def _prominence(person: Person, census: Census) -> int:
    """How often the story names a person, bare first names included before they are joined."""
    bare = sum(census.forms[first,].count for first in person.firsts() if (first,) in census.forms)
    return person.weight + bare


def _borne(last: str, person: Person) -> int:
    """How often the story names a person by a last name: who bears it alone is seldom called by a first name."""
    return sum(count for form, count in person.forms.items() if form[-1] == last)


def _owner(form: Form, name: Name, census: Census, by_word: dict[str, list[Person]]) -> Person | None:
    if len(form) == 1 and lexicon.not_names().get(form[0]) in {"address", "exclamations"}:
        return None  # “Sir”, “Miss” are anybody
    first = name.firsts[0] if name.firsts else name.single
    keys: Iterable[str] = [*form, *sorted(_formals(first) if first else ())]
    best: tuple[float, int, int] | None = None
    owner = None
    seen: set[int] = set()
    for key in keys:
        for person in by_word.get(key, ()):
            if id(person) in seen:
                continue
            seen.add(id(person))
            fit = _fit(form, name, person)
            if fit == _NICKNAME and not person.known_id and not _one_register(form, name, person, census):
                continue
            if 0 < fit < _EXACT and not person.known_id and _apart(form, name, person, census):
                continue
            weight = _borne(name.single, person) if name.single in person.lasts() else person.weight
            standing = (fit, weight, _prominence(person, census))
            if fit > 0 and (best is None or standing > best):
                best, owner = standing, person
    if best is not None and best[0] == _YOUNGER:
        sisters = [person for person in by_word.get(name.single, ()) if guess(person) is Gender.FEMALE]
        return owner if len(sisters) == 1 else None
    return owner


def _fit(form: Form, name: Name, person: Person) -> float:  # noqa: C901, PLR0911 - a ladder of cases
    """How well a form fits a person; 0 is not at all."""
    if form in person.forms:
        return _EXACT
    gender = name.gender
    if name.titles and not genders_agree(gender, person.gender):
        return 0.0
    if _ranks_clash(set(name.titles), person.titles()) or _ranks_clash(person.titles(), set(name.titles)):
        return 0.0
    if set(name.titles) & _ROYAL and not set(name.titles) & person.titles():
        return 0.0
    if name.married is not None and any(
        other.married is not None and other.married != name.married for other in person.names
    ):
        return 0.0
    firsts, lasts = person.firsts(), person.lasts()
    if name.last:
        return _fit_full(name, person, firsts, lasts)
    single = name.single
    if name.titles:
        return _fit_titled(name, single, firsts, lasts, person)
    if single in firsts:
        return 5.0
    if single in person.titles() and single in lexicon.roles():
        return 3.5  # “Captain!” where there is one captain
    if single in lasts:
        # A bare surname is a man's where the story also has a woman of that name.
        return 1.5 if guess(person) is Gender.FEMALE else 3.0
    if any(other.single == single and not other.titles for other in person.names):
        return 4.0
    singles = {other.single for other in person.names if other.single and not other.titles}
    if any(same_first(single, first) for first in firsts | singles if len(first) > 1):
        return _NICKNAME if genders_agree(gender, person.gender) else 0.0
    return 0.0


def _ranks_clash(some: set[str], others: set[str]) -> bool:
    """Whether titles of one person and of another tell that they are two (“Captain” and “Mrs”, “Sir” and “Mr”)."""
    return bool((some & _RANKS and others & {"mrs", "miss"}) or (some & _PEERS and others & {"mr"}))


def _one_register(form: Form, name: Name, person: Person, census: Census) -> bool:
    """Whether a short form can be this person's: narrators seldom call one person by both.

    The one is the narrator's, the other that of the people who speak.
    """
    short = census.forms[form].narrated
    full = sum(
        census.forms[other].narrated
        for other in [*person.forms, *((first,) for first in sorted(person.firsts()))]
        if other in census.forms and any(same_first(name.single, word) for word in other)
    )
    return min(short, full) * 6 <= max(short, full)


def _fit_full(name: Name, person: Person, firsts: set[str], lasts: set[str]) -> float:
    if name.last not in lasts:
        return 0.0
    if name.married and name.firsts and not firsts & set(name.firsts):
        return 0.0  # “Mrs John Dashwood” is not John
    if firsts:
        return 6.0 if any(same_first(name.firsts[0], first) for first in firsts) else 0.0
    return 3.0 if genders_agree(name.gender, person.gender) else 0.0


def _fit_titled(name: Name, single: str, firsts: set[str], lasts: set[str], person: Person) -> float:
    if single in lasts and (name.single_is_last or not firsts):
        if not genders_agree(name.gender, guess(person)):
            return 0.0
        younger = name.titles == ("miss",) and any(
            other.titles == ("miss",) and (other.firsts or not other.single_is_last) for other in person.names
        )
        # “Miss Hale” is the eldest: her sisters are “Miss Rose Hale” and “Miss Ivy”.
        return _YOUNGER if younger else 3.0
    if not name.single_is_last and any(same_first(single, first) for first in firsts):
        return 3.0 if genders_agree(name.gender, person.gender) else 0.0
    if any(other.single == single and not other.titles for other in person.names):
        return 2.0 if genders_agree(name.gender, person.gender) else 0.0
    return 0.0


def _apart(form: Form, name: Name, person: Person, census: Census) -> bool:
    """Whether the story names both in one sentence so often that they are two people."""
    others = set(person.forms) | {(first,) for first in person.firsts()}
    if set(form) <= {word for other in others for word in other} and not name.titles:
        return False  # “Jack … Jack Harkness”: a part of the name itself
    strangers = [other for other in others if not set(other) & set(form)]
    called = census.called([form], strangers)
    if called and called >= census.answered([form], strangers):
        return True
    both = sum(census.together[min(form, other), max(form, other)] for other in others)
    rarer = min(census.forms[form].narrated, sum(person.forms.values()))
    if name.married and not any(other.titles for other in person.names):
        # A mother and her daughters share a surname.
        named = any(census.forms[first,].narrated for first in person.firsts() if (first,) in census.forms)
        return both > 0 or ("miss", form[-1]) in census.forms or (named and ("mr", form[-1]) in census.forms)
    # “Miss Hale … Rose”: a narrator may use both for the eldest of sisters.
    return both >= 2 and both * (8 if name.titles == ("miss",) else 25) > rarer
