"""What a person wrote in script.txt, beside what a changed story says in the same place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from narrate.model import Line, Script, Span
from narrate.scripting.merging import Conflict
from narrate.scripting.parsing import ScriptFile
from narrate.scripting.pieces import pieces_of
from narrate.scripting.places import Rows
from narrate.scripting.speaker_lines import one_line


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a script.txt.

    Attributes:
        row: its number there, from 1; of a line broken into several, that of the first.
        speaker: the speaker line above it, with its ``@``.
        text: its words, without line breaks.
    """

    row: int
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A place where what a person chose and what the story now says can't both hold.

    Attributes:
        chapter: the place's, in the story as it is now, from 1.
        title: of that chapter.
        reason: why what was chosen has no place.
        yours: the lines that a person chose something for, in script.txt as it was.
        now: the lines that stand there in script.txt as it is; may be none.
        before: the last line above the place, as it is now; None at the beginning.
        after: the first line below it; None at the end.
    """

    chapter: int
    title: str
    reason: str
    yours: tuple[ShownLine, ...]
    now: tuple[ShownLine, ...]
    before: ShownLine | None
    after: ShownLine | None


def side_by_side(
    conflicts: Sequence[Conflict], edited: Script, edited_file: ScriptFile, script: Script, file: ScriptFile
) -> tuple[SideBySide, ...]:
    """Both versions of each place with conflicts, in the order of the old text.

    Args:
        conflicts: of a merge.
        edited: the script with the person's choices, and ``edited_file`` its script.txt.
        edited_file: as the person left it.
        script: the new script, and ``file`` its script.txt.
        file: as it is written now.
    """
    yours, now = Rows(edited, edited_file), _Now(script, file)
    return tuple(
        now.beside(place, reason, tuple(_shown(yours, edited.text, conflict.span) for conflict in together))
        for (place, reason), together in groupby(conflicts, key=lambda conflict: (conflict.place, conflict.reason))
    )


def _shown(rows: Rows, text: str, span: Span) -> ShownLine:
    row = rows.at(span.start)
    words = one_line(span.of(text))
    return ShownLine(row.number, f"@{one_line(row.speaker_line.content)}", words) if row else ShownLine(0, "", words)


class _Now:
    """The story as it is now."""

    def __init__(self, script: Script, file: ScriptFile) -> None:
        self._script, self._text = script, script.text
        self._rows = Rows(script, file)
        self._pieces = pieces_of(script)
        self._starts = [piece.span.start for piece in self._pieces]

    def beside(self, place: Span, reason: str, yours: tuple[ShownLine, ...]) -> SideBySide:
        """What stands at a place, and around it, beside what a person wrote."""
        first, end = self._range(place)
        chapter = self._chapter(first, end)
        title = self._script.chapters[chapter].title if self._script.chapters else ""
        return SideBySide(
            chapter + 1,
            one_line(title),
            reason,
            yours,
            tuple(self._line(index) for index in range(first, end)),
            self._line(first - 1) if first else None,
            self._line(end) if end < len(self._pieces) else None,
        )

    def _range(self, place: Span) -> tuple[int, int]:
        """The pieces that stand at a place, as first and end; empty between two pieces where none does."""
        first = max(bisect_right(self._starts, place.start) - 1, 0)
        while first < len(self._pieces) and not self._stands_at(self._pieces[first].span, place):
            if self._middle(first) >= place.end:
                return first, first
            first += 1
        end = first
        while end < len(self._pieces) and self._stands_at(self._pieces[end].span, place):
            end += 1
        return first, end

    def _middle(self, index: int) -> int:
        span = self._pieces[index].span
        return (span.start + span.end) // 2

    def _stands_at(self, piece: Span, place: Span) -> bool:
        """Whether a piece is what stands at a place: it has words there, and more than its edge is concerned.

        What two versions have in common is told by words and marks, so that the quotation mark of the next line may
        seem to be what is new.
        """
        start, end = max(piece.start, place.start), min(piece.end, place.end)
        common = end - start
        if common == len(piece):
            return True
        has_words = common > 0 and any(map(str.isalnum, self._text[start:end]))
        return has_words and 2 * common >= min(len(piece), len(place))

    def _chapter(self, first: int, end: int) -> int:
        """The index of the chapter: that of what stands there, or else of what stands nearest, above or below."""
        near = (*range(first, end), *range(first - 1, -1, -1), *range(end, len(self._pieces)))
        items = (self._pieces[index].item for index in near)
        return next((item.utterance.chapter for item in items if isinstance(item, Line)), 0)

    def _line(self, index: int) -> ShownLine:
        return _shown(self._rows, self._text, self._pieces[index].span)


def conflicts_in_words(places: Sequence[SideBySide], kept: str, script: str) -> str:
    """All of it as a text file that says where to go on.

    Args:
        places: both versions of each.
        kept: how the person's script.txt is called now.
        script: where the new one is.
    """
    about = (
        "What you chose in script.txt has no place in the story as it is now, as far as it is listed here.",
        f"Your script.txt as it was is {kept}; the story as it is now is {script}.",
        "Make a choice again there, if you still want it.",
    )
    parts = ["\n".join(about)]
    for number, place in enumerate(places, 1):
        parts += [
            f"{number}. {heading(place)}",
            "\n".join(["You wrote:", *yours_in_words(place)]),
            "\n".join(["The story says now:", *now_in_words(place)]),
        ]
    return "\n\n".join(parts) + "\n"


def heading(place: SideBySide) -> str:
    """Where a place is, and what is wrong."""
    says_so = place.title.casefold().startswith("chapter")
    where = place.title if says_so else f"Chapter {place.chapter}, “{place.title}”"
    return f"{where}: {place.reason}"


def yours_in_words(place: SideBySide) -> list[str]:
    """What the person wrote, in paragraphs."""
    return [row for line in place.yours for row in _in_words(line)]


def now_in_words(place: SideBySide) -> list[str]:
    """What the story says now, in paragraphs."""
    if place.now:
        return [row for line in place.now for row in _in_words(line)]
    return ["(nothing)", *_neighbour("it stood below", place.before), *_neighbour("it stood above", place.after)]


def _neighbour(where: str, line: ShownLine | None) -> Iterator[str]:
    if line is not None:
        head, text = _in_words(line)
        yield f"{where} {head}"
        yield text


def _in_words(line: ShownLine) -> tuple[str, str]:
    return (f"line {line.row}: {line.speaker}" if line.row else line.speaker), line.text
