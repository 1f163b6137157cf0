"""Does time grow with the length of a text, and no faster? For every hostile pattern, measured.

    python benchmarks/linear.py [--at-most 2.3] [PATTERN…]

Each thing of `tests/hostile/inputs.py` is repeated until a story takes a quarter of a second from bytes to script, then
twice as often. Time at 2n over time at n is 2 where all is linear; the least of three measurements of each is taken.
Prints what is above the limit, and fails if there is any.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.hostile.inputs import UNITS, Case, nestings

from narrate import Options, analyse, read_document
from narrate.errors import StoryError

LONG_ENOUGH_S = 0.25
LONGEST = 1_000_000
DEEPEST = 8_000
REPEATS = 3


def repeated(number: int) -> Callable[[int], Case]:
    """The story that has one of the units so many characters long."""
    unit = UNITS[number]

    def make(size: int) -> Case:
        text = f"“It is late,” said Hester.\n\n{unit * (size // len(unit))}\x00!\n\nShe went home.\n"
        return Case(repr(unit), "story.md" if number % 5 == 0 else "story.txt", text.encode())

    return make


def nested(number: int) -> Callable[[int], Case]:
    """The story with so deep a nesting."""

    def make(depth: int) -> Case:
        return list(nestings(depth))[number]

    return make


def families() -> Iterator[tuple[str, Callable[[int], Case], int, int]]:
    """Name, maker, first size and largest size of each pattern."""
    for number, unit in enumerate(UNITS):
        yield f"{unit!r} repeated", repeated(number), 5_000, LONGEST
    for number, case in enumerate(nestings(1)):
        yield f"{case.name}, nested", nested(number), 250, DEEPEST


def seconds(case: Case, folder: Path) -> float:
    """The least processor time of several, from bytes to script."""
    story = folder / case.file
    story.write_bytes(case.data)
    best = float("inf")
    for _ in range(REPEATS):
        began = time.process_time()
        with contextlib.suppress(StoryError):  # refused, which takes its time, too
            analyse(read_document(story, Options()), Options())
        best = min(best, time.process_time() - began)
    return best


def growth(make: Callable[[int], Case], size: int, largest: int, folder: Path) -> tuple[int, float, float]:
    """The size that was measured, its seconds, and by what they grow at twice the size."""
    taken = seconds(make(size), folder)
    while taken < LONG_ENOUGH_S and size * 2 <= largest:
        size *= 2
        taken = seconds(make(size), folder)
    return size, taken, seconds(make(2 * size), folder) / taken


def main() -> None:
    """Measure all patterns, or those whose name holds one of the words given."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--at-most", type=float, default=2.3)
    arguments.add_argument("pattern", nargs="*")
    given = arguments.parse_args()
    worst = []
    with tempfile.TemporaryDirectory() as name:
        for what, make, first, largest in families():
            if given.pattern and not any(word in what for word in given.pattern):
                continue
            size, taken, ratio = growth(make, first, largest, Path(name))
            mark = "" if ratio <= given.at_most else "  ← grows faster than the text"
            print(f"{ratio:5.2f}  {taken:6.2f} s at {size:>9,}  {what}{mark}", flush=True)
            worst += [what] if mark else []
    if worst:
        raise SystemExit(
            f"{len(worst)} of the patterns take more than {given.at_most} times as long at twice the length"
        )


if __name__ == "__main__":
    main()
