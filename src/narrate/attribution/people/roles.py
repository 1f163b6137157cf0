"""Roles that speak: “the old waiter”, “a voice”, “the Doctor”; people of their own, or names of somebody."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from narrate.attribution.language import lexicon
from narrate.attribution.language.clauses import ParagraphPhrases, is_verb_like
from narrate.attribution.language.cues import Cue
from narrate.attribution.language.forms import Form, genders_agree
from narrate.attribution.language.phrases import Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph, Word
from narrate.attribution.people.census import Census
from narrate.attribution.people.introduced import find_introductions
from narrate.attribution.people.mentions import introductions
from narrate.attribution.people.person import Person
from narrate.attribution.people.revealed import RoleTies, find_role_ties
from narrate.model import Gender

_NO_ROLE = frozenset({"other", "latter", "former", "first", "second", "third", "one", "last", "same", "two", "three"})
_ABBREVIATIONS = {
    "doctor": {"dr"},
    "professor": {"prof"},
    "captain": {"capt"},
    "colonel": {"col"},
    "general": {"gen"},
    "major": {"maj"},
    "lieutenant": {"lt"},
    "sergeant": {"sgt"},
    "reverend": {"rev"},
    "priest": {"father"},
    "clergyman": {"rev", "reverend", "pastor", "father"},
    "policeman": {"constable", "sergeant"},
    "detective": {"inspector"},
    "physician": {"dr", "doctor"},
    "nun": {"sister"},
}
_MUCH_MORE = 4
_FEW = 2
"""“A man” may come in so often for “the man” to be the same one."""
_MAX_ROLES = 300
"""A bound for hostile text."""
_RARE = 20
"""A role is rare that speaks less than once for so many speech verbs beside names."""
_DESCRIBES = frozenset({"with", "in", "from"})
_SOON = 6
"""Paragraphs after “a young man” in which “the young man” is he."""
_ARTICLES = frozenset({"the", "a", "an", "this", "that"})
_VAGUE = lexicon.grammar("vague-roles")


def add_roles(
    people: list[Person],
    census: Census,
    cues: Sequence[Cue],
    paragraphs: Sequence[Paragraph],
    views: Sequence[ParagraphPhrases],
) -> None:
    """Make people of roles that speak, and of roles with a capital that act (“the Doctor”).

    A role that the narration explains (“Edda Lund, the postmistress”) or that is somebody's title (“the Doctor”)
    becomes another name of that person. A vague one (“the young man”) that a long story uses now and then, without
    having brought somebody in by it, is left to be understood where it stands.
    """
    ties = find_role_ties(paragraphs, views)
    seen = introductions(paragraphs, views)
    brought_in = _brought_in(cues, seen)
    taken = find_introductions(paragraphs, views, cues)
    named_later = {
        words: forms
        for words, forms in taken.items()
        if words[-1] not in _VAGUE or len(seen.get(words[-1], ())) <= _FEW
    }
    rare = sum(evidence.tags for evidence in census.forms.values()) / _RARE
    shown = _shown(census, cues)
    full = _descriptions(paragraphs, views)
    for words, spellings in sorted(shown.items(), key=lambda item: (-sum(item[1].values()), item[0]))[:_MAX_ROLES]:
        noun = words[-1]
        form = ("the", *words)
        gender = lexicon.role_gender(noun)
        if gender is None or noun in _NO_ROLE or any(form in person.forms for person in people):
            continue
        shown_as = min(spellings, key=lambda text: (-spellings[text], text))
        named = shown_as[0].isupper()
        if noun in _VAGUE and not named and words not in brought_in and sum(spellings.values()) < rare:
            continue
        owner = _owner(people, words, gender, ties, named=named) or _tied(people, named_later.get(words))
        if owner is None:
            owner = Person(
                name=lexicon.definite(full.get(words, shown_as).removeprefix("the "), gender),
                role="" if named else noun,
                gender=gender,
            )
            people.append(owner)
        owner.add(form, census.role_counts[words], lexicon.definite(shown_as, gender))
        if owner.gender is Gender.UNKNOWN:
            owner.gender = gender


def _shown(census: Census, cues: Sequence[Cue]) -> dict[tuple[str, ...], Counter[str]]:
    """Roles that can be people, by their words, with how they are written."""
    shown: dict[tuple[str, ...], Counter[str]] = {}
    for cue in cues:
        phrase = cue.phrase
        if phrase.kind is PhraseKind.ROLE and cue.is_tag and phrase.determiner in _ARTICLES:
            shown.setdefault(_lowered(phrase), Counter())[" ".join(phrase.words)] += 1
    for words, spellings in census.role_spelling.items():
        if sum(spellings.values()) > 1 and words[-1] in lexicon.roles().keys() | lexicon.titles().keys():
            shown.setdefault(words, Counter()).update(spellings)
    return shown


def _descriptions(paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases]) -> dict[tuple[str, ...], str]:
    """Roles with what the story tells them by more than once: “the girl with the kite”."""
    found: dict[tuple[str, ...], Counter[str]] = {}
    for paragraph, view in zip(paragraphs, views, strict=True):
        words = paragraph.words
        for phrase in view.phrases:
            if phrase.kind is PhraseKind.ROLE and phrase.determiner == "the" and not phrase.possessive:
                end = _described_until(words, phrase.end)
                if end > phrase.end and words[phrase.start].quotation == NARRATION:
                    text = " ".join(["the", *(word.text for word in words[phrase.start + 1 : end])])
                    found.setdefault(_lowered(phrase), Counter())[text] += 1
    best = {words: min(texts, key=lambda text: (-texts[text], text)) for words, texts in found.items()}
    return {words: text for words, text in best.items() if found[words][text] > 1}


def _described_until(words: Sequence[Word], start: int) -> int:
    """Where “with the kite” after a noun ends; ``start`` where there is nothing of the kind."""
    if start + 2 >= len(words) or words[start].lower not in _DESCRIBES or words[start + 1].lower not in _ARTICLES:
        return start
    end = start + 2
    while end < min(len(words), start + 5):
        word = words[end]
        if word.is_point or word.quotation != NARRATION or word.lower in lexicon.function_words() or is_verb_like(word):
            break
        end += 1
    return end if end > start + 2 else start


def _lowered(phrase: Phrase) -> tuple[str, ...]:
    return tuple(word.lower() for word in phrase.words)


def _brought_in(cues: Sequence[Cue], seen: Mapping[str, Sequence[int]]) -> set[tuple[str, ...]]:
    """Roles that speak where somebody comes in by them: “a young man”, and “the young man” soon after."""
    found = set()
    for cue in cues:
        if cue.phrase.kind is not PhraseKind.ROLE or not cue.is_tag:
            continue
        places = seen.get(cue.phrase.head, ())
        at = bisect_right(places, cue.paragraph) - 1
        if cue.phrase.determiner in {"a", "an"} or (at >= 0 and cue.paragraph - places[at] <= _SOON):
            found.add(_lowered(cue.phrase))
    return found


def _owner(
    people: list[Person], words: tuple[str, ...], gender: Gender, ties: RoleTies, *, named: bool
) -> Person | None:
    """Who a role is another name of; None where it is somebody new."""
    owner = _tied(people, ties.get(words)) or _named_in(people, words, named=named)
    if owner is None and len(words) == 1:
        owner = _titled(people, words[0], gender)
    if owner is not None:
        return owner
    same = [person for person in people if _bears(person, words[-1], named=named)]
    # “A deep voice … the voice”: one person until the story says otherwise.
    if len(same) == 1 and any(_one_contains_other(words, form) for form in same[0].forms):
        return same[0]
    return None


def _named_in(people: list[Person], words: tuple[str, ...], *, named: bool) -> Person | None:
    """The only person whose name a role is or ends in (“the Invisible Man”, “the chaotic Gregory”)."""
    if not named and lexicon.roles().get(words[-1], lexicon.GROUP) != lexicon.GROUP:
        return None
    for start in range(len(words)):
        bearers = [person for person in people if words[start:] in person.forms]
        if bearers:
            return bearers[0] if len(bearers) == 1 else None
    return None


def _tied(people: list[Person], names: Counter[Form] | None) -> Person | None:
    """Who the narration says a role is, where it says so of one person only."""
    bearers = {id(person): person for person in people for form in names or () if form in person.forms}
    return next(iter(bearers.values())) if len(bearers) == 1 else None


def _titled(people: list[Person], noun: str, gender: Gender) -> Person | None:
    """The only person, or by far the most named one, whose title is this noun or says it."""
    titles = _same_title(noun)
    found = [
        person
        for person in people
        if not person.role and (titles & person.titles() or any(form[0] in titles for form in person.forms if form[1:]))
    ]
    found = sorted(
        (person for person in found if genders_agree(gender, person.gender)), key=lambda person: -person.weight
    )
    if not found or (len(found) > 1 and found[1].weight * _MUCH_MORE > found[0].weight):
        return None
    return found[0]


def _bears(person: Person, noun: str, *, named: bool) -> bool:
    """Whether a person goes by a role of this noun, with a capital where ``named``."""
    if not named:
        return person.role == noun
    return not person.role and any(form[0] == "the" and form[-1] == noun for form in person.forms)


def _one_contains_other(words: tuple[str, ...], form: tuple[str, ...]) -> bool:
    mine, theirs = set(words), set(form) - {"the"}
    return mine <= theirs or theirs <= mine


def _same_title(noun: str) -> set[str]:
    """The title of a role noun and its abbreviations (“the doctor”: Dr.)."""
    return {noun} | _ABBREVIATIONS.get(noun, set())
