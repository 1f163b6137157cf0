"""The command line: one file a command, thin over the library."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that the person typed, and exit with its code."""
    from narrate.cli.app import run  # noqa: PLC0415 - keeps `import narrate.cli` free of click

    sys.exit(run(sys.argv[1:]))
