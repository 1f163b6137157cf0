"""The whole book as one MP3 file, with the chapters marked in its tags."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from narrate.model import PROFILES, Edition
from narrate.publishing.joining import join_mp3
from narrate.publishing.mp3 import write_mp3
from narrate.publishing.names import book_file_name
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.sound import book_format, chapter_marks, chapter_titles, read_book
from narrate.publishing.tag_times import LyricsLine, TimeMark, mastered_to
from narrate.publishing.tags import ChapterTags, write_tags


class SinglePublisher:
    """Makes one MP3 file of the book, from the chapters' frames as they are where that is possible."""

    about = "the whole book as one MP3 file, with the chapters marked in it"
    revision = 1

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``single/<title>.mp3``: beside the chapters, players would take it for one more."""
        folder = into / "single"
        folder.mkdir()
        path = folder / book_file_name(edition.title, ".mp3")
        try:
            joined = join_mp3([edition.folder / chapter.file for chapter in edition.chapters], path)
            starts, duration_s = joined.starts_s, joined.duration_s
        except ValueError:
            starts, duration_s = _encoded(edition, path)
        write_tags(path, _tags(edition, starts, duration_s))


def _encoded(edition: Edition, path: Path) -> tuple[tuple[float, ...], float]:
    """Chapters that can't be joined, encoded anew; when each begins, and the length of all, in seconds."""
    audio_format = book_format(edition)
    profile = PROFILES.get(edition.profile, PROFILES["listen"])
    written = write_mp3(path, read_book(edition, audio_format), audio_format, profile.bitrate_kbps)
    marks = chapter_marks(edition, audio_format)
    return tuple(mark.start / audio_format.sample_rate_hz for mark in marks), written.duration_s


def _tags(edition: Edition, starts: Sequence[float], duration_s: float) -> ChapterTags:
    titles = chapter_titles(edition.chapters)
    edges = itertools.pairwise([*starts, duration_s])
    profile = PROFILES.get(edition.profile)
    return ChapterTags(
        title=edition.title,
        album=edition.title,
        author=edition.author,
        narrator=edition.narrator,
        language=edition.language,
        description=edition.told("summary"),
        date=edition.date,
        series=edition.told("series"),
        series_number=edition.told("series number"),
        cover=edition.cover,
        marks=tuple(TimeMark(title, start, end) for title, (start, end) in zip(titles, edges, strict=True)),
        lyrics=tuple(_lyrics(edition, starts)),
        loudness=mastered_to(profile) if profile else None,
    )


def _lyrics(edition: Edition, starts: Sequence[float]) -> list[LyricsLine]:
    return [
        LyricsLine(passage.words_of(cue.span), start + cue.start_s, passage.paragraph)
        for chapter, start in zip(edition.chapters, starts, strict=True)
        for passage in chapter.passages
        for cue in passage.cues
    ]
