"""Publishing a finished audiobook in other forms: at the end of a run, or later from its folder, without an engine."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import narrate
from narrate.errors import InputError
from narrate.model import Edition, EditionChapter
from narrate.pipeline.editions.cover import cover_in
from narrate.pipeline.editions.published import read_published, take_over
from narrate.pipeline.events import Listener, StageStarted, ignore
from narrate.pipeline.sound.lossless import chapter_record, kept_lossless
from narrate.workspace import TIMELINE, Stamp, Workspace, digest, file_digest, writing

if TYPE_CHECKING:
    from narrate.publishing import Publisher, PublishOptions


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
    from narrate.publishing import PublishOptions as Options

    publishers = publishers_of(formats)
    with finished_workspace(folder) as workspace:
        return publish(workspace, publishers, options or Options(), listener)


def publish(
    workspace: Workspace, publishers: dict[str, Publisher], options: PublishOptions, listener: Listener
) -> tuple[Publication, ...]:
    """Publish what is in a folder that this process holds."""
    if not publishers:
        return ()
    edition = read_edition(workspace)
    timeline = _timeline_digest(workspace)
    basis = [narrate.__version__, asdict(options), timeline, _state(edition, workspace)]
    done = []
    for name, publisher in publishers.items():
        key = digest([*basis, name, publisher.revision])
        known = read_published(workspace).get(name)
        if known and known.key == key and known.is_whole(workspace):
            done.append(Publication(name, tuple(known.files), made=False))
            continue
        listener(StageStarted(f"publishing as {name}", publisher.about))
        with _stage(workspace) as stage:
            publisher.publish(edition, stage, options)
            files = take_over(workspace, stage, name, (key, timeline), listener)
        done.append(Publication(name, files, made=True))
    return tuple(done)


def outdated(workspace: Workspace) -> tuple[str, ...]:
    """Formats that were published of an earlier state of the audiobook than that which is in the folder now."""
    now = _timeline_digest(workspace)
    return tuple(sorted(name for name, known in read_published(workspace).items() if known.timeline != now))


def finished_workspace(folder: Path) -> Workspace:
    """The workspace of a folder in which a run has finished; it is not opened yet.

    Raises:
        InputError: there is no finished audiobook in the folder.
    """
    if not (folder / TIMELINE).is_file():
        raise InputError(
            f"there is no finished audiobook in {folder}: it has no {TIMELINE}",
            hint="Name a folder that `narrate STORY` has written.",
        )
    return Workspace(folder)


def read_edition(workspace: Workspace) -> Edition:
    """The edition that is in a folder, with its cover.

    Raises:
        InputError: it can't be read, or a chapter's file is missing.
    """
    from narrate.publishing import edition_from_json

    edition = edition_from_json(workspace.read_text(TIMELINE) or "", workspace.folder)
    for chapter in edition.chapters:
        if not chapter.sound.is_file():
            raise InputError(
                f"chapter {chapter.number} has no file: {chapter.sound} is missing",
                hint="Run narrate on the story again: it makes what is missing.",
            )
    chapters = tuple(replace(chapter, sound=_best_sound(chapter, workspace)) for chapter in edition.chapters)
    return replace(edition, chapters=chapters, cover=cover_in(workspace))


def publishers_of(formats: Sequence[str]) -> dict[str, Publisher]:
    """Publishers by format, without the chapters themselves.

    Raises:
        UsageError: there is no such format.
    """
    from narrate.publishing import CHAPTERS, load_publisher

    return {name: load_publisher(name) for name in dict.fromkeys(formats) if name != CHAPTERS}


def _timeline_digest(workspace: Workspace) -> str:
    return file_digest(workspace.path(TIMELINE))


def _state(edition: Edition, workspace: Workspace) -> list[str]:
    """Digests of everything that a publisher reads beside the timeline."""
    cover = hashlib.sha256(edition.cover).hexdigest() if edition.cover else ""
    sounds = []
    for chapter in edition.chapters:
        record = chapter_record(chapter.number, workspace)
        known = {workspace.path(chapter.file): Stamp.from_record(record.get("stamp"))}
        if lossless := kept_lossless(record, chapter.number, workspace):
            known[lossless[0]] = lossless[1]
        stamp = known.get(chapter.sound)
        sounds.append(stamp.sha256 if stamp and stamp.matches(chapter.sound) else file_digest(chapter.sound))
    return [cover, *sounds]


def _best_sound(chapter: EditionChapter, workspace: Workspace) -> Path:
    """A chapter's sound without loss, if that of its file is kept."""
    record = chapter_record(chapter.number, workspace)
    kept = kept_lossless(record, chapter.number, workspace) if record.get("file") == chapter.file else None
    return kept[0] if kept else chapter.sound


@contextlib.contextmanager
def _stage(workspace: Workspace) -> Iterator[Path]:
    """An empty folder for what is made, which is gone afterwards."""
    stage = workspace.private / "publishing"
    with writing(workspace.folder):
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
