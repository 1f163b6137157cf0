"""``python -m narrate``: the same as ``narrate``."""

from narrate.cli import main

main()
