"""How things are said on a terminal: lengths, sizes, tables, complaints."""

from __future__ import annotations

import re

import click

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Controls but tab and line feed (escape sequences begin with them), overrides of direction, line separators."""


def complain(message: str, hint: str = "") -> None:
    """Say what went wrong, and what to do."""
    say(f"narrate: {message}", err=True)
    if hint:
        say("\n".join(f"  {line}" for line in hint.splitlines()), err=True)


def say(text: str, *, err: bool = False) -> None:
    """Say something in which words of a story may be, on standard output or on standard error."""
    click.echo(harmless(text), err=err)


def harmless(text: str) -> str:
    """Text that does nothing to a terminal: what commands it, or turns the reading order round, becomes “�”."""
    return _COMMANDS.sub("\ufffd", text)


def duration(seconds: float) -> str:
    """A length of time as people say it: ``12 s``, ``4 min 5 s``, ``13 h 30 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def table(rows: list[tuple[str, ...]], *, indent: str = "  ", widest: int = 40) -> str:
    """Rows in columns as wide as they need; cells over ``widest`` characters push the next ones along."""
    widths = [
        max((len(cell) for cell in column if len(cell) <= widest), default=0) for column in zip(*rows, strict=True)
    ]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join((indent + line).rstrip() for line in lines)


def percentage(share: float) -> str:
    """A share between 0 and 1 as people say it: ``61%``, and ``<1%`` where it rounds to nothing but is not."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def size(count: int) -> str:
    """An amount of data: ``640 kB``, ``1.2 GB`` (powers of ten)."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
