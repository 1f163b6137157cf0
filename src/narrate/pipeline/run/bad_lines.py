"""Lines that could not be spoken, or may sound wrong, as a person is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrate.errors import SynthesisError
from narrate.model import Script
from narrate.pipeline.sound.plan import ChapterPlan, PlannedLine
from narrate.pipeline.story.pointing import line_numbers
from narrate.workspace import Workspace

MOST_REPORTED = 20
"""So many are listed."""

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that no retry could get spoken, or spoken well; ``chapter`` counts from 1."""

    chapter: int
    utterance_id: str
    text: str
    reason: str


class LinesFailedError(SynthesisError):
    """Raised inside one chapter's work, with the lines that failed."""

    def __init__(self, failed: Sequence[BadLine]) -> None:
        super().__init__(f"{len(failed)} lines could not be spoken")
        self.failed = tuple(failed)


def bad_line(plan: ChapterPlan, planned: PlannedLine, reason: str) -> BadLine:
    """A line of a chapter."""
    return BadLine(plan.number, planned.line.utterance_id, planned.line.text, reason)


def doubts_told(doubtful: Sequence[BadLine], script: Script, workspace: Workspace) -> str:
    """What a person is told of lines that were spoken, but may sound wrong."""
    lines = "1 line may" if len(doubtful) == 1 else f"{len(doubtful)} lines may"
    return "\n".join([f"{lines} sound wrong. Listen to:", *_listed(doubtful, script, workspace)])


def failures_told(failed: Sequence[BadLine], chapters: int, script: Script, workspace: Workspace) -> SynthesisError:
    """What a person is told of lines that could not be spoken, when so many chapters were to be made."""
    lines = "1 line" if len(failed) == 1 else f"{len(failed)} lines"
    unfinished = len({line.chapter for line in failed})
    way_out = "Run the same command again to try them once more, or give those lines another voice or (skip)."
    return SynthesisError(
        f"{lines} could not be spoken, so {unfinished} of {chapters} chapters are not finished",
        hint="\n".join([*_listed(failed, script, workspace), way_out]),
    )


def _listed(lines: Sequence[BadLine], script: Script, workspace: Workspace) -> list[str]:
    """The first of them, in the story's order."""
    numbers = line_numbers(script, workspace)
    ordered = sorted(lines, key=lambda line: line.chapter)
    listed = [f"chapter {line.chapter}, {_where(line, numbers.get(line.utterance_id))}" for line in ordered]
    more = len(listed) - MOST_REPORTED
    return [*listed[:MOST_REPORTED], f"… and {more} more"] if more > 0 else listed


def _where(line: BadLine, number: int | None) -> str:
    place = line.utterance_id if number is None else f"line {number} of script.txt"
    text = line.text if len(line.text) <= _SHOWN else f"{line.text[: _SHOWN - 1]}…"
    # An engine's host names the text itself.
    return f"{place}: {line.reason if line.reason.startswith('“') else f'“{text}”: {line.reason}'}"
