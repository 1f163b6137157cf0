"""Forms of names joined into people: the story's “Lizzy”, “Elizabeth” and “Miss Bennet”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from narrate.attribution.language import lexicon
from narrate.attribution.language.forms import Form, Name, genders_agree, is_diminutive, parse, same_first
from narrate.attribution.people.census import Census, FormEvidence, person_score
from narrate.attribution.people.person import Person, guess
from narrate.model import Gender

_PERSON = 2.0
_EXACT = 9.0
_MAX_FORMS = 5000
_MAX_NAMESAKES = 100
"""Bounds for hostile text; no novel comes near."""
_NICKNAME = 2.0
_YOUNGER = 1.0
_FIRST = 5.0
_MUCH_MORE = 10
_FEW = 5
_LEAST_ANSWERS = 3
_RANKS = frozenset(
    {"captain", "capt", "colonel", "col", "major", "general", "admiral", "lieutenant", "sergeant", "inspector"}
)
_HIGH_RANKS = frozenset({"colonel", "major", "general", "admiral"})
"""Ranks by which a man is called instead of “Mr”; of these and “Captain” somebody has one in a story."""
_PEERS = frozenset({"sir", "lord"})
_ROYAL = frozenset({"king", "queen", "prince", "princess", "st", "saint", "pope"})


def join_forms(census: Census) -> list[Person]:
    """Make people of the forms of the census.

    Full names come first, then titles with a name, then single words: each finds the people that the fuller
    forms made.
    """
    people: list[Person] = []
    surnames = _surnames(census)
    by_word: dict[str, list[Person]] = {}
    passed_over: list[tuple[Form, str]] = []
    usual = sorted(census.forms.items(), key=lambda item: (-item[1].count, item[0]))[:_MAX_FORMS]
    for form, evidence in sorted(usual, key=lambda item: _order(*item)):
        spelling = min(evidence.spelling, key=lambda text: (-evidence.spelling[text], text))
        owner = _owner(form, parse(form, surnames), census, by_word)
        if owner is None and person_score(form, evidence) < _PERSON:
            passed_over.append((form, spelling))
            continue
        person = owner or Person(name=spelling)
        if owner is None:
            people.append(person)
        person.add(form, evidence.count, spelling, surnames)
        name = parse(form)
        if person.gender is Gender.UNKNOWN:
            person.gender = name.gender if name.titles else Gender.UNKNOWN
        _index(by_word, person)
    for form, spelling in passed_over:
        _add_full_name(form, spelling, census, by_word)
    return people


def by_words(people: Iterable[Person]) -> dict[str, list[Person]]:
    """People by the words of their names, for `best_owner`."""
    found: dict[str, list[Person]] = {}
    for person in people:
        _index(found, person)
    return found


def best_owner(form: Form, people: dict[str, list[Person]], census: Census) -> Person | None:
    """Whose name a form can be, if anybody's of these people."""
    return _owner(form, parse(form), census, people)


def _add_full_name(form: Form, spelling: str, census: Census, by_word: dict[str, list[Person]]) -> None:
    """Give a full name that the story uses once to the only one whom it calls by the first name alone."""
    name = parse(form)
    if name.titles or len(name.firsts) != 1:
        return
    found = [person for person in by_word.get(name.firsts[0], ()) if name.firsts in person.forms]
    if len(found) == 1 and not found[0].lasts():
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
    return {f"~{formal}" for formal in lexicon.formal_names(first)} | {f"~{first[:3]}"}


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
    fitting = _fitting(form, name, census, by_word)
    if not fitting:
        return None
    (fit, _, prominence), owner = max(fitting, key=lambda item: item[0])
    if fit < _EXACT and name.titles == ("miss",):
        most = max(fitting, key=lambda item: item[0][2])
        if prominence * _MUCH_MORE < most[0][2]:
            return most[1]  # a sister who is hardly named is not “Miss Hale”
    if fit == _YOUNGER:
        sisters = [person for person in by_word.get(name.single, ()) if guess(person) is Gender.FEMALE]
        return owner if len(sisters) == 1 and not _another_answers(form, owner, census) else None
    return _by_surname(name.single, owner, fitting) if fit == _FIRST else owner


