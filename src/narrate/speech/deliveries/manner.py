"""How the narration beside a quotation says it is spoken: the clause that tags it, read without a parser.

A tag is a verb of speech with its subject (“said Jack”, “she whispered”). What tells the manner is the verb itself, an
adverb or a phrase in the same clause (“in a low voice”), or what follows behind a comma and is still about the speaker
(“laughing”, “his voice cold”). A new clause (“and Gwen laughed”, “while he shouted”) is about somebody or something
else, and ends the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrate.speech.deliveries.manner_words import MannerWords, Phrase, straight

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?|[.!?…;:,—–()]")
_STOPS = frozenset(".!?…")
_BREAKS = frozenset(",;:—–()")
_TAG_REACH = 12
"""Tokens from the quotation to the verb that tags it (“…,” the old man on the other side of the table said)."""

_CLAUSE_REACH = 40
_YIELDING = frozenset({"calling", "sighing", "asking"})
"""Verbs that an adverb overrules: “called softly”, “sighed angrily”."""

_SOUNDS = frozenset({"laughing", "sighing", "sobbing", "breathlessly", "excitedly", "cheerfully"})
"""Verbs that are also what somebody does without a word: “No.” He sighed."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case with straight apostrophes, or a mark."""

    lower: str
    capital: bool

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark, no word."""
        return not self.lower[0].isalnum()


@dataclass(frozen=True, slots=True)
class Manner:
    """What a tag says.

    Attributes:
        delivery: None where it tells no manner.
        verb: the verb of speech; empty where there is none.
        names: capitalised words that may be the subject.
    """

    delivery: str | None
    verb: str = ""
    names: tuple[str, ...] = ()


def tokens_of(narration: str) -> list[Token]:
    """Words and marks; hyphens and quotation marks are left out."""
    return [Token(straight(word[0].lower()).rstrip("'"), word[0][0].isupper()) for word in _TOKEN.finditer(narration)]


def tag_after(tokens: Sequence[Token], words: MannerWords, *, stopped: bool) -> Manner | None:
    """The tag right behind a quotation; None where there is none.

    Args:
        tokens: the narration behind the quotation.
        words: of the language.
        stopped: the quotation ends with a full stop, so that the narration may be a sentence of its own.
    """
    start = 0
    while start < len(tokens) and tokens[start].lower in _BREAKS:
        start += 1
    end = _sentence_end(tokens, start, words)
    verb = _verb_after(tokens, start, min(end, start + _TAG_REACH), words)
    if verb is None:
        return None
    told = _told_by(tokens[verb], words)
    own_sentence = tokens[start].capital and tokens[start].lower != "i"
    if own_sentence and (stopped or told in _SOUNDS):
        # “No.” Jack whispered. But not: “No.” Jack whispered something to Gwen. Nor: “No!” She laughed.
        behind_adverbs = verb + 1
        while behind_adverbs < end and tokens[behind_adverbs].lower in words.adverbs:
            behind_adverbs += 1
        if told in _SOUNDS or behind_adverbs != end or _opens_another(tokens, end):
            return None
    elif stopped and told in _SOUNDS and tokens[start].lower in words.subjects and end == len(tokens):
        return None
    names = _names(tokens, start, min(verb + 5, end))
    if _negated(tokens, start, verb, words):
        return Manner(None, tokens[verb].lower, names)
    return Manner(_told(tokens, start, verb, end, words), tokens[verb].lower, names)


def tag_before(tokens: Sequence[Token], words: MannerWords) -> Manner | None:
    """The tag right before a quotation (“Jack whispered, …”); None where there is none."""
    if not tokens or tokens[-1].lower in _STOPS:
        return None
    start = _sentence_start(tokens, len(tokens), words)
    end = len(tokens)
    for at in range(end - 1, max(start, end - _CLAUSE_REACH) - 1, -1):
        if not _is_verb(tokens, at, start, words):
            continue
        first = at
        while first > start and tokens[first - 1].lower not in words.boundaries:
            first -= 1
        names = _names(tokens, first, min(at + 3, end))
        if _negated(tokens, first, at, words):
            return Manner(None, tokens[at].lower, names)
        return Manner(_told(tokens, first, at, end, words), tokens[at].lower, names)
    return None


def beat(tokens: Sequence[Token], words: MannerWords, *, before: bool) -> Manner | None:
    """What a sentence without a verb of speech (“His voice was cold.”) tells of the quotation beside it.

    Args:
        tokens: the narration.
        words: of the language.
        before: its last sentence, before the quotation; else its first one, behind it.
    """
    end = len(tokens)
    if before:
        while end and tokens[end - 1].lower in _STOPS | _BREAKS:
            end -= 1
        start = _sentence_start(tokens, end, words)
    else:
        start = 0
        end = _sentence_end(tokens, start, words)
    if end - start > _CLAUSE_REACH or end == start:
        return None
    first = _clause_end(tokens, start, end, words)
    names = _names(tokens, start, min(start + 3, end))
    at = start
    while at < min(start + 4, first) and tokens[at].lower not in words.voices:
        at += 1
    if at < min(start + 4, first) and at > start and not _negated(tokens, start, first, words):
        # “His voice was low”, “Jack's voice shook”.
        owned = tokens[start].lower in words.possessives or tokens[at - 1].lower.endswith("'s")
        found = [phrase for _, phrase in _phrases_in(tokens, at, first, words.phrases, words)]
        found += [words.voice_words[t.lower] for t in tokens[at + 1 : first] if t.lower in words.voice_words]
        if owned and found:
            return Manner(found[0], "", names)
    if before:
        for _, delivery in _phrases_in(tokens, start, end, words.beats, words):
            return Manner(delivery, "", names)
    elif end - start >= 3 and tokens[start].lower in words.subjects and tokens[start + 1].lower in words.being:
        # “Get out.” She was shouting now.
        told = words.participles.get(tokens[start + 2].lower)
        return Manner(told, "", names) if told else None
    return None


def _verb_after(tokens: Sequence[Token], start: int, end: int, words: MannerWords) -> int | None:
    """The verb that tags the quotation before ``start``."""
    for at in range(start, end):
        token = tokens[at]
        if token.lower in words.boundaries or token.lower in ";:()—–":
            return None
        if _is_verb(tokens, at, start, words):
            return at
    return None


def _is_verb(tokens: Sequence[Token], at: int, start: int, words: MannerWords) -> bool:
    token = tokens[at]
    if (token.capital and at > start) or (at > start and tokens[at - 1].lower in words.nouny):
        return False
    paired = words.pairs.get(token.lower)
    if paired is not None:
        return at + 1 < len(tokens) and tokens[at + 1].lower in paired
    if token.lower in words.verbs:
        return True
    told = words.progressive.get(token.lower)
    return (
        token.lower in words.progressive and told not in _SOUNDS and at > start and tokens[at - 1].lower in words.being
    )


def _told_by(verb: Token, words: MannerWords) -> str | None:
    return words.verbs.get(verb.lower) or words.progressive.get(verb.lower)


def _told(tokens: Sequence[Token], start: int, verb: int, end: int, words: MannerWords) -> str | None:
    """The delivery that the sentence from ``start`` to ``end`` tells, whose verb of speech stands at ``verb``."""
    own = _told_by(tokens[verb], words)
    if verb > start and tokens[verb - 1].lower in words.hedges:
        own = None
    for at, delivery in _phrases_in(tokens, verb, min(verb + 3, end), words.phrases, words):
        if at == verb:
            own = delivery  # “sang out” is no singing
    if own is not None and own not in _YIELDING:
        return own
    for segment_start, segment_end in _segments(tokens, start, verb, min(end, start + _CLAUSE_REACH), words):
        core = segment_start <= verb < segment_end
        found = _in_segment(tokens, segment_start, segment_end, words, core=core)
        if found is not None:
            return found
        if not core and segment_start > verb and not _is_about_speaker(tokens, segment_start, words):
            break
    return own


def _segments(
    tokens: Sequence[Token], start: int, verb: int, end: int, words: MannerWords
) -> Iterator[tuple[int, int]]:
    """The parts between commas, each cut where a new clause begins; the verb's own first."""
    edges = [start - 1, *(at for at in range(start, end) if tokens[at].lower in _BREAKS), end]
    parts = [(low + 1, high) for low, high in pairwise(edges) if high > low + 1]
    own = [part for part in parts if part[0] <= verb < part[1]]
    for low, high in own + [part for part in parts if part not in own]:
        cut = _clause_end(tokens, verb if low <= verb < high else low, high, words)
        if cut > low:
            yield low, cut
        if low > verb and cut == low:
            return


