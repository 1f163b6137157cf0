"""Workers that die cost a retry; whoever has the tasks is an `Executor` and nothing else."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from narrate.pipeline.sound.workers import ATTEMPTS, LastingExecutor, Workers

PLUGINS = Path(__file__).parents[1] / "plugins"


class Dying(Executor):
    """Breaks, with all that it has in hand, at the calls that it is told to; like a pool that lost a worker."""

    def __init__(self, jobs, fatal, log):
        self.jobs, self.fatal, self.broken, self.log = jobs, fatal, False, log

    def submit(self, fn, /, *args, **kwargs):
        if self.broken:
            raise BrokenExecutor("broken before")
        future: Future[object] = Future()
        self.log.append(self.jobs)
        if len(self.log) in self.fatal:
            self.broken = True
            future.set_exception(BrokenExecutor("a worker died"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future

    def shutdown(self, wait=True, *, cancel_futures=False):  # noqa: FBT002 - the base's
        self.log.append("shut")


def lasting(fatal=(), jobs=8):
    log: list[object] = []
    lost: list[int] = []
    return LastingExecutor(lambda n: Dying(n, fatal, log), jobs, lost.append), log, lost


def test_a_task_is_given_to_a_smaller_pool_when_its_worker_dies():
    executor, log, lost = lasting(fatal={1})
    assert executor.submit(sum, [1, 2]).result(timeout=5) == 3
    assert executor.submit(sum, [3]).result(timeout=5) == 3
    assert [entry for entry in log if entry != "shut"] == [8, 4, 4]
    assert lost == [4]


def test_a_task_that_kills_every_worker_is_given_up():
    executor, log, lost = lasting(fatal=range(100), jobs=3)
    with pytest.raises(BrokenExecutor):
        executor.submit(sum, [1]).result(timeout=5)
    assert [entry for entry in log if entry != "shut"] == [3, 1, 1]
    assert len(lost) == ATTEMPTS


def test_an_error_of_the_task_is_no_death():
    lost: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        failing = LastingExecutor(lambda _: pool, 1, lost.append)
        with pytest.raises(ZeroDivisionError):
            failing.submit(divmod, 1, 0).result(timeout=5)
    assert not lost


def test_what_has_not_begun_when_it_is_stopped_is_cancelled_and_the_rest_finished():
    hold, began = threading.Event(), threading.Event()

    def work():
        began.set()
        hold.wait(10)
        return "done"

    executor = LastingExecutor(ThreadPoolExecutor, 1)
    first, second = executor.submit(work), executor.submit(work)
    began.wait(10)
    executor.shutdown(wait=False, cancel_futures=True)
    hold.set()
    assert first.result(timeout=5) == "done"
    assert not wait([second], timeout=5).not_done
    with pytest.raises(CancelledError):
        second.result(timeout=5)
    with pytest.raises(RuntimeError):
        executor.submit(work)


def test_chapters_of_a_story_that_is_given_up_count_no_longer_as_waiting():
    hold = threading.Event()

    def work(_):
        hold.wait(10)

    with Workers(1) as workers:
        futures = workers.submit_chapters(work, range(9))
        assert not workers.hungry
        for future in futures:
            future.cancel()
        hold.set()
        workers.wait_until(lambda: workers.hungry)
        assert workers.begun == 1


@pytest.fixture(scope="module")
def made_by(tmp_path_factory):
    """What a run makes with an executor, by name."""
    story = tmp_path_factory.mktemp("story") / "ferry.txt"
    story.write_text("Chapter 1\n\n“It is late,” said Hester.\n\nChapter 2\n\n“Not always,” said the ferryman.\n")
    known = {}

    def make(executor):
        if executor not in known:
            environment = {**os.environ, "NARRATE_EXECUTOR": executor, "PYTHONPATH": str(PLUGINS)}
            command = [
                sys.executable,
                "-m",
                "narrate",
                "ferry.txt",
                "--engine",
                "silent",
                "--jobs",
                "2",
                "-o",
                executor,
            ]
            done = subprocess.run(
                command, cwd=story.parent, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stderr
            known[executor] = {p.name: p.read_bytes() for p in (story.parent / executor).iterdir() if p.is_file()}
        return known[executor]

    return make


def test_another_executor_gives_the_same_bytes(made_by):
    assert made_by("loky") == made_by("local")


def test_an_executor_that_is_not_there_is_named(narrate, story, monkeypatch):
    monkeypatch.setenv("NARRATE_EXECUTOR", "lokky")
    done = narrate(story.name, "--engine", "silent")
    assert done.code == 2
    assert "local" in done.err


def test_what_crosses_to_a_worker_is_small(narrate, story, monkeypatch):
    sizes = []
    submit = LastingExecutor.submit

    def weigh(self, fn, /, *args, **kwargs):
        sizes.append(len(pickle.dumps((fn, args, kwargs))))
        future = submit(self, fn, *args, **kwargs)
        future.add_done_callback(lambda done: sizes.append(len(pickle.dumps(done.result()))))
        return future

    monkeypatch.setattr(LastingExecutor, "submit", weigh)
    assert narrate(story.name, "--engine", "silent").code == 0
    sound = sum(path.stat().st_size for path in Path("output/The Ferry").glob("*.mp3"))
    assert len(sizes) >= 8
    assert sum(sizes) < sound / 10
