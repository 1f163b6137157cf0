"""A story as attribution reads it: words, paragraphs, and the turns of its conversations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from narrate.attribution.language import tongues
from narrate.attribution.language.foreign import settle_nouns, understand
from narrate.model import BlockKind, Document, Segmentation, Utterance, UtteranceKind

NARRATION = -1
"""``Word.quotation`` of a word that the narrator speaks."""

_ABBREVIATED = "Mrs|Messrs|Mr|Ms|Dr|Prof|Capt|Col|Gen|Maj|Lt|Sgt|Rev|Hon|St|Mme|Mlle|M"
# Every branch is a run of one class with bounded repeats: linear on any input.
_WORD = re.compile(
    rf"(?P<title>\b(?:{_ABBREVIATED})\.(?=\s))"
    r"|(?P<initial>(?<![^\W_])[A-Z]\.(?=\s?[A-Z]))"
    r"|(?P<word>[^\W\d_]+(?:['’\-][^\W\d_]+){0,6}|\d+)"
    r"|(?P<point>-{2,}|[—–…,;:.!?()\[\]])"
)
_SENTENCE_END = frozenset(".!?…")
_SPOKEN = frozenset(
    {
        UtteranceKind.NARRATION,
        UtteranceKind.DIALOGUE,
        UtteranceKind.THOUGHT,
        UtteranceKind.VERSE,
        UtteranceKind.LETTER,
    }
)
_MAX_WORD = 40
_MAX_PARAGRAPH = 2000
"""Words after which a block is read as several paragraphs, so that work per turn stays bounded."""


class Word(NamedTuple):
    """A word or a mark of punctuation.

    ``text`` has no possessive ending; ``quotation`` is the index of the utterance of dialogue that holds it,
    or `NARRATION`; ``initial``: a capital letter tells nothing here, because a sentence may begin.
    """

    text: str
    lower: str
    start: int
    end: int
    quotation: int
    initial: bool = False
    possessive: bool = False
    capital: bool = False

    @property
    def is_point(self) -> bool:
        """Whether this is a mark of punctuation."""
        return not self.text[0].isalnum()


@dataclass(slots=True)
class Paragraph:
    """A block that is read aloud: its words in order, and its quotations as indices of utterances."""

    block: int
    scene: int
    words: list[Word] = field(default_factory=list)
    quotations: list[int] = field(default_factory=list)
    continued: bool = False
    """Opens with a quotation that an earlier paragraph opened."""


@dataclass(slots=True)
class Story:
    """Paragraphs in order, with how often each word occurs in lower case."""

    text: str
    utterances: Sequence[Utterance]
    paragraphs: list[Paragraph]
    lower_counts: Counter[str]


def read(document: Document, segmentation: Segmentation) -> Story:
    """Divide the spoken paragraphs of a story into words."""
    utterances = segmentation.utterances
    kinds = [block.kind for block in document.blocks()]
    paragraphs: list[Paragraph] = []
    lower_counts: Counter[str] = Counter()
    tongue = tongues.current()
    for index, utterance in enumerate(utterances):
        if utterance.kind not in _SPOKEN or kinds[utterance.paragraph] in {BlockKind.HEADING, BlockKind.NOTE}:
            continue
        fresh_block = not paragraphs or paragraphs[-1].block != utterance.paragraph
        if fresh_block or len(paragraphs[-1].words) > _MAX_PARAGRAPH:
            paragraphs.append(Paragraph(utterance.paragraph, utterance.scene))
        paragraph = paragraphs[-1]
        dialogue = utterance.kind is UtteranceKind.DIALOGUE
        if dialogue:
            paragraph.continued |= utterance.continues and not paragraph.quotations
            paragraph.quotations.append(index)
        fresh = dialogue or _ends_sentence(paragraph.words)
        words = _words(document.text, utterance.span.start, utterance.span.end, index if dialogue else NARRATION, fresh)
        for word in words if tongue is None else understand(list(words), tongue):
            paragraph.words.append(word)
            if word.text.islower():
                lower_counts[word.lower] += 1
    if tongue is not None:
        settle_nouns(paragraphs, tongue)
    return Story(document.text, utterances, paragraphs, lower_counts)


_COINED = ("-ing", "-ed", "-like", "-ish", "-esque")
"""What makes another word of a name: “all this Hester-ing and Mary-ing”."""


def _ends_sentence(words: Sequence[Word]) -> bool:
    return not words or words[-1].text in _SENTENCE_END


def _words(text: str, start: int, end: int, quotation: int, fresh: bool) -> Iterator[Word]:
    matches = list(_WORD.finditer(text, start, end))
    skip = False
    for at, match in enumerate(matches):
        if skip:
            skip = False
            continue
        kind, found = match.lastgroup, match.group()
        if kind == "point":
            fresh = found in _SENTENCE_END or found in ":—" or (fresh and found != ",")
            shown = "—" if found[0] == "-" else found
            yield Word(shown, found, match.start(), match.end(), quotation)
            continue
        if len(found) > _MAX_WORD:
            fresh = False
            continue
        found, possessive = _without_possessive(found)
        if not possessive and at + 1 < len(matches) and text.startswith("s", match.end() + 1):
            # Some texts have lost their apostrophes: “Jack s hat”.
            possessive = skip = matches[at + 1].group() == "s" and matches[at + 1].start() == match.end() + 1
        lower = found.replace("’", "'").lower()
        capital = False
        if found[0].isupper():
            capital = not (len(found) > 1 and found.isupper() and kind == "word")
            capital = capital and lower.partition("'")[0] != "i" and not lower.endswith(_COINED)
            lower = lower.rstrip(".")
        yield Word(found, lower, match.start(), match.end(), quotation, fresh, possessive, capital)
        fresh = False


def _without_possessive(word: str) -> tuple[str, bool]:
    if len(word) > 2 and word[-1] == "s" and word[-2] in "'’":
        return word[:-2], True
    return word, False
