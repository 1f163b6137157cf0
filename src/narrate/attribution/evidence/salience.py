"""Who is in the reader's mind at a place in the story: people by how lately, and in which part, narration named them.

After Lappin and Leass (1994), much simplified: every mention adds to a person, a subject more than an object, each
sentence takes a share away, and “he” and “she” go to whom they fit best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from narrate.attribution.language.forms import genders_agree
from narrate.attribution.language.reading import NARRATION, Paragraph, Word
from narrate.attribution.people.mentions import Mention, MentionIndex
from narrate.attribution.people.person import Person
from narrate.model import Gender

_SENTENCE_END = frozenset(".!?…")
_KEPT = 0.7
"""The share that outlives a sentence of narration, or a paragraph of speech."""
_LEAST = 0.003
_SUBJECT, _OBJECT, _OWNER, _CALLED = 1.0, 0.6, 0.5, 0.15
_OPEN_GENDER = 0.5
"""How well a pronoun fits somebody of no known gender."""
_SUBJECTIVE = {"he": Gender.MALE, "she": Gender.FEMALE}
_OBLIQUE = {"him": Gender.MALE, "his": Gender.MALE, "her": Gender.FEMALE, "hers": Gender.FEMALE}

Place = tuple[int, int]
"""A paragraph, and a word of it."""


@dataclass(slots=True)
class Mind:
    """A reader's mind at one place.

    Attributes:
        weight: of each person who is in it.
        he: whom the last “he” that was a subject stood for; ``she`` likewise.
        subject: the last subject of narration, pronouns understood.
        since: sentences since each person was a subject.
    """

    weight: dict[int, float] = field(default_factory=dict)
    he: int = -1
    she: int = -1
    subject: int = -1
    since: dict[int, int] = field(default_factory=dict)


class Reader:
    """Reads a story once, and says what is in mind at the places asked for."""

    def __init__(self, mentions: MentionIndex, people: Sequence[Person]) -> None:
        self._mentions = mentions
        self._people = people
        self._weight: dict[int, float] = {}
        self._acted: dict[int, int] = {}
        self._last: dict[Gender, int] = {}
        self._subject = -1
        self._sentence = 0

    def read(self, paragraphs: Sequence[Paragraph], places: Sequence[Place]) -> Iterator[Mind]:
        """What is in mind right before each place.

        Args:
            paragraphs: of the story.
            places: ascending.
        """
        wanted = iter(places)
        place = next(wanted, None)
        for number, paragraph in enumerate(paragraphs):
            if place is None:
                return
            found = {mention.at: mention for mention in self._mentions.by_paragraph[number]}
            for at, word in enumerate(paragraph.words):
                while place is not None and place <= (number, at):
                    yield self._mind()
                    place = next(wanted, None)
                mention = found.get(at)
                if mention is not None:
                    self._take(mention)
                elif word.quotation == NARRATION:
                    self._hear(word)
            self._end_sentence()
        while place is not None:
            yield self._mind()
            place = next(wanted, None)

    def _take(self, mention: Mention) -> None:
        if mention.quotation != NARRATION:
            self._name(mention.person, _CALLED)
        elif mention.subject:
            self._act(mention.person)
        else:
            self._name(mention.person, _OWNER if mention.possessive else _OBJECT)

    def _hear(self, word: Word) -> None:
        if word.text in _SENTENCE_END:
            self._end_sentence()
        elif word.lower in _OBLIQUE:
            self._understand(_OBLIQUE[word.lower], acts=False)
        elif word.lower in _SUBJECTIVE:
            self._understand(_SUBJECTIVE[word.lower], acts=True)

    def _mind(self) -> Mind:
        return Mind(
            dict(self._weight),
            self._last.get(Gender.MALE, -1),
            self._last.get(Gender.FEMALE, -1),
            self._subject,
            {person: self._sentence - at for person, at in self._acted.items() if person in self._weight},
        )

    def _name(self, person: int, amount: float) -> None:
        self._weight[person] = self._weight.get(person, 0.0) + amount

    def _act(self, person: int) -> None:
        self._name(person, _SUBJECT)
        self._acted[person] = self._sentence
        self._subject = person

    def _end_sentence(self) -> None:
        self._sentence += 1
        self._weight = {person: kept for person, value in self._weight.items() if (kept := value * _KEPT) > _LEAST}

    def _understand(self, gender: Gender, *, acts: bool) -> None:
        person = best_of(self._weight, gender, self._people)
        if person < 0:
            return
        if acts:
            self._act(person)
            self._last[gender] = person
        else:
            self._name(person, _OWNER)


def fit(gender: Gender, person: Person) -> float:
    """How well a pronoun of a gender fits somebody, in [0, 1]."""
    if person.first_person or not genders_agree(gender, person.gender):
        return 0.0
    return 1.0 if person.gender is gender else _OPEN_GENDER


def best_of(weight: Mapping[int, float], gender: Gender, people: Sequence[Person]) -> int:
    """Who of those in mind a pronoun stands for; -1 where it fits nobody."""
    best, most = -1, 0.0
    for person, value in weight.items():
        fitting = value * fit(gender, people[person])
        if fitting > most:
            best, most = person, fitting
    return best