def _clause_end(tokens: Sequence[Token], start: int, end: int, words: MannerWords) -> int:
    """Where a new clause begins: at “and”, “as” …, unless what follows is more of the same manner."""
    for at in range(start, end):
        if tokens[at].lower not in words.boundaries:
            continue
        after = tokens[at + 1].lower if at + 1 < end else ""
        if after not in words.adverbs and after not in words.participles and after not in words.voice_words:
            return at
    return end


def _in_segment(tokens: Sequence[Token], start: int, end: int, words: MannerWords, *, core: bool) -> str | None:
    """The first delivery that a segment tells."""
    found: list[tuple[int, str]] = []
    first = start
    while first < end - 1 and (tokens[first].lower in words.hedges or tokens[first].lower in words.boundaries):
        first += 1
    for at in range(start, end):
        word = tokens[at].lower
        here: str | None = None
        if word in words.adverbs and (core or at <= first + 1):
            here = words.adverbs[word]
        elif word in words.participles and not core and at <= first + 1:
            here = words.participles[word]
        elif word in words.voices and at > start:
            here = _voice(tokens, at, start, end, words)
        if here is not None and not _negated(tokens, max(start, at - 2), at, words):
            found.append((at, here))
    found += _phrases_in(tokens, start, end, words.phrases, words)
    return min(found)[1] if found else None


