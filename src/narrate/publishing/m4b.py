"""M4B: one file for the whole book, with chapters, cover and tags: AAC in MP4, as Apple's and other players take it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from narrate.errors import OutputError
from narrate.model import PROFILES, Edition
from narrate.publishing.names import book_file_name
from narrate.publishing.publisher import PublishOptions
from narrate.publishing.sound import Encoding, book_format, chapter_marks, encode, read_book
from narrate.publishing.tags import GENRE, cover_type, language_code

_AUDIOBOOK = 2
"""`stik`, the media kind: 2 is an audiobook (Apple)."""

_ITUNES = "----:com.apple.iTunes:"


class M4bPublisher:
    """Makes one M4B file of the book.

    FFmpeg writes the chapters twice: as QuickTime's text track, which Apple's players read, and as Nero's ``chpl``,
    which most others do (255 chapters at most; the text track has all).
    """

    about = "one file with chapters and cover, for Apple Books, Audiobookshelf, BookPlayer …"
    revision = 1
    from_lossless = True

    def publish(self, edition: Edition, into: Path, options: PublishOptions) -> None:  # noqa: ARG002 - the protocol's
        """Write ``<title>.m4b``."""
        path = into / book_file_name(edition.title, ".m4b")
        audio_format = book_format(edition)
        encoding = Encoding(
            "ipod",
            "aac",
            bitrate_kbps=PROFILES[edition.profile].bitrate_kbps if edition.profile in PROFILES else 64,
            # The index first: a player that streams need not read to the end.
            container_options={"brand": "M4B ", "movflags": "+faststart"},
            # A third of the time of FFmpeg's default, and on speech nearer to the original: docs/publishing.md.
            codec_options={"aac_coder": "fast"},
        )
        encode(
            path,
            read_book(edition, audio_format),
            audio_format,
            encoding,
            marks=chapter_marks(edition, audio_format),
            language=language_code(edition.language),
        )
        write_atoms(path, edition)


def write_atoms(path: Path, edition: Edition) -> None:
    """Give an MP4 file the tags of a book.

    Raises:
        OutputError: the file can't be written.
    """
    from mutagen import MutagenError

    try:
        file = _mp4().MP4(path)
        if file.tags is None:
            file.add_tags()
        file.tags.clear()
        for key, value in _atoms(edition).items():
            file.tags[key] = value
        file.save(padding=lambda _: 1024)
    except (MutagenError, OSError) as error:
        raise OutputError.of(f"the tags of {path.name}", error) from error


def _atoms(edition: Edition) -> dict[str, Any]:
    texts = {
        "\xa9nam": edition.title,
        "\xa9alb": edition.title,
        "\xa9ART": edition.author,
        "aART": edition.author,
        "\xa9wrt": edition.narrator,
        "\xa9nrt": edition.narrator,
        "\xa9gen": GENRE,
        "\xa9day": edition.date or "",
        "desc": edition.told("summary")[:255],
        "ldes": edition.told("summary"),
        "\xa9cmt": edition.told("summary"),
    }
    atoms: dict[str, Any] = {key: [clean] for key, text in texts.items() if (clean := _clean(text))}
    atoms |= {"stik": [_AUDIOBOOK], "trkn": [(1, 1)], "pgap": True}
    forms = {
        "SERIES": edition.told("series"),
        "SERIES-PART": edition.told("series number"),
        "LANGUAGE": edition.language,
    }
    atoms |= {_ITUNES + key: [clean.encode()] for key, text in forms.items() if (clean := _clean(text))}
    if edition.cover is not None:
        atoms["covr"] = [_picture(edition.cover)]
    return atoms


def _picture(cover: bytes) -> Any:  # noqa: ANN401 - as below
    kind = _mp4().MP4Cover
    return kind(cover, kind.FORMAT_PNG if cover_type(cover) == "image/png" else kind.FORMAT_JPEG)


def _mp4() -> Any:  # noqa: ANN401 - mutagen has types for a part of itself only
    from mutagen import mp4

    return mp4


def _clean(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()
