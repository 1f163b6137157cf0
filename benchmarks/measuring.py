"""Commands measured: how long, how much of the processors, how much memory, all their processes together."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE_EVERY_S = 0.25
"""To look ten times a second took a sixth of a core from what was watched: the system counts the pages of each process."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One command: seconds by the clock and of processor time, and the most megabytes it had at once."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def measure(command: str, folder: Path) -> Measured:
    """Run a shell command to its end.

    Memory is the sum of the proportional set sizes of all its processes, sampled four times a second (Linux).
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command, shell=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    watched = _Watched()
    watch = threading.Thread(target=_watch, args=(process, watched))
    watch.start()
    _, said = process.communicate()
    wall_s = time.perf_counter() - began
    watch.join()
    if process.returncode:
        raise SystemExit(f"{command}: exit {process.returncode}\n{said}")
    return Measured(wall_s, sum(watched.cpu_s.values()), watched.peak_mb)


@dataclass(slots=True)
class _Watched:
    peak_mb: float = 0.0
    cpu_s: dict[int, float] = field(default_factory=dict)


def _watch(process: subprocess.Popen[str], watched: _Watched) -> None:
    while process.poll() is None:
        family = _family(process.pid)
        watched.peak_mb = max(watched.peak_mb, sum(_pss_mb(pid) for pid in family))
        # Of workers that others wait for, nobody is told the time: it is looked at while they live.
        watched.cpu_s |= {pid: seconds for pid in family if (seconds := _cpu_s(pid))}
        time.sleep(SAMPLE_EVERY_S)


def _cpu_s(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _family(leader: int) -> set[int]:
    """A process with its descendants: workers and engines too, whichever sessions they are in."""
    found: set[int] = set()
    waiting = {leader}
    while waiting:
        found |= waiting
        waiting = {child for pid in waiting for child in _children(pid)} - found
    return found


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found.update(map(int, thread.read_text().split()))
    return found


def _pss_mb(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0
