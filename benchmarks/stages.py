"""Where the processor time of a chapter goes: seconds for each minute of sound, by stage, everything in one process.

python benchmarks/stages.py [--engine pyttsx3] [--words 4000]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from run import long_story

from narrate import Options, make_audiobook
from narrate.pipeline.sound import finish, workers
from narrate.synthesis import close_hosts

STAGES = {"assemble": "assembling", "write_mp3": "mastering and MP3", "write_tags": "tags"}


def main() -> None:
    """Make a short story with the functions of the stages watched."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="pyttsx3")
    parser.add_argument("--words", type=int, default=4_000)
    given = parser.parse_args()
    spent: dict[str, float] = {}
    for name, told in STAGES.items():
        _watch(name, told, spent)
    workers.__dict__["_load"] = lambda _, __: ThreadPoolExecutor(1)
    with tempfile.TemporaryDirectory() as folder:
        story = Path(folder) / "story.txt"
        story.write_text(long_story(given.words), encoding="utf-8")
        options = Options(output=Path(folder) / "book", engine=given.engine, jobs=1)
        began = time.process_time()
        summary = make_audiobook(story, options)
        own = time.process_time() - began
    close_hosts()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent["the engine's process"] = children.ru_utime + children.ru_stime
    minutes = summary.duration_s / 60
    spent["all else: reading, attribution, casting, cover, requests"] = own - sum(
        spent[told] for told in STAGES.values()
    )
    print("| stage | processor s for an hour of sound |\n|---|---:|")
    for name, seconds in sorted(spent.items(), key=lambda each: -each[1]):
        print(f"| {name} | {60 * seconds / minutes:.1f} |")


def _watch(name: str, told: str, spent: dict[str, float]) -> None:
    made: Callable[..., Any] = getattr(finish, name)

    def watched(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the stage takes
        began = time.process_time()
        try:
            return made(*arguments, **named)
        finally:
            spent[told] = spent.get(told, 0.0) + time.process_time() - began

    setattr(finish, name, watched)


if __name__ == "__main__":
    main()
