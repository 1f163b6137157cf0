"""Where the story names each person of the roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from narrate.attribution.language.clauses import ParagraphPhrases
from narrate.attribution.language.phrases import Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph
from narrate.attribution.people.census import is_vocative
from narrate.attribution.people.person import Roster

_CLAUSE_REACH = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named at word ``at`` of paragraph ``paragraph``; ``quotation`` as of `Word`."""

    person: int
    paragraph: int
    at: int
    quotation: int
    subject: bool
    possessive: bool
    vocative: bool


@dataclass(slots=True)
class MentionIndex:
    """All mentions: by paragraph, and by the word they begin at.

    Attributes:
        latest: for each paragraph the people its narration names, the last first, each once.
        everybody: for each paragraph all people it names, narration and speech, the first first, each once.
    """

    by_paragraph: list[list[Mention]] = field(default_factory=list)
    latest: list[list[int]] = field(default_factory=list)
    everybody: list[list[int]] = field(default_factory=list)
    person_at: dict[tuple[int, int], int] = field(default_factory=dict)


def find_mentions(paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases], roster: Roster) -> MentionIndex:
    """Resolve names and roles to people; a role that fits several means the one named last."""
    index = MentionIndex()
    last: dict[int, int] = {}
    for number, (paragraph, view) in enumerate(zip(paragraphs, views, strict=True)):
        found: list[Mention] = []
        words = paragraph.words
        narrator = roster.teller(number)
        for phrase in view.phrases:
            quotation = words[phrase.start].quotation
            person = roster.revealed.get((number, phrase.start))
            if person is None:
                person = _person(phrase, roster, last, narrator if quotation == NARRATION else None)
            if person is None:
                continue
            spoken = quotation != NARRATION
            found.append(
                Mention(
                    person,
                    number,
                    phrase.start,
                    quotation,
                    not spoken and view.is_subject(phrase, _clause_start(view, phrase)),
                    phrase.possessive,
                    spoken and phrase.kind is PhraseKind.NAME and is_vocative(words, phrase),
                )
            )
            index.person_at[number, phrase.start] = person
            if not spoken:
                last[person] = number
        index.by_paragraph.append(found)
        index.latest.append(list(dict.fromkeys(m.person for m in reversed(found) if m.quotation == NARRATION)))
        index.everybody.append(list(dict.fromkeys(m.person for m in found)))
    return index


def _clause_start(view: ParagraphPhrases, phrase: Phrase) -> int:
    start = phrase.start
    least = max(start - _CLAUSE_REACH, 0)
    while start > least and view.words[start - 1].quotation == NARRATION and view.words[start - 1].text not in ".!?…":
        start -= 1
    return start


def _person(phrase: Phrase, roster: Roster, last: dict[int, int], narrator: int | None) -> int | None:
    if phrase.kind is PhraseKind.NAME:
        return roster.resolve(phrase.words)
    if phrase.kind is PhraseKind.PRONOUN:
        return narrator if phrase.head == "i" else None
    if phrase.determiner not in {"the", "this", "that", "a", "an"}:
        return None
    people = roster.resolve_role(phrase.words)
    return max(people, key=lambda person: (last.get(person, -1), -person), default=None)


def introductions(paragraphs: Sequence[Paragraph], views: Sequence[ParagraphPhrases]) -> dict[str, list[int]]:
    """Paragraphs in which the narration brings somebody in by a role (“a woman”), by its noun."""
    found: dict[str, list[int]] = {}
    for number, (paragraph, view) in enumerate(zip(paragraphs, views, strict=True)):
        for phrase in view.phrases:
            if phrase.determiner in {"a", "an"} and paragraph.words[phrase.start].quotation == NARRATION:
                found.setdefault(phrase.head, []).append(number)
    return found
