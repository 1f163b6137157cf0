"""The caption formats as publishers: one file for each chapter, beside it and with its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from narrate.model import Edition, EditionChapter
from narrate.publishing.captions.ass import ass as to_ass
from narrate.publishing.captions.captioning import NETFLIX, Caption, Limits, captions
from narrate.publishing.captions.lrc import lrc as to_lrc
from narrate.publishing.captions.srt import srt as to_srt
from narrate.publishing.captions.srt import srt_captions
from narrate.publishing.captions.transcript import transcript
from narrate.publishing.captions.ttml import ttml as to_ttml
from narrate.publishing.captions.webvtt import webvtt
from narrate.publishing.publisher import PublishOptions

_LYRICS = replace(NETFLIX, columns=72, lines=1, longest_s=12.0)
"""A line of lyrics: players wrap it themselves, and one stays until the next comes."""


class _Form(Protocol):
    def __call__(
        self, edition: Edition, chapter: EditionChapter, found: Sequence[Caption], *, by_word: bool = False
    ) -> str: ...


@dataclass(frozen=True, slots=True)
class CaptionPublisher:
    """Writes one file of captions for each chapter.

    Attributes:
        about: for a list.
        suffix: of the files.
        form: makes the file's content.
        limits: what a caption may be.
        found: makes the captions, where the form takes others than those of ``limits``.
        revision: as publishers have it.
    """

    about: str
    suffix: str
    form: _Form
    limits: Limits = NETFLIX
    found: Callable[[Edition, EditionChapter], tuple[Caption, ...]] | None = None
    revision: int = 1

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:
        """Write ``<chapter>.<suffix>`` for each chapter."""
        for chapter in edition.chapters:
            found = self.found(edition, chapter) if self.found else captions(chapter, self.limits)
            content = self.form(edition, chapter, found, by_word=options.by_word)
            _write(into, chapter, self.suffix, content)


class TranscriptPublisher:
    """Writes one transcript in JSON for each chapter."""

    about = "transcripts in JSON, for podcasts and programs"
    revision = 1

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:
        """Write ``<chapter>.json`` for each chapter."""
        for chapter in edition.chapters:
            _write(into, chapter, ".json", transcript(edition, chapter, by_word=options.by_word))


def vtt() -> CaptionPublisher:
    """WebVTT."""
    return CaptionPublisher("WebVTT captions with speakers, for browsers and podcasts", ".vtt", webvtt)


def srt() -> CaptionPublisher:
    """SubRip."""
    return CaptionPublisher("SubRip captions, for nearly every player", ".srt", to_srt, found=srt_captions, revision=2)


def lrc() -> CaptionPublisher:
    """LRC."""
    return CaptionPublisher("lyrics with times, for music players on telephones", ".lrc", to_lrc, _LYRICS)


def ass() -> CaptionPublisher:
    """ASS."""
    return CaptionPublisher("captions with a colour for each character, for VLC and mpv", ".ass", to_ass)


def ttml() -> CaptionPublisher:
    """TTML."""
    return CaptionPublisher("TTML captions with speakers, for editors and archives", ".ttml", to_ttml)


def _write(into: Path, chapter: EditionChapter, suffix: str, content: str) -> None:
    name = Path(chapter.file).with_suffix(suffix).name
    # A story may hold what UTF-8 can't say: half of a surrogate pair.
    (into / name).write_bytes(content.encode("utf-8", "replace"))
