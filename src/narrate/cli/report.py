"""What a person reads of a run: lines that append, no colour, no carriage return: a screen reader can follow."""

from __future__ import annotations

import time
from pathlib import Path

from narrate.cli.conflicts import describe as describe_conflicts
from narrate.cli.console import duration, percentage, say, table, terminal_width
from narrate.pipeline.events import ChapterFinished, Conflicts, Event, LinesSpoken, Notice, SoundMeasured, StageStarted
from narrate.pipeline.summary import OmissionSummary, Summary

MOST_PUBLISHED = 12
"""Files beside the chapters that are listed."""

STILL_WORKING_S = 20
"""How long nothing may be said while work goes on."""


class Reporter:
    """Says on standard error what the pipeline does.

    Args:
        quiet: only what a person must know.
        prefix: before each line, where several stories are made at once.
    """

    def __init__(self, *, quiet: bool = False, prefix: str = "") -> None:
        self._quiet = quiet
        self._prefix = prefix
        self._began = self._spoke = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Show an event."""
        match event:
            case Notice():
                self._say(f"Note: {event.text}", always=True)
            case Conflicts():
                self._say(f"Note: {describe_conflicts(event, terminal_width())}", always=True)
            case StageStarted():
                self._began = time.monotonic()
                name = event.name[:1].upper() + event.name[1:]
                self._say(f"{name}: {event.detail}" if event.detail else name)
            case ChapterFinished():
                # Chapters are made side by side, and finish in any order: the count is none of theirs.
                done = "Done" if event.count == 1 else f"{event.position} of {event.count} done"
                left = self._left(event.done, event.total)
                self._say(f"{done}: {event.file} ({duration(event.duration_s)} of sound){left}")
            case LinesSpoken() if time.monotonic() - self._spoke > STILL_WORKING_S:
                share = 100 * event.done // max(event.total, 1)
                self._say(f"Still speaking: {share} %{self._left(event.done, event.total)}")
            case SoundMeasured() if time.monotonic() - self._spoke > STILL_WORKING_S:
                share = int(100 * event.done / max(event.total, 1))
                self._say(f"Still measuring: {share} %{self._left(event.done, event.total)}")

    def _left(self, done: float, total: float) -> str:
        if not done or done >= total:
            return ""
        left_s = (time.monotonic() - self._began) / done * (total - done)
        return f", about {duration(left_s)} to go" if left_s >= 1 else ""

    def _say(self, text: str, *, always: bool = False) -> None:
        self._spoke = time.monotonic()
        if always or not self._quiet:
            say(self._prefix + text, err=True)


def describe(summary: Summary) -> str:
    """A finished run, as a person reads it."""
    count = len(summary.chapters)
    chapters = "1 chapter" if count == 1 else f"{count} chapters"
    by = f" by {summary.author}" if summary.author else ""
    done = "nothing to do, " if summary.unchanged else ""
    parts = [f"{summary.title}{by}: {done}{chapters}, {duration(summary.duration_s)}, in {summary.folder}"]
    parts += [f"  {file}" for file in summary.published[:MOST_PUBLISHED]]
    if len(summary.published) > MOST_PUBLISHED:
        parts.append(f"  … and {len(summary.published) - MOST_PUBLISHED} more files")
    rows = [(s.name, percentage(s.share), s.voice_name) for s in summary.speakers]
    parts.append(table([("voice of", "share", "voice"), *rows]))
    if summary.unsure:
        lines = "1 line" if summary.unsure == 1 else f"{summary.unsure} lines"
        parts.append(
            f"Not sure who speaks {lines} of {summary.dialogue}: they have a “?” in "
            f"{Path(summary.folder) / 'script.txt'}, the first at line {summary.unsure_at}.\n"
            "Change the name after the @ and run the same command again: only that chapter is made anew."
        )
    parts += [_left_out(omission) for omission in summary.omitted]
    return "\n".join(parts)


def _left_out(omission: OmissionSummary) -> str:
    what = "A pause for each scene break" if omission.reason == "scene break" else f"Left out as {omission.reason}"
    places = "1 place" if omission.places == 1 else f"{omission.places} places"
    words = "" if not omission.words else ", 1 word" if omission.words == 1 else f", {omission.words} words"
    first = "" if omission.places == 1 else "; the first"
    return f"{what}: {places}{words}{first}: {omission.example}"
