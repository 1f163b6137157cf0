"""The output folder: what is in it, who holds it, and writing to it so that nothing is ever half there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from narrate.errors import InputError, OutputError
from narrate.locking import RunLock, Waiting

FORMAT = 1
"""Version of what lies in ``.narrate``."""

SCRIPT = "script.txt"
VOICES = "voices.toml"
TIMELINE = "timeline.json"

PART_PATTERN = ".[0-9]*.part.*"
"""The files beside the chapters that become chapters once they are whole."""


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Translate the operating system's errors while something is written to ``path``.

    Raises:
        OutputError: it could not be written; says why and what to do.
    """
    try:
        yield
    except OSError as error:
        raise OutputError.of(error.filename or path, error) from error


def write_atomically(path: Path, data: bytes) -> bool:
    """Put ``data`` at ``path``: afterwards the file holds either all of it or what it held before.

    A file that holds it already is not touched.

    Returns:
        Whether anything was written.

    Raises:
        OutputError: it could not be written.
    """
    with writing(path):
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        handle, name = tempfile.mkstemp(prefix=".narrate-", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            _like_a_new_file(part)
            put_in_place(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    return True


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file, whose bytes are on the disk, its name; afterwards the name is on the disk, too.

    Without the second half a power cut could undo this step and keep a later one that relies on it: a script.txt
    replaced, and the copy of the old one gone.
    """
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk. Where a system can't do that for folders, nothing happens."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _new_file_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


_NEW_FILE_MODE = _new_file_mode()
"""Found out once: asking for the mask sets it, for all threads."""


def _like_a_new_file(path: Path) -> None:
    """Give a file made by ``mkstemp`` (mode 600) the mode any other new file would have."""
    path.chmod(_NEW_FILE_MODE)


def digest(data: object) -> str:
    """SHA-256, in hexadecimal, of anything JSON can hold."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=True).encode("ascii")).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def file_digest(path: Path) -> str:
    """SHA-256, in hexadecimal, of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was when narrate wrote it."""

    size: int
    mtime_ns: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of a file that is there."""
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns, file_digest(path))

    @classmethod
    def from_record(cls, record: object) -> Stamp | None:
        """The stamp that a private record holds (`dataclasses.asdict`); None where it holds something else."""
        match record:
            case {"size": int(size), "mtime_ns": int(mtime_ns), "sha256": str(sha256)}:
                return cls(size, mtime_ns, sha256)
        return None

    @classmethod
    def all_from_record(cls, record: object) -> dict[str, Stamp]:
        """The stamps that a private record holds by name of file; what is none is left out."""
        named = record.items() if isinstance(record, dict) else ()
        return {name: stamp for name, kept in named if (stamp := cls.from_record(kept))}

    def matches(self, path: Path) -> bool:
        """Whether the file is still the one; reads it only if its time has changed but its size has not."""
        try:
            status = path.stat()
        except OSError:
            return False
        if status.st_size != self.size:
            return False
        return status.st_mtime_ns == self.mtime_ns or file_digest(path) == self.sha256


class Workspace:
    """One output folder, held by this process while the context lasts.

    Args:
        folder: made, with its parents, if it is not there.
        waiting: where it is given, a run that holds the folder is waited for, and this is told which.

    Raises:
        OutputError: the folder can't be made or written to, or is of another version.
        WorkspaceBusyError: another run holds it, and is not waited for.
    """

    def __init__(self, folder: Path, waiting: Waiting | None = None) -> None:
        self.folder = folder
        self.private = folder / ".narrate"
        self._waiting = waiting
        self._lock = RunLock(self.private, str(folder))

    def __enter__(self) -> Self:
        with writing(self.folder):
            if self.private.is_symlink():
                raise OutputError(
                    f"{self.private} leads to another place", hint="Remove that link, or choose another --output."
                )
            if not self.private.is_dir():
                self.private.mkdir(parents=True, exist_ok=True)
                for folder in (self.folder, *self.folder.absolute().parents[:2]):
                    sync_folder(folder)
            self._lock.acquire(self._waiting)
        try:
            with writing(self.folder):
                self._check_version()
                self._remove_half_written()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.discard_spool()
        self._lock.release()

    def _remove_half_written(self) -> None:
        """Remove what a run that was killed had begun to write; nobody else writes here while the lock is held."""
        for place, pattern in ((self.folder, PART_PATTERN), (self.folder, ".narrate-*"), (self.private, ".narrate-*")):
            for path in place.glob(pattern):
                path.unlink(missing_ok=True)
        # narrate makes no links. One that came with somebody's folder must not have us write where it leads.
        for folder, folders, files in os.walk(self.private):
            for name in (*folders, *files):
                path = Path(folder, name)
                if path.is_symlink():
                    path.unlink(missing_ok=True)

    def _check_version(self) -> None:
        found = self.read_json("format.json").get("format", FORMAT)
        if found != FORMAT:
            raise OutputError(
                f"{self.folder} was made by another version of narrate (format {found}, this one reads {FORMAT})",
                hint="Choose another folder with --output, or update narrate.",
            )
        self.write_json("format.json", {"format": FORMAT})

    @property
    def spool(self) -> Path:
        """A folder for what is of no use once the run has ended well; a run that goes on may find it as it was."""
        path = self.private / "spool"
        with writing(path):
            path.mkdir(exist_ok=True)
        return path

    def discard_spool(self) -> None:
        """Remove what is in the spool."""
        shutil.rmtree(self.private / "spool", ignore_errors=True)

    def path(self, name: str) -> Path:
        """The path of a file that people see; it may be in a folder below.

        Raises:
            OutputError: the name is none of a file in the folder; a damaged or forged record may hold such a one.
        """
        path = self.folder / name
        known = name and not {"\0", "\\"} & set(name) and not {"..", "."} & set(name.split("/"))
        if not known or not path.parent.resolve().is_relative_to(self.folder.resolve()):
            raise OutputError(
                f"{self.private} names a file outside its folder, {name!r}",
                hint=f"Remove {self.private}: everything in it can be made again.",
            )
        return path

    def read_text(self, name: str) -> str | None:
        """A file that people may edit; None where there is none.

        Raises:
            InputError: it is there but can't be read as UTF-8.
        """
        path = self.folder / name
        try:
            if path.exists() and not path.is_file():
                # A pipe would be waited for without end, a device read until memory is full.
                raise InputError(f"{path} is no ordinary file", hint="Move it away to have it made anew.")
            # newline="" keeps a person's line ends.
            with path.open(encoding="utf-8", newline="") as handle:
                return handle.read()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise InputError(
                f"can't read {path}: line {line} is not UTF-8",
                hint="Save it as UTF-8 text, or move it away to have it made anew.",
            ) from error
        except OSError as error:
            raise InputError(
                f"can't read {path}: {error.strerror}", hint="Check it, or move it away to have it made anew."
            ) from error

    def write_text(self, name: str, content: str, *, keep: bool = False) -> bool:
        """Write a file that people see; ``keep`` puts a copy of a different one that was there aside first.

        Returns:
            Whether anything was written.
        """
        path, data = self.folder / name, content.encode("utf-8")
        if keep and path.is_file() and path.read_bytes() != data:
            self.keep_copy(name)
        return write_atomically(path, data)

    def keep_copy(self, name: str) -> Path:
        """Copy a file that people see to ``.narrate/kept/``, under the next free number; the path of the copy."""
        kept = self.private / "kept"
        path = self.folder / name
        with writing(kept):
            kept.mkdir(exist_ok=True)
            number = 1
            while (copy := kept / f"{path.stem}.{number}{path.suffix}").exists():
                number += 1
            write_atomically(copy, path.read_bytes())
        return copy

    def keep_beside(self, copy: Path, stem: str, content: str) -> Path:
        """Write a text beside a copy that `keep_copy` made, under the same number and another ``stem``; its path."""
        path = copy.with_name(f"{stem}{copy.suffixes[-2]}.txt")
        write_atomically(path, content.encode("utf-8"))
        return path

    def records(self, pattern: str) -> list[str]:
        """The names of the private records that match a glob pattern, in order."""
        return sorted(path.name for path in self.private.glob(pattern))

    def forget(self, name: str) -> None:
        """Remove a private record, if it is there."""
        (self.private / name).unlink(missing_ok=True)

    def read_json(self, name: str) -> dict[str, Any]:
        """A private record; empty where there is none or it is damaged, since all of them can be made again."""
        path = self.private / name
        try:
            data = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return data if isinstance(data, dict) else {}

    def write_json(self, name: str, data: Mapping[str, Any]) -> None:
        """Write a private record: a line for each of its keys; indented throughout, it would take ten times as long."""
        lines = (f"{_json(key)}: {_json(data[key])}" for key in sorted(data))
        content = "{\n" + ",\n".join(lines) + "\n}\n"
        write_atomically(self.private / name, content.encode("utf-8", "surrogatepass"))
