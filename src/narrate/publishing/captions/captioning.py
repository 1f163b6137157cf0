"""From the passages of a chapter to captions: short enough to read, long enough to be read, never overlapping.

A sentence is a caption. One that is too long is divided where a reader would pause; one that is too short to be read is
joined to its neighbour in the same passage, or stays on while nothing else is said.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from narrate.model import Cue, EditionChapter, Passage, Span
from narrate.publishing.captions.breaking import best_break, display, fits, wrapped


@dataclass(frozen=True, slots=True)
class Limits:
    """What a caption may be.

    Attributes:
        columns: characters in a line; those of East Asian scripts count twice.
        lines: in a caption, 1 or 2.
        shortest_s: how long a caption stays, where nothing else is said meanwhile.
        longest_s: longer ones are divided.
        characters_per_s: how fast people read; a caption that is said faster stays on where it can.
        gap_s: between a caption that stays on and the next one.
    """

    columns: int
    lines: int
    shortest_s: float
    longest_s: float
    characters_per_s: float
    gap_s: float


NETFLIX = Limits(42, 2, 5 / 6, 7.0, 20.0, 2 / 24)
"""Netflix, English Timed Text Style Guide and General Requirements: 42 characters, two lines, five sixths of a second
to seven seconds, 20 characters a second (adult programmes), two frames between captions."""

PODCAST = replace(NETFLIX, columns=32)
"""The podcast namespace's transcripts in SRT: two lines of 32 characters."""


@dataclass(frozen=True, slots=True)
class CaptionWord:
    """When a word is heard: it begins at ``at`` in the caption's text."""

    at: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Caption:
    """What is shown at a time.

    Attributes:
        id: of the passage, with a number where it has several captions.
        speaker: a character's id; None is the narrator.
        start_s, end_s: seconds from the beginning of the chapter's file.
        text: one or two lines, without white space at their edges; never empty.
        words: when its words are heard, in order, where the engine knew.
        first: it begins its passage.
    """

    id: str
    speaker: str | None
    start_s: float
    end_s: float
    text: str
    words: tuple[CaptionWord, ...] = ()
    first: bool = True


@dataclass(frozen=True, slots=True)
class _Piece:
    """A slice of a passage, and when it is heard."""

    passage: Passage
    span: Span
    start_s: float
    end_s: float
    cues: tuple[Cue, ...]
    name: str = ""

    @property
    def text(self) -> str:
        return self.passage.words_of(self.span)

    @property
    def lead(self) -> str:
        """What is shown before the text: who begins to speak, where the form has no other place for it."""
        return f"{self.name}: " if self.name and self.span.start == self.passage.span.start else ""

    def fits(self, limits: Limits) -> bool:
        """Whether it has room in a caption."""
        return fits(self.lead + self.text, limits.columns, limits.lines)


def captions(
    chapter: EditionChapter, limits: Limits = NETFLIX, names: Mapping[str | None, str] | None = None
) -> tuple[Caption, ...]:
    """The captions of a chapter, in order, without overlap. Together they show every word once.

    Args:
        chapter: whose they are.
        limits: what a caption may be.
        names: of speakers, to be shown before what they begin to say; none where it is left out.
    """
    pieces = [
        piece
        for passage in chapter.passages
        for piece in _joined(
            [p for cue in passage.cues for p in _divided(_whole(passage, cue, names or {}), limits)], limits
        )
        if display(piece.text)[0]
    ]
    return tuple(_captions(pieces, chapter.duration_s, limits))


def _whole(passage: Passage, cue: Cue, names: Mapping[str | None, str]) -> _Piece:
    return _Piece(passage, cue.span, cue.start_s, cue.end_s, (cue,), names.get(passage.speaker, ""))


def _divided(piece: _Piece, limits: Limits) -> Iterator[_Piece]:
    """The piece, in as many pieces as the limits make of it."""
    text = piece.text
    short = piece.end_s - piece.start_s <= limits.longest_s
    if short and piece.fits(limits):
        yield piece
        return
    at = best_break(text)
    if at is None:
        yield piece
        return
    middle_s = _time_at(piece, at)
    span = piece.span
    first = replace(piece, span=Span(span.start, span.start + at), end_s=middle_s)
    second = replace(piece, span=Span(span.start + at, span.end), start_s=middle_s)
    yield from _divided(first, limits)
    yield from _divided(second, limits)


def _time_at(piece: _Piece, at: int) -> float:
    """When the text at a place is heard: by its words' times, or else in proportion to what is to be said."""
    place = piece.span.start + at
    words = [word for cue in piece.cues for word in cue.words]
    starts = [word.start_s for word in words if word.span.start >= place]
    if starts:
        return min(max(starts[0], piece.start_s), piece.end_s)
    share = _effort(piece.text[:at]) / max(_effort(piece.text), 1)
    return piece.start_s + share * (piece.end_s - piece.start_s)


def _effort(text: str) -> int:
    """How long a text takes to say, in letters: a mark within a sentence is a pause of some four."""
    return sum(4 if character in ",;:–—…" else character.isalnum() for character in text)


def _joined(pieces: Sequence[_Piece], limits: Limits) -> list[_Piece]:
    """Pieces of one passage; those too short to be read are joined to a neighbour, where both fit."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and (_too_short(joined[-1], limits) or _too_short(piece, limits)):
            both = replace(
                joined[-1],
                span=Span(joined[-1].span.start, piece.span.end),
                end_s=piece.end_s,
                cues=tuple(dict.fromkeys((*joined[-1].cues, *piece.cues))),
            )
            if both.end_s - both.start_s <= limits.longest_s and both.fits(limits):
                joined[-1] = both
                continue
        joined.append(piece)
    return joined


def _too_short(piece: _Piece, limits: Limits) -> bool:
    return piece.end_s - piece.start_s < limits.shortest_s


def _captions(pieces: Sequence[_Piece], duration_s: float, limits: Limits) -> Iterator[Caption]:
    counts: dict[str, int] = {}
    for piece, after in itertools.zip_longest(pieces, pieces[1:]):
        number = counts[piece.passage.id] = counts.get(piece.passage.id, 0) + 1
        text, places = display(piece.text)
        if piece.lead:
            text, places = piece.lead + text, [place + len(piece.lead) for place in places]
        shown = wrapped(text, limits.columns, limits.lines)
        next_s = after.start_s if after else duration_s
        read_s = max(limits.shortest_s, len(text) / limits.characters_per_s)
        stays_s = min(piece.start_s + read_s, next_s - limits.gap_s)
        yield Caption(
            id=piece.passage.id if number == 1 else f"{piece.passage.id}-{number}",
            speaker=piece.passage.speaker,
            start_s=piece.start_s,
            end_s=min(max(piece.end_s, stays_s), max(next_s, piece.start_s)),
            text=shown,
            words=_words(piece, _moved(places, text, shown)),
            first=number == 1,
        )


def _moved(places: Sequence[int], text: str, shown: str) -> Sequence[int]:
    """Places in the text, in the same text with a line break in it, which takes a place where there was no space."""
    if len(shown) == len(text):
        return places
    at = shown.index("\n")
    return [place + (place >= at) for place in places]


def _words(piece: _Piece, places: Sequence[int]) -> tuple[CaptionWord, ...]:
    found = []
    for word in (word for cue in piece.cues for word in cue.words):
        if piece.span.start <= word.span.start < piece.span.end:
            at = places[word.span.start - piece.span.start]
            found.append(CaptionWord(at, word.start_s, max(word.end_s, word.start_s)))
    return tuple(found)
