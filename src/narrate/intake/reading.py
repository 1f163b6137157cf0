"""A story file → `Document`."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from narrate.errors import StoryError
from narrate.intake.language_names import told_language
from narrate.intake.outline import Outline
from narrate.intake.registry import reader_for
from narrate.model import BlockKind, Document, Source

LARGEST_BYTES = 256 * 1024 * 1024
"""A larger file is no story: the longest novels have less than a fiftieth of this."""


def read_story(
    path: Path, *, title: str | None = None, author: str | None = None, language: str | None = None
) -> Document:
    """Read a story from a file.

    Args:
        path: of the file; its suffix chooses the reader.
        title: counts instead of the one found in the story.
        author: counts instead of the one found in the story.
        language: BCP 47; counts instead of the one found in the story.

    Raises:
        StoryError: there is no such file, it can't be opened, or nothing in it can be read aloud.
    """
    try:
        if path.is_dir():
            raise StoryError(f"{path} is a folder", hint="Name the story file inside it.")
        if not path.is_file() and path.exists():
            # A pipe would be waited for without end, a device read until memory is full.
            raise StoryError(f"{path} is no ordinary file", hint="Save the story as a file and name that.")
        if path.stat().st_size > LARGEST_BYTES:
            raise StoryError(f"{path} is too large for a story", hint="Is it the right file?")
        data = path.read_bytes()
    except FileNotFoundError:
        raise StoryError(f"there is no file {path}", hint="Check the name and the folder.") from None
    except PermissionError:
        raise StoryError(f"{path} may not be read", hint="Check the permissions of the file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StoryError(f"{path} can't be read: {reason}", hint="Check the name and the disk it is on.") from None
    # A name may hold bytes that are no characters: such a name can't be written into a text.
    name = os.fsencode(path).decode("utf-8", errors="replace")
    return parse_story(data, name, title=title, author=author, language=language)


def parse_story(
    data: bytes, name: str, *, title: str | None = None, author: str | None = None, language: str | None = None
) -> Document:
    """Read a story from bytes.

    Args:
        data: the whole file.
        name: as the person wrote the path; its suffix chooses the reader.
        title: counts instead of the one found in the story.
        author: counts instead of the one found in the story.
        language: BCP 47; counts instead of the one found in the story.

    Raises:
        StoryError: the bytes are of no readable format, or hold nothing to read aloud.
    """
    reader = reader_for(name)
    if not data:
        raise StoryError(f"{name} is empty", hint="Was the story saved? Open the file and look.")
    outline = reader(data, name)
    if not outline.text or outline.text.isspace():
        raise StoryError(f"{name} holds nothing but white space", hint="Was the story saved? Open the file and look.")
    if not _says_something(outline):
        raise StoryError(f"{name} holds no words to read aloud", hint="Is it the right file? Open it and look.")
    source = Source(name, hashlib.sha256(data).hexdigest(), len(outline.text))
    return Document(
        source=source,
        text=outline.text,
        title=title or outline.title,
        author=author or outline.author,
        language=language or told_language(outline.metadata, outline.language),
        metadata=outline.metadata,
        chapters=outline.chapters,
        omitted=outline.omitted,
        emphases=outline.emphases,
        parts=outline.parts,
        cover=outline.cover,
    )


def _says_something(outline: Outline) -> bool:
    return any(
        any(character.isalnum() for character in block.span.of(outline.text))
        for chapter in outline.chapters
        for block in chapter.blocks
        if block.kind is not BlockKind.SCENE_BREAK
    )
