"""What the pipeline tells while it works. Whoever listens decides how it is shown, and has the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage begins; ``name`` is a present participle (``reading``), ``detail`` a few words."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LinesSpoken:
    """Speech was made: ``done`` of ``total`` characters to speak in this run."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ChapterFinished:
    """A chapter's file is in its place.

    Attributes:
        position: which of the chapters made in this run, from 1.
        count: how many are made in this run.
        done: characters spoken in finished chapters of this run, out of ``total``.
    """

    number: int
    title: str
    file: str
    duration_s: float
    position: int
    count: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know, and what can be done about it. Not an error."""

    text: str


@dataclass(frozen=True, slots=True)
class SoundMeasured:
    """Finished sound was measured: ``done`` of ``total`` seconds."""

    done: float
    total: float


Event = StageStarted | LinesSpoken | ChapterFinished | SoundMeasured | Notice
Listener = Callable[[Event], None]


def ignore(_: Event) -> None:
    """Listen to nothing."""
