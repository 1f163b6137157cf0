"""Many stories at once: one pool of workers for all, and no story that stops the others.

Stories are begun in the order in which they are named, one at a time: who comes first in a series has its people in the
voice map before the next one is cast, whatever the workers do meanwhile. The next one is begun when fewer chapters wait
than there are workers. So the workers are never idle, no story waits for a later one, and no more than two novels are
in memory.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from narrate.config import Options
from narrate.errors import NarrateError, OutputError
from narrate.locking import Waiting
from narrate.pipeline.events import Listener
from narrate.pipeline.run.book import loss_notice, make_audiobook
from narrate.pipeline.run.spending import Confirm
from narrate.pipeline.sound.engines import look_at_engines_anew
from narrate.pipeline.sound.workers import Workers
from narrate.pipeline.summary import Summary


@dataclass(frozen=True, slots=True)
class StoryToMake:
    """A story with its options; its error, where they can't be used."""

    story: Path
    options: Options | NarrateError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a story: a summary, or an error."""

    story: Path
    summary: Summary | None = None
    error: NarrateError | None = None

    @property
    def exit_code(self) -> int:
        """That of a command which makes this story alone."""
        return self.error.exit_code if self.error else 0


def make_audiobooks(
    stories: Sequence[StoryToMake],
    *,
    force: bool = False,
    listener: Callable[[Path], Listener],
    waiting: Waiting | None = None,
    done: Callable[[Outcome], None] = lambda _: None,
    confirm: Confirm | None = None,
) -> tuple[Outcome, ...]:
    """Turn stories into audiobooks. Workers and executor are those of the first story's options.

    Args:
        stories: each with an output folder of its own.
        force: make every chapter again.
        listener: makes what is told of a story; called from several threads.
        waiting: where it is given, a run that holds a folder is waited for, and this is told which.
        done: is told of each story when it is finished, or given up; called from several threads, one at a time.
        confirm: as `make_audiobook` has it; called from several threads.

    Returns:
        What became of each, in their order. A story's error is no exception.
    """
    look_at_engines_anew()
    options = next((each.options for each in stories if isinstance(each.options, Options)), Options())
    with Workers(options.workers, options.executor, loss_notice(listener(Path()))) as workers:
        maker = _Maker(workers, listener, force=force, waiting=waiting, confirm=confirm)
        # Far more than are ever at work: each waits for the workers.
        with ThreadPoolExecutor(2 * options.workers + 4, thread_name_prefix="story") as threads:
            futures: list[Future[Outcome]] = []
            try:
                for each in stories:
                    begun = workers.begun
                    future = threads.submit(maker.make, each)
                    future.add_done_callback(lambda made: workers.tell(lambda: done(made.result())))
                    futures.append(future)
                    workers.wait_until(functools.partial(_next_may_begin, workers, future, begun))
                return tuple(future.result() for future in futures)
            except KeyboardInterrupt:
                workers.stop()
                raise


def _next_may_begin(workers: Workers, last: Future[Outcome], begun: int) -> bool:
    """Whether the last story is done, or has all its chapters submitted and few of them wait."""
    return last.done() or (workers.begun > begun and workers.hungry)


class _Maker:
    def __init__(
        self,
        workers: Workers,
        listener: Callable[[Path], Listener],
        *,
        force: bool,
        waiting: Waiting | None,
        confirm: Confirm | None,
    ) -> None:
        self._confirm = confirm
        self._workers = workers
        self._listener = listener
        self._force = force
        self._waiting = waiting

    def make(self, each: StoryToMake) -> Outcome:
        """Make one story; never raises, unless somebody wants to see an unforeseen fault."""
        try:
            return Outcome(each.story, self._summary(each))
        except NarrateError as error:
            return Outcome(each.story, error=error)
        except OSError as error:
            what = error.filename or each.story
            return Outcome(each.story, error=OutputError(f"{what}: {error.strerror or error}"))
        except Exception as error:
            if os.environ.get("NARRATE_DEBUG"):
                raise
            return Outcome(each.story, error=_unforeseen(error))

    def _summary(self, each: StoryToMake) -> Summary:
        if isinstance(each.options, NarrateError):
            raise each.options
        self._workers.check()
        return make_audiobook(
            each.story,
            each.options,
            force=self._force,
            listener=self._listener(each.story),
            waiting=self._waiting,
            confirm=self._confirm,
            workers=self._workers,
        )


def _unforeseen(error: Exception) -> NarrateError:
    return NarrateError(
        f"an unforeseen fault: {type(error).__name__}: {error}",
        hint="This is a fault of narrate's: please report it, with what NARRATE_DEBUG=1 in the environment prints.",
    )
