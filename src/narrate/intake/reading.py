"""A story file → `Document`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from narrate.errors import StoryError
from narrate.intake.files import LARGEST_BYTES, files_of, joined_digest, read_file, shown
from narrate.intake.languages.names import told_language
from narrate.intake.outline import Outline
from narrate.intake.registry import reader_for
from narrate.intake.several import join_outlines
from narrate.model import BlockKind, Document, Source


def read_story(
    path: Path,
    *,
    then: Sequence[Path] = (),
    title: str | None = None,
    author: str | None = None,
    language: str | None = None,
) -> Document:
    """Read a story from a file, from standard input, or from several files as the chapters of one book.

    Args:
        path: of the file or folder; ``-`` is standard input. What is in a file chooses the reader, then its suffix.
        then: of the files and folders that follow it in the same book.
        title: counts instead of the one found in the story.
        author: counts instead of the one found in the story.
        language: BCP 47; counts instead of the one found in the story.

    Raises:
        StoryError: there is no such file, it can't be opened, or nothing in it can be read aloud.
    """
    files = files_of(path, then)
    if files == (path,):
        return parse_story(read_file(path), shown(path), title=title, author=author, language=language)
    contents = [(shown(file), read_file(file)) for file in files]
    if sum(len(data) for _, data in contents) > LARGEST_BYTES:
        raise StoryError(f"{path} is too large for a story", hint="Is it the right folder?")
    outline = join_outlines([(name, _outline(data, name)) for name, data in contents])
    digest = joined_digest([(file.name, data) for file, (_, data) in zip(files, contents, strict=True)])
    return _document(outline, Source(shown(path), digest, len(outline.text)), title, author, language)


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
    outline = _outline(data, name)
    source = Source(name, hashlib.sha256(data).hexdigest(), len(outline.text))
    return _document(outline, source, title, author, language)


def _outline(data: bytes, name: str) -> Outline:
    if not data:
        raise StoryError(f"{name} is empty", hint="Was the story saved? Open the file and look.")
    reader = reader_for(name, data)
    outline = reader(data, name)
    if not outline.text or outline.text.isspace():
        raise StoryError(f"{name} holds nothing but white space", hint="Was the story saved? Open the file and look.")
    if not _says_something(outline):
        raise StoryError(f"{name} holds no words to read aloud", hint="Is it the right file? Open it and look.")
    return outline


def _document(
    outline: Outline, source: Source, title: str | None, author: str | None, language: str | None
) -> Document:
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
