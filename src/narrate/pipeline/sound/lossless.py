"""Chapters without loss, kept beside the MP3s for what is published from them.

A run that is asked for a format that gains by it keeps each chapter's mastered sound as FLAC. Formats that are
published later, from a folder without them, are made of the MP3s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.workspace import Stamp, Workspace, writing

if TYPE_CHECKING:
    from narrate.publishing import Publisher

RECORD = "chapter-{:05d}.json"
"""The private record of a chapter."""

FOLDER = "lossless"
KEY = "lossless"
"""In a chapter's record: the stamp of its file."""


def gained_by(publishers: Mapping[str, Publisher]) -> bool:
    """Whether any of the publishers makes something better of sound without loss."""
    return any(getattr(publisher, "from_lossless", False) for publisher in publishers.values())


def lossless_path(number: int, workspace: Workspace) -> Path:
    """Where a chapter's file goes; the folder is there."""
    folder = workspace.private / FOLDER
    with writing(folder):
        folder.mkdir(exist_ok=True)
    return folder / f"{number:05d}.flac"


def chapter_record(number: int, workspace: Workspace) -> dict[str, Any]:
    """What is recorded of a chapter; empty where nothing is."""
    return workspace.read_json(RECORD.format(number))


def all_kept(numbers: object, workspace: Workspace) -> bool:
    """Whether the sound of all these chapters is kept without loss; not so where ``numbers`` is no list of them."""
    return isinstance(numbers, list) and all(
        isinstance(number, int) and kept_lossless(chapter_record(number, workspace), number, workspace)
        for number in numbers
    )


def kept_lossless(record: Mapping[str, object], number: int, workspace: Workspace) -> tuple[Path, Stamp] | None:
    """A chapter's file, with its stamp, if its record has it and it is still as it was written."""
    stamp = Stamp.from_record(record.get(KEY))
    path = workspace.private / FOLDER / f"{number:05d}.flac"
    return (path, stamp) if stamp is not None and stamp.matches(path) else None


def discard_surplus(numbers: Iterable[int], workspace: Workspace) -> None:
    """Remove the files of all but these chapters."""
    wanted = {f"{number:05d}" for number in numbers}
    for path in sorted((workspace.private / FOLDER).glob("*.flac")):
        if path.stem not in wanted:
            with writing(path):
                path.unlink(missing_ok=True)


def discard_lossless(number: int, workspace: Workspace) -> None:
    """Remove a chapter's file, if there is one."""
    path = workspace.private / FOLDER / f"{number:05d}.flac"
    with writing(path):
        path.unlink(missing_ok=True)
