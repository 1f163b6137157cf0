"""Whether a quotation is speech, or a title, a nickname, a scare quote, a word that is mentioned.

Cues in the quotation and beside it each have a weight; speech is what they add up to more than nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from narrate.segmentation.lexicon import FOREIGN_SPEECH_VERBS, SPEECH_NOUNS, SPEECH_VERBS, words
from narrate.segmentation.quotations import Quotation

WEIGHTS = {
    "always": -0.25,
    "begins the paragraph": 2.25,
    "ends the paragraph": 1.0,
    "not the first": 1.0,
    "after a sentence": 1.0,
    "said before": 1.0,
    "said after": 2.0,
    "cried out": 1.0,
    "resumes": 1.0,
    "you and I": 1.0,
    "call": 0.5,
    "asks or breaks off": 0.5,
    "no point": -1.25,
    "no point, long": 0.75,
    "one word": -0.5,
    "small letter": -0.25,
    "title case": -0.75,
    "after a word": -1.25,
    "after a determiner": -1.0,
    "after a linking word": -0.5,
    "naming": -0.75,
    "writing": -2.0,
    "supposed": -1.0,
}
"""Log odds: a logistic regression on the hand-labelled quotations of 21 English novels, rounded to quarters."""

_VERBS = SPEECH_VERBS | FOREIGN_SPEECH_VERBS

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_MARKS = "\"“”„‟″〝〞'’‘‚‛`´«»<>「」『』｢｣＂_* \t\r\n\u00a0\u202f"
_POINTS = frozenset(".,;:。、，")
_BROKEN_OFF = frozenset("?!…—–-？！")
_NEAR = 120
"""Characters on each side of a quotation, and of it, that are looked at."""

_DETERMINERS = words(
    "the a an his her its their my your our this that these those some any no every such other another own"
)
_LINKING = words("of in on at by with from for to as like than about into upon through against between or and but")
_NAMING = words(
    """
    called call calling named titled entitled termed dubbed labelled labeled known word words term phrase name title
    nickname christened styled so-called marked mark letters song book poem sang singing sign chapter spelled spelt
    means meant meaning
    """
)
_WRITING = words(
    """
    wrote written write writes letter note ran signed reads telegram inscription paper lines verse quoted motto headed
    """
)
_YOU_AND_I = words(
    "i you me my your we us our mine yours i'm i'll i've i'd you're you'll you've you'd we're we'll we've"
)
_CALLS = words("yes no oh ah well hello hi hey please thanks thank sir madam sorry okay ok what why who how")
_SUPPOSED = words("would might could if always often sometimes never")


def speech_only(text: str, start: int, end: int, quotations: Sequence[Quotation]) -> list[Quotation]:
    """Those quotations of the paragraph ``text[start:end]`` that somebody says."""
    kept: list[Quotation] = []
    for index, quotation in enumerate(quotations):
        previous = quotations[index - 1] if index else None
        if previous and not text[previous.end : quotation.start].strip():
            # Nothing stands between the two: they are of one sort.
            speech = bool(kept) and kept[-1] is previous
        else:
            floor = previous.end if previous else start
            ceiling = quotations[index + 1].start if index + 1 < len(quotations) else end
            speech = sum(WEIGHTS[cue] for cue in cues(text, floor, ceiling, quotation, first=not index)) > 0
        if speech and _says_something(text, quotation):
            kept.append(quotation)
    return kept


def cues(text: str, floor: int, ceiling: int, quotation: Quotation, *, first: bool) -> Iterator[str]:
    """The cues that hold for one quotation: keys of `WEIGHTS`.

    Args:
        text: the whole story.
        floor: where the quotation before it ends, or the paragraph begins.
        ceiling: where the next quotation begins, or the paragraph ends.
        quotation: the one in question.
        first: no other quotation stands before it in the paragraph.
    """
    before = text[max(floor, quotation.start - _NEAR) : quotation.start].rstrip()
    after = text[quotation.end : min(ceiling, quotation.end + _NEAR)].lstrip()
    inner = _inner(text, quotation)
    words_before = [word.casefold() for word in _WORD.findall(before)]
    words_after = [word.casefold() for word in _WORD.findall(after)]
    yield "always"
    yield from _cues_of_words(inner)
    yield from _cues_of_place(before, after, words_before)
    if not first:
        yield "not the first"
        if inner[:1].islower() and not _VERBS.isdisjoint(words_before):
            yield "resumes"
    if _said_before(words_before):
        yield "said before"
        if before[-1].isalnum() and inner[-1:] in _BROKEN_OFF:
            yield "cried out"
    said_after = _said_after(words_after, inner, after)
    if said_after:
        yield "said after"
    yield from _cues_of_end(inner, outside=after[:1] if said_after else "")
    if not _WRITING.isdisjoint(words_before[-8:]) or not _WRITING.isdisjoint(words_after[:3]):
        yield "writing"


def _says_something(text: str, quotation: Quotation) -> bool:
    """Whether there is more than a stray point between the marks; “…” and “?” are ways to say nothing."""
    inner = text[quotation.start : quotation.end].strip(_MARKS)
    return len(inner.rstrip(",;:.")) > 0 or inner.startswith("..")


def _inner(text: str, quotation: Quotation) -> str:
    """What stands between the marks, its middle left out where it is long."""
    start, end = quotation.start, quotation.end
    if end - start > 3 * _NEAR:
        return text[start : start + _NEAR].lstrip(_MARKS) + text[end - _NEAR : end].rstrip(_MARKS)
    return text[start:end].strip(_MARKS)


def _cues_of_words(inner: str) -> Iterator[str]:
    found = _WORD.findall(inner)
    if len(found) <= 1:
        yield "one word"
    if inner[:1].islower():
        yield "small letter"
    elif len(found) > 1 and all(word[0].isupper() or len(word) < 4 for word in found):
        yield "title case"
    folded = [word.casefold().replace("’", "'") for word in found]
    if not _YOU_AND_I.isdisjoint(folded):
        yield "you and I"
    if not _CALLS.isdisjoint(folded[:2]):
        yield "call"


def _cues_of_end(inner: str, *, outside: str) -> Iterator[str]:
    """Cues of the point at the end, which many countries set after the closing mark (“«Bonjour», dit-il”)."""
    if inner[-1:] in _BROKEN_OFF or inner.endswith(".."):
        yield "asks or breaks off"
    elif inner[-1:] not in _POINTS and outside not in _POINTS:
        yield "no point"
        if len(inner) > 25:
            yield "no point, long"


def _cues_of_place(before: str, after: str, words_before: Sequence[str]) -> Iterator[str]:
    if not before:
        yield "begins the paragraph"
    elif before[-1] in ".!?…":
        yield "after a sentence"
    elif before[-1].isalnum() or before[-1] in "_*'’":
        yield "after a word"
        if not _DETERMINERS.isdisjoint(words_before[-1:]):
            yield "after a determiner"
        elif not _LINKING.isdisjoint(words_before[-1:]):
            yield "after a linking word"
    if not after:
        yield "ends the paragraph"
    if not _NAMING.isdisjoint(words_before[-2:]):
        yield "naming"
    if not _SUPPOSED.isdisjoint(words_before[-6:]):
        yield "supposed"


def _said_before(words_before: Sequence[str]) -> bool:
    near = words_before[-4:]
    return not (_VERBS.isdisjoint(near) and SPEECH_NOUNS.isdisjoint(near))


def _said_after(words_after: Sequence[str], inner: str, after: str) -> bool:
    """“ said Jack”, “ the old man whispered”, “ dit-il”."""
    pointed = inner[-1:] in _POINTS or inner[-1:] in _BROKEN_OFF or after[:1] == ","
    return any(word.partition("-")[0] in _VERBS for word in words_after[: 4 if pointed else 2])
