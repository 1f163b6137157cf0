"""Ctrl-C: once to finish what is in hand, twice to stop at once."""

from __future__ import annotations

import os
import signal
from types import FrameType

INTERRUPTED = 130
"""The exit code of a command that the person stopped: 128 and the number of the signal, as shells have it."""

GO_ON = "Run the same command again: it goes on where it stopped."


class Interrupts:
    """Counts Ctrl-C. The workers are deaf to it, and end with this process."""

    def __init__(self) -> None:
        self._count = 0

    def heed(self) -> None:
        """From now on the first one raises KeyboardInterrupt, and the second ends the process."""
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as whoever put us in the background wants it
            signal.signal(signal.SIGINT, self._heard)

    def _heard(self, _: int, __: FrameType | None) -> None:
        self._count += 1
        if self._count == 1:
            raise KeyboardInterrupt
        # Nothing of Python's is sure to work in the middle of anything: straight to the terminal, and out.
        os.write(2, f"narrate: stopped at once\n  {GO_ON}\n".encode())
        os._exit(INTERRUPTED)
