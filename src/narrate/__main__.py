"""``python -m narrate``: the same as ``narrate``."""

import sys
from pathlib import Path

# Python looks in the current folder first, which may hold a stranger's files: only we ourselves are taken from there.
if not sys.flags.safe_path and sys.path[:1] == [str(Path.cwd())] and Path(__file__).parent.parent != Path.cwd():
    del sys.path[0]

from narrate.cli import main

main()