def _voice(tokens: Sequence[Token], at: int, start: int, end: int, words: MannerWords) -> str | None:
    """What “in a low voice”, “his voice low”, “d'une voix basse” tell; ``at`` is the word for voice."""
    back = at
    while back > max(start, at - 4) and tokens[back - 1].lower != "the" and tokens[back - 1].lower not in words.verbs:
        back -= 1
    if back > start and tokens[back - 1].lower == "the":
        return None  # “said the low voice”: who it is, not how
    near = [*tokens[back:at], *tokens[at + 1 : min(at + 5, end)]]
    return next((words.voice_words[t.lower] for t in near if t.lower in words.voice_words), None)


def _phrases_in(
    tokens: Sequence[Token], start: int, end: int, phrases: Mapping[str, tuple[Phrase, ...]], words: MannerWords
) -> list[tuple[int, str]]:
    """Phrases that stand between two tokens and are not negated, with their place."""
    found: list[tuple[int, str]] = []
    for at in range(start, end):
        for phrase in phrases.get(tokens[at].lower, ()):
            stretch = tokens[at : min(at + len(phrase.words), end)]
            if len(stretch) == len(phrase.words) and all(
                word in ("*", token.lower) for word, token in zip(phrase.words, stretch, strict=True)
            ):
                negated = at > start and tokens[at - 1].lower in words.negations and phrase.words[0] in ("in", "with")
                if not negated:
                    found.append((at, phrase.delivery))
                break
    return found


def _is_about_speaker(tokens: Sequence[Token], at: int, words: MannerWords) -> bool:
    """Whether what follows a comma may still be about the speaker (“turning to Gwen”), no clause with a new subject."""
    token = tokens[at]
    return not token.capital and token.lower not in words.subjects and token.lower not in words.boundaries


def _negated(tokens: Sequence[Token], start: int, end: int, words: MannerWords) -> bool:
    return any(token.lower in words.negations for token in tokens[start:end])


def _opens_another(tokens: Sequence[Token], end: int) -> bool:
    """Whether the narration runs on into the next quotation: its verb belongs there."""
    return end >= len(tokens) or tokens[end].lower not in _STOPS


def _names(tokens: Sequence[Token], start: int, end: int) -> tuple[str, ...]:
    return tuple(token.lower.removesuffix("'s") for token in tokens[start:end] if token.capital and token.lower != "i")


def _sentence_end(tokens: Sequence[Token], start: int, words: MannerWords) -> int:
    at = start
    while at < len(tokens) and not _ends_sentence(tokens, at, words):
        at += 1
    return at


def _sentence_start(tokens: Sequence[Token], end: int, words: MannerWords) -> int:
    at = end
    while at > 0 and not _ends_sentence(tokens, at - 1, words):
        at -= 1
    return at


def _ends_sentence(tokens: Sequence[Token], at: int, words: MannerWords) -> bool:
    mark = tokens[at].lower
    if mark not in _STOPS:
        return False
    return not (mark == "." and at > 0 and tokens[at - 1].lower in words.titles)
