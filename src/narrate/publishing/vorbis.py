"""Vorbis comments: the tags of Opus and FLAC files."""

from __future__ import annotations

from typing import Any

from narrate.model import Edition
from narrate.publishing.tags import GENRE, cover_type

_FRONT_COVER = 3


def comments(edition: Edition, title: str) -> dict[str, str]:
    """The tags of a file of an edition (xiph.org, “Ogg Vorbis I format specification: comment field”).

    Args:
        edition: what all files have in common.
        title: of the file.
    """
    found = {
        "TITLE": title,
        "ALBUM": edition.title,
        "ARTIST": edition.author,
        "ALBUMARTIST": edition.author,
        "PERFORMER": edition.narrator,
        "COMPOSER": edition.narrator,
        "GENRE": GENRE,
        "DATE": edition.date or "",
        "LANGUAGE": edition.language,
        "DESCRIPTION": edition.told("summary"),
        "SERIES": edition.told("series"),
        "SERIES-PART": edition.told("series number"),
    }
    return {key: clean for key, value in found.items() if (clean := _clean(value))}


def picture_block(cover: bytes) -> Any:  # noqa: ANN401 - mutagen has types for a part of itself only
    """A front cover as a FLAC picture block."""
    from mutagen import flac

    kind: Any = flac.Picture
    picture = kind()
    picture.type, picture.mime, picture.data = _FRONT_COVER, cover_type(cover), cover
    return picture


def _clean(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()
