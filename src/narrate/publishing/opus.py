"""Opus: the whole book in one small file with chapters, for players of free formats."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from narrate.errors import OutputError
from narrate.model import AudioFormat, Edition
from narrate.publishing.captions.times import clock
from narrate.publishing.names import book_file_name
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.sound import Encoding, Mark, book_format, chapter_marks, encode, read_book
from narrate.publishing.vorbis import comments, picture_block

_RATES_HZ = (8_000, 12_000, 16_000, 24_000, 48_000)
"""What Opus takes; it is Opus at 48 kHz to every decoder (RFC 7845)."""

_KBPS = 32
"""For one channel of speech; clear at 24, transparent to most at 32 (opus-codec.org, “Comparison”)."""


class OpusPublisher:
    """Makes one Opus file of the book, in Ogg."""

    about = "the whole book as one small Opus file with chapters, for VLC, AntennaPod …"
    revision = 1
    from_lossless = True

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``<title>.opus``."""
        path = into / book_file_name(edition.title, ".opus")
        found = book_format(edition)
        rate_hz = next((rate for rate in _RATES_HZ if rate >= found.sample_rate_hz), _RATES_HZ[-1])
        audio_format = AudioFormat(rate_hz, found.channels)
        encoding = Encoding("ogg", "libopus", bitrate_kbps=_KBPS * found.channels)
        encode(path, read_book(edition, audio_format), audio_format, encoding)
        _tag(path, edition, chapter_marks(edition, audio_format), rate_hz)


def _tag(path: Path, edition: Edition, marks: Sequence[Mark], rate_hz: int) -> None:
    from mutagen import MutagenError, oggopus

    tags = comments(edition, edition.title)
    # The chapter extension of Vorbis comments, which most players know (xiph.org wiki, “Chapter Extension”).
    for number, mark in enumerate(marks, 1):
        tags[f"CHAPTER{number:03d}"] = clock(mark.start / rate_hz)
        tags[f"CHAPTER{number:03d}NAME"] = mark.title
    if edition.cover is not None:
        tags["METADATA_BLOCK_PICTURE"] = base64.b64encode(picture_block(edition.cover).write()).decode("ascii")
    try:
        kind: Any = oggopus.OggOpus
        file = kind(path)
        file.delete()
        for key, value in tags.items():
            file[key] = [value]
        file.save(padding=lambda _: 0)
    except (MutagenError, OSError) as error:
        raise OutputError.of(f"the tags of {path.name}", error) from error
