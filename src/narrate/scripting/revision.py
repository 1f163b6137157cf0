"""Putting a person's choices into a script: lines are cut, joined, given away, left out and put back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from narrate.model import (
    Attribution,
    Line,
    Omission,
    Script,
    Span,
    Utterance,
    UtteranceKind,
    fill_omissions,
)
from narrate.scripting.pieces import BY_HAND, PUT_BACK, SKIPPED, Piece, is_shown, pieces_of


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wants of a slice of the text.

    Attributes:
        speaker: a character's id; None is the narrator.
        skip: leave it out; then ``speaker`` and ``delivery`` mean nothing.
        put_back: it may be read even where the analysis leaves it out. Put back and given to the narrator without a
            delivery, it says no more than “read this”: where it is read anyway, the analysis has its way.
        as_found: the delivery is left to the analysis: ``delivery`` is only what it was before.
    """

    span: Span
    speaker: str | None = None
    delivery: str | None = None
    skip: bool = False
    put_back: bool = False
    as_found: bool = False

    @property
    def only_reads(self) -> bool:
        """Whether it wants the text to be read, by whomever."""
        return self.put_back and not self.skip and self.speaker is None and self.delivery is None


@dataclass(frozen=True, slots=True)
class Revision:
    """A script with choices put into it, and the choices that none of its text could take."""

    script: Script
    refused: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """What becomes of a piece or a part of one."""

    span: Span
    item: Line | Omission
    is_fragment: bool


def revise(script: Script, choices: Sequence[Choice]) -> Revision:
    """Put choices into a script; what no choice covers stays as it is.

    Utterances are numbered anew in the chapters where some came or went.

    Args:
        script: stays unchanged.
        choices: in the order of the text, not overlapping, of ids that ``script.characters`` holds.
    """
    if not choices:
        return Revision(script, ())
    parts: list[_Part] = []
    taken = [False] * len(choices)
    setting = _Setting(script)
    for piece, covering in _meetings(pieces_of(script), choices):
        setting.enter(piece)
        if not covering:
            parts.append(_Part(piece.span, piece.item, is_fragment=False))
        for span, index in _cut(script.text, piece.span, choices, covering) if covering else ():
            choice = choices[index] if index is not None else None
            item, heeded = _apply(piece, span, choice, setting)
            if index is not None and heeded:
                taken[index] = True
            parts.append(_Part(span, item, is_fragment=span != piece.span and isinstance(piece.item, Line)))
    refused = tuple(choice for choice, heeded in zip(choices, taken, strict=True) if not heeded)
    return Revision(_rebuilt(script, _joined(script.text, parts)), refused)


def _meetings(pieces: Sequence[Piece], choices: Sequence[Choice]) -> Iterator[tuple[Piece, list[int]]]:
    """Each piece with the indices of the choices that overlap it."""
    first = 0
    for piece in pieces:
        while first < len(choices) and choices[first].span.end <= piece.span.start:
            first += 1
        covering: list[int] = []
        at = first
        while at < len(choices) and choices[at].span.start < piece.span.end:
            covering.append(at)
            at += 1
        yield piece, covering


def _cut(text: str, span: Span, choices: Sequence[Choice], covering: list[int]) -> list[tuple[Span, int | None]]:
    """The parts of a span, trimmed, each with the index of its choice."""
    parts: list[tuple[Span, int | None]] = []
    at = span.start
    for index in covering:
        start, end = max(at, choices[index].span.start), min(span.end, choices[index].span.end)
        parts += [(Span(at, start), None), (Span(start, end), index)]
        at = end
    parts.append((Span(at, span.end), None))
    trimmed = [(part.trimmed(text), index) for part, index in parts]
    return [(part, index) for part, index in trimmed if len(part)]


class _Setting:
    """Chapter, scene and paragraph for text that is put back among the lines of a script."""

    def __init__(self, script: Script) -> None:
        self._lines = list(script.lines())
        self._passed = 0
        self._put_back = 0

    def enter(self, piece: Piece) -> None:
        """Go on to the next piece."""
        if isinstance(piece.item, Line):
            self._passed += 1
            self._put_back = 0

    def utterance(self, span: Span, kind: UtteranceKind) -> Utterance:
        """An utterance in the place reached: of the line before it, or of the first line if there is none.

        It gets the number of a paragraph between its neighbours' where there is one that is free.
        """
        before = self._lines[self._passed - 1].utterance if self._passed else None
        after = self._lines[self._passed].utterance if self._passed < len(self._lines) else None
        near = before or after
        self._put_back += 1
        if near is None:
            return Utterance("", kind, span, chapter=0, scene=1, paragraph=0)
        first = before.paragraph if before else -1
        last = after.paragraph if after else first + 1
        paragraph = max(first, 0, min(first + self._put_back, last - 1))
        return Utterance("", kind, span, near.chapter, near.scene, paragraph)


