"""What every way of attributing lines offers; `docs/attributors.md` says how to write one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol, runtime_checkable

from narrate.model import Attributed, Character, Document, Segmentation

NOTHING_FIXED: Mapping[int, str | None] = MappingProxyType({})
"""No line of which a person said who speaks it."""


class Notify(Protocol):
    """Is told what a person should know while an attributor works."""

    def __call__(self, text: str, /, *, progress: bool = False) -> None:
        """Tell a person.

        Args:
            text: a sentence or two; or, of progress, a few words.
            progress: it only says how far the work is, for those who like to hear that.
        """


def say_nothing(_: str, *, progress: bool = False) -> None:
    """Tell nobody."""
    del progress


@runtime_checkable
class Attributor(Protocol):
    """Finds out who speaks each line. Made without arguments, and cheaply: load models in the first `attribute`."""

    name: str
    """As in the entry-point group ``narrate.attributors``."""

    def attribute(
        self,
        document: Document,
        segmentation: Segmentation,
        *,
        known: Sequence[Character] = (),
        exclusive: bool = False,
        fixed: Mapping[int, str | None] = NOTHING_FIXED,
        notify: Notify = say_nothing,
    ) -> Attributed:
        """Find who speaks each utterance; the same contract as `narrate.attribution.attribute`.

        Args:
            document: the story.
            segmentation: its utterances; they are given, and so is the text.
            known: characters that a person gave; they come back first, as they were.
            exclusive: there are no others.
            fixed: lines of which a person said who speaks them; they stay so, and tell of the lines around them.
            notify: is told what a person should know, such as that text leaves the machine, before it happens.

        Raises:
            AttributorError: it can't do its work at all.
        """

    def fingerprint(self) -> str:
        """What changes whenever its answers may: versions, digests of models; nothing of the machine, no secret.

        A finished analysis is used again only while this stays the same.

        Raises:
            ConfigError: it lacks a setting that it can't do without.
        """
