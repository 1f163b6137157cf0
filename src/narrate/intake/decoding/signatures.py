"""Kinds of files that are no plain text, by their first bytes.

The signatures are those of the formats' own specifications, as collected in the `file` program's database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CONVERT = "Save the story as plain text (.txt) from the program that opens it, and give narrate that file."
CALIBRE = "Convert it to EPUB with calibre (ebook-convert BOOK story.epub), and give narrate that file."
OFFICE = "Open it in LibreOffice or Word and save it as .docx (soffice --convert-to docx STORY), and give narrate that."
PAGES = "Open it in Pages, export it as EPUB or Word, and give narrate that file."
UNPACK = "Unpack it and give narrate the text file inside."
NO_TEXT = "Give narrate the text of the story, saved as plain text (.txt)."


@dataclass(frozen=True, slots=True)
class Signature:
    """Bytes at a place, the kind of file they stand for (“a JPEG picture”), and what a person can do about it."""

    magic: bytes
    kind: str
    hint: str = NO_TEXT
    offset: int = 0


# The more particular ones come first: an EPUB is a ZIP archive too.
SIGNATURES = (
    Signature(b"mimetypeapplication/epub+zip", "an EPUB book", CONVERT, 30),
    Signature(b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file", CONVERT, 30),
    Signature(b"PK\x03\x04", "a ZIP archive, or a document made of one (EPUB, DOCX, ODT)", CONVERT),
    Signature(b"PK\x05\x06", "an empty ZIP archive"),
    Signature(b"%PDF-", "a PDF document", CONVERT),
    Signature(b"{\\rtf", "a Rich Text document (RTF)", CONVERT),
    Signature(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC)", OFFICE),
    Signature(b"BOOKMOBI", "a Kindle book", CALIBRE, 60),
    Signature(b"\x1f\x8b", "a gzip archive", UNPACK),
    Signature(b"BZh", "a bzip2 archive", UNPACK),
    Signature(b"\xfd7zXZ\x00", "an xz archive", UNPACK),
    Signature(b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    Signature(b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    Signature(b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    Signature(b"\xff\xd8\xff", "a JPEG picture"),
    Signature(b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    Signature(b"GIF87a", "a GIF picture"),
    Signature(b"GIF89a", "a GIF picture"),
    Signature(b"WEBP", "a WebP picture", offset=8),
    Signature(b"II*\x00", "a TIFF picture"),
    Signature(b"MM\x00*", "a TIFF picture"),
    Signature(b"ID3\x02", "an MP3 sound file"),
    Signature(b"ID3\x03", "an MP3 sound file"),
    Signature(b"ID3\x04", "an MP3 sound file"),
    Signature(b"WAVE", "a WAV sound file", offset=8),
    Signature(b"OggS\x00", "an Ogg sound file"),
    Signature(b"fLaC\x00", "a FLAC sound file"),
    Signature(b"ftyp", "an MP4 sound or film file", offset=4),
    Signature(b"\x1aE\xdf\xa3", "a Matroska film"),
    Signature(b"\x7fELF", "a program"),
    Signature(b"\xca\xfe\xba\xbe", "a program"),
    Signature(b"SQLite format 3\x00", "a database"),
)


def recognise(data: bytes) -> Signature | None:
    """The kind of file that ``data`` begins like, or None if it may be text."""
    for signature in SIGNATURES:
        if data.startswith(signature.magic, signature.offset):
            return signature
    # MPEG audio without a tag: the sync word, layer III, and no reserved bit rate or sampling rate (ISO 11172-3).
    if (
        len(data) >= 4
        and data[0] == 0xFF
        and data[1] & 0xE6 == 0xE2
        and data[2] & 0xF0 != 0xF0
        and b"\x00" in data[:4096]
    ):
        return Signature(b"", "an MP3 sound file")
    return None


# What the archives that documents are made of hold, as their directories at the end name it.
_MEMBERS = (
    (b"META-INF/container.xml", "epub"),
    (b"word/document.xml", "docx"),
    (b"content.opf", "epub"),
    (b".fb2", "fb2"),
)
# At the beginning, or a little behind it.
_MAGIC = ((b"%PDF-", "pdf"), (b"<FictionBook", "fb2"), (b"<office:document", "odt"))
_DIRECTORY_BYTES = 2 * 1024 * 1024
_HEAD_BYTES = 1024
_PAGE = re.compile(
    rb"\s{0,200}(?:<\?xml\b[^>]{0,200}\?>\s{0,200})?(?:<!--.{0,400}?-->\s{0,200})?<(?:!doctype\s{1,9}html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes) -> str | None:
    """The name of the format that ``data`` plainly is of, one of the registry's; None if its bytes do not tell."""
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_archive(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    head = data[:_HEAD_BYTES]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    # UTF-16 has a zero byte at every letter.
    head = head.replace(b"\x00", b"")
    for magic, kind in _MAGIC:
        if magic in head:
            return kind
    if _PAGE.match(head):
        return "html"
    if b"multipart/related" in head.lower() and b"mime-version:" in head.lower():
        return "mhtml"
    return None


def _kind_of_archive(data: bytes) -> str | None:
    if data.startswith(b"mimetypeapplication/epub+zip", 30):
        return "epub"
    if data.startswith(b"mimetypeapplication/vnd.oasis.opendocument.text", 30):
        return "odt"
    directory = data[-_DIRECTORY_BYTES:]
    return next((kind for member, kind in _MEMBERS if member in directory), None)
