"""Worker processes on this machine: the executor that narrate uses unless told otherwise."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import Executor, ProcessPoolExecutor


def create(jobs: int) -> Executor:
    """An executor with ``jobs`` worker processes, started as they are needed.

    Forks of a clean server where the system can, else fresh interpreters: never forks of this process, whose
    threads and locks they would copy.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        # Imported once in the server: every worker is forked with it.
        context.set_forkserver_preload(["narrate.synthesis.render"])
    return ProcessPoolExecutor(max_workers=max(jobs, 1), mp_context=context, initializer=_ignore_interrupts)


def _ignore_interrupts() -> None:
    # Ctrl-C reaches every process of a terminal: the first one decides, the others finish what is in hand.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
