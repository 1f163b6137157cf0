"""Who does what in the narration beside a quotation: subjects of verbs, without a parser.

The nearest name is often not the subject (“Jack, turning to Gwen, said”); a phrase's left neighbour tells
which it is: subjects open a clause, objects follow a verb or a preposition.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from narrate.attribution.language import lexicon
from narrate.attribution.language.phrases import OWNED, Phrase, PhraseKind, loose_role
from narrate.attribution.language.reading import Word

_SENTENCE_END = frozenset(".!?…")
_PREPOSITIONS = lexicon.grammar("prepositions")
_OPENERS = lexicon.grammar("clause-openers")
_AUXILIARIES = lexicon.grammar("auxiliaries")
_IRREGULAR = lexicon.grammar("irregular-pasts")
_TAG_REACH = 16
_IT_WAS = frozenset({("it", "was"), ("it", "is"), ("it's", "only")})


class Subject(NamedTuple):
    """The phrase that speaks or acts, and the verb.

    ``verb`` is an index into the paragraph's words; ``inverted``: the verb comes first (“said Jack”).
    """

    phrase: Phrase
    verb: int
    inverted: bool = False


def is_verb_like(word: Word) -> bool:
    """Whether a word looks like a verb in its past, present participle or a common irregular form."""
    lower = word.lower
    return (
        lower in _IRREGULAR
        or lower in _AUXILIARIES
        or (len(lower) > 3 and lower.endswith(("ed", "ing")) and not word.capital)
        or lower in lexicon.speech_verbs()
    )


class ParagraphPhrases:
    """Phrases of one paragraph with the questions asked of them."""

    def __init__(self, words: Sequence[Word], phrases: Sequence[Phrase]) -> None:
        self.words = words
        self.phrases = phrases
        self._starts = [phrase.start for phrase in phrases]

    def at(self, index: int) -> Phrase | None:
        """The phrase that begins at a word."""
        found = bisect_left(self._starts, index)
        if found < len(self.phrases) and self.phrases[found].start == index:
            return self.phrases[found]
        return None

    def between(self, start: int, end: int) -> Sequence[Phrase]:
        """Phrases that begin in ``start`` … ``end`` (exclusive)."""
        return self.phrases[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def is_subject(self, phrase: Phrase, start: int) -> bool:
        """Whether a phrase may open a clause, in a sentence that begins at ``start``."""
        if phrase.possessive and (phrase.end >= len(self.words) or self.words[phrase.end].lower not in OWNED):
            return False
        if phrase.kind is PhraseKind.PRONOUN and not phrase.possessive:
            return True
        before = phrase.start - 1
        while before >= start and self.words[before].lower.endswith("ly"):
            before -= 1
        if before < start:
            return True
        left = self.words[before]
        if left.lower in _PREPOSITIONS and left.lower not in {"after", "before", "like"}:
            return False
        if left.lower in {"and", "or"} and before > start:
            # “with Jack and Gwen”: the second of a pair is what the first is.
            for other in self.between(max(start, before - 5), before):
                if other.end == before:
                    return self.is_subject(other, start)
        return left.is_point or left.lower in _OPENERS or not is_verb_like(left)

    def subject_of(self, verb: int, start: int) -> Phrase | None:
        """The subject of a verb that is not inverted: the nearest phrase to its left that opens a clause."""
        fallback = None
        for phrase in reversed(self.between(start, verb)):
            if phrase.end > verb:
                continue
            if self.is_subject(phrase, start):
                return phrase
            fallback = fallback or (None if phrase.possessive else phrase)
        return fallback

    def first_subject(self, start: int, end: int) -> Phrase | None:
        """The phrase that opens the first clause of the sentence ``start`` … ``end``."""
        for phrase in self.between(start, end):
            if self.is_subject(phrase, start):
                return phrase
        return None

    def tag_after(self, start: int, end: int) -> Subject | None:
        """The speech verb and its subject in the narration right after a quotation (“…,” said Jack)."""
        end = min(end, start + _TAG_REACH)
        identified = self._identified(start, end)
        if identified is not None:
            return identified
        for index in range(start, end):
            word = self.words[index]
            if word.text in _SENTENCE_END or word.text == ";":
                return None
            if word.lower not in lexicon.speech_verbs() or word.capital:
                continue
            if index > start and self.words[index - 1].lower in {"to", "the", "a", "his", "her", "of", "my"}:
                continue
            before = self.subject_of(index, start)
            if before is not None:
                return Subject(before, index)
            after = self._after_verb(index, end)
            if after is not None:
                return Subject(after, index, inverted=True)
        return None

    def _identified(self, start: int, end: int) -> Subject | None:
        """Who “It was Jack.” right after a quotation says it was."""
        if end - start < 3 or (self.words[start].lower, self.words[start + 1].lower) not in _IT_WAS:
            return None
        phrase = self.at(start + 2)
        if phrase is None or phrase.possessive or phrase.kind is PhraseKind.PRONOUN or phrase.determiner in {"a", "an"}:
            return None
        closed = phrase.end >= end or self.words[phrase.end].text in _SENTENCE_END or self.words[phrase.end].text == ","
        if not closed and self.words[phrase.end].lower not in {"who", "and", "again", "on", "from"}:
            return None
        person = phrase.kind is PhraseKind.NAME or phrase.head in lexicon.roles()
        return Subject(phrase, start + 1, inverted=True) if person else None

    def _after_verb(self, verb: int, end: int) -> Phrase | None:
        at = verb + 1
        while at < end and (
            self.words[at].lower.endswith("ly") or self.words[at].lower in {"then", "again", "out", "back", "on", "in"}
        ):
            if self.words[at].lower == "in":
                break
            at += 1
        if at >= end:
            return None
        return self.at(at) or loose_role(self.words, at)

    def tag_before(self, start: int, end: int) -> Subject | None:
        """The last speech verb and its subject in the narration right before a quotation (Jack said, “…”)."""
        sentence = self.sentence_start(start, end)
        for index in range(end - 1, sentence - 1, -1):
            word = self.words[index]
            if word.lower not in lexicon.speech_verbs() or word.capital:
                continue
            if index > sentence and self.words[index - 1].lower in {"to", "the", "a", "his", "her", "of", "my", "no"}:
                continue
            subject = self.subject_of(index, sentence)
            if subject is not None:
                return Subject(subject, index)
            after = self._after_verb(index, end)
            return Subject(after, index, inverted=True) if after is not None else None
        return None

    def sentence_start(self, start: int, end: int) -> int:
        """Where the sentence that ends at ``end`` begins, not before ``start``."""
        at = end - 1
        while at > start and self.words[at].text in _SENTENCE_END:
            at -= 1
        while at > start and self.words[at - 1].text not in _SENTENCE_END:
            at -= 1
        return max(at, start)

    def sentence_end(self, start: int, end: int) -> int:
        """Where the sentence that begins at ``start`` ends, not after ``end``."""
        at = start
        while at < end and self.words[at].text not in _SENTENCE_END:
            at += 1
        return at
