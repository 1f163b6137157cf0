"""The command line: one file a command, thin over the library."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Run the command that the person typed, and exit with its code."""
    from narrate.cli.app import run  # noqa: PLC0415 - keeps `import narrate.cli` free of click

    code = run(sys.argv[1:])
    # What is left is waiting for the workers: another Ctrl-C ends that, silently.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(code)
