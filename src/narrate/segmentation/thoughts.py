"""What somebody thinks, word for word: in italics, between marks of emphasis, or between single marks.

Much else is set off like this: stress, titles, foreign words, ships. So a thought needs a clause that says so (“she
thought”), or must be a whole sentence in the first person, in a paragraph in which nobody speaks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.model import Emphasis, EmphasisKind, UtteranceKind
from narrate.segmentation.lexicon import SPEECH_VERBS
from narrate.segmentation.single import scan_single, strong_closing, strong_opening

_LONGEST = 400
"""Longer stretches in italics are memories, letters, dreams (characters)."""
_NEAR = 60
_MARKED = re.compile(r"(?<![\w*_])(?P<mark>[*_])(?=[^\s*_])(?P<inner>[^*_]{2,400})(?<=\S)(?P=mark)(?![\w*_])")
_SELF = r"(?:him|her|my|it|your)self|themselves|themself|ourselves"
_THINKS = (
    r"(?:thought|thinks?|wondered|wonders?|mused|muses|prayed|prays|realised|realized|decided|reflected|"
    rf"(?:told|tells?|reminded|reminds?|scolded|scolds?|asked|asks?|assured|promised|cursed|warned)\s(?:{_SELF})|"
    rf"(?:said|says?|thought|muttered|added|whispered)\sto\s(?:{_SELF}))"
)
_WHO = r"(?:he|she|i|they|it|we|the\s[a-z]{2,20}|[A-Z][\w’'-]{0,24}(?:\s[A-Z][\w’'.-]{0,24}){0,2})"
_AFTER = re.compile(rf"[\s,.;:!?…—–-]{{0,6}}(?:{_WHO}\s(?:\w{{2,16}}ly\s|had\s)?{_THINKS}|{_THINKS}\s{_WHO})\b")
_BEFORE = re.compile(
    rf"\b{_THINKS}(?:\s(?!about\b|of\b|that\b|it\b)[a-z]{{1,12}}){{0,2}}(?:\s?[,:;—–-]{{1,2}}|\.\.\.|…)?$"
)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ll|ve|d)|me|my|we|us|our)\b")
_SENTENCE_ENDS = (".", "!", "?", "…", "—", "–")
_QUOTED = re.compile(r"[\"“”„«»]")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class SetOff:
    """A stretch that is set off, and what it is."""

    start: int
    end: int
    kind: UtteranceKind


def find_thoughts(
    text: str, start: int, end: int, emphases: Sequence[Emphasis], gaps: Sequence[tuple[int, int]], *, single: bool
) -> list[SetOff]:
    """Thoughts, and speech between single marks, in the paragraph ``text[start:end]``; in order, not overlapping.

    Args:
        text: the whole story.
        start: where the paragraph begins.
        end: where it ends.
        emphases: what the file's markup sets off, in the order of the text.
        gaps: the stretches of the paragraph outside quotations.
        single: single marks are not the story's own quotation marks, and may stand around thoughts.
    """
    paragraph = (start, end)
    stretches = [
        stretch
        for first, last in gaps
        for stretch in sorted({*_marked(text, first, last), *_emphasised(emphases, first, last)})
    ]
    tagged = {stretch for stretch in stretches if _is_tagged(text, paragraph, stretch)}
    silent = bool(stretches) and not _QUOTED.search(text, start, end)
    found: list[SetOff] = []
    for low, high in stretches:
        thought = (low, high) in tagged or _is_sentence(text[low:high], goes_on=bool(tagged), silent=silent)
        if thought and (not found or low >= found[-1].end):
            found.append(SetOff(low, high, UtteranceKind.THOUGHT))
    if single:
        apart = [one for first, last in gaps for one in _in_single_marks(text, first, last, paragraph)]
        found += [one for one in apart if not _overlaps(one, found)]
        found.sort(key=lambda one: one.start)
    return found


def _overlaps(one: SetOff, found: Sequence[SetOff]) -> bool:
    at = bisect_left(found, one.start, key=lambda other: other.start)
    return any(other.start < one.end and one.start < other.end for other in found[max(at - 1, 0) : at + 1])


def _marked(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _MARKED.finditer(text, start, end):
        yield match.span()


def _emphasised(emphases: Sequence[Emphasis], start: int, end: int) -> Iterator[tuple[int, int]]:
    at = bisect_left(emphases, start, key=lambda emphasis: emphasis.span.start)
    while at < len(emphases) and emphases[at].span.start < end:
        span = emphases[at].span
        if emphases[at].kind is EmphasisKind.EMPHASIS and span.end <= end and len(span) <= _LONGEST:
            yield span.start, span.end
        at += 1


def _is_tagged(text: str, paragraph: tuple[int, int], stretch: tuple[int, int]) -> bool:
    """Whether a clause beside a stretch says that it is thought; one word alone may be stressed."""
    inner = text[stretch[0] : stretch[1]].strip("*_ \n")
    long = bool(inner) and (inner[0].isupper() or inner.count(" ") + 1 >= _FEWEST_WORDS)
    return long and _is_thought_of(text, paragraph, stretch)


def _is_sentence(stretch: str, *, goes_on: bool, silent: bool) -> bool:
    """Whether a stretch is a whole sentence, in the first person where nobody speaks, or beside another thought."""
    inner = stretch.strip("*_ \n")
    if not inner or not inner[0].isupper() or not inner.endswith(_SENTENCE_ENDS) or " " not in inner:
        return False
    if goes_on:
        return True
    return silent and inner.count(" ") + 1 >= _FEWEST_WORDS and _FIRST_PERSON.search(inner) is not None


def _is_thought_of(text: str, paragraph: tuple[int, int], stretch: tuple[int, int]) -> bool:
    """Whether a clause beside it says that somebody thinks it."""
    low, high = stretch
    after = text[high : min(high + _NEAR, paragraph[1])].replace("\n", " ")
    before = text[max(low - _NEAR, paragraph[0]) : low].rstrip().replace("\n", " ")
    return _AFTER.match(after) is not None or _BEFORE.search(before) is not None


def _in_single_marks(text: str, start: int, end: int, paragraph: tuple[int, int]) -> Iterator[SetOff]:
    """What stands between single marks, where a clause beside it says that it is thought or said."""
    opened: int | None = None
    for mark in scan_single(text, start, end):
        if strong_opening(mark):
            opened = mark.start
        elif opened is not None and strong_closing(mark):
            stretch = (opened, mark.end)
            opened = None
            if stretch[1] - stretch[0] > _LONGEST:
                continue
            if _is_thought_of(text, paragraph, stretch):
                yield SetOff(*stretch, UtteranceKind.THOUGHT)
            elif _is_said(text, paragraph, stretch):
                yield SetOff(*stretch, UtteranceKind.DIALOGUE)


def _is_said(text: str, paragraph: tuple[int, int], stretch: tuple[int, int]) -> bool:
    """Whether it ends like speech, and “said Jack” or “Jack said” follows."""
    low, high = stretch
    inner = text[low:high].strip("'‘’`´ \n")
    if not inner or not inner[0].isupper() or inner[-1] not in ",.!?…—–":
        return False
    words = _WORD_AFTER.findall(text[high : min(high + _NEAR, paragraph[1])])[:3]
    if not words or text[high : high + 1] not in " \n":
        return False
    verbs = [number for number, word in enumerate(words) if word.casefold() in SPEECH_VERBS]
    return bool(verbs) and (inner[-1] in ",!?" or verbs[0] <= 1)
