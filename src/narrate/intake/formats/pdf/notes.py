"""Footnotes at the feet of a PDF's pages, and the marks in the text that point to them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from narrate.intake.formats.pdf.lines import Letter, Line

_MARK = re.compile(r"(\d{1,3}|[*†‡§¶]{1,3})(?=\D|$)[.)]?\s{0,3}")
_SMALLER = 0.95
_RAISED = 0.15
_MOST_LINES = 40


class Notes:
    """The notes of all pages.

    Args:
        pages: lines of each page, in the order of the file.
        body_size: of the text's letters, in points.

    Attributes:
        pages: the lines without the notes, and without the marks that point to them.
    """

    def __init__(self, pages: Sequence[list[Line]], body_size: float) -> None:
        self.pages: list[list[Line]] = []
        self._waiting: list[tuple[int, list[Line]]] = []
        for lines in pages:
            columns = [[line for line in lines if line.column == number] for number in (0, 1)]
            found = [_notes(column, body_size) for column in columns if column]
            notes = [note for each, _ in found for note in each]
            marks = {mark for _, each in found for mark in each}
            taken = {id(line) for note in notes for line in note}
            kept = [line for line in lines if id(line) not in taken]
            if marks:
                for line in kept:
                    line.letters = _without_marks(line, marks)
            self.pages.append([line for line in kept if line.text])
            self._waiting.extend((note[0].page, _unmarked(note)) for note in notes)

    def due(self, page: int) -> list[list[Line]]:
        """The notes of the pages up to ``page`` that were not told yet."""
        due = [note for where, note in self._waiting if where <= page]
        self._waiting = [(where, note) for where, note in self._waiting if where > page]
        return due


def _notes(lines: Sequence[Line], body_size: float) -> tuple[list[list[Line]], set[str]]:
    """The notes at the end of a page, each with its lines, and their marks."""
    small: list[Line] = []
    for line in reversed(lines):
        if line.size > _SMALLER * body_size or len(small) >= _MOST_LINES:
            break
        small.insert(0, line)
    first = next((n for n, line in enumerate(small) if _MARK.match(line.text)), None)
    if first is None or len(small) == len(lines):
        return [], set()
    notes: list[list[Line]] = []
    marks = set()
    for line in small[first:]:
        mark = _MARK.match(line.text)
        if mark is not None and (not notes or _follows(mark[1], notes[-1][0])):
            notes.append([])
            marks.add(mark[1])
        notes[-1].append(line)
    return notes, marks


def _follows(mark: str, before: Line) -> bool:
    """Whether ``mark`` is the one after that of the note before: other numbers begin lines by chance."""
    last = _MARK.match(before.text)
    if last is None or not (mark.isdecimal() and last[1].isdecimal()):
        return True
    return int(mark) == int(last[1]) + 1


def _without_marks(line: Line, marks: set[str]) -> list[Letter]:
    """The letters of a line without raised marks of the page's notes."""
    size, baseline = line.size, line.baseline
    kept: list[Letter] = []
    for raised, group in itertools.groupby(line.letters, key=lambda letter: _is_raised(letter, size, baseline)):
        letters = list(group)
        if not raised or "".join(letter.character for letter in letters) not in marks:
            kept.extend(letters)
    return kept


def _is_raised(letter: Letter, size: float, baseline: float) -> bool:
    higher = letter.baseline - baseline > _RAISED * size and letter.size < 0.9 * size
    return higher and not letter.character.isspace()


def _unmarked(lines: list[Line]) -> list[Line]:
    first = lines[0]
    start = next((n for n, letter in enumerate(first.letters) if not letter.character.isspace()), 0)
    mark = _MARK.match(first.text)
    return [first.without_first(start + (len(mark[0]) if mark else 0)), *lines[1:]]
