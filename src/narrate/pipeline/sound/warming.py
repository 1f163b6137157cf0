"""Workers and engines started while a story is still being read, on the cores that have nothing to do yet."""

from __future__ import annotations

import contextlib
import importlib

from narrate.errors import NarrateError
from narrate.model import EngineSettings
from narrate.pipeline.sound.engines import EngineDescription
from narrate.pipeline.sound.workers import Workers

MOST = 2
"""Workers that are started early: few stories are short enough to need fewer, and few machines too small."""

_NEEDED = ("numpy", "lameenc", "narrate.pipeline.sound.finish")


def warm(workers: Workers, engine: EngineDescription, settings: EngineSettings) -> None:
    """Have some workers load what they will need, and start their engine; returns at once.

    Only for engines that start in a moment, and once for all stories of a command.
    """
    if engine.fast and not engine.needs_network and not workers.begun:
        for _ in range(min(workers.jobs, MOST)):
            workers.executor.submit(_load, engine.name, settings)


def _load(engine: str, settings: EngineSettings) -> None:
    from narrate.synthesis import start_engine  # in the worker

    # What is wrong is said when it is needed.
    with contextlib.suppress(NarrateError):
        start_engine(engine, settings)
    for name in _NEEDED:
        importlib.import_module(name)
