"""Fuzzing guided by coverage: ``make fuzz``, or ``python -m tests.fuzzing.guided --seconds 60 docx rtf``.

What is found wrong lies in ``.fuzz/FORMAT``: ``story.…`` is a file to open, ``crash-…`` its changed member; the exit
code is then 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from tests.fuzzing.seeds import SEEDS


def main() -> int:
    """Fuzz each format in a process of its own, one after the other."""
    parser = argparse.ArgumentParser(description="Damage files, and look at what the readers make of them.")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=f"of {', '.join(SEEDS)}; all where none is named")
    parser.add_argument("--seconds", type=int, default=60, help="for each format")
    given = parser.parse_args()
    unknown = set(given.formats) - set(SEEDS)
    if unknown:
        parser.error(f"no such format: {', '.join(sorted(unknown))}; there are {', '.join(SEEDS)}")
    failed = []
    for name in given.formats or SEEDS:
        sys.stdout.write(f"{name}: {given.seconds} s\n")
        sys.stdout.flush()
        command = [sys.executable, "-m", "tests.fuzzing.guided_format", name, str(given.seconds)]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    sys.stdout.write(f"wrong: {', '.join(failed)}; see .fuzz\n" if failed else "nothing wrong\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
