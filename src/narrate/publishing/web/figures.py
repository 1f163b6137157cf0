"""Figures as people say them."""

from __future__ import annotations


def length(seconds: float) -> str:
    """A length of time: ``12 s``, ``4 min``, ``1 h 5 min``."""
    if seconds < 59.5:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def clock(seconds: float) -> str:
    """A place in a sound: ``0:07``, ``12:30``, ``1:02:03``."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def percentage(share: float) -> str:
    """A share between 0 and 1: ``61%``, and ``<1%`` where it rounds to nothing but is not."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"
