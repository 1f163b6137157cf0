"""What a publisher is, and publishers by name.

A publisher makes one kind of file of a finished audiobook. It is one leaf module and one entry point of the group
``narrate.publishers``, which names a class that meets `Publisher`; docs/publishing.md has a whole one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from narrate.errors import UsageError
from narrate.model import Edition
from narrate.plugins import PluginGroup

PUBLISHERS = PluginGroup("narrate.publishers", "format", "format", UsageError, "--format")

CHAPTERS = "mp3"
"""The chapters themselves, which are there before anything else is published."""


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What a person can choose, beside the format.

    Attributes:
        by_word: captions follow the words, where the engine knew their times.
    """

    by_word: bool = False


class Publisher(Protocol):
    """Makes one kind of file.

    One that makes something better of sound without loss has an attribute ``from_lossless`` that is true: a run that
    is asked for it keeps such sound, and ``EditionChapter.sound`` is that.
    """

    @property
    def about(self) -> str:
        """What it makes and what for, a few words for a list."""
        ...

    @property
    def revision(self) -> int:
        """Raised whenever the same edition would give other bytes; files of an earlier revision are made again."""
        ...

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:
        """Write the files; the same edition and options give the same bytes, and need no network.

        Args:
            edition: all that is known of the audiobook.
            into: an empty folder on the disk of ``edition.folder``. Whatever is in it afterwards is moved to the same
                place in ``edition.folder``, folders included, where no other file of narrate's may have its name.
            options: what a person chose.

        Raises:
            NarrateError: it can't be made; says why and what to do. An `OSError` that is raised while writing is
                put into words by whoever calls.
        """
        ...


def publisher_names() -> tuple[str, ...]:
    """All formats: `CHAPTERS`, then the names that installed packages declare, sorted."""
    return (CHAPTERS, *PUBLISHERS.names())


def load_publisher(name: str) -> Publisher:
    """A publisher by its name.

    Raises:
        UsageError: no package declares it, or the one that does can't be imported.
    """
    return cast("Publisher", PUBLISHERS.create(name))