_Standing = tuple[float, int, int]
"""How well a name fits somebody, how often the story uses it of them, how often it names them."""


def _fitting(
    form: Form, name: Name, census: Census, by_word: dict[str, list[Person]]
) -> list[tuple[_Standing, Person]]:
    """People whose name a form can be, the first of equals first."""
    first = name.firsts[0] if name.firsts else name.single
    keys: Iterable[str] = [*form, *sorted(_formals(first) if first else ())]
    found: list[tuple[_Standing, Person]] = []
    seen: set[int] = set()
    for person in (person for key in keys for person in by_word.get(key, ())):
        if id(person) in seen:
            continue
        seen.add(id(person))
        fit = _fit(form, name, person)
        if fit == _NICKNAME and not person.known_id and not _one_register(form, name, person, census):
            continue
        if 0 < fit < _EXACT and not person.known_id and _apart(form, name, person, census):
            continue
        if fit > 0:
            weight = _borne(name.single, person) if name.single in person.lasts() else person.weight
            found.append(((fit, weight, _prominence(person, census)), person))
    return found


def _another_answers(form: Form, person: Person, census: Census) -> bool:
    """Whether somebody else answers to a name more often than this person does."""
    answers = census.answerers.get(form, Counter())
    own = sum(answers[other] for other in [*person.forms, *((first,) for first in person.firsts())])
    most = max((count for other, count in answers.items() if other in census.forms), default=0)
    return most > max(own, _LEAST_ANSWERS)


def _by_surname(single: str, owner: Person, fitting: Sequence[tuple[_Standing, Person]]) -> Person:
    """Who a word means that is one person's first name and another's last: whom the story calls by it most."""
    own = sum(count for form, count in owner.forms.items() if single in form)
    bearers = [(_borne(single, person), person) for _, person in fitting if single in person.lasts()]
    most = max(bearers, key=lambda item: item[0], default=(0, owner))
    return most[1] if most[0] > own * _FEW else owner


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
        return _FIRST
    if single in person.titles() and single in lexicon.roles():
        return 3.5  # “Captain!” where there is one captain
    if single in lasts:
        # A bare surname is a man's where the story also has a woman of that name.
        return 1.5 if guess(person) is Gender.FEMALE else 3.0
    if any(other.single == single and not other.titles for other in person.names):
        return 4.0
    singles = {other.single for other in person.names if other.single and not other.titles}
    if any(_alike(single, first) for first in firsts | singles if len(first) > 1):
        return _NICKNAME if genders_agree(gender, person.gender) else 0.0
    return 0.0


def _ranks_clash(some: set[str], others: set[str]) -> bool:
    """Whether titles of one person and of another tell that they are two (“Captain” and “Mrs”, “Sir” and “Mr”)."""
    if some & _HIGH_RANKS and not some & others and others & (_HIGH_RANKS | {"captain", "mr"}):
        return True
    return bool((some & _RANKS and others & {"mrs", "miss"}) or (some & _PEERS and others & {"mr"}))


def _alike(one: str, other: str) -> bool:
    return same_first(one, other) or is_diminutive(one, other)


def _one_register(form: Form, name: Name, person: Person, census: Census) -> bool:
    """Whether a short form can be this person's: narrators seldom call one person by both.

    The one is the narrator's, the other that of the people who speak.
    """
    short = census.forms[form].narrated
    full = sum(
        census.forms[other].narrated
        for other in [*person.forms, *((first,) for first in sorted(person.firsts()))]
        if other in census.forms and any(_alike(name.single, word) for word in other)
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
        if name.titles == ("lady",) and any(
            other[0] in _PEERS and other[-1] == form[-1] and len(other) > 1 for other in census.forms
        ):
            return True
        named = any(census.forms[first,].narrated for first in person.firsts() if (first,) in census.forms)
        return both > 0 or ("miss", form[-1]) in census.forms or (named and ("mr", form[-1]) in census.forms)
    # “Miss Hale … Rose”: a narrator may use both for the eldest of sisters.
    return both >= 2 and both * (8 if name.titles == ("miss",) else 25) > rarer
