"""A script as one row of pieces, spoken or left out, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.model import Line, Omission, Script, Span

BY_HAND = "chosen by hand"
"""Evidence of a line whose speaker or delivery a person chose."""

PUT_BACK = "put back by hand"
"""Evidence of a line that the analysis leaves out and a person wants to hear."""

SKIPPED = "skipped by hand"
"""Reason of an omission that a person asked for."""

SCENE_BREAK = "scene break"

_UNSHOWN = frozenset({"whitespace", SCENE_BREAK})
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A line, or an omission with words in it."""

    span: Span
    item: Line | Omission


def pieces_of(script: Script) -> list[Piece]:
    """The pieces whose words script.txt shows: all but white space, invisible characters and scene breaks."""
    pieces = [Piece(line.utterance.span, line) for line in script.lines()]
    pieces += [Piece(omission.span, omission) for omission in script.omitted if is_shown(script.text, omission)]
    return sorted(pieces, key=lambda piece: piece.span)


def is_shown(text: str, omission: Omission) -> bool:
    """Whether script.txt shows the words of an omission."""
    return omission.reason not in _UNSHOWN and bool(omission.span.of(text).strip())


def squeezed(text: str) -> str:
    """``text`` without its white space."""
    return "".join(text.split())


def source_offsets(text: str, span: Span, counts: Sequence[int]) -> list[int]:
    """Where in ``text`` the characters stand that are so many black characters into ``span``.

    Args:
        text: the source.
        span: a slice of it.
        counts: ascending, each below the number of characters in the slice that are not white space.
    """
    offsets: list[int] = []
    before = 0
    for word in _WORD.finditer(text, span.start, span.end):
        length = word.end() - word.start()
        while len(offsets) < len(counts) and counts[len(offsets)] < before + length:
            offsets.append(word.start() + counts[len(offsets)] - before)
        if len(offsets) == len(counts):
            break
        before += length
    return offsets
