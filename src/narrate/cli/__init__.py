"""The command line: one file a command, thin over the library."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys


def main() -> None:
    """Run the command that the person typed, and exit with its code."""
    try:
        from narrate.cli.app import run  # keeps `import narrate.cli` free of click
        from narrate.cli.interrupt import Interrupts
    except KeyboardInterrupt:
        sys.exit(130)

    Interrupts().heed()
    # Threads of NumPy's own would take the cores from the workers, and spin while they wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # A story makes a million small things that stay: looking through them for cycles again and again is a fifth of the
    # time that reading one takes. Not to look at all would keep some 60 MB more while ten stories are made.
    gc.set_threshold(50_000, 20, 50)

    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows a question mark instead.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")

    code = run(sys.argv[1:])
    # What is left is waiting for the workers: another Ctrl-C ends that, silently.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(code)
