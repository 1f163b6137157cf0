"""Who holds what: one run at a time in a folder, told to whoever comes second.

The lock itself is the operating system's: it ends with the process that holds it, however that ends, so that a lock
which a killed run left behind holds nobody up. Who holds it stands in a file beside it, for people.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import WorkspaceBusyError

if TYPE_CHECKING:
    from filelock import BaseFileLock

Waiting = Callable[[str], None]
"""Is told, once, who is waited for."""

_POLL_S = 0.2


class RunLock:
    """A lock that one process holds, with a note that says which.

    Args:
        folder: where the lock and the note are; it is there.
        what: that which is locked, for people.
    """

    def __init__(self, folder: Path, what: str) -> None:
        self._path = folder / "lock"
        self._note = folder / "holder"
        self._what = what
        self._lock: BaseFileLock | None = None

    def acquire(self, waiting: Waiting | None = None) -> None:
        """Take the lock.

        Args:
            waiting: where it is given, another run is waited for.

        Raises:
            WorkspaceBusyError: another process holds it, and is not waited for.
            OSError: the folder can't be written.
        """
        from filelock import FileLock, Timeout

        # We make no links: those that came with somebody's folder must not have us write where they lead.
        for path in (self._path, self._note):
            if path.is_symlink():
                path.unlink(missing_ok=True)
        lock = FileLock(self._path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if waiting is None:
                raise WorkspaceBusyError(
                    f"{self._what} is in use by {self.holder()}",
                    hint="Add --wait to wait until it has finished, or choose another folder with --output.",
                ) from None
            waiting(self.holder())
            lock.acquire(timeout=-1, poll_interval=_POLL_S)
        self._lock = lock
        note = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
        # Only people read it: a disk so full that it can't be written says so where it matters.
        with contextlib.suppress(OSError):
            self._note.write_text(json.dumps(note), encoding="utf-8")

    def release(self) -> None:
        """Give the lock back."""
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def holder(self) -> str:
        """Who holds the lock, as its note says: ``process 4711 on anvil since 2024-05-01 12:00:00``."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return f"process {int(note['pid'])} on {note['host']} since {note['since']}"
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return "another run"


@contextlib.contextmanager
def sharing(path: Path | None) -> Iterator[None]:
    """Hold a file that several runs read, complete and write again, so that none undoes what another one wrote.

    The lock is in the person's own cache folder, by the file's path: a folder of stories stays free of litter. It holds
    among the processes of one machine. Where there is no such folder, nothing is held.

    Args:
        path: of the file, which need not be there; None holds nothing.
    """
    if path is None:
        yield
        return
    from filelock import FileLock
    from platformdirs import user_cache_path

    name = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:32]
    folder = user_cache_path("narrate") / "locks"
    lock = FileLock(folder / f"{name}.lock")
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(lock)
        yield
