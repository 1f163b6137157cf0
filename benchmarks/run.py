"""Speed and memory of narrate, as ratios against public tools in the same run.

    python benchmarks/run.py [--words 100000] [--story FILE] [--narrate CMD]

Prints a table in Markdown. The text is our own stories, over and over, unless ``--story`` names another. The ratio to
``espeak-ng --stdout | lame`` is left out where those are not installed. Memory is the sum of the proportional set
sizes of all processes of a run, sampled ten times a second (Linux).
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Measured:
    """One command: how long it took, and the most memory that all its processes had together."""

    wall_s: float
    peak_mb: float


def measure(command: str, folder: Path) -> Measured:
    """Run a shell command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, shell=True, cwd=folder, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process, peak))
    watch.start()
    code = process.wait()
    wall_s = time.perf_counter() - began
    watch.join()
    if code:
        raise SystemExit(f"{command}: exit {code}")
    return Measured(wall_s, peak[0])


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_pss_mb(pid) for pid in _session(process.pid)))
        time.sleep(0.1)


def _session(leader: int) -> list[int]:
    """The processes of a session: engines and workers too, whoever started them."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader:
            found.append(int(entry.name))
    return found


def _pss_mb(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0


def long_story(words: int) -> str:
    """Our own stories, over and over, a chapter for each, until there are ``words`` of them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "stories").glob("the-*.txt"))]
    plain = [re.sub(r"(?im)^chapter .*$", "", text) for text in texts]
    parts: list[str] = []
    count = 0
    while count < words:
        text = plain[len(parts) % len(plain)]
        parts.append(f"Chapter {len(parts) + 1}\n\n{text}")
        count += len(text.split())
    return "\n\n\n".join(parts)


def change_one_speaker(script: Path) -> None:
    """Give one line in the middle of the story to somebody else, as a person would."""
    lines = script.read_text(encoding="utf-8").split("\n")
    places = [i for i, line in enumerate(lines) if line.startswith("@") and not line.startswith("@Narrator")]
    at = places[len(places) // 2]
    lines[at] = next(lines[i] for i in places if lines[i].rstrip(" ?") != lines[at].rstrip(" ?")).rstrip(" ?")
    script.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--story", type=Path)
    parser.add_argument("--narrate", default="narrate")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = options.story.read_text(encoding="utf-8") if options.story else long_story(options.words)
        (folder / "story.txt").write_text(text, encoding="utf-8")
        for row in rows(options.narrate, folder):
            print("| " + " | ".join(row) + " |")
        print(f"\n{len(text.split()):,} words, {os.cpu_count()} cores.")


def rows(narrate: str, folder: Path) -> list[tuple[str, ...]]:
    """The table: what was done, seconds, the ratio, peak memory."""
    run = f"{narrate} story.txt -o book -q"
    helped = measure(f"{narrate} --help", folder)
    script = measure(f"{narrate} script story.txt --format json", folder)
    whole = measure(run, folder)
    unchanged = measure(run, folder)
    change_one_speaker(folder / "book" / "script.txt")
    changed = measure(run, folder)
    table: list[tuple[str, ...]] = [("what", "seconds", "ratio", "peak MB"), ("---", "---:", "---:", "---:")]
    pipe = None
    if shutil.which("espeak-ng") and shutil.which("lame"):
        quoted = shlex.quote(str(folder / "story.txt"))
        pipe = measure(f"espeak-ng --stdout -f {quoted} | lame --quiet -m m -b 64 - pipe.mp3", folder)
        table.append(_row("espeak-ng --stdout \\| lame -m m -b 64", pipe, "1"))
    table += [
        _row("story to MP3", whole, f"{whole.wall_s / pipe.wall_s:.2f}" if pipe else ""),
        _row("one speaker changed, run again", changed, f"{changed.wall_s / whole.wall_s:.1%} of that"),
        _row("nothing changed, run again", unchanged),
        _row("story to script", script),
        _row("--help", helped),
    ]
    return table


def _row(what: str, measured: Measured, ratio: str = "") -> tuple[str, ...]:
    return (what, f"{measured.wall_s:.2f}", ratio, f"{measured.peak_mb:.0f}")


if __name__ == "__main__":
    main()
