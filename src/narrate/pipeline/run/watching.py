"""A folder in which people drop stories: which ones are new there, and whole."""

from __future__ import annotations

from pathlib import Path

from narrate.errors import StoryError

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", "~")
"""How browsers and copying programs name what is still on its way."""

State = tuple[int, int]
"""Size in bytes, and time of the last change in ns."""


class DropFolder:
    """A folder that is looked at again and again.

    A file is whole when two looks find it alike: programs that copy or download write all the time.

    Args:
        folder: is there. Folders in it are not looked into.

    Raises:
        StoryError: there is no such folder, or it can't be read (from `look`, too).
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, State] = {}
        self._told: dict[Path, State] = {}
        self._states()

    def look(self) -> tuple[Path, ...]:
        """The stories that are whole, and new or changed since they were last told, by name."""
        states = self._states()
        whole = [path for path, state in states.items() if self._seen.get(path) == state != self._told.get(path)]
        self._seen = states
        self._told.update({path: states[path] for path in whole})
        return tuple(sorted(whole))

    def _states(self) -> dict[Path, State]:
        try:
            return {path: state for path in self._folder.iterdir() if (state := _state(path))}
        except OSError as error:
            raise StoryError(
                f"can't watch {self._folder}: {error.strerror}", hint="Name a folder that you may read."
            ) from error


def _state(path: Path) -> State | None:
    """What a story's file is like; None if it is no story, or gone."""
    from narrate.intake.registry import SUFFIXES

    name = path.name.casefold()
    if name.startswith((".", "~")) or name.endswith(_UNFINISHED) or not name.endswith(tuple(SUFFIXES)):
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if path.is_file() and status.st_size else None
