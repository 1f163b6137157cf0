"""A document's blocks → utterances and omissions that tile its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from narrate.model import (
    Block,
    BlockKind,
    Document,
    Emphasis,
    Omission,
    Segmentation,
    Span,
    Utterance,
    UtteranceKind,
    fill_omissions,
)
from narrate.segmentation.dashes import comma_speech, dash_speech, opens_with_dash
from narrate.segmentation.marks import Family
from narrate.segmentation.quotations import find_quotations, opens_with_mark
from narrate.segmentation.speech_or_not import speech_only
from narrate.segmentation.style import QuotationStyle, chapter_style, detect_style
from narrate.segmentation.thoughts import find_thoughts

_WHOLE = {
    BlockKind.HEADING: UtteranceKind.HEADING,
    BlockKind.NOTE: UtteranceKind.NOTE,
    BlockKind.FRONT_MATTER: UtteranceKind.FRONT_MATTER,
    BlockKind.VERSE: UtteranceKind.VERSE,
    BlockKind.CLOSING: UtteranceKind.HEADING,
    BlockKind.CAPTION: UtteranceKind.NARRATION,
    BlockKind.FOOTNOTE: UtteranceKind.NOTE,
}
_TOLD = frozenset({BlockKind.PARAGRAPH, BlockKind.LETTER, BlockKind.LIST_ITEM})
"""Blocks in which people may speak."""

_TOUCHING_BEFORE = "([{*_~"
_TOUCHING_AFTER = ")]}*_~.,;:!?…。、，！？"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a paragraph in one voice."""

    kind: UtteranceKind
    span: Span
    continues: bool = False


def segment(document: Document, *, read_notes: bool = True) -> Segmentation:
    """Divide a document into utterances.

    Args:
        document: what intake read.
        read_notes: False leaves authors' notes out, as omissions.

    Returns:
        Utterances in the order of the text, and omissions, which together tile ``document.text``. No utterance
        crosses a block.
    """
    style = detect_style(document)
    utterances: list[Utterance] = []
    omitted = list(document.omitted)
    scenes = _Scenes()
    paragraph = 0
    for number, chapter in enumerate(document.chapters):
        scenes.chapter()
        count = 0
        quoting = _Quoting(document.text, chapter_style(document, number, style), chapter.blocks, document.emphases)
        for index, block in enumerate(chapter.blocks):
            if block.kind is BlockKind.SCENE_BREAK:
                scenes.scene_break()
                omitted.append(Omission(block.span, "scene break"))
            elif block.kind is BlockKind.NOTE and not read_notes:
                omitted.append(Omission(block.span, "author's note"))
            else:
                for piece in quoting.pieces(index):
                    count += 1
                    scenes.spoken(piece.kind)
                    utterances.append(
                        Utterance(
                            f"c{number + 1}u{count}",
                            piece.kind,
                            piece.span,
                            number,
                            scenes.scene,
                            paragraph,
                            piece.continues,
                        )
                    )
            paragraph += 1
    spoken = [utterance.span for utterance in utterances]
    return Segmentation(tuple(utterances), fill_omissions(document.text, spoken, omitted))


@dataclass(slots=True)
class _Scenes:
    """Counts scenes: a break at the edge of a chapter starts no second one."""

    scene: int = 1
    _spoken: bool = False
    _told: bool = False

    def chapter(self) -> None:
        self._next(begun=self._spoken)

    def scene_break(self) -> None:
        self._next(begun=self._told)

    def spoken(self, kind: UtteranceKind) -> None:
        self._spoken = True
        self._told = self._told or kind is not UtteranceKind.HEADING

    def _next(self, *, begun: bool) -> None:
        if begun:
            self.scene += 1
            self._spoken = self._told = False


