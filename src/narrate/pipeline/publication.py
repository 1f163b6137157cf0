"""Publishing a finished audiobook in other forms: at the end of a run, or later from its folder, without an engine."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narrate
from narrate.errors import InputError
from narrate.model import Edition
from narrate.pipeline.cover import cover_in
from narrate.pipeline.events import Listener, Notice, StageStarted, ignore
from narrate.workspace import TIMELINE, Stamp, Workspace, digest, file_digest, writing

if TYPE_CHECKING:
    from narrate.publishing import Publisher, PublishOptions

RECORD = "published.json"


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published in one format.

    Attributes:
        format: its name.
        files: paths within the folder, in order.
        made: whether anything had to be done.
    """

    format: str
    files: tuple[str, ...]
    made: bool


def publish_folder(
    folder: Path, formats: Sequence[str], options: PublishOptions | None = None, listener: Listener = ignore
) -> tuple[Publication, ...]:
    """Publish the audiobook that is in an output folder. What is there already, and as it would be, stays.

    Args:
        folder: that a run has finished.
        formats: names of publishers; ``mp3`` (the chapters themselves) is always there and makes nothing.
        options: what a person chose beside the format.
        listener: is told what happens.

    Raises:
        UsageError: there is no such format.
        InputError: there is no finished audiobook in the folder.
        OutputError: something could not be written.
    """
    from narrate.publishing import PublishOptions as Options  # noqa: PLC0415 - start-up time

    publishers = publishers_of(formats)
    if not (folder / TIMELINE).is_file():
        raise InputError(
            f"there is no finished audiobook in {folder}: it has no {TIMELINE}",
            hint="Name a folder that `narrate STORY` has written.",
        )
    with Workspace(folder) as workspace:
        return publish(workspace, publishers, options or Options(), listener)


def publish(
    workspace: Workspace, publishers: dict[str, Publisher], options: PublishOptions, listener: Listener
) -> tuple[Publication, ...]:
    """Publish what is in a folder that this process holds."""
    if not publishers:
        return ()
    edition = read_edition(workspace)
    basis = [narrate.__version__, asdict(options), _state(edition, workspace)]
    done = []
    for name, publisher in publishers.items():
        key = digest([*basis, name, publisher.revision])
        files = _as_published(workspace, name, key)
        if files is None:
            listener(StageStarted(f"publishing as {name}", publisher.about))
            make = functools.partial(_publish, publisher, edition, options)
            files = _make(workspace, make, name, key, listener)
            done.append(Publication(name, files, made=True))
        else:
            done.append(Publication(name, files, made=False))
    return tuple(done)


def outdated(workspace: Workspace) -> tuple[str, ...]:
    """Formats that were published of an earlier state of the audiobook than that which is in the folder now."""
    record = workspace.read_json(RECORD)
    now = _timeline_digest(workspace)
    return tuple(sorted(name for name, known in record.items() if known.get("timeline") != now))


def read_edition(workspace: Workspace) -> Edition:
    """The edition that is in a folder, with its cover.

    Raises:
        InputError: it can't be read, or a chapter's file is missing.
    """
    from narrate.publishing import edition_from_json  # noqa: PLC0415 - start-up time

    edition = edition_from_json(workspace.read_text(TIMELINE) or "", workspace.folder)
    for chapter in edition.chapters:
        if not chapter.sound.is_file():
            raise InputError(
                f"the chapter “{chapter.title}” has no file {chapter.sound}",
                hint="Run narrate on the story again: it makes what is missing.",
            )
    return replace(edition, cover=cover_in(workspace))


def publishers_of(formats: Sequence[str]) -> dict[str, Publisher]:
    """Publishers by format, without the chapters themselves.

    Raises:
        UsageError: there is no such format.
    """
    from narrate.publishing import CHAPTERS, load_publisher  # noqa: PLC0415 - start-up time

    return {name: load_publisher(name) for name in dict.fromkeys(formats) if name != CHAPTERS}


def _timeline_digest(workspace: Workspace) -> str:
    return file_digest(workspace.path(TIMELINE))


def _state(edition: Edition, workspace: Workspace) -> list[str]:
    """Digests of everything that a publisher reads."""
    known = {
        record["file"]: Stamp(**record["stamp"])
        for name in workspace.records("chapter-*.json")
        if (record := workspace.read_json(name)).get("file")
    }
    sounds = []
    for chapter in edition.chapters:
        stamp = known.get(chapter.file)
        recorded = stamp is not None and chapter.sound == workspace.path(chapter.file) and stamp.matches(chapter.sound)
        sounds.append(stamp.sha256 if stamp and recorded else file_digest(chapter.sound))
    cover = hashlib.sha256(edition.cover).hexdigest() if edition.cover else ""
    return [_timeline_digest(workspace), cover, *sounds]


def _as_published(workspace: Workspace, name: str, key: str) -> tuple[str, ...] | None:
    """The files of a format if they are there and as they would be made; None if they are not."""
    known = workspace.read_json(RECORD).get(name, {})
    if known.get("key") != key:
        return None
    files: dict[str, Any] = known["files"]
    if not all(Stamp(**stamp).matches(workspace.path(file)) for file, stamp in files.items()):
        return None
    return tuple(files)


def _publish(publisher: Publisher, edition: Edition, options: PublishOptions, into: Path) -> None:
    publisher.publish(edition, into, options)


def _make(
    workspace: Workspace, make: Callable[[Path], None], name: str, key: str, listener: Listener
) -> tuple[str, ...]:
    """Have files made in a folder of their own, then move them to their places."""
    stage = workspace.private / "publishing"
    with writing(workspace.folder):
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        try:
            make(stage)
            return _take_over(workspace, stage, name, key, listener)
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def _take_over(workspace: Workspace, stage: Path, name: str, key: str, listener: Listener) -> tuple[str, ...]:
    """Move what a publisher made to its place; what the same publisher made earlier, and makes no longer, goes."""
    record = workspace.read_json(RECORD)
    ours = {file: Stamp(**stamp) for known in record.values() for file, stamp in known["files"].items()}
    earlier = record.get(name, {}).get("files", {})
    made = sorted(path for path in stage.rglob("*") if path.is_file())
    stamps: dict[str, Any] = {}
    for path in made:
        file = path.relative_to(stage).as_posix()
        target = workspace.path(file)
        if not (target.is_file() and _same(path, target)):
            if target.is_file() and not (file in ours and ours[file].matches(target)):
                copy = workspace.keep_copy(file)
                listener(Notice(f"{target} was changed by hand, or is not narrate's; a copy of it is {copy}"))
            target.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as done:
                os.fsync(done.fileno())
            path.replace(target)
        stamps[file] = asdict(Stamp.of(target))
    for file in earlier.keys() - stamps.keys():
        if ours[file].matches(workspace.path(file)):
            workspace.path(file).unlink()
            _remove_empty(workspace.path(file).parent, workspace.folder)
    record[name] = {"key": key, "timeline": _timeline_digest(workspace), "files": stamps}
    workspace.write_json(RECORD, record)
    return tuple(stamps)


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and file_digest(one) == file_digest(other)


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
