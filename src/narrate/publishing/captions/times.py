"""Times as captions write them."""

from __future__ import annotations


def clock(seconds: float, point: str = ".") -> str:
    """``01:02:03.456``; ``point`` stands before the milliseconds."""
    total_ms = round(seconds * 1000)
    total_s, milliseconds = divmod(total_ms, 1000)
    return f"{total_s // 3600:02d}:{total_s // 60 % 60:02d}:{total_s % 60:02d}{point}{milliseconds:03d}"


def hundredths(seconds: float) -> str:
    """``1:02:03.45``, as in ASS."""
    total = round(seconds * 100)
    whole, part = divmod(total, 100)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}.{part:02d}"


def minutes(seconds: float) -> str:
    """``62:03.45``, as in LRC: minutes go on over an hour."""
    total = round(seconds * 100)
    whole, part = divmod(total, 100)
    return f"{whole // 60:02d}:{whole % 60:02d}.{part:02d}"
