"""The cover of an audiobook: given, put into its folder by a person, or taken from the story."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import asdict
from pathlib import Path

from narrate.errors import InputError
from narrate.pipeline.job import Job
from narrate.workspace import Stamp, Workspace, write_atomically

STORY_RECORD = "cover.json"
RECORD = "cover-file.json"

NAMES = ("cover.jpg", "cover.png")
"""Names that the cover can have in the folder; the first that is there counts."""


def cover_in(workspace: Workspace) -> bytes | None:
    """The picture that is in a folder.

    Raises:
        InputError: a file of that name is no picture.
    """
    path = _path(workspace)
    return _picture(path) if path else None


def chosen_cover(job: Job) -> bytes | None:
    """The picture that a person chose: with ``--cover``, or by putting it into the folder.

    Raises:
        InputError: a file of that name is no picture.
    """
    path = _path(job.workspace)
    if job.cover is not None or path is None or _is_ours(path, job.workspace):
        return job.cover
    return _picture(path)


def cover_of(job: Job) -> bytes | None:
    """The cover that a story's audiobook has: a person's choice, or else what came with the story."""
    return chosen_cover(job) or _story_cover(job)


def keep_cover(job: Job) -> None:
    """Put the cover into the folder, for players and people; one that a person put there stays."""
    workspace = job.workspace
    picture = cover_of(job)
    if picture is None or picture == cover_in(workspace):
        return
    from narrate.publishing import cover_type  # noqa: PLC0415 - start-up time

    name = NAMES[cover_type(picture) == "image/png"]
    for other in NAMES:
        path = workspace.path(other)
        if path.is_file():
            if not _is_ours(path, workspace):
                workspace.keep_copy(other)
            path.unlink()
    write_atomically(workspace.path(name), picture)
    workspace.write_json(RECORD, {"file": name, "stamp": asdict(Stamp.of(workspace.path(name)))})


def cover_digest(job: Job) -> str | None:
    """What tells one chosen cover from another."""
    picture = chosen_cover(job)
    return hashlib.sha256(picture).hexdigest() if picture else None


def _path(workspace: Workspace) -> Path | None:
    return next((path for name in NAMES if (path := workspace.path(name)).is_file()), None)


def _is_ours(path: Path, workspace: Workspace) -> bool:
    record = workspace.read_json(RECORD)
    return record.get("file") == path.name and Stamp(**record["stamp"]).matches(path)


def _picture(path: Path) -> bytes:
    from narrate.publishing import cover_type  # noqa: PLC0415 - start-up time

    picture = path.read_bytes()
    try:
        cover_type(picture)
    except InputError as error:
        raise InputError(f"{path}: {error.message}", hint=error.hint) from None
    return picture


def _story_cover(job: Job) -> bytes | None:
    """The cover that came with the story; remembered, since an unchanged story is not read again."""
    kept = job.workspace.read_json(STORY_RECORD)
    if kept.get("story") != job.sha256:
        cover = job.read().cover
        kept = {"story": job.sha256, "cover": base64.b64encode(cover).decode("ascii") if cover else None}
        job.workspace.write_json(STORY_RECORD, kept)
    try:
        return base64.b64decode(kept["cover"]) if kept["cover"] else None
    except (KeyError, TypeError, ValueError):  # damaged
        return job.read().cover
