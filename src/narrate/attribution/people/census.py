"""What the story shows of each form of a name: how often, and whether a person bears it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from narrate.attribution.language import lexicon
from narrate.attribution.language.clauses import ParagraphPhrases, is_verb_like
from narrate.attribution.language.forms import Form, form_of, parse
from narrate.attribution.language.phrases import Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph, Word

_PLACE_WORDS = lexicon.grammar("place-prepositions")
_BODY = lexicon.grammar("owned-by-people")
_SENTENCE_END = frozenset(".!?…")
_PAIR_REACH = 4
_VOCATIVE_LEFT = frozenset({",", ".", "!", "?", "—", "…", ";", ":"})
_BEFORE_VOCATIVE = lexicon.grammar("before-vocatives")


@dataclass(slots=True)
class FormEvidence:
    """Counts for one form of a name."""

    count: int = 0
    narrated: int = 0
    tags: int = 0
    vocatives: int = 0
    acts: int = 0
    owns: int = 0
    places: int = 0
    spelling: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Census:
    """Evidence by form, and by role noun for phrases that are the subject of a speech verb."""

    forms: dict[Form, FormEvidence] = field(default_factory=dict)
    speaking_roles: Counter[tuple[str, ...]] = field(default_factory=Counter)
    role_counts: Counter[tuple[str, ...]] = field(default_factory=Counter)
    role_spelling: dict[tuple[str, ...], Counter[str]] = field(default_factory=dict)
    """As written, of roles with a capital that act or speak (“the Doctor”)."""
    together: Counter[tuple[Form, Form]] = field(default_factory=Counter)
    """Pairs of forms (the lesser first) that one sentence of narration names: seldom one person."""
    calls: Counter[tuple[Form, Form]] = field(default_factory=Counter)
    """Form of who speaks, and form that is called in the line: two people, for nobody calls himself."""
    answers: Counter[tuple[Form, Form]] = field(default_factory=Counter)
    """Form called in a line, and form of who speaks the line before or after: often one person."""

    answerers: dict[Form, Counter[Form]] = field(default_factory=dict)
    """The same by the form that is called."""
    adjacent: Counter[tuple[Form, Form]] = field(default_factory=Counter)
    """Forms (the lesser first) of those who speak two lines in succession: two people."""
    alternate: Counter[tuple[Form, Form]] = field(default_factory=Counter)
    """Forms (the lesser first) of those who speak the first and the third of three lines: often one person."""

    def apart(self, some: Iterable[Form], others: Iterable[Form]) -> int:
        """How often two people answer each other, or the one calls the other by name."""
        theirs = list(others)
        mine = list(some)
        return self.called(mine, theirs) + sum(self.adjacent[min(a, b), max(a, b)] for a in mine for b in theirs)

    def as_one(self, some: Iterable[Form], others: Iterable[Form]) -> int:
        """How often lines alternate, or are answered, as if two people were one."""
        theirs = list(others)
        mine = list(some)
        return self.answered(mine, theirs) + sum(self.alternate[min(a, b), max(a, b)] for a in mine for b in theirs)

    def called(self, some: Iterable[Form], others: Iterable[Form]) -> int:
        """How often one of two people calls the other by name."""
        theirs = list(others)
        return sum(self.calls[a, b] + self.calls[b, a] for a in some for b in theirs)

    def answered(self, some: Iterable[Form], others: Iterable[Form]) -> int:
        """How often one speaks beside a line that calls the other."""
        theirs = list(others)
        return sum(self.answers[a, b] + self.answers[b, a] for a in some for b in theirs)


def is_vocative(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether a phrase inside speech addresses somebody: set off by commas, or by the edges of the quotation."""
    if phrase.possessive:
        return False
    quotation = words[phrase.start].quotation
    left = phrase.start - 1
    while left >= 0 and words[left].quotation == quotation and words[left].lower in _BEFORE_VOCATIVE:
        left -= 1
    opens = left < 0 or words[left].quotation != quotation
    right = phrase.end
    closes = right >= len(words) or words[right].quotation != quotation
    left_open = opens or words[left].text in _VOCATIVE_LEFT or left < phrase.start - 1
    right_open = closes or words[right].text in _VOCATIVE_LEFT
    return left_open and right_open


