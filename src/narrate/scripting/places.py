"""Where in script.txt the lines of a script stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

from narrate.model import Line, Script
from narrate.scripting.parsing import ScriptFile, TextLine
from narrate.scripting.pieces import pieces_of, squeezed


class Rows:
    """Which row of script.txt holds the words at a place of the text.

    Args:
        script: holds the same words as ``file``, if cut in another way perhaps.
        file: script.txt, parsed.
    """

    def __init__(self, script: Script, file: ScriptFile) -> None:
        self._text = script.text
        self._file = file
        self._pieces = pieces_of(script)
        self._starts = [piece.span.start for piece in self._pieces]
        words = [squeezed(line.text) for line in file.lines]
        self._ends = list(accumulate(len(word) for word in words))
        texts = [squeezed(piece.span.of(script.text)) for piece in self._pieces]
        self._before = list(accumulate((len(text) for text in texts), initial=0))
        self._known = "".join(words) == "".join(texts)

    def at(self, offset: int) -> TextLine | None:
        """The row with the character at ``offset``; None where script.txt does not show it, or the words differ."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or not self._known or offset >= self._pieces[index].span.end:
            return None
        passed = self._before[index] + len(squeezed(self._text[self._starts[index] : offset]))
        return self._file.lines[bisect_right(self._ends, passed)]


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
