"""The record of what was published in a folder: so nothing is made twice, and nothing of a person's is replaced."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from narrate.pipeline.events import Listener, Notice
from narrate.workspace import Stamp, Workspace, file_digest, put_in_place

RECORD = "published.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published in one format.

    Attributes:
        key: of all that it was made of.
        timeline: digest of the timeline.json that it was made of.
        files: by their paths in the folder, as they were written.
    """

    key: str
    timeline: str
    files: Mapping[str, Stamp]

    def is_whole(self, workspace: Workspace) -> bool:
        """Whether all its files are there as they were written."""
        return all(stamp.matches(workspace.path(file)) for file, stamp in self.files.items())


def read_published(workspace: Workspace) -> dict[str, Published]:
    """The record, by format; without what is damaged in it, which is made anew then."""
    found = {}
    for name, kept in workspace.read_json(RECORD).items():
        match kept:
            case {"key": str(key), "timeline": str(timeline), "files": dict(files)}:
                stamps = {file: stamp for file, one in files.items() if (stamp := Stamp.from_record(one))}
                if len(stamps) == len(files):
                    found[name] = Published(key, timeline, stamps)
    return found


def take_over(
    workspace: Workspace, stage: Path, name: str, made_of: tuple[str, str], listener: Listener
) -> tuple[str, ...]:
    """Move what was made to its place; what the same format had earlier, and has no longer, goes.

    A file that stands there and is not narrate's, or was changed by hand, is copied to ``.narrate/kept`` first.

    Args:
        workspace: the folder.
        stage: a folder on the same disk with all that was made.
        name: of the format.
        made_of: the key, and the digest of timeline.json.
        listener: is told of such copies.

    Returns:
        The files, by their paths in the folder.
    """
    record = read_published(workspace)
    ours = {file: stamp for known in record.values() for file, stamp in known.files.items()}
    files: dict[str, Stamp] = {}
    for path in sorted(path for path in stage.rglob("*") if path.is_file()):
        file = path.relative_to(stage).as_posix()
        target = workspace.path(file)
        if not (target.is_file() and _same(path, target)):
            if target.is_file() and not (file in ours and ours[file].matches(target)):
                copy = workspace.keep_copy(file)
                listener(Notice(f"{target} was changed by hand, or is not narrate's; a copy of it is {copy}"))
            target.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as done:
                os.fsync(done.fileno())
            put_in_place(path, target)
        files[file] = Stamp.of(target)
    for file in _files_of(record, name) - files.keys():
        if ours[file].matches(workspace.path(file)):
            workspace.path(file).unlink()
            _remove_empty(workspace.path(file).parent, workspace.folder)
    record[name] = Published(*made_of, files)
    workspace.write_json(RECORD, {each: asdict(known) for each, known in record.items()})
    return tuple(files)


def _files_of(record: Mapping[str, Published], name: str) -> set[str]:
    return set(record[name].files) if name in record else set()


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and file_digest(one) == file_digest(other)


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