def take_census(paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases]) -> Census:
    """Count what the story shows of each name and each role."""
    census = Census()
    for paragraph, view in zip(paragraphs, views, strict=True):
        words = paragraph.words
        sentence: list[Form] = []
        since = 0
        for phrase in view.phrases:
            if phrase.kind is PhraseKind.NAME:
                _count_name(census, words, phrase)
                if words[phrase.start].quotation != NARRATION:
                    continue
                if any(word.text in _SENTENCE_END for word in words[since : phrase.start]):
                    sentence = []
                form = form_of(phrase.words)
                for other in sentence[-_PAIR_REACH:]:
                    if other != form:
                        census.together[min(form, other), max(form, other)] += 1
                sentence.append(form)
                since = phrase.end
            elif phrase.kind is PhraseKind.ROLE:
                key = role_key(phrase)
                census.role_counts[key] += 1
                after = words[phrase.end] if phrase.end < len(words) else None
                acts = after is not None and (is_verb_like(after) or phrase.possessive)
                if phrase.determiner == "the" and phrase.words[0][0].isupper() and acts:
                    census.role_spelling.setdefault(key, Counter())[" ".join(phrase.words)] += 1
    return census


def role_key(phrase: Phrase) -> tuple[str, ...]:
    """What tells one role from another: its words, and whose it is."""
    lowered = tuple(word.lower() for word in phrase.words)
    if phrase.determiner[:1].isupper():
        return (phrase.determiner + "'s", *lowered)
    return lowered


def count_tag(census: Census, phrase: Phrase) -> None:
    """Note that a phrase is the subject of a speech verb beside a quotation."""
    if phrase.kind is PhraseKind.NAME:
        evidence = census.forms.get(form_of(phrase.words))
        if evidence is not None:
            evidence.tags += 1
    elif phrase.kind is PhraseKind.ROLE:
        census.speaking_roles[role_key(phrase)] += 1


def _count_name(census: Census, words: Sequence[Word], phrase: Phrase) -> None:
    evidence = census.forms.setdefault(form_of(phrase.words), FormEvidence())
    evidence.count += 1
    evidence.spelling[phrase.head] += 1
    before = words[phrase.start - 1] if phrase.start else None
    after = words[phrase.end] if phrase.end < len(words) else None
    if before is not None and before.lower in _PLACE_WORDS:
        evidence.places += 1
    if words[phrase.start].quotation != NARRATION:
        evidence.vocatives += is_vocative(words, phrase)
        return
    evidence.narrated += 1
    if after is None:
        return
    if phrase.possessive:
        evidence.owns += after.lower in _BODY
    elif is_verb_like(after) or after.lower == "who":
        evidence.acts += before is None or before.lower not in _PLACE_WORDS | {"of"}


def person_score(form: Form, evidence: FormEvidence) -> float:
    """How surely a form names a person: above 2 is taken for one."""
    name = parse(form)
    score = (
        4.0 * min(evidence.tags, 3) + 2.0 * min(evidence.vocatives, 2) + min(evidence.acts, 4) + min(evidence.owns, 3)
    )
    if name.titles:
        score += 4.0
    first = name.firsts[0] if name.firsts else name.single
    if lexicon.first_name_gender(first) is not None:
        score += 2.5
    elif name.firsts and evidence.count > 1:
        score += 0.5
    if name.single in lexicon.titles():
        score -= 2.0
    score -= 5.0 * evidence.places / max(evidence.count, 1)
    section = lexicon.not_names().get(form[-1], "")
    if section in {"exclamations", "address"} and len(form) == 1:
        return -9.0
    if section == "places" and not name.titles:
        return -9.0
    if section and not name.titles:
        score -= 7.0
    if {"st", "saint"} & set(name.titles) and not evidence.tags:
        score -= 4.0
    if len(form) == 1 and len(form[0]) == 1:
        score -= 3.0
    return score
