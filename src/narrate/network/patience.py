"""Asking again after a while, where that may help."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.message import Message
from typing import TypeVar

TEMPORARY = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses of HTTP after which it makes sense to ask again."""

ATTEMPTS = 4
LONGEST_WAIT_S = 30.0
"""Between two attempts; also where the server asks for more."""

Result = TypeVar("Result")


class TryAgainError(Exception):
    """Something failed in a way that may pass; its text says how.

    Args:
        why: what a person is told if no attempt does better.
        wait_s: how long to wait, where it is known; else the waits double.
    """

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


def patiently(
    act: Callable[[], Result],
    *,
    attempts: int = ATTEMPTS,
    sleep: Callable[[float], object] = time.sleep,
    stopped: Callable[[], bool] = lambda: False,
) -> Result:
    """Do something, and again after 1, 2, 4 … s (30 at most) if it fails in a way that may pass.

    Args:
        act: what is done.
        attempts: the most there are.
        sleep: waits, in seconds.
        stopped: whether nobody wants the outcome any more.

    Raises:
        TryAgainError: every attempt failed; this is what the last one said.
    """
    for attempt in range(1, attempts):
        try:
            return act()
        except TryAgainError as failed:
            if stopped():
                raise
            wait_s = 2.0 ** (attempt - 1) if failed.wait_s is None else failed.wait_s
            sleep(min(wait_s, LONGEST_WAIT_S))
    return act()


def retry_after_s(headers: Message) -> float | None:
    """How long a server asks to be left alone, where it says so in seconds."""
    after: str = headers.get("Retry-After", "")
    return float(after) if after.isascii() and after.isdecimal() and len(after) < 6 else None
