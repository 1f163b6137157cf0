"""How a process that works on sound asks the system for memory."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
_MIB = 1 << 20


def keep_freed_memory() -> None:
    """Have the C library keep what was freed for what comes next, up to some megabytes, instead of giving it back.

    Sound comes in pieces of some hundred kilobytes, one after the other. By its own rules glibc gets each from the
    system, which clears it page by page, and gives it back at once: measured, a tenth of the processor time of
    workers and engines. Does nothing where there is no glibc.
    """
    if (mallopt := _of_glibc("mallopt")) is None:
        return
    for parameter, size in ((_MMAP_THRESHOLD, 8 * _MIB), (_TRIM_THRESHOLD, 16 * _MIB), (_TOP_PAD, 1 * _MIB)):
        mallopt(parameter, size)


def give_memory_back() -> None:
    """Give the system what is free: after a stage that needed much more than those that follow.

    What refers to itself is not looked for: that is little, and the search takes longer than all else here.
    """
    if (malloc_trim := _of_glibc("malloc_trim")) is not None:
        malloc_trim(0)


def _of_glibc(name: str) -> Any:  # noqa: ANN401 - a function of the C library
    """A function; None where there is no glibc."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return None
