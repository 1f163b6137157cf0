"""A person's script.txt, put into the script it was written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from narrate.model import Omission, Script, Span
from narrate.scripting.delivery_names import UnknownDeliveryError, named_deliveries
from narrate.scripting.mismatch import WordRow, explain
from narrate.scripting.parsing import MOST_PROBLEMS, Problem, ScriptFile, TextLine, complaint
from narrate.scripting.pieces import SKIPPED, Piece, pieces_of, source_offsets, squeezed
from narrate.scripting.revision import Choice, revise
from narrate.scripting.speaker_lines import Mark, Speakers, UnknownSpeakerError, one_line
from narrate.scripting.writing import mark_of


def apply_script_file(script: Script, file: ScriptFile) -> Script:
    """Put what a person changed in script.txt into the script.

    Words are matched by all characters but white space, so lines may be divided and joined anywhere. What stands below
    another speaker or delivery than in ``script``, or has lost its ``?``, is ``edited``, with confidence 1; what a
    person skips becomes an omission, and what is no longer skipped becomes lines.

    Args:
        script: of the same story; what the file does not change comes back as it is.
        file: parsed; its names are those of ``script.characters``.

    Raises:
        ScriptFileError: the words are not the story's, or a speaker or delivery is unknown: five problems at once, each
            with its line number.
    """
    marks, problems = _marks(script, file)
    pieces = pieces_of(script)
    expected = [squeezed(piece.span.of(script.text)) for piece in pieces]
    found = [squeezed(line.text) for line in file.lines]
    if "".join(expected) != "".join(found):
        story = WordRow.of((0, piece.span.of(script.text)) for piece in pieces)
        problems.append(explain(story, WordRow.of((line.number, line.text) for line in file.lines), file.length))
    if problems:
        raise complaint(file.path, problems)
    choices: list[Choice] = []
    pairs = zip(pieces, _stretches([len(text) for text in expected], [len(text) for text in found]), strict=True)
    for piece, stretches in pairs:
        choices += _choices(script.text, piece, [_Stretch(a, b, marks[i]) for a, b, i in stretches])
    return revise(script, choices).script


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters of a piece, counted without white space, and the mark they stand below."""

    start: int
    end: int
    mark: Mark


def _marks(script: Script, file: ScriptFile) -> tuple[list[Mark], list[Problem]]:
    """The mark of each line of the file; problems with names and deliveries, each speaker line once."""
    reader = _Reader(script)
    marks: list[Mark] = []
    for line in file.lines:
        marks.append(reader.mark(line))
        if len(reader.problems) == MOST_PROBLEMS:
            break
    return marks, list(reader.problems.values())


class _Reader:
    """Reads speaker lines, and collects what is wrong with them."""

    def __init__(self, script: Script) -> None:
        self.problems: dict[str, Problem] = {}
        self._speakers = Speakers(script.characters)
        self._known = {one_line(line.delivery) for line in script.lines() if line.delivery}

    def mark(self, line: TextLine) -> Mark:
        """What the speaker line above a line says; deliveries by their own names (“whispered” is whispering)."""
        content = line.speaker_line.content
        if content in self.problems:
            return Mark(None)
        try:
            mark = self._speakers.read(content)
            if mark.delivery is None or mark.delivery in self._known:
                return mark
            return replace(mark, delivery=named_deliveries(mark.delivery))
        except (UnknownSpeakerError, UnknownDeliveryError) as error:
            self.problems[content] = Problem(line.speaker_line.number, error.message, error.hint)
        return Mark(None)


def _stretches(pieces: list[int], lines: list[int]) -> Iterator[list[tuple[int, int, int]]]:
    """For each piece, the stretches of it that the lines hold: first and last character, and which line.

    Args:
        pieces: their lengths without white space.
        lines: theirs; both have the same sum.
    """
    index, used = 0, 0
    for length in pieces:
        stretches: list[tuple[int, int, int]] = []
        at = 0
        while at < length:
            if used == lines[index]:
                index, used = index + 1, 0
                continue
            step = min(length - at, lines[index] - used)
            stretches.append((at, at + step, index))
            at, used = at + step, used + step
        yield stretches


def _choices(text: str, piece: Piece, stretches: list[_Stretch]) -> list[Choice]:
    """What the file wants of a piece, where that is not what it is already."""
    own = mark_of(piece.item)
    if isinstance(piece.item, Omission):
        wanted = [stretch for stretch in stretches if not stretch.mark.skip or _skips_anew(stretch.mark, piece.item)]
    else:
        wanted = [stretch for stretch in _grouped(stretches) if _differs(stretch.mark, own)]
    if not wanted:
        return []
    starts = source_offsets(text, piece.span, [stretch.start for stretch in wanted])
    lasts = source_offsets(text, piece.span, [stretch.end - 1 for stretch in wanted])
    return [
        Choice(
            Span(start, last + 1),
            stretch.mark.speaker,
            stretch.mark.delivery,
            skip=stretch.mark.skip,
            put_back=isinstance(piece.item, Omission) and not stretch.mark.skip,
        )
        for start, last, stretch in zip(starts, lasts, wanted, strict=True)
    ]


def _grouped(stretches: list[_Stretch]) -> list[_Stretch]:
    """Neighbours that one voice speaks as one; unsure if part of it is."""
    grouped: list[_Stretch] = []
    for stretch in stretches:
        last = grouped[-1] if grouped else None
        if last is not None and _voice(last.mark) == _voice(stretch.mark):
            mark = stretch.mark if stretch.mark.unsure else last.mark
            grouped[-1] = _Stretch(last.start, stretch.end, mark)
        else:
            grouped.append(stretch)
    return grouped


def _voice(mark: Mark) -> tuple[str | None, str | None, bool]:
    return mark.speaker, mark.delivery, mark.skip


def _skips_anew(mark: Mark, omission: Omission) -> bool:
    """Whether a person leaves out what the analysis left out for a reason of its own."""
    return mark.skip and not mark.reason and omission.reason != SKIPPED


def _differs(mark: Mark, own: Mark) -> bool:
    """Whether a line is given away, confirmed, or left out."""
    return _voice(mark) != _voice(own) or (own.unsure and not mark.unsure) or (mark.by_hand and not own.by_hand)
