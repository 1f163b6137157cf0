"""ID3v2.3 tags: UTF-16, no ID3v1, the same tags the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrate.errors import InputError, OutputError
from narrate.publishing.tag_times import (
    LyricsLine,
    TimeMark,
    gain_frames,
    id3_frames,
    lyrics_frames,
    mark_frames,
    put_in_order,
)

GENRE = "Audiobook"

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_UTF16, _LATIN1 = 1, 0
_FRONT_COVER = 3
_PADDING = 1024

# ISO 639-1 codes of languages that stories come in, as ISO 639-2/T codes, which TLAN and COMM take.
_LANGUAGES = {
    "ar": "ara", "bg": "bul", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "el": "ell",
    "en": "eng", "eo": "epo", "es": "spa", "et": "est", "eu": "eus", "fa": "fas", "fi": "fin", "fr": "fra",
    "ga": "gle", "gd": "gla", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind",
    "is": "isl", "it": "ita", "ja": "jpn", "ko": "kor", "la": "lat", "lt": "lit", "lv": "lav", "ms": "msa",
    "nb": "nob", "nl": "nld", "nn": "nno", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "sk": "slk", "sl": "slv", "sr": "srp", "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie",
    "zh": "zho",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChapterTags:
    """What a chapter's file says of itself. Text may be any; an empty one leaves its tag out.

    Attributes:
        title: of the chapter.
        album: of the book.
        author: of the book.
        narrator: who reads, as one says it to a listener.
        track: number of the chapter, from 1.
        tracks: of the book.
        language: BCP 47.
        description: of the book, a few sentences.
        date: ``YYYY`` or ``YYYY-MM-DD``; None leaves it out.
        series: that the book belongs to.
        series_number: its place there, in digits.
        genre: what shelves sort by.
        cover: a JPEG or PNG picture.
        marks: parts of the file, for players that jump between them. In every file of a book or in none: there are
            players that take the first file's word for all.
        lyrics: what is said, sentence by sentence.
        loudness: that the file was mastered to, LUFS, and the true peak that it stays below, dBTP.

    Raises:
        InputError: the cover is neither.
    """

    title: str
    album: str
    author: str = ""
    narrator: str = ""
    track: int = 1
    tracks: int = 1
    language: str = "en"
    description: str = ""
    date: str | None = None
    series: str = ""
    series_number: str = ""
    genre: str = GENRE
    cover: bytes | None = None
    marks: tuple[TimeMark, ...] = ()
    lyrics: tuple[LyricsLine, ...] = ()
    loudness: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.cover is not None:
            cover_type(self.cover)


def cover_type(cover: bytes) -> str:
    """The media type of a cover, by its signature.

    Raises:
        InputError: it is neither a JPEG nor a PNG picture.
    """
    for signature, media_type in _SIGNATURES:
        if cover.startswith(signature):
            return media_type
    raise InputError("the cover is neither a JPEG nor a PNG picture", hint="Convert it to one of them.")


def write_tags(path: Path, tags: ChapterTags) -> None:
    """Give an MP3 file these tags and no others. The sound, and the header that players read lengths from, stay.

    Raises:
        OutputError: the file can't be written.
    """
    from mutagen import MutagenError

    id3 = id3_frames()
    frames = id3.ID3()
    for frame in _frames(tags):
        frames.add(frame)
    # No encoder's settings, no clock: the same tags are the same bytes.
    frames.update_to_v23()
    try:
        id3.delete(path, delete_v1=True, delete_v2=True)
        frames.save(path, v1=0, v2_version=3, v23_sep=None, padding=lambda _: _PADDING)
        put_in_order(path)
    except (MutagenError, OSError) as error:
        raise OutputError.of(f"the tags of {path}", error) from error


def _frames(tags: ChapterTags) -> list[Any]:
    id3 = id3_frames()
    language = language_code(tags.language)
    texts = (
        (id3.TIT2, tags.title),
        (id3.TALB, tags.album),
        (id3.TPE1, tags.author),
        (id3.TPE2, tags.author),
        (id3.TCOM, tags.narrator),
        (id3.TRCK, f"{tags.track}/{tags.tracks}"),
        (id3.TCON, tags.genre),
        (id3.TDRC, tags.date or ""),
        (id3.TLAN, language),
    )
    frames = [kind(encoding=_UTF16, text=[clean]) for kind, text in texts if (clean := _clean(text))]
    if series := _clean(tags.series):
        # Grouping is what players show; the two others are what Audiobookshelf and its like sort by.
        number = _clean(tags.series_number)
        frames.append(id3.TIT1(encoding=_UTF16, text=[f"{series}, {number}" if number else series]))
        for name, text in (("SERIES", series), ("SERIES-PART", number)):
            if text:
                frames.append(id3.TXXX(encoding=_UTF16, desc=name, text=[text]))
    if description := _clean(tags.description):
        frames.append(id3.COMM(encoding=_UTF16, lang=language, desc="", text=[description]))
    if tags.cover is not None:
        # Latin-1: there are players that miss a picture whose (empty) description is in UTF-16.
        picture = id3.APIC(encoding=_LATIN1, mime=cover_type(tags.cover), type=_FRONT_COVER, desc="", data=tags.cover)
        frames.append(picture)
    if tags.loudness:
        frames += gain_frames(*tags.loudness)
    return frames + lyrics_frames(tags.lyrics, language) + mark_frames(tags.marks)


def language_code(language: str) -> str:
    """The three letters of ISO 639-2 for a BCP 47 tag; ``und`` where there are none that we know."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    if len(primary) == 3 and primary.isascii() and primary.isalpha():
        return primary
    return _LANGUAGES.get(primary, "und")


def _clean(text: str) -> str:
    """Text that UTF-16 can hold and that does not end at a null inside it."""
    return text.replace("\0", "").encode("utf-16-le", "replace").decode("utf-16-le").strip()
