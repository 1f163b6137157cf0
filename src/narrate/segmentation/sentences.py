"""Sentences of an utterance, in pieces that an engine can speak at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from narrate.model import Span
from narrate.segmentation.lexicon import ABBREVIATIONS, CONJUNCTIONS, WEAK_ABBREVIATIONS

_CLOSERS = "\"'”’»›“‘«‹)\\]}」』｣）】*_~"
_END = re.compile(rf"([.!?…‽؟。！？｡।॥]+)[{_CLOSERS}]*|\n[ \t]*\n")
_FULL_WIDTH = frozenset("。！？｡।॥")
_WORD_BEFORE = 16
"""As many characters before a full stop are looked at as the longest abbreviation has, and some."""
_SKIP_AFTER = 60
"""White space and marks after a full stop that are passed over to see the next word."""

_CLAUSE_ENDS = (
    re.compile(rf"[;:；：](?=\s)|[;:]?[—–―]+[{_CLOSERS}]*|--+|(?<=\s)-(?=\s)|…[{_CLOSERS}]*(?=\s)|[；：]"),
    re.compile(rf",[{_CLOSERS}]*(?=\s)|[，、､،]"),
    re.compile(rf"\s(?=(?:{'|'.join(sorted(CONJUNCTIONS))})\s)", re.IGNORECASE),
    re.compile(r"\s"),
)


def divide(text: str, span: Span, *, limit: int = 400) -> tuple[Span, ...]:
    """Divide an utterance into sentences, and sentences that are too long at the ends of clauses.

    Args:
        text: the whole story.
        span: the utterance.
        limit: the most characters a piece may have, at least 1.

    Returns:
        Spans in order, without white space at their edges, that tile ``span`` but for white space. A piece
        without a letter or digit is joined to a neighbour wherever ``limit`` leaves room for it.

    Raises:
        ValueError: ``limit`` is less than 1.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    sentences = _joined(text, [piece for piece in _sentences(text, span) if len(piece)], limit)
    pieces: list[Span] = []
    for sentence in sentences:
        pieces += _cut(text, sentence, limit) if len(sentence) > limit else [sentence]
    return tuple(_joined(text, pieces, limit))


def _sentences(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    for match in _END.finditer(text, span.start, span.end):
        if match.group(1) is None or _ends_sentence(text, match, at, span.end):
            yield Span(at, match.end()).trimmed(text)
            at = match.end()
    yield Span(at, span.end).trimmed(text)


def _ends_sentence(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether the full stop, question mark … of ``match`` ends the sentence that began at ``start``."""
    points, after = match.group(1), match.end()
    if points[-1] in _FULL_WIDTH:
        return True
    if after < end and not text[after].isspace():
        return points == "." and after == match.end(1) and _space_forgotten(text, match.start(), after)
    following = _next_letter(text, after, end)
    if following in ".…":
        # “. . .”, or nothing but marks to come.
        return False
    if points != ".":
        return not following.islower()
    return _full_stop(text, match.start(), start, following)


def _space_forgotten(text: str, stop: int, after: int) -> bool:
    """“left.He”: two small letters before the point, a capital and a small letter after it."""
    return text[max(0, stop - 2) : stop].islower() and text[stop - 1].isalpha() and text[after : after + 2].istitle()


def _next_letter(text: str, start: int, end: int) -> str:
    """The first letter or digit after ``start``; a full stop if one comes before it, or nothing does."""
    for char in text[start : min(end, start + _SKIP_AFTER)]:
        if char.isalnum() or char in ".…":
            return char
    return "."


def _full_stop(text: str, stop: int, start: int, following: str) -> bool:
    """Whether a single point at ``stop`` is a full stop, and not the point of an abbreviation."""
    near = text[max(start, stop - _WORD_BEFORE) : stop]
    at = len(near)
    while at and (near[at - 1].isalnum() or near[at - 1] in ".'’"):
        at -= 1
    word = near[at:]
    folded = word.casefold().strip("'’")
    if len(word) == 1 and word.isupper() and word != "I":
        # An initial; but “Plan B.” and the like before a new sentence can't be told from it.
        return False
    if folded in ABBREVIATIONS:
        return folded in WEAK_ABBREVIATIONS and following.isupper()
    if re.fullmatch(r"(?:\w\.)+\w", word):
        return following.isupper() and len(word) > 3
    if following.islower():
        return len(word) >= 3 and word.islower()
    return True


def _cut(text: str, piece: Span, limit: int) -> Iterator[Span]:
    """Parts of a piece that is longer than ``limit``."""
    at = piece.start
    while piece.end - at > limit:
        cut = _cut_before_points(text, at, _best_cut(text, at, limit), piece.end)
        part = Span(at, cut).trimmed(text)
        if len(part):
            yield part
        at = cut
        while at < piece.end and text[at].isspace():
            at += 1
    if at < piece.end:
        yield Span(at, piece.end)


def _best_cut(text: str, at: int, limit: int) -> int:
    """Where to cut text that begins at ``at``: the last end of a clause within ``limit`` that leaves a fair part."""
    # A cut may fall before the white space that follows a full part.
    window = min(len(text), at + limit + 1)
    for pattern in _CLAUSE_ENDS:
        cut = 0
        for match in pattern.finditer(text, at + limit // 4, window):
            end = match.start() if match.group().isspace() else match.end()
            if at < end <= at + limit:
                cut = end
        if cut:
            return cut
    cut = at + limit
    while cut > at + 1 and _clings(text, cut):
        cut -= 1
    return cut if cut > at + 1 else at + limit


def _clings(text: str, index: int) -> bool:
    """Whether the character at ``index`` must not be parted from the one before it."""
    char = text[index : index + 1]
    return bool(char) and (
        unicodedata.category(char).startswith("M") or char in "\u200d\ufe0f" or text[index - 1] == "\u200d"
    )


def _cut_before_points(text: str, at: int, cut: int, end: int) -> int:
    """An earlier cut where ``cut`` would leave nothing but points: they keep the last letter with them."""
    if end - cut > _SKIP_AFTER or any(char.isalnum() for char in text[cut:end]):
        return cut
    for index in range(cut - 1, at, -1):
        if text[index].isalnum() and not _clings(text, index):
            return index
    return cut


def _joined(text: str, pieces: list[Span], limit: int) -> list[Span]:
    """Pieces, those too small to be spoken joined to a neighbour."""
    if len(pieces) == 1:
        return pieces
    joined: list[Span] = []
    wanting = False
    for piece in pieces:
        words = _words(text, piece)
        last = joined[-1] if joined else None
        if last is not None and (wanting or words == 0) and piece.end - last.start <= limit:
            wanting = wanting and words < 2
            joined[-1] = Span(last.start, piece.end)
        else:
            wanting = words < 2 and len(piece) <= limit
            joined.append(piece)
    return joined


def _words(text: str, piece: Span) -> int:
    """0 without a letter or digit, 1 for a lone letter or a number (“1.”), 2 for anything that can stand alone."""
    letters = 0
    for char in piece.of(text):
        if char.isalpha():
            letters += 1
            if letters > 1 or char > "\u2e80":
                return 2
        elif char.isdigit():
            letters = letters or 1
    return 1 if letters else 0