@dataclass(slots=True)
class _Quoting:
    """Divides the blocks of one chapter, and remembers whether a quotation was left open."""

    text: str
    style: QuotationStyle
    blocks: Sequence[Block]
    emphases: Sequence[Emphasis]
    _ahead: list[bool] = field(init=False)
    _open: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._ahead = _open_ahead(self.text, self.blocks, self.style)

    def pieces(self, index: int) -> list[_Piece]:
        """The pieces of the block of that index; blocks are to be asked for in order."""
        block = self.blocks[index]
        span = block.span.trimmed(self.text)
        kind = _WHOLE.get(block.kind)
        if kind is not None:
            # A quotation goes on over a poem that is recited in it, not over a heading.
            self._open = self._open and kind is UtteranceKind.VERSE
            return [_Piece(kind, span)] if len(span) else []
        # What a letter quotes may be speech; the rest of it is read as a letter.
        beside = UtteranceKind.LETTER if block.kind is BlockKind.LETTER else UtteranceKind.NARRATION
        speech = self._speech(span, index)
        if block.kind is BlockKind.PARAGRAPH:
            speech = self._with_thoughts(span, speech)
        return _tile(self.text, span, speech, beside)

    def _with_thoughts(self, span: Span, speech: list[_Piece]) -> list[_Piece]:
        """``speech`` with the thoughts between it."""
        gaps, at = [], span.start
        for piece in speech:
            gaps.append((at, piece.span.start))
            at = piece.span.end
        gaps.append((at, span.end))
        single = Family.SINGLE not in self.style.families
        found = find_thoughts(self.text, span.start, span.end, self.emphases, gaps, single=single)
        thoughts = [_Piece(one.kind, Span(one.start, one.end)) for one in found]
        return sorted((*speech, *thoughts), key=lambda piece: piece.span) if thoughts else speech

    def _speech(self, span: Span, index: int) -> list[_Piece]:
        """The dialogue of a paragraph."""
        start, end = span.start, span.end
        if self.style.dashes and opens_with_dash(self.text, start, end):
            self._open = False
            return [_dialogue(self.text, first, last) for first, last in dash_speech(self.text, start, end)]
        goes_on = self._ahead[index]
        found = find_quotations(self.text, start, end, self.style.families, self.style.glyphs, goes_on=goes_on)
        continues = self._open and bool(found) and found[0].start == start
        keep = speech_only(self.text, start, end, found)
        self._open = goes_on and bool(keep) and keep[-1] is found[-1] and not found[-1].closed
        said = [_dialogue(self.text, q.start, q.end, continues=continues and q is found[0]) for q in keep]
        if self.style.dashes and self.style.primary is Family.GUILLEMET:
            # French leaves “, dit-il,” within the marks.
            said = [part for piece in said for part in self._without_clauses(piece)]
        return said

    def _without_clauses(self, piece: _Piece) -> list[_Piece]:
        parts = comma_speech(self.text, piece.span.start, piece.span.end)
        return [
            _dialogue(self.text, first, last, continues=piece.continues and first == piece.span.start)
            for first, last in parts
        ]


def _open_ahead(text: str, blocks: Sequence[Block], style: QuotationStyle) -> list[bool]:
    """For each block, whether the next paragraph, which may stand after verse, begins with an opening mark."""
    ahead = []
    opens = False
    for block in reversed(blocks):
        ahead.append(opens)
        if block.kind in _TOLD:
            opens = opens_with_mark(text, block.span.start, block.span.end, style.families, style.glyphs)
        elif block.kind is not BlockKind.VERSE:
            opens = False
    ahead.reverse()
    return ahead


def _tile(text: str, span: Span, speech: Sequence[_Piece], beside: UtteranceKind) -> list[_Piece]:
    """Dialogue with what stands ``beside`` it.

    Points and marks of emphasis that touch speech (“«Non», dit-il”, “*"Run!"*”) go with it, and so does anything
    between that holds no word.
    """
    pieces: list[_Piece] = []
    at = span.start
    for number, said in enumerate(speech, 1):
        ceiling = speech[number].span.start if number < len(speech) else span.end
        start, end = _with_points(text, said.span, at, ceiling)
        between = Span(at, start).trimmed(text)
        if _speakable(text, between):
            pieces.append(_Piece(beside, between))
        elif len(between) and pieces:
            pieces[-1] = _grown(pieces[-1], between.end)
        elif len(between):
            start = between.start
        pieces.append(replace(said, span=Span(start, end)))
        at = end
    rest = Span(at, span.end).trimmed(text)
    if len(rest) and pieces and not _speakable(text, rest):
        pieces[-1] = _grown(pieces[-1], rest.end)
    elif len(rest):
        pieces.append(_Piece(beside, rest))
    return pieces


def _with_points(text: str, said: Span, floor: int, ceiling: int) -> tuple[int, int]:
    start, end = said.start, said.end
    while start > floor and text[start - 1] in _TOUCHING_BEFORE:
        start -= 1
    while end < ceiling and text[end] in _TOUCHING_AFTER:
        end += 1
    return start, end


def _grown(piece: _Piece, end: int) -> _Piece:
    return replace(piece, span=Span(piece.span.start, end))


def _dialogue(text: str, start: int, end: int, *, continues: bool = False) -> _Piece:
    return _Piece(UtteranceKind.DIALOGUE, Span(start, end).trimmed(text), continues)


def _speakable(text: str, span: Span) -> bool:
    return any(char.isalnum() for char in span.of(text))
