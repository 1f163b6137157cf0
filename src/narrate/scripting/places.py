"""Where in script.txt the lines of a script stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

from narrate.model import Line, Script
from narrate.scripting.parsing import ScriptFile, TextLine
from narrate.scripting.pieces import pieces_of, squeezed


def utterance_rows(script: Script, file: ScriptFile) -> Mapping[int, str]:
    """Which utterance is on a row of script.txt, by the row's number; empty if the words differ.

    A row with several utterances means the first; a speaker's ``@`` line the first below it.

    Args:
        script: holds the same words as ``file``, if cut in another way perhaps.
        file: script.txt, parsed.
    """
    rows: dict[int, str] = {}
    for line, below in _rows_below(script, file):
        for row in below:
            rows.setdefault(row.number, line.utterance.id)
            rows.setdefault(row.speaker_line.number, line.utterance.id)
    return rows


def speaker_line_numbers(script: Script, file: ScriptFile) -> Mapping[str, int]:
    """The number of the ``@`` line above each utterance, by the utterance's id; empty if the words differ.

    Args:
        script: holds the same words as ``file``, if cut in another way perhaps.
        file: script.txt, parsed.
    """
    return {line.utterance.id: below[0].speaker_line.number for line, below in _rows_below(script, file) if below}


def _rows_below(script: Script, file: ScriptFile) -> Iterator[tuple[Line, tuple[TextLine, ...]]]:
    """Each line of a script with the rows of script.txt that have words of it; nothing if the words differ."""
    words = [squeezed(row.text) for row in file.lines]
    ends = list(accumulate(len(word) for word in words))
    pieces = [(piece, squeezed(piece.span.of(script.text))) for piece in pieces_of(script)]
    if "".join(words) != "".join(text for _, text in pieces):
        return
    at = first = 0
    for piece, text in pieces:
        while first < len(ends) and ends[first] <= at:
            first += 1
        at += len(text)
        if isinstance(piece.item, Line):
            after = first + 1
            while after < len(ends) and ends[after - 1] < at:
                after += 1
            yield piece.item, file.lines[first:after]
