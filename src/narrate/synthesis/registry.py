"""Engines and executors by name, from the entry points of the installed packages.

``narrate.engines`` names classes that meet `narrate.synthesis.engine.Engine`; ``narrate.executors`` names
functions ``create(jobs: int) -> concurrent.futures.Executor``.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor
from typing import cast

from narrate.errors import EngineMissingError, UsageError
from narrate.model import EngineSettings
from narrate.plugins import PluginGroup
from narrate.synthesis.engine import Configurable, Engine

ENGINES = PluginGroup("narrate.engines", "engine", "speech engine", EngineMissingError, "--engine")
EXECUTORS = PluginGroup("narrate.executors", "executor", "executor", UsageError)

DEFAULT_ENGINE = "pyttsx3"
DEFAULT_EXECUTOR = "local"


def engine_names() -> tuple[str, ...]:
    """The names of all engines that installed packages declare, sorted."""
    return ENGINES.names()


def load_engine(name: str = DEFAULT_ENGINE, settings: EngineSettings | None = None) -> Engine:
    """A new engine of that name; nothing heavy is loaded yet.

    Args:
        name: in the entry-point group.
        settings: how it is to work, for an engine that heeds them; None: as ever.

    Raises:
        EngineMissingError: no package declares it, or the package that does can't be imported.
        ConfigError: it can't use one of the settings.
    """
    engine = cast("Engine", ENGINES.create(name))
    if settings is not None and isinstance(engine, Configurable):
        engine.configure(settings)
    return engine


def executor_names() -> tuple[str, ...]:
    """The names of all executors that installed packages declare, sorted."""
    return EXECUTORS.names()


def load_executor(name: str = DEFAULT_EXECUTOR, *, jobs: int | None = None) -> Executor:
    """A new executor of that name with ``jobs`` workers (None: one for each core this process may use).

    Raises:
        UsageError: no package declares it, or the package that does can't be imported.
    """
    return cast("Executor", EXECUTORS.create(name, usable_cores() if jobs is None else jobs))


def usable_cores() -> int:
    """How many cores this process may use, at least 1 (a container's CPU set counts, its CPU quota does not)."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1
