"""A person of the story while the roster is built, and the finished roster."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from narrate.attribution.language.forms import Form, Name, form_of, parse
from narrate.model import Gender


@dataclass(slots=True, eq=False)
class Person:
    """Somebody who may speak.

    Attributes:
        forms: the forms of the name, with how often the story uses each.
        spelling: each form as the story writes it.
        known_id: id of a character that a person gave.
        role: the noun where this is nobody by name (“the waiter”).
        votes: evidence for a gender, by weight.
    """

    name: str = ""
    forms: Counter[Form] = field(default_factory=Counter)
    spelling: dict[Form, str] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    gender: Gender = Gender.UNKNOWN
    first_person: bool = False
    known_id: str = ""
    role: str = ""
    votes: Counter[Gender] = field(default_factory=Counter)

    @property
    def weight(self) -> int:
        """How often the story names this person."""
        return sum(self.forms.values())

    def add(self, form: Form, count: int, spelling: str, surnames: Container[str] = ()) -> None:
        """Give the person another form."""
        if form not in self.spelling:
            self.spelling[form] = spelling
            self.names.append(parse(form, surnames))
        self.forms[form] += count

    def firsts(self) -> set[str]:
        """Every first name known."""
        return {first for name in self.names for first in name.firsts[:1]} | {
            name.single for name in self.names if name.single and name.titles and not name.single_is_last
        }

    def lasts(self) -> set[str]:
        """Every last name known."""
        return {name.last for name in self.names if name.last} | {
            name.single for name in self.names if name.single_is_last
        }

    def titles(self) -> set[str]:
        """Every title known."""
        return {title for name in self.names for title in name.titles}


def guess(person: Person) -> Gender:
    """The gender decided on, or what the names tell."""
    if person.gender is not Gender.UNKNOWN:
        return person.gender
    return next((name.gender for name in person.names if name.gender is not Gender.UNKNOWN), Gender.UNKNOWN)


class Roster:
    """The people of a story, by the forms of their names."""

    def __init__(self, people: Sequence[Person], speaking: int | None = None) -> None:
        self.people = list(people)
        self.speaking = len(self.people) if speaking is None else speaking
        """How many of the people, from the first, may speak; the others are only talked about."""
        self._by_form: dict[Form, list[int]] = {}
        self._roles: dict[str, list[int]] = {}
        for index, person in enumerate(self.people):
            for form in person.forms:
                self._add(form, index)
        self._cache: dict[Form, int | None] = {}
        self.revealed: dict[tuple[int, int], int] = {}
        """Phrases (paragraph, first word) of which the story tells who they are, whatever their words."""
        self.tellers: list[tuple[int, int, int]] = []
        """First paragraph, end and person, in order, of the stretches that several people tell as “I” in turn."""

    def _add(self, form: Form, index: int) -> None:
        self._by_form.setdefault(form, []).append(index)
        if form[0] in {"the", "a", "an", "his", "her", "my", "their", "one"} and len(form) > 1:
            self._roles.setdefault(form[-1], []).append(index)

    @property
    def narrator(self) -> int | None:
        """Who tells the story as “I”."""
        return next((index for index, person in enumerate(self.people) if person.first_person), None)

    def teller(self, paragraph: int) -> int | None:
        """Who says “I” in the narration of a paragraph."""
        at = bisect_right(self.tellers, paragraph, key=lambda telling: telling[0]) - 1
        if at >= 0 and paragraph < self.tellers[at][1]:
            return self.tellers[at][2]
        return self.narrator

    def resolve(self, words: Iterable[str]) -> int | None:
        """Who is meant by the words of a name; None where it is nobody of the roster."""
        form = form_of(tuple(words))
        if form not in self._cache:
            self._cache[form] = self._resolve(form)
        return self._cache[form]

    def _resolve(self, form: Form) -> int | None:
        exact = self._by_form.get(form)
        if exact:
            return self._heaviest(exact, form)
        for size in range(len(form) - 1, 0, -1):
            for start in range(len(form) - size, -1, -1):
                part = self._by_form.get(form[start : start + size])
                if part and self._part_fits(form, part):
                    return self._heaviest(part, form)
        return None

    def _part_fits(self, form: Form, people: list[int]) -> bool:
        gender = parse(form).gender
        return any(Gender.UNKNOWN in (gender, self.people[i].gender) or gender is self.people[i].gender for i in people)

    def _heaviest(self, people: list[int], form: Form) -> int:
        gender = parse(form).gender
        fitting = [i for i in people if gender is Gender.UNKNOWN or self.people[i].gender is gender] or people
        return max(fitting, key=lambda i: (self.people[i].forms.get(form, 0), self.people[i].weight, -i))

    def resolve_role(self, words: Sequence[str]) -> list[int]:
        """People whom a role (“old woman”) may name: with these words first, then those of the same noun."""
        lowered = tuple(word.lower() for word in words)
        exact = self._by_form.get(("the", *lowered)) or self._by_form.get(lowered)
        if exact:
            return exact
        same = self._roles.get(lowered[-1], [])
        wanted = set(lowered[:-1])
        close = [
            i for i in same if any(wanted <= set(form) for form in self.people[i].forms if form[-1] == lowered[-1])
        ]
        return close if wanted else same
