"""The cover of an audiobook: given, put into its folder by a person, taken from the story, or made."""

from __future__ import annotations

import base64
import functools
import hashlib
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import InputError
from narrate.model import Script
from narrate.pipeline.events import Listener, Notice
from narrate.pipeline.story.job import Job, cover_is_off
from narrate.workspace import Stamp, Workspace, digest, file_digest, write_atomically

if TYPE_CHECKING:
    from narrate.publishing import MadeCover

STORY_RECORD = "cover.json"
RECORD = "cover-file.json"
MADE_RECORD = "cover-made.json"

NAMES = ("cover.jpg", "cover.png")
"""Names that the cover can have in the folder; the first that is there counts."""


def cover_in(workspace: Workspace) -> bytes | None:
    """The picture that is in a folder.

    Raises:
        InputError: a file of that name is no picture.
    """
    path = _path(workspace)
    return _picture(path) if path else None


def begin_cover(job: Job, script: Script) -> None:
    """Begin to paint the cover, if one has to be made, in a thread of its own: NumPy leaves the others their time."""
    try:
        wanted = not cover_is_off(job.options) and _path(job.workspace) is None and _found(job) is None
    except InputError:  # said when the cover is needed
        return
    if wanted:
        threading.Thread(target=_made, args=(script,), daemon=True).start()


def cover_for_chapters(job: Job, script: Script) -> bytes | None:
    """The picture that every chapter's file has: small, since there are many.

    Raises:
        InputError: what a person put into the folder is no picture.
    """
    from narrate.publishing import reduced

    found = _found(job)
    if found is not None:
        return reduced(found)
    if cover_is_off(job.options):
        return None
    kept = job.workspace.read_json(MADE_RECORD)
    small = _decoded(kept.get("small"))
    if kept.get("key") == _made_key(script) and small is not None:
        return small
    made = _made(script)
    record = {"key": _made_key(script), "small": _encoded(made.small), "large": hashlib.sha256(made.large).hexdigest()}
    job.workspace.write_json(MADE_RECORD, record)
    return made.small


def keep_cover(job: Job, script: Script, listener: Listener) -> None:
    """Put the cover into the folder, for players and people; one that a person put there stays.

    Raises:
        InputError: what a person put there is no picture.
    """
    workspace = job.workspace
    found = _found(job)
    key = hashlib.sha256(found).hexdigest() if found is not None else _made_key(script)
    record = workspace.read_json(RECORD)
    path = _path(workspace)
    if path and (record.get("key") == key if _is_ours(path, workspace) else found == path.read_bytes()):
        return
    if found is not None:
        _put(workspace, found, key)
    elif not cover_is_off(job.options):
        made = _made(script)
        _put(workspace, made.large, key)
        if made.lacking:
            listener(
                Notice(
                    f"the cover says less than it should: its font has no {' '.join(made.lacking[:20])}. "
                    f"Put a cover.jpg of your own into {workspace.folder}, or name one with --cover"
                )
            )


def cover_digest(job: Job) -> str | None:
    """What tells one chosen cover from another.

    Raises:
        InputError: what a person put into the folder is no picture.
    """
    picture = _chosen(job)
    if picture:
        return hashlib.sha256(picture).hexdigest()
    return "none" if cover_is_off(job.options) else None


def _found(job: Job) -> bytes | None:
    """A person's choice, or else what came with the story."""
    return _chosen(job) or (None if cover_is_off(job.options) else _story_cover(job))


def _chosen(job: Job) -> bytes | None:
    path = _path(job.workspace)
    if job.cover is not None or path is None or _is_ours(path, job.workspace):
        return job.cover
    return _picture(path)


def _put(workspace: Workspace, picture: bytes, key: str) -> None:
    from narrate.publishing import cover_type

    name = NAMES[cover_type(picture) == "image/png"]
    for other in NAMES:
        path = workspace.path(other)
        if path.is_file() and not (other == name and path.read_bytes() == picture):
            if not _is_ours(path, workspace):
                workspace.keep_copy(other)
            path.unlink()
    write_atomically(workspace.path(name), picture)
    stamp = asdict(Stamp.of(workspace.path(name)))
    workspace.write_json(RECORD, {"file": name, "stamp": stamp, "key": key})


def _path(workspace: Workspace) -> Path | None:
    return next((path for name in NAMES if (path := workspace.path(name)).is_file()), None)


def _is_ours(path: Path, workspace: Workspace) -> bool:
    record = workspace.read_json(RECORD)
    stamp = Stamp.from_record(record.get("stamp"))
    if stamp is not None:
        return record.get("file") == path.name and stamp.matches(path)
    # Without that record, a picture that we made is still ours.
    return workspace.read_json(MADE_RECORD).get("large") == file_digest(path)


def _picture(path: Path) -> bytes:
    from narrate.publishing import cover_type

    picture = path.read_bytes()
    try:
        cover_type(picture)
    except InputError as error:
        raise InputError(f"{path}: {error.message}", hint=error.hint) from None
    return picture


def _story_cover(job: Job) -> bytes | None:
    """The cover that came with the story; remembered, since an unchanged story is not read again."""
    kept = job.workspace.read_json(STORY_RECORD)
    remembered = kept.get("cover", "")
    cover = _decoded(remembered)
    if kept.get("story") == job.sha256 and (cover is not None or remembered is None):
        return cover
    cover = job.read().cover
    job.workspace.write_json(STORY_RECORD, {"story": job.sha256, "cover": _encoded(cover) if cover else None})
    return cover


def _encoded(picture: bytes) -> str:
    return base64.b64encode(picture).decode("ascii")


def _decoded(text: object) -> bytes | None:
    """A picture from a record; None where the record has none, or is damaged."""
    from narrate.publishing import cover_type

    try:
        picture = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
        cover_type(picture)
    except (ValueError, InputError):
        return None
    return picture


def _made(script: Script) -> MadeCover:
    with _painting:
        return _made_of(script.title, script.author or "")


_painting = threading.Lock()


@functools.lru_cache(maxsize=1)
def _made_of(title: str, author: str) -> MadeCover:
    """The folder and the chapters have it in two sizes, which are made together."""
    from narrate.publishing import make_cover

    return make_cover(title, author)


def _made_key(script: Script) -> str:
    from narrate.publishing import COVER_REVISION

    return digest([COVER_REVISION, script.title, script.author])
