"""Which roles the narration says are somebody with a name: “Edda Lund, the postmistress”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from narrate.attribution.language import lexicon
from narrate.attribution.language.clauses import ParagraphPhrases
from narrate.attribution.language.cues import Cue
from narrate.attribution.language.forms import Form, form_of
from narrate.attribution.language.phrases import Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph, Word
from narrate.attribution.people.census import is_vocative
from narrate.attribution.people.person import Roster

RoleTies = dict[tuple[str, ...], Counter[Form]]
"""Role (its words in lower case) to the forms of names that it was said to be."""

_RELATIONS = lexicon.grammar("relations")
_VAGUE = lexicon.grammar("vague-roles")
_REVEALED_WITHIN = 3
"""Paragraphs in which the story tells whose a voice is."""
_CLOSES = frozenset(",.;:!?—…")
_GOES_ON = frozenset({"and", "or", "the", "a", "an", "his", "her", "their", "old"})
"""What follows where names are listed, rather than one explained."""
_LINKS = (
    ("was", "called"),
    ("was", "named"),
    ("is", "called"),
    ("is", "named"),
    ("called",),
    ("named",),
    (",", "called"),
    (",", "named"),
    (",", "whose", "name", "was"),
    (",", "whose", "name", "is"),
)
"""What ties a role to the name after it."""
_NAME_LINKS = (("was", "the"), ("is", "the"), (",", "who", "was", "the"), (",", "who", "is", "the"))
"""What ties a name to the role after it; the article is part of the role."""


def find_role_ties(paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases]) -> RoleTies:
    """Count what the narration says of which role is who, relations (“the sister”) and vague roles apart."""
    found: RoleTies = {}
    for paragraph, view in zip(paragraphs, views, strict=True):
        for role, name in _ties(paragraph.words, view.phrases):
            if role.head not in _RELATIONS and role.head not in _VAGUE:
                key = tuple(word.lower() for word in role.words)
                found.setdefault(key, Counter())[form_of(name.words)] += 1
    return found


def _ties(words: Sequence[Word], phrases: Sequence[Phrase]) -> Iterator[tuple[Phrase, Phrase]]:
    for one, other in pairwise(phrases):
        if words[one.start].quotation != NARRATION or words[other.start].quotation != NARRATION:
            continue
        if other.possessive or other.start - one.end > 4:
            continue
        between = tuple(word.lower for word in words[one.end : other.start])
        if one.kind is PhraseKind.NAME and other.kind is PhraseKind.ROLE and not one.possessive:
            if other.determiner == "the" and _says_who(words, other, between):
                yield other, one
        elif one.kind is PhraseKind.ROLE and other.kind is PhraseKind.NAME:
            apposed = between == (",",) and one.determiner == "the" and _closes(words, other)
            named = one.possessive and between in {("name", "was"), ("name", "is")}
            if named or (not one.possessive and (apposed or between in _LINKS)):
                yield one, other


def _says_who(words: Sequence[Word], role: Phrase, between: tuple[str, ...]) -> bool:
    if between == (",",):
        return _closes(words, role)
    return (*between, "the") in _NAME_LINKS


def _closes(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether a phrase ends an apposition, and is no member of a list."""
    if phrase.end >= len(words) or words[phrase.end].quotation != NARRATION:
        return True
    if words[phrase.end].text not in _CLOSES:
        return words[phrase.end].lower in {"of", "who", "from", "at"}
    after = phrase.end + 1
    if words[phrase.end].text != "," or after >= len(words):
        return True
    return not words[after].capital and words[after].lower not in _GOES_ON


def reveal_voices(
    paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases], cues: Sequence[Cue], roster: Roster
) -> None:
    """Note who “a voice” is that answers a line: whom the line calls by name, or who “It was” after it."""
    for cue in cues:
        if not cue.is_tag or cue.phrase.head != "voice" or cue.phrase.determiner not in {"a", "an"}:
            continue
        person = _said_to_be(views, cue, roster, cue.paragraph, cue.paragraph)
        if person is None:
            person = _called_before(paragraphs, views, cue.paragraph, roster)
        if person is None:
            person = _said_to_be(views, cue, roster, cue.paragraph + 1, cue.paragraph + _REVEALED_WITHIN)
        if person is not None:
            roster.revealed[cue.paragraph, cue.phrase.start] = person


def _said_to_be(views: Sequence[ParagraphPhrases], cue: Cue, roster: Roster, first: int, last: int) -> int | None:
    """Who “It was Jack” names after the cue, in the narration of the paragraphs ``first`` … ``last``."""
    for number in range(first, min(last + 1, len(views))):
        words = views[number].words
        for phrase in views[number].phrases:
            at = phrase.start
            if phrase.kind is PhraseKind.PRONOUN or words[at].quotation != NARRATION or phrase.possessive or at < 2:
                continue
            later = number > cue.paragraph or at > cue.phrase.start
            if not later or (words[at - 2].lower, words[at - 1].lower) != ("it", "was"):
                continue
            if phrase.kind is PhraseKind.NAME:
                return roster.resolve(phrase.words)
            people = roster.resolve_role(phrase.words) if phrase.determiner == "the" else []
            if len(people) == 1 and phrase.head != cue.phrase.head:
                return people[0]
    return None


def _called_before(
    paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases], number: int, roster: Roster
) -> int | None:
    """Whom the line before calls by name, if only one person."""
    for earlier in range(number - 1, max(number - _REVEALED_WITHIN, -1), -1):
        if paragraphs[earlier].quotations:
            words = paragraphs[earlier].words
            called = {
                roster.resolve(phrase.words)
                for phrase in views[earlier].phrases
                if phrase.kind is PhraseKind.NAME
                and words[phrase.start].quotation != NARRATION
                and is_vocative(words, phrase)
            }
            return next(iter(called)) if len(called) == 1 else None
    return None
