"""The work of a worker: a batch of requests becomes a spool file.

What crosses to it is a `RenderTask`, what comes back a `RenderResult`: both small and picklable, no sound.
"""

from __future__ import annotations

import os
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import SynthesisError
from narrate.model import EngineSettings, SynthesisRequest
from narrate.synthesis.cache import ClipCache, Fetched
from narrate.synthesis.host import EngineHost
from narrate.synthesis.quality import ANYTHING, Expected, doubt_of
from narrate.synthesis.spool import ClipPlace, SpoolWriter, find_spool, read_clips


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that could not be spoken, or may sound wrong: its index among the requests, and why."""

    index: int
    message: str


@dataclass(frozen=True, slots=True)
class RenderTask:
    """A batch of requests for one worker. Doing it twice gives the same file.

    Attributes:
        fingerprints: of the engine and the voice, one a request; part of the clip cache's keys.
        cache: None for engines whose clips aren't worth keeping.
        limit_s: for each attempt at a request; None: by the length of its text.
        settings: how the engine is to work; None: as ever.
        expected: what the engine declares of its clips.
    """

    engine: str
    requests: tuple[SynthesisRequest, ...]
    spool: str
    fingerprints: tuple[str, ...]
    cache: ClipCache | None = None
    limit_s: float | None = None
    settings: EngineSettings | None = None
    expected: Expected = ANYTHING


@dataclass(frozen=True, slots=True)
class RenderResult:
    """Where each request's clip is (None: it failed), what failed, and what was spoken but is doubtful.

    ``cached`` clips were not made anew; ``damaged`` ones lay in the cache, were of no use, and were made again.
    """

    places: tuple[ClipPlace | None, ...]
    failures: tuple[Failure, ...] = ()
    cached: int = 0
    damaged: int = 0
    doubts: tuple[Failure, ...] = ()


def render(task: RenderTask) -> RenderResult:
    """Make the sound of a batch. Any executor's worker can run this; it keeps its engine's process for the next.

    Raises:
        EngineMissingError, VoiceMissingError: no line of this batch can be made.
        OutputError: the spool file can't be written.
    """
    spool = Path(task.spool)
    found = find_spool(spool)
    if found is not None and len(found) == len(task.requests) and None not in found:
        again = zip(task.requests, read_clips(found), strict=True)
        heard = [clip and doubt_of(request, clip, task.expected) for request, clip in again]
        doubts = [Failure(index, doubt) for index, doubt in enumerate(heard) if doubt]
        return RenderResult(found, cached=len(found), doubts=tuple(doubts))
    host = _host(task.engine, task.settings or EngineSettings())
    writer = SpoolWriter(spool)
    failures: list[Failure] = []
    doubtful: list[Failure] = []
    cached = damaged = 0
    try:
        for index, (request, fingerprint) in enumerate(zip(task.requests, task.fingerprints, strict=True)):
            kept = task.cache.fetch(fingerprint, request) if task.cache is not None else Fetched(None)
            clip, doubt = kept.clip, ""
            cached += clip is not None
            damaged += kept.damaged
            if clip is not None:
                doubt = doubt_of(request, clip, task.expected)
            else:
                try:
                    spoken = host.spoken(request, limit_s=task.limit_s)
                except SynthesisError as error:
                    failures.append(Failure(index, error.message))
                else:
                    clip, doubt = spoken.clip, spoken.doubt
                    if task.cache is not None:
                        task.cache.put(fingerprint, request, clip)
            if doubt:
                doubtful.append(Failure(index, doubt))
            writer.add(clip)
        return RenderResult(writer.finish(), tuple(failures), cached, damaged, tuple(doubtful))
    except BaseException:
        writer.abandon()
        raise


def start_engine(engine: str, settings: EngineSettings) -> None:
    """Have this worker's process for an engine ready before the first request.

    Raises:
        EngineMissingError: it does not start.
        SynthesisError: it started, and stopped.
    """
    _host(engine, settings).start()


_local = threading.local()
_hosts: weakref.WeakSet[EngineHost] = weakref.WeakSet()


def close_hosts() -> None:
    """End all engine processes that `render` keeps in this process; a later `render` starts others."""
    for host in tuple(_hosts):
        host.close()


def _host(engine: str, settings: EngineSettings) -> EngineHost:
    """This thread's process for ``engine``, set so."""
    kept: tuple[int, dict[tuple[str, EngineSettings], EngineHost]] | None = getattr(_local, "hosts", None)
    if kept is None or kept[0] != os.getpid():  # in a fork, the parent's hosts are not ours
        kept = _local.hosts = (os.getpid(), {})
    hosts = kept[1]
    if (engine, settings) not in hosts:
        host = hosts[engine, settings] = EngineHost(engine, settings=settings)
        _hosts.add(host)
    return hosts[engine, settings]
