"""Worker processes on this machine: the executor that narrate uses unless told otherwise."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import Executor, ProcessPoolExecutor

from narrate.memory import keep_freed_memory


def create(jobs: int) -> Executor:
    """An executor with ``jobs`` worker processes, started as they are needed.

    Forks of a clean server where the system can, else fresh interpreters: never forks of this process, whose
    threads and locks they would copy.
    """
    # Python puts the current folder in front of all modules for a child that is started with -c or -m. That folder may
    # hold a stranger's files; nothing in it is ever imported.
    os.environ["PYTHONSAFEPATH"] = "1"
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        # Imported once in the server: every worker is forked with it.
        context.set_forkserver_preload(["narrate.synthesis.tasks"])
    return ProcessPoolExecutor(max_workers=max(jobs, 1), mp_context=context, initializer=_prepare_worker)


def _prepare_worker() -> None:
    # Ctrl-C reaches every process of a terminal: the first one decides, the others finish what is in hand.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # There are as many workers as cores: threads of NumPy's own would only wait for each other, and spin meanwhile.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    keep_freed_memory()


def _end_with_parent() -> None:
    # A pool's workers hold both ends of their queue: one that is waiting never learns that its parent was killed.
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
