"""The workers of a command: one pool for all its stories, which outlives the death of a worker.

Whatever is submitted is idempotent: done twice it leaves the same file. So a task whose worker was killed (by the
system, for want of memory, or by a person) is simply given to another, in a smaller pool.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Self, TypeVar

from narrate.errors import StoppedError

Given = ParamSpec("Given")
Result = TypeVar("Result")
Item = TypeVar("Item")

ATTEMPTS = 3
"""A task that was in hand when so many workers in a row were killed is what kills them."""


@dataclass(slots=True)
class _Task:
    call: Callable[[], Any]
    outer: Future[Any] = field(default_factory=Future)
    attempts: int = 0


class LastingExecutor(Executor):
    """An executor that replaces the one below it when that has lost a worker.

    Args:
        create: makes an executor with so many workers.
        jobs: how many; halved with each replacement, since it is memory that workers mostly die of.
        lost: is told how many workers there are from now on; called from any thread.
    """

    def __init__(
        self, create: Callable[[int], Executor], jobs: int, lost: Callable[[int], None] = lambda _: None
    ) -> None:
        self._create = create
        self._jobs = jobs
        self._lost = lost
        self._lock = threading.Lock()
        self._current: Executor | None = None
        self._given: set[Future[Any]] = set()
        self._closed = False

    def submit(self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Schedule a call, whose arguments and result must be small and picklable.

        Raises:
            RuntimeError: the executor was shut down.
        """
        if self._closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        task = _Task(functools.partial(fn, *args, **kwargs))
        self._attempt(task)
        return task.outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT002 - the base's
        """End the workers; see `concurrent.futures.Executor.shutdown`."""
        with self._lock:
            self._closed = True
            current = self._current
            given = tuple(self._given) if cancel_futures else ()
        for future in given:  # not every executor can do that itself
            future.cancel()
        if current is not None:
            current.shutdown(wait=wait)

    def _attempt(self, task: _Task) -> None:
        task.attempts += 1
        executor = self._usable()
        try:
            inner = executor.submit(task.call)
        except BrokenExecutor as error:
            self._after(task, executor, error)
            return
        except RuntimeError:
            if not self._closed:
                raise
            task.outer.cancel()
            return
        with self._lock:
            self._given.add(inner)
        task.outer.add_done_callback(lambda outer: inner.cancel() if outer.cancelled() else None)
        inner.add_done_callback(functools.partial(self._done, task, executor))

    def _done(self, task: _Task, executor: Executor, inner: Future[Any]) -> None:
        with self._lock:
            self._given.discard(inner)
        if inner.cancelled():
            task.outer.cancel()
        if task.outer.cancelled():
            # Whoever waits by `concurrent.futures.wait` is told by this alone.
            task.outer.set_running_or_notify_cancel()
            return
        error = inner.exception()
        if isinstance(error, BrokenExecutor):
            self._after(task, executor, error)
        elif task.outer.set_running_or_notify_cancel():
            if error is not None:
                task.outer.set_exception(error)
            else:
                task.outer.set_result(inner.result())

    def _after(self, task: _Task, executor: Executor, error: BrokenExecutor) -> None:
        """A worker was killed while it had this task, or another one."""
        self._replace(executor)
        if task.attempts < ATTEMPTS and not self._closed:
            self._attempt(task)
        elif task.outer.set_running_or_notify_cancel():
            task.outer.set_exception(error)

    def _usable(self) -> Executor:
        with self._lock:
            if self._current is None:
                self._current = self._create(self._jobs)
            return self._current

    def _replace(self, broken: Executor) -> None:
        with self._lock:
            if self._current is not broken:  # another task has seen to it
                return
            self._current = None
            self._jobs = max(self._jobs // 2, 1)
            jobs = self._jobs
        broken.shutdown(wait=False)
        if not self._closed:
            self._lost(jobs)


class Workers:
    """What makes the sound of all stories of a command; gone when the context is left.

    Args:
        jobs: worker processes.
        executor: name of the executor that has them.
        lost: see `LastingExecutor`.

    Attributes:
        jobs: worker processes.
        executor: has them.
        chapters: threads that each see one chapter through. They only wait for the workers; one more than there are
            workers keeps all of them busy, and no more chapters than that are in spools at once.
    """

    def __init__(self, jobs: int, executor: str = "local", lost: Callable[[int], None] = lambda _: None) -> None:
        self.jobs = jobs
        self.executor = LastingExecutor(functools.partial(_load, executor), jobs, lost)
        self.chapters = ThreadPoolExecutor(jobs + 1, thread_name_prefix="chapter")
        self._stopped = threading.Event()
        self._changed = threading.Condition()
        self._waiting = 0
        self._begun = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, once what they have in hand is finished."""
        self.chapters.shutdown(wait=True, cancel_futures=True)
        self.executor.shutdown(wait=True, cancel_futures=True)

    def stop(self) -> None:
        """Begin nothing new. What a worker has in hand is finished; `check` raises from now on."""
        self._stopped.set()
        self.chapters.shutdown(wait=False, cancel_futures=True)
        self.executor.shutdown(wait=False, cancel_futures=True)

    def check(self) -> None:
        """Go on, unless the person has said stop.

        Raises:
            StoppedError: so it is.
        """
        if self._stopped.is_set():
            raise stopped()

    @property
    def begun(self) -> int:
        """How many stories have had chapters submitted."""
        return self._begun

    @property
    def hungry(self) -> bool:
        """Whether fewer chapters wait to be begun than there are workers."""
        return self._waiting < self.jobs

    def submit_chapters(self, make: Callable[[Item], None], items: Sequence[Item]) -> list[Future[None]]:
        """Have all chapters of a story that have to be made seen through, in order, after those of earlier stories.

        Raises:
            StoppedError: the person has said stop.
        """
        self.check()
        with self._changed:
            self._waiting += len(items)

        def begin(item: Item) -> None:
            self.tell(self._one_less)
            make(item)

        futures = []
        try:
            for item in items:
                futures.append(self.chapters.submit(begin, item))
                futures[-1].add_done_callback(self._given_up)
        except RuntimeError as error:
            raise stopped() from error
        finally:
            self.tell(self._one_more)
        return futures

    def tell(self, change: Callable[[], None]) -> None:
        """Make a change that `wait_until` may wait for; one at a time."""
        with self._changed:
            change()
            self._changed.notify_all()

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds that `tell` brings about."""
        with self._changed:
            self._changed.wait_for(holds)

    def _given_up(self, future: Future[None]) -> None:
        if future.cancelled():
            self.tell(self._one_less)

    def _one_less(self) -> None:
        self._waiting -= 1

    def _one_more(self) -> None:
        self._begun += 1


def stopped() -> StoppedError:
    """The error of work that the person stopped."""
    return StoppedError("stopped", hint="Run the same command again: it goes on where it stopped.")


def result_of(future: Future[Result]) -> Result:
    """What a chapter's thread gave, once it is done.

    Raises:
        StoppedError: it was not begun, since the person said stop.
        NarrateError: whatever the work itself raised.
    """
    try:
        return future.result()
    except CancelledError as error:
        raise stopped() from error


def _load(name: str, jobs: int) -> Executor:
    from narrate.synthesis import load_executor

    return load_executor(name, jobs=jobs)
