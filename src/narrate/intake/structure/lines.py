"""Text → lines, each with the blank lines before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narrate.model import Span

# Everything that `str.splitlines` breaks at; all of it is white space to `str.isspace`, as the model wants it.
_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAKS}]+")
# Text that went through two conversions ends its lines in CR CR LF: one break, not two.
_BREAK = re.compile(f"\r{{0,2}}\n|[{_BREAKS}]")
_TAB = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something to see on it.

    Attributes:
        start: of the first character that is not white space, in the source.
        end: behind the last such character.
        text: the characters between.
        indent: columns of white space before ``start``.
        gap: blank lines between this line and the one before it.
        page: a form feed stands between this line and the one before it.
    """

    start: int
    end: int
    text: str
    indent: int
    gap: int
    page: bool


def split_lines(text: str) -> tuple[list[Line], list[Span]]:
    """The lines of ``text``, and the spans of lines that hold only invisible characters (they count as blank)."""
    lines: list[Line] = []
    invisible: list[Span] = []
    at = 0
    for match in _LINE.finditer(text):
        raw = match[0]
        shown = raw.strip()
        if not shown:
            continue
        leading = len(raw) - len(raw.lstrip())
        start = match.start() + leading
        end = start + len(shown)
        if not shown.isprintable() and not any(character.isprintable() for character in shown):
            invisible.append(Span(start, end))
            continue
        between = text[at : match.start()]
        breaks = 1 if between == "\n" else len(_BREAK.findall(between))
        indent = len(raw[: min(leading, 200)].expandtabs(_TAB)) if leading else 0
        lines.append(Line(start, end, shown, indent, breaks - 1 if lines else breaks, "\x0c" in between))
        at = end
    return lines, invisible
