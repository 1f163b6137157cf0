"""What the pipeline tells while it works. Whoever listens decides how it is shown, and has the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrate.scripting import SideBySide


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


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What a person chose in script.txt and the story as it is now can't both hold; both are kept.

    Attributes:
        places: both versions of each place, in the order of the story as it was.
        kept: the person's script.txt as it was.
        script: the new one.
        listed: a text file with all of ``places``.
    """

    places: tuple[SideBySide, ...]
    kept: str
    script: str
    listed: str


Event = StageStarted | LinesSpoken | ChapterFinished | SoundMeasured | Notice | Conflicts
Listener = Callable[[Event], None]


def ignore(_: Event) -> None:
    """Listen to nothing."""
