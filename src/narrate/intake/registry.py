"""Which reader reads which file: by what is in it, and where that says nothing, by the suffix of its name.

A new format is a module in `formats` with a function ``(data, name) → Outline``, and a line in `READERS`;
`kind_of` knows it by its first bytes, where it has any of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from narrate.errors import StoryError
from narrate.intake.decoding.signatures import CALIBRE, OFFICE, PAGES, kind_of
from narrate.intake.outline import Outline

Reader = Callable[[bytes, str], Outline]


@dataclass(frozen=True, slots=True)
class _Named:
    """A reader that is loaded when it is needed: parsers take their time to start."""

    module: str
    function: str

    def load(self) -> Reader:
        reader: Reader = getattr(import_module(f"narrate.intake.formats.{self.module}"), self.function)
        return reader


READERS: Mapping[str, _Named] = {
    "text": _Named("plain_text", "read_plain_text"),
    "html": _Named("html.page", "read_html_story"),
    "mhtml": _Named("html.archive", "read_mhtml_story"),
    "epub": _Named("epub.book", "read_epub_story"),
    "markdown": _Named("markdown", "read_markdown_story"),
    "docx": _Named("word.docx", "read_docx_story"),
    "odt": _Named("word.odt", "read_odt_story"),
    "rtf": _Named("word.rtf", "read_rtf_story"),
    "fb2": _Named("fb2", "read_fb2_story"),
    "pdf": _Named("pdf.document", "read_pdf_story"),
}
"""By the name of the format."""

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".xht": "html",
    ".mht": "mhtml",
    ".mhtml": "mhtml",
    ".epub": "epub",
    ".kepub": "epub",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".docx": "docx",
    ".docm": "docx",
    ".odt": "odt",
    ".ott": "odt",
    ".fodt": "odt",
    ".rtf": "rtf",
    ".fb2": "fb2",
    ".fbz": "fb2",
    ".fb2.zip": "fb2",
    ".pdf": "pdf",
}
"""The format of a suffix, lower-case, with its point. What stands neither here nor in `UNREADABLE` is plain text."""

UNREADABLE = {
    ".azw": ("a Kindle book", CALIBRE),
    ".azw3": ("a Kindle book", CALIBRE),
    ".azw4": ("a Kindle book", CALIBRE),
    ".kfx": ("a Kindle book", CALIBRE),
    ".mobi": ("a Kindle book", CALIBRE),
    ".prc": ("a Mobipocket book", CALIBRE),
    ".pdb": ("a Palm book", CALIBRE),
    ".lit": ("a Microsoft Reader book", CALIBRE),
    ".lrf": ("a Sony book", CALIBRE),
    ".chm": ("a Windows help file", CALIBRE),
    ".djvu": ("a scanned book", CALIBRE),
    ".htmlz": ("a calibre archive", CALIBRE),
    ".doc": ("an old Word document", OFFICE),
    ".dot": ("an old Word document", OFFICE),
    ".sxw": ("an old OpenOffice document", OFFICE),
    ".wpd": ("a WordPerfect document", OFFICE),
    ".wps": ("a Works document", OFFICE),
    ".pages": ("a Pages document", PAGES),
}
"""Suffixes of formats that people keep stories in and that have no reader: what they are, and what to do."""


def reader_for(name: str, data: bytes) -> Reader:
    """The reader for a file.

    Args:
        name: of the file; its suffix counts where its bytes are of no kind that we know.
        data: the whole file.

    Raises:
        StoryError: its format is known and has no reader.
    """
    suffix = _suffix(name)
    kind = kind_of(data) or SUFFIXES.get(suffix)
    if kind is None and suffix in UNREADABLE:
        what, hint = UNREADABLE[suffix]
        raise StoryError(f"{name} is {what}, which narrate does not read", hint=hint)
    return READERS[kind or "text"].load()


def _suffix(name: str) -> str:
    lower = PurePath(name).name.lower()
    return next((one for one in SUFFIXES if one.count(".") > 1 and lower.endswith(one)), PurePath(lower).suffix)
