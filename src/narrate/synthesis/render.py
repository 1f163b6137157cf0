"""Lines rendered through any `concurrent.futures.Executor`.

The sound goes into spool files, which `RenderedLines` (small and picklable, as `narrate.synthesis.tasks` is) reads
wherever it is sent.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from narrate.errors import StoppedError, SynthesisError
from narrate.model import AudioFormat, Clip, EngineSettings, SynthesisRequest
from narrate.synthesis.cache import ClipCache
from narrate.synthesis.quality import Expected
from narrate.synthesis.registry import load_engine
from narrate.synthesis.spool import ClipPlace, read_clips
from narrate.synthesis.tasks import Failure, RenderResult, RenderTask, render

Result = TypeVar("Result")

FAST_BATCH_CHARACTERS = 2_000
"""About thirty lines, a tenth of a second of work: a task's own cost is small beside it, Ctrl-C is soon heard, and the
workers are done with a chapter at about the same time."""

SLOW_BATCH_CHARACTERS = 1_000
"""For engines that need seconds a line."""


@dataclass(frozen=True, slots=True)
class RenderedLines:
    """The clips of all requests, in order, in spool files that are there until `discard` is called."""

    places: tuple[ClipPlace | None, ...]
    failures: tuple[Failure, ...]
    cached: int
    damaged: int = 0
    doubts: tuple[Failure, ...] = ()

    @property
    def formats(self) -> tuple[AudioFormat, ...]:
        """The formats of the clips, in the order they first occur; one, for most engines."""
        return tuple(dict.fromkeys(place.format for place in self.places if place is not None))

    def clips(self) -> Iterator[Clip | None]:
        """One clip a request, one in memory at a time; None where it failed.

        Raises:
            SynthesisError: a spool file is gone or damaged.
        """
        return read_clips(self.places)

    def spool_files(self) -> tuple[Path, ...]:
        """The files the clips are in."""
        return tuple(Path(spool) for spool in dict.fromkeys(place.spool for place in self.places if place is not None))

    def discard(self) -> None:
        """Delete the spool files."""
        for path in self.spool_files():
            path.unlink(missing_ok=True)


class Rendering:
    """Lines on their way. Made by `Renderer.submit`."""

    def __init__(self, futures: Sequence[Future[RenderResult]], sizes: Sequence[int]) -> None:
        self._futures = tuple(futures)
        self._sizes = dict(zip(self._futures, sizes, strict=True))

    @property
    def lines(self) -> int:
        """How many lines were asked for."""
        return sum(self._sizes.values())

    def wait(self, on_progress: Callable[[int], None] | None = None) -> None:
        """Wait until all is done; ``on_progress`` is called with the number of lines done so far, from this thread.

        Raises:
            EngineError: the engine or a voice is missing.
            SynthesisError: a worker was killed.
            OutputError: a spool file can't be written.
        """
        done = 0
        for future in as_completed(self._futures):
            outcome(future)
            done += self._sizes[future]
            if on_progress is not None:
                on_progress(done)

    def result(self) -> RenderedLines:
        """Wait until all is done; raises as `wait` does."""
        places: list[ClipPlace | None] = []
        failures: list[Failure] = []
        doubts: list[Failure] = []
        cached = damaged = 0
        for future in self._futures:
            batch = outcome(future)
            failures += (Failure(len(places) + failure.index, failure.message) for failure in batch.failures)
            doubts += (Failure(len(places) + doubt.index, doubt.message) for doubt in batch.doubts)
            places += batch.places
            cached += batch.cached
            damaged += batch.damaged
        return RenderedLines(tuple(places), tuple(failures), cached, damaged, tuple(doubts))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The lines that could not be spoken; waits, and raises as `wait` does."""
        return self.result().failures

    def clips(self) -> Iterator[Clip | None]:
        """The clips in order, each batch as soon as it and those before are done; raises as `wait` does."""
        for future in self._futures:
            yield from read_clips(outcome(future).places)

    def cancel(self) -> None:
        """Drop what has not begun; batches in hand are finished by their workers."""
        for future in self._futures:
            future.cancel()

    def discard(self) -> None:
        """Delete the spool files of all that is done."""
        for future in self._futures:
            if future.done() and not future.cancelled() and future.exception() is None:
                RenderedLines(future.result().places, (), 0).discard()


