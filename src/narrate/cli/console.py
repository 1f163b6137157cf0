"""How things are said on a terminal: lengths, sizes, tables, complaints."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

_PLAIN = "NARRATE_PLAIN"

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Controls but tab and line feed (escape sequences begin with them), overrides of direction, line separators."""

_COMMANDS_OR_SURROGATES = re.compile(f"{_COMMANDS.pattern}|[\ud800-\udfff]")


class _Manner:
    """How this run speaks: set once, before anything is said."""

    plain = False


def be_plain(*, plain: bool) -> None:
    """Say everything in sentences and lists, for whoever hears it instead of seeing it."""
    _Manner.plain = plain or bool(os.environ.get(_PLAIN))


def is_plain() -> bool:
    """Whether ``--plain`` or ``NARRATE_PLAIN`` asks for it."""
    return _Manner.plain


def may_rewrite() -> bool:
    """Whether a line on standard error may be written over: only on a terminal, and where nobody asked for less."""
    terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return terminal and not is_plain() and not os.environ.get("NO_COLOR")


def terminal_width() -> int | None:
    """Columns of the terminal that notes go to; None where there is none, or somebody listens to it."""
    if is_plain() or sys.stderr is None or not sys.stderr.isatty():
        return None
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or None
    except (OSError, ValueError):
        return None


def complain(message: str, hint: str = "") -> None:
    """Say what went wrong, and what to do."""
    say(f"narrate: {message}", err=True)
    if hint:
        say("\n".join(f"  {line}" for line in hint.splitlines()), err=True)


def say(text: str, *, err: bool = False) -> None:
    """Say something in which words of a story may be, on standard output or on standard error."""
    click.echo(harmless(text), err=err)  # noqa: TID251 - made harmless


def say_over(text: str) -> None:
    """Say something on standard error in place of what was said so before."""
    click.echo(f"\r{harmless(text):<78}", err=True, nl=False)  # noqa: TID251 - made harmless


def say_json(data: object) -> None:
    """Print something as JSON, in UTF-8."""
    import json

    say_document(harmless_json(json.dumps(data, ensure_ascii=False, indent=2)))


def say_document(text: str) -> None:
    """Print something that is meant to be kept, whatever the terminal's encoding can say: in UTF-8, and as it is."""
    click.echo(text.encode("utf-8", "surrogatepass"))  # noqa: TID251 - the caller looks to that


def harmless(text: str) -> str:
    """Text that does nothing to a terminal: what commands it, or turns the reading order round, becomes “�”."""
    return _COMMANDS.sub("\ufffd", text)


def harmless_json(text: str) -> str:
    """JSON that does nothing to a terminal: the same data, with escapes for what would, and for lone surrogates."""
    return _COMMANDS_OR_SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def duration(seconds: float) -> str:
    """A length of time as people say it: ``12 s``, ``4 min 5 s``, ``13 h 30 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def table(rows: list[tuple[str, ...]], *, indent: str = "  ", widest: int = 40) -> str:
    """Rows in columns as wide as they need; cells over ``widest`` characters push the next ones along.

    The first row says what the columns are. In the plain manner each of the others is a line that says so itself:
    ``voice of: Narrator; share: 65%; voice: British``.
    """
    if is_plain():
        return "\n".join(_as_sentence(rows[0], row) for row in rows[1:])
    widths = [
        max((len(cell) for cell in column if len(cell) <= widest), default=0) for column in zip(*rows, strict=True)
    ]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join((indent + line).rstrip() for line in lines)


def _as_sentence(heads: tuple[str, ...], row: tuple[str, ...]) -> str:
    return "; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True) if cell)


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


def confirmation(*, yes: bool) -> Callable[[str], bool] | None:
    """Who is asked before text goes to a server elsewhere: nobody, where there is no terminal to ask at."""
    if yes:
        return lambda _: True
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    return lambda told: click.confirm(f"{told} Go on?", err=True)


def open_page(path: Path) -> None:
    """Show a page in the person's browser, or say how to."""
    import webbrowser

    address = path.absolute().as_uri()
    if not webbrowser.open(address):
        say(f"No browser was found here; open it yourself: {address}", err=True)
