"""Engines and executors by name, from the entry points of the installed packages.

``narrate.engines`` names classes that meet `narrate.synthesis.engine.Engine`; ``narrate.executors`` names
functions ``create(jobs: int) -> concurrent.futures.Executor``. Nothing but an installed package's own
declaration is ever imported: a name in a stranger's ``voices.toml`` can't run code.
"""

from __future__ import annotations

import difflib
import os
from concurrent.futures import Executor
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from narrate.errors import EngineMissingError, UsageError
from narrate.synthesis.engine import Engine

ENGINE_GROUP = "narrate.engines"
EXECUTOR_GROUP = "narrate.executors"

DEFAULT_ENGINE = "pyttsx3"
DEFAULT_EXECUTOR = "local"


def engine_names() -> tuple[str, ...]:
    """The names of all engines that installed packages declare, sorted."""
    return _names(ENGINE_GROUP)


def load_engine(name: str = DEFAULT_ENGINE) -> Engine:
    """A new engine of that name; nothing heavy is loaded yet.

    Raises:
        EngineMissingError: no package declares it, or the package that does can't be imported.
    """
    entry = _find(ENGINE_GROUP, name)
    if entry is None:
        raise EngineMissingError(
            f"there is no speech engine named “{name}”", hint=_nearest("engine", name, engine_names())
        )
    try:
        return cast("Engine", entry.load()())
    except (ImportError, AttributeError, OSError) as error:
        raise EngineMissingError(
            f"the speech engine “{name}” can't be loaded: {error}",
            hint=f"Reinstall the package that brings it ({entry.value}), or choose another with --engine.",
        ) from error


def executor_names() -> tuple[str, ...]:
    """The names of all executors that installed packages declare, sorted."""
    return _names(EXECUTOR_GROUP)


def load_executor(name: str = DEFAULT_EXECUTOR, *, jobs: int | None = None) -> Executor:
    """A new executor of that name with ``jobs`` workers (None: one for each core this process may use).

    Raises:
        UsageError: no package declares it, or the package that does can't be imported.
    """
    entry = _find(EXECUTOR_GROUP, name)
    if entry is None:
        raise UsageError(f"there is no executor named “{name}”", hint=_nearest("executor", name, executor_names()))
    try:
        create = entry.load()
    except (ImportError, AttributeError) as error:
        raise UsageError(f"the executor “{name}” can't be loaded: {error}") from error
    return cast("Executor", create(usable_cores() if jobs is None else jobs))


def usable_cores() -> int:
    """How many cores this process may use, at least 1 (a container's CPU set counts, its CPU quota does not)."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def _names(group: str) -> tuple[str, ...]:
    return tuple(sorted({entry.name for entry in entry_points(group=group)}))


def _find(group: str, name: str) -> EntryPoint | None:
    found = [entry for entry in entry_points(group=group) if entry.name == name]
    # Two packages may claim one name: ours first, then by value, so that the choice doesn't hang on sys.path.
    found.sort(key=lambda entry: (not entry.value.startswith("narrate."), entry.value))
    return found[0] if found else None


def _nearest(what: str, name: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name.lower(), known, n=1)
    if close:
        return f"Did you mean “{close[0]}”? Known {what}s: {', '.join(known)}."
    return f"Known {what}s: {', '.join(known)}." if known else f"No {what} is installed: reinstall narrate."
