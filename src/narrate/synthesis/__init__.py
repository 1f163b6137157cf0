"""Engines, each in a process of its own, and lines rendered by them through an executor."""

from narrate.synthesis.cache import CacheInfo, ClipCache
from narrate.synthesis.check import check_engine
from narrate.synthesis.engine import (
    Capabilities,
    Configurable,
    Destination,
    Engine,
    EngineInfo,
    Remote,
    Transcriber,
    VoiceNamer,
)
from narrate.synthesis.host import EngineHost
from narrate.synthesis.registry import (
    DEFAULT_ENGINE,
    DEFAULT_EXECUTOR,
    engine_names,
    executor_names,
    load_engine,
    load_executor,
    usable_cores,
)
from narrate.synthesis.render import RenderedLines, Renderer, Rendering, outcome
from narrate.synthesis.spool import ClipPlace
from narrate.synthesis.tasks import Failure, RenderResult, RenderTask, close_hosts, render, start_engine

__all__ = [
    "DEFAULT_ENGINE",
    "DEFAULT_EXECUTOR",
    "CacheInfo",
    "Capabilities",
    "ClipCache",
    "ClipPlace",
    "Configurable",
    "Destination",
    "Engine",
    "EngineHost",
    "EngineInfo",
    "Failure",
    "Remote",
    "RenderResult",
    "RenderTask",
    "RenderedLines",
    "Renderer",
    "Rendering",
    "Transcriber",
    "VoiceNamer",
    "check_engine",
    "close_hosts",
    "engine_names",
    "executor_names",
    "load_engine",
    "load_executor",
    "outcome",
    "render",
    "start_engine",
    "usable_cores",
]
