"""The files that a story comes in: one, standard input, or all of a folder, as the chapters of one book."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from narrate.errors import StoryError
from narrate.intake.registry import SUFFIXES

STANDARD_INPUT = Path("-")
LARGEST_BYTES = 256 * 1024 * 1024
"""More is no story: the longest novels have less than a fiftieth of this."""

_MOST_FILES = 5000
_NO_CHAPTERS = re.compile(r"(?:read[-_ ]?me|licen[cs]e|copying|changelog|notes?[-_ ]?to[-_ ]?self)\b", re.IGNORECASE)
_DIGITS = re.compile(r"(\d{1,18})")


def files_of(story: Path, then: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The files of a story: itself and those that follow it; of a folder its files, in the order in which people count.

    Of a folder only the files count whose suffix is that of a format narrate reads; hidden ones, those in folders
    inside, and a README or licence do not.

    Raises:
        StoryError: the folder holds no story, or one in several formats.
    """
    return tuple(file for path in (story, *then) for file in _files(path))


def _files(story: Path) -> tuple[Path, ...]:
    if not story.is_dir():
        return (story,)
    if (story / ".narrate").is_dir():
        raise StoryError(f"{story} is the folder of a finished audiobook", hint="Give narrate the story itself.")
    try:
        found = [path for path in story.iterdir() if _is_chapter(path)]
    except OSError as error:
        raise StoryError(
            f"{story} can't be read: {error.strerror}", hint="Check the permissions of the folder."
        ) from None
    if not found:
        raise StoryError(
            f"{story} is a folder with no story in it",
            hint="Name the story's file, or a folder that holds its chapters.",
        )
    if len(found) > _MOST_FILES:
        raise StoryError(
            f"{story} holds {len(found)} files, more than a story has chapters", hint="Name the story's own."
        )
    stems = [path.stem.casefold() for path in found]
    double = next((path for path in found if stems.count(path.stem.casefold()) > 1), None)
    if double is not None:
        raise StoryError(
            f"{story} holds {double.stem} in several formats",
            hint="The files of a folder are the chapters of one book. Name the one file to be read.",
        )
    return tuple(sorted(found, key=_natural))


def read_file(path: Path) -> bytes:
    """The bytes of a file, or of standard input (``-``), which is read once and kept.

    Raises:
        StoryError: there is no such file, it can't be opened, or is too large for a story.
    """
    if path == STANDARD_INPUT:
        return _standard_input()
    try:
        if path.is_dir():
            raise StoryError(f"{path} is a folder", hint="Name the story file inside it.")
        if not path.is_file() and path.exists():
            # A pipe would be waited for without end, a device read until memory is full.
            raise StoryError(
                f"{path} is no ordinary file", hint="Save the story as a file, or hand it over as standard input (-)."
            )
        if path.stat().st_size > LARGEST_BYTES:
            raise StoryError(f"{path} is too large for a story", hint="Is it the right file?")
        return path.read_bytes()
    except FileNotFoundError:
        raise StoryError(f"there is no file {path}", hint="Check the name and the folder.") from None
    except PermissionError:
        raise StoryError(f"{path} may not be read", hint="Check the permissions of the file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StoryError(f"{path} can't be read: {reason}", hint="Check the name and the disk it is on.") from None


def story_digest(story: Path, then: Sequence[Path] = ()) -> str:
    """SHA-256, in hexadecimal, of a story's bytes; of several files', of their names and bytes.

    Raises:
        StoryError: as of `files_of` and `read_file`.
    """
    files = files_of(story, then)
    if files == (story,):
        return hashlib.sha256(read_file(story)).hexdigest()
    return joined_digest([(path.name, read_file(path)) for path in files])


def joined_digest(files: list[tuple[str, bytes]]) -> str:
    """SHA-256, in hexadecimal, of several files, given by name and bytes."""
    total = hashlib.sha256()
    for name, data in files:
        total.update(os.fsencode(name) + b"\0" + hashlib.sha256(data).digest())
    return total.hexdigest()


def shown(path: Path) -> str:
    """The path as text: a name may hold bytes that are no characters."""
    if path == STANDARD_INPUT:
        return "standard input"
    return os.fsencode(path).decode("utf-8", errors="replace")


@functools.cache
def _standard_input() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        raise StoryError("nothing comes in on standard input", hint="For example: pandoc book.tex -t html | narrate -")
    data = sys.stdin.buffer.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise StoryError("what comes in on standard input is too large for a story", hint="Is it the right file?")
    return data


def _is_chapter(path: Path) -> bool:
    name = path.name.lower()
    if name.startswith((".", "~")) or _NO_CHAPTERS.match(name) or not name.endswith(tuple(SUFFIXES)):
        return False
    return name != "script.txt" and path.is_file()


def _natural(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    pieces = _DIGITS.split(path.stem.casefold())
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece], path.name