def _apply(piece: Piece, span: Span, choice: Choice | None, setting: _Setting) -> tuple[Line | Omission, bool]:
    """What becomes of a part of a piece, and whether the choice had its way."""
    item = piece.item
    if isinstance(item, Line):
        utterance = item.utterance
        if span.start != utterance.span.start:
            utterance = replace(utterance, continues=False)
        line = replace(item, utterance=replace(utterance, span=span))
        if choice is None or choice.only_reads:
            return line, True
        return (Omission(span, SKIPPED), True) if choice.skip else (_given(line, choice), True)
    if choice is None or not (choice.skip or choice.put_back):
        return Omission(span, item.reason), choice is None
    if choice.skip:
        return Omission(span, SKIPPED), True
    utterance = setting.utterance(span, UtteranceKind.NARRATION)
    return _given(Line(utterance, Attribution(None, 1.0, PUT_BACK)), choice), True


def _given(line: Line, choice: Choice) -> Line:
    """A line with its new speaker and delivery."""
    evidence = PUT_BACK if line.attribution.evidence == PUT_BACK else BY_HAND
    utterance = _fit(line.utterance, choice.speaker)
    delivery = line.delivery if choice.as_found else choice.delivery
    return Line(utterance, Attribution(choice.speaker, 1.0, evidence), delivery, edited=True)


def _fit(utterance: Utterance, speaker: str | None) -> Utterance:
    """Narration given to somebody is dialogue, and dialogue given to the narrator is none."""
    if speaker is None and utterance.kind is UtteranceKind.DIALOGUE:
        return replace(utterance, kind=UtteranceKind.NARRATION, continues=False)
    if speaker is not None and utterance.kind is UtteranceKind.NARRATION:
        return replace(utterance, kind=UtteranceKind.DIALOGUE)
    return utterance


def _joined(text: str, parts: list[_Part]) -> list[_Part]:
    """Parts with the fragments joined to what their speaker says right before or after in the same paragraph."""
    joined: list[_Part] = []
    for part in parts:
        together = _together(text, joined[-1], part) if joined else None
        if together is None:
            joined.append(part)
        else:
            joined[-1] = together
    return joined


def _together(text: str, first: _Part, second: _Part) -> _Part | None:
    """Two neighbours as one; None where they are two utterances."""
    one, other = first.item, second.item
    if not (isinstance(one, Line) and isinstance(other, Line) and (first.is_fragment or second.is_fragment)):
        return None
    alike = (
        (one.edited or other.edited)
        and not (one.unsure or other.unsure)
        and PUT_BACK not in {one.attribution.evidence, other.attribution.evidence}
        and one.utterance.paragraph == other.utterance.paragraph
        and one.utterance.chapter == other.utterance.chapter
        and one.attribution.speaker == other.attribution.speaker
        and one.delivery == other.delivery
        and not text[first.span.end : second.span.start].strip()
    )
    if not alike:
        return None
    span = Span(first.span.start, second.span.end)
    whole = other if first.is_fragment and not second.is_fragment else one
    chosen = one if one.edited else other
    utterance = _fit(replace(one.utterance, kind=whole.utterance.kind, span=span), chosen.attribution.speaker)
    return _Part(span, replace(chosen, utterance=utterance), first.is_fragment and second.is_fragment)


def _rebuilt(script: Script, parts: list[_Part]) -> Script:
    """The script with these parts for its pieces, and white space between them omitted anew."""
    of_chapter: list[list[Line]] = [[] for _ in script.chapters]
    omitted = [
        omission
        for omission in script.omitted
        if not is_shown(script.text, omission)
        and (omission.reason != "whitespace" or omission.span.of(script.text).strip())
    ]
    for part in parts:
        if isinstance(part.item, Line):
            of_chapter[part.item.utterance.chapter].append(part.item)
        else:
            omitted.append(part.item)
    chapters = tuple(
        replace(chapter, lines=_numbered(index, chapter.lines, lines))
        for index, (chapter, lines) in enumerate(zip(script.chapters, of_chapter, strict=True))
    )
    spans = [line.utterance.span for chapter in chapters for line in chapter.lines]
    complete = fill_omissions(script.text, spans, omitted)
    empty = [omission for omission in omitted if not len(omission.span)]
    if empty:
        complete = tuple(sorted((*complete, *empty), key=lambda omission: omission.span))
    return replace(script, chapters=chapters, omitted=complete)


def _numbered(chapter: int, before: Sequence[Line], after: Sequence[Line]) -> tuple[Line, ...]:
    """``after`` with new ids, if its utterances are not those of ``before``."""
    if [line.utterance.span for line in before] == [line.utterance.span for line in after]:
        return tuple(after)
    return tuple(
        replace(line, utterance=replace(line.utterance, id=f"c{chapter + 1}u{number}"))
        for number, line in enumerate(after, 1)
    )