class Renderer:
    """Divides lines into batches and hands them to an executor.

    Args:
        engine: its name in ``narrate.engines``.
        executor: where `render` runs; its workers see the same file system.
        spool_dir: for spool files. Kept from a run that was killed, its whole batches are not made again.
        cache: used only where the engine is not ``fast``.
        batch_characters: of text in a batch; None: by the engine's speed.
        limit_s: for each attempt at a line; None: by the length of its text.
        settings: how the engine is to work; None: as ever.

    Raises:
        EngineMissingError: there is no such engine.
        ConfigError: it can't use one of the settings.
    """

    def __init__(
        self,
        engine: str,
        executor: Executor,
        spool_dir: Path,
        *,
        cache: ClipCache | None = None,
        batch_characters: int | None = None,
        limit_s: float | None = None,
        settings: EngineSettings | None = None,
    ) -> None:
        self._settings = settings or EngineSettings()
        loaded = load_engine(engine, self._settings)
        fast = loaded.capabilities.fast
        # On this machine a person may ask for more than is worth it; a server's limit is not theirs to pass.
        self._lanes = _lanes(engine, loaded.capabilities.parallelism if loaded.capabilities.needs_network else None)
        self._expected = Expected(loaded.capabilities.sample_rate_hz, loaded.capabilities.speaks)
        self._engine = engine
        self._executor = executor
        self._spool_dir = spool_dir
        self._fingerprint = loaded.fingerprint()
        self._versions = {voice.id: voice.version for voice in loaded.voices() if voice.version}
        loaded.close()
        self._cache = None if fast else cache
        self._batch_characters = batch_characters or (FAST_BATCH_CHARACTERS if fast else SLOW_BATCH_CHARACTERS)
        self._limit_s = limit_s

    @property
    def fingerprint(self) -> str:
        """Of the engine: whoever keeps what comes out keeps this with it."""
        return self._fingerprint

    @property
    def keeps_clips(self) -> bool:
        """Whether clips go into the cache."""
        return self._cache is not None

    def submit(self, requests: Sequence[SynthesisRequest], *, label: str = "lines") -> Rendering:
        """Begin to render ``requests``.

        Args:
            requests: in the order in which the clips are wanted.
            label: of the spool files, fit for a file name; two renderings at a time need two labels.

        Raises:
            SynthesisError: the executor has lost a worker before.
        """
        batches = tuple(_batches(requests, self._batch_characters))
        tasks = [self._task(batch, label, number) for number, batch in enumerate(batches)]
        try:
            futures = [self._begun(task) for task in tasks]
        except BrokenExecutor as error:
            raise _worker_killed() from error
        return Rendering(futures, [len(batch) for batch in batches])

    def _begun(self, task: RenderTask) -> Future[RenderResult]:
        """A task handed over as soon as fewer of the engine's are under way than it wants at once."""
        if self._lanes is None:
            return self._executor.submit(render, task)
        self._lanes.acquire()
        try:
            future = self._executor.submit(render, task)
        except BaseException:
            self._lanes.release()
            raise
        lanes = self._lanes
        future.add_done_callback(lambda _: lanes.release())
        return future

    def _task(self, batch: tuple[SynthesisRequest, ...], label: str, number: int) -> RenderTask:
        # The name says all that the sound depends on: a file found under it is the one that is wanted.
        fingerprints = tuple(self._of_voice(request.voice) for request in batch)
        known = repr((fingerprints, batch))
        digest = hashlib.blake2b(known.encode(), digest_size=10).hexdigest()
        spool = self._spool_dir / f"{label}-{number:04d}-{digest}.spool"
        return RenderTask(
            self._engine,
            batch,
            str(spool),
            fingerprints,
            cache=self._cache,
            limit_s=self._limit_s,
            settings=self._settings,
            expected=self._expected,
        )

    def _of_voice(self, voice: str) -> str:
        return f"{self._fingerprint} {self._versions.get(voice, '')}".rstrip()


def _batches(requests: Sequence[SynthesisRequest], characters: int) -> Iterator[tuple[SynthesisRequest, ...]]:
    batch: list[SynthesisRequest] = []
    size = 0
    for request in requests:
        batch.append(request)
        size += len(request.text)
        if size >= characters:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def outcome(future: Future[Result]) -> Result:
    """What a task of any kind gave, once it is done.

    Raises:
        SynthesisError: the worker was killed.
        StoppedError: it was not begun, since the person said stop.
        NarrateError: whatever else the task raised.
    """
    try:
        return future.result()
    except CancelledError as error:
        raise StoppedError("stopped", hint="Run the same command again: it goes on where it stopped.") from error
    except BrokenExecutor as error:
        raise _worker_killed() from error


def _worker_killed() -> SynthesisError:
    return SynthesisError(
        "a worker process was killed",
        hint="If memory ran out, use fewer workers (--jobs). Run again: it goes on where it was.",
    )


_every_lane: dict[tuple[str, int], threading.Semaphore] = {}


def _lanes(engine: str, parallelism: int | None) -> threading.Semaphore | None:
    """What all renderers of an engine share: free as often as the engine wants to work at once."""
    if parallelism is None:
        return None
    return _every_lane.setdefault((engine, parallelism), threading.Semaphore(parallelism))
