"""Where the words of script.txt and those of the story part, in words a person understands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from narrate.scripting.parsing import Problem

_PROBE = 30
_REACH = 100_000
_SHOWN_WORDS = 12
_SHOWN_CHARACTERS = 80
_LOOKALIKES = frozenset("\"'`´‘’‚‛“”„‟«»‹›-‐‑‒–—―…")


@dataclass(slots=True)
class WordRow:
    """A row of words, each with its line and the number of characters, white space apart, before it."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    length: int = 0

    @classmethod
    def of(cls, texts: Iterable[tuple[int, str]]) -> WordRow:
        """The words of numbered texts."""
        row = cls()
        for line, text in texts:
            for word in text.split():
                row.words.append(word)
                row.starts.append(row.length)
                row.lines.append(line)
                row.length += len(word)
        return row

    def index(self, at: int) -> int:
        """The word that holds the character ``at``; the number of words if that is past the end."""
        return bisect_right(self.starts, at) - 1 if at < self.length else len(self.words)

    def begins_word(self, at: int) -> bool:
        """Whether a word begins at ``at``, or the row ends there."""
        found = bisect_left(self.starts, at)
        return at == self.length or (found < len(self.starts) and self.starts[found] == at)

    def shown(self, first: int, last: int) -> str:
        """The words from ``first`` to before ``last``, shortened.

        They are shown at the end of a line, without quotation marks: stories are full of these.
        """
        words = " ".join(self.words[first : min(last, first + _SHOWN_WORDS)])
        cut = last - first > _SHOWN_WORDS or len(words) > _SHOWN_CHARACTERS
        return f"{words[:_SHOWN_CHARACTERS]}{' …' if cut else ''}"


def explain(story: WordRow, file: WordRow, last_line: int) -> Problem:
    """The first difference between two rows of words that differ.

    Args:
        story: what should be there.
        file: what is there.
        last_line: of the file, for words that are missing at its end.
    """
    expected, found = "".join(story.words), "".join(file.words)
    pairs = enumerate(zip(expected, found, strict=False))
    at = next((index for index, (one, other) in pairs if one != other), min(len(expected), len(found)))
    missing = _gap(expected, found, at, story)
    extra = _gap(found, expected, at, file)
    if missing and (not extra or missing[1] - missing[0] <= extra[1] - extra[0]):
        first, end = missing
        index = file.index(first)
        line = file.lines[index] if index < len(file.lines) else last_line
        words = story.shown(story.index(first), story.index(end))
        return Problem(
            line,
            f"words of the story are missing before this line: {words}",
            "Put them back; to leave something out, keep it below a line like @Narrator (skip)."
            " A line of the story that begins with #, @ or * needs a backslash before it.",
        )
    if extra:
        first, end = extra
        index = file.index(first)
        words = file.shown(index, file.index(end))
        return Problem(
            file.lines[index],
            f"the story does not have these words here: {words}",
            "Take them out: the words of the story can't be changed here.",
        )
    here, there = story.index(at), file.index(at)
    return Problem(
        file.lines[there],
        "the story has another word here"
        f"\n  the story: {story.shown(here, here + 1)}\n  this file: {file.shown(there, there + 1)}",
        _hint_for(expected[at], found[at]),
    )


def _gap(longer: str, shorter: str, at: int, row: WordRow) -> tuple[int, int] | None:
    """The whole words of ``longer`` that ``shorter`` lacks from about ``at``; None if it is another difference."""
    probe = shorter[at : at + _PROBE]
    end = longer.find(probe, at + 1, at + _REACH) if probe else len(longer)
    if end < 0 or at == len(longer):
        return None
    # “Hi.” “Ho.” without “Hi.” parts only after “H: go back to where a word begins.
    while at > 0 and not row.begins_word(at) and longer[at - 1] == longer[end - 1]:
        at, end = at - 1, end - 1
    return (at, end) if row.begins_word(at) and row.begins_word(end) else None


def _hint_for(expected: str, found: str) -> str:
    if expected in _LOOKALIKES and found in _LOOKALIKES:
        return (
            "An editor may have changed quotation marks or dashes by itself:"
            " switch that off, and put the story's own marks back."
        )
    return "Put the story's own word back: the words can't be changed here."
