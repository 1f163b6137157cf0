"""Which reader reads which file, by the suffix of its name.

A new format is a module with a function ``(data, name) → Outline`` and a line in `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from narrate.errors import StoryError
from narrate.intake.outline import Outline
from narrate.intake.plain_text import read_plain_text

Reader = Callable[[bytes, str], Outline]

READERS: dict[str, Reader] = {".txt": read_plain_text}
"""By suffix, lower-case, with its point. One that stands neither here nor in `UNREADABLE` is read as plain text."""

UNREADABLE = {
    ".azw": "a Kindle book",
    ".azw3": "a Kindle book",
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".epub": "an EPUB book",
    ".fb2": "a FictionBook",
    ".htm": "a web page",
    ".html": "a web page",
    ".mobi": "a Kindle book",
    ".odt": "an OpenDocument text",
    ".pages": "a Pages document",
    ".pdf": "a PDF document",
    ".rtf": "a Rich Text document",
    ".xhtml": "a web page",
}
"""Suffixes of formats that people keep stories in and that have no reader."""


def reader_for(name: str) -> Reader:
    """The reader for a file of that name.

    Raises:
        StoryError: its format is known and has no reader.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in UNREADABLE:
        raise StoryError(
            f"{name} is {UNREADABLE[suffix]}, which narrate does not read yet",
            hint="Save it as plain text (.txt) from the program that opens it, and give narrate that file.",
        )
    return READERS.get(suffix, read_plain_text)
