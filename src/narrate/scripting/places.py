"""Where in script.txt the lines of a script stand."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from narrate.model import Line, Script
from narrate.scripting.parsing import ScriptFile
from narrate.scripting.pieces import pieces_of, squeezed


def utterance_rows(script: Script, file: ScriptFile) -> Mapping[int, str]:
    """Which utterance is on a row of script.txt, by the row's number; empty if the words differ.

    A row with several utterances means the first; a speaker's ``@`` line the first below it.

    Args:
        script: holds the same words as ``file``, if cut in another way perhaps.
        file: script.txt, parsed.
    """
    words = [squeezed(line.text) for line in file.lines]
    ends = list(accumulate(len(word) for word in words))
    pieces = [(piece, squeezed(piece.span.of(script.text))) for piece in pieces_of(script)]
    if "".join(words) != "".join(text for _, text in pieces):
        return {}
    rows: dict[int, str] = {}
    at = row = 0
    for piece, text in pieces:
        while row < len(ends) and ends[row] <= at:
            row += 1
        at += len(text)
        if not isinstance(piece.item, Line):
            continue
        for below in range(row, len(ends)):
            if below > row and ends[below - 1] >= at:
                break
            rows.setdefault(file.lines[below].number, piece.item.utterance.id)
            rows.setdefault(file.lines[below].speaker_line.number, piece.item.utterance.id)
    return rows


def speaker_line_numbers(script: Script, file: ScriptFile) -> Mapping[str, int]:
    """The number of the ``@`` line above each utterance, by the utterance's id; empty if the words differ.

    Args:
        script: holds the same words as ``file``, if cut in another way perhaps.
        file: script.txt, parsed.
    """
    words = [squeezed(line.text) for line in file.lines]
    ends = list(accumulate(len(word) for word in words))
    pieces = [(piece, squeezed(piece.span.of(script.text))) for piece in pieces_of(script)]
    if "".join(words) != "".join(text for _, text in pieces):
        return {}
    numbers: dict[str, int] = {}
    at = row = 0
    for piece, text in pieces:
        while row < len(ends) and ends[row] <= at:
            row += 1
        if isinstance(piece.item, Line) and row < len(ends):
            numbers[piece.item.utterance.id] = file.lines[row].speaker_line.number
        at += len(text)
    return numbers
