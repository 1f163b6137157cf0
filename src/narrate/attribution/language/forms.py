"""Names taken apart: title, first names, last name; and whether two of them can be one person's."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from narrate.attribution.language import lexicon
from narrate.model import Gender

Form = tuple[str, ...]
"""The words of a name in lower case, without full stops."""

_PET_TITLES = frozenset({"old", "little", "young", "poor", "dear"})
_MARRIED = frozenset({"mrs", "madame", "mme", "frau", "senora", "señora", "signora"})
_UNMARRIED = frozenset(
    {"miss", "mademoiselle", "mlle", "fräulein", "fraulein", "senorita", "señorita", "signorina", "master"}
)
CONNECTORS = frozenset("de du des von van der den di da le la del della ten zu y al bin ibn".split())  # noqa: SIM905
"""Words written small inside a last name."""
_DIMINUTIVE = frozenset({"y", "ie", "ey", "sy", "sie"})
_BEFORE_FIRST = lexicon.grammar("titles-before-first-names")


def form_of(words: Sequence[str]) -> Form:
    """The form of a name's words, pet adjectives (“old Jack”) left out."""
    form = tuple(word.replace("’", "'").rstrip(".").lower() for word in words)
    while len(form) > 1 and form[0] in _PET_TITLES:
        form = form[1:]
    return form


@dataclass(frozen=True, slots=True)
class Name:
    """A form taken apart.

    ``single``: the only word beside titles; ``single_is_last`` where it is known to be no first name.
    """

    titles: tuple[str, ...]
    firsts: tuple[str, ...]
    last: str
    single: str
    gender: Gender
    single_is_last: bool = False

    @property
    def married(self) -> bool | None:
        """What a title says of marriage; None where it says nothing."""
        if any(title in _MARRIED for title in self.titles) or (self.titles == ("lady",) and self.single_is_last):
            return True
        return False if any(title in _UNMARRIED for title in self.titles) else None

    @property
    def takes_first(self) -> bool:
        """Whether the titles can stand before a first name (“Sir William”)."""
        return not self.titles or self.titles[-1] in _BEFORE_FIRST


def parse(form: Form, surnames: Container[str] = ()) -> Name:
    """Take a form apart; ``surnames`` are words that the story uses as last names."""
    if form[0] == "the":
        # A role that somebody goes by (“the lamplighter”) is neither first nor last name.
        return Name((), (), "", " ".join(form), Gender.UNKNOWN)
    titles: list[str] = []
    rest = list(form)
    while rest and lexicon.title_gender(rest[0]) is not None and (len(rest) > 1 or not titles):
        titles.append(rest.pop(0))
    if not rest:
        # A title alone is a name of its own: “Mother”, “Captain”.
        rest, titles = [titles[-1]], titles[:-1]
    gender = _title_gender(titles)
    of_family = len(rest) > 1 and rest[0] in CONNECTORS
    if of_family:
        # “Mr. de la Cruz”: no first name.
        rest = rest[-1:]
    if len(rest) == 1:
        if gender is Gender.UNKNOWN:
            gender = lexicon.title_gender(rest[0]) or (Gender.UNKNOWN if titles else _first_gender(rest[0]))
        listed = lexicon.first_name_gender(rest[0])
        # “Mrs. Rachel” is how neighbours say it.
        before_first = titles and (titles[-1] in _BEFORE_FIRST or (titles[-1] == "mrs" and listed is Gender.FEMALE))
        last = of_family or (bool(titles) and (not before_first or rest[0] in surnames or listed is None))
        return Name(tuple(titles), (), "", rest[0], gender, last)
    if gender is Gender.UNKNOWN:
        gender = _first_gender(rest[0])
    if titles and titles[-1] in _MARRIED and lexicon.first_name_gender(rest[0]) is Gender.MALE:
        # “Mrs. John Smith” bears her husband's first name.
        return Name(tuple(titles), (), "", " ".join(rest), gender, single_is_last=True)
    if "of" in rest:
        return Name(tuple(titles), (), "", " ".join(rest), gender)
    return Name(tuple(titles), tuple(rest[:-1]), rest[-1], "", gender)


def _title_gender(titles: Sequence[str]) -> Gender:
    for title in titles:
        gender = lexicon.title_gender(title)
        if gender is not None and gender is not Gender.UNKNOWN:
            return gender
    return Gender.UNKNOWN


def _first_gender(word: str) -> Gender:
    return lexicon.first_name_gender(word) or Gender.UNKNOWN


def same_first(one: str, other: str) -> bool:
    """Whether two first names can be one person's: equal, an initial, or short forms of one formal name."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    formal, others = lexicon.formal_names(one), lexicon.formal_names(other)
    return one in others or other in formal


def is_diminutive(one: str, other: str) -> bool:
    """Whether one of two words is the other with an ending that makes a pet name (“Skaggs”, “Skaggsy”)."""
    short, long = sorted((one, other), key=len)
    if len(short) < 3 or not long.startswith(short):
        return False
    rest = long[len(short) :].removeprefix(short[-1])
    return rest in _DIMINUTIVE and len(long) > len(short)


def genders_agree(one: Gender, other: Gender) -> bool:
    """Whether two genders can be one person's."""
    return one is other or Gender.UNKNOWN in (one, other)
