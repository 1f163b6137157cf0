"""Setting a title: as large as it can be in its frame, in lines of about the same length."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FAMILY = "font_source_serif_pro"
"""Source Serif Pro by Frank Grießhammer for Adobe, SIL Open Font License 1.1, as PyPI has it."""

LEADING = 1.12
"""From line to line, in units of the size: display type is set tightly."""

_ELLIPSIS = "…"
_STEP = 0.94
_NARROWEST = 5
"""So many of the narrowest letters are as wide as the type is high."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Room for text, in pixels, and the sizes of type that it may have."""

    width: int
    height: int
    largest: int
    smallest: int
    lines: int


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of text at a size in pixels."""

    lines: tuple[str, ...]
    size: int


@functools.lru_cache(maxsize=64)
def font(style: str, size: int) -> FreeTypeFont:
    """The font in a style (``Bold``, ``Regular``) at a size in pixels."""
    from PIL import ImageFont

    path = resources.files(FAMILY) / "files" / f"SourceSerifPro-{style}.ttf"
    with resources.as_file(path) as file:
        # The plain layout: the other one hangs on a library that not every system has.
        return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def settable(text: str) -> str:
    """A text as it can be set: one space for white space, composed letters, no control characters."""
    kept = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join("".join(kept).split())


def lacking(text: str) -> str:
    """The letters of a text that the font has not, each once, in order."""
    regular = font("Bold", 64)
    missing = bytes(regular.getmask("\uffff"))
    found = (character for character in text if not character.isspace())
    return "".join(dict.fromkeys(one for one in found if bytes(regular.getmask(one)) == missing))


def fitted(text: str, style: str, frame: Frame) -> Setting:
    """The text as large as the frame takes it; one that is too long even at the smallest size ends with “…”."""
    # Trying is slow: what no frame takes, even of the narrowest letters, is not tried.
    most = frame.lines * frame.width * _NARROWEST // frame.smallest
    text = text if len(text) <= most else text[:most] + _ELLIPSIS
    size = float(frame.largest)
    while size > frame.smallest:
        setting = _at(text, style, frame, round(size))
        if setting:
            return setting
        size *= _STEP
    words = text.split()
    for count in range(len(words), 0, -1):
        shortened = text if count == len(words) else " ".join(words[:count]) + _ELLIPSIS
        if setting := _at(shortened, style, frame, frame.smallest):
            return setting
    return _cut(text, style, frame)


def _at(text: str, style: str, frame: Frame, size: int) -> Setting | None:
    """The text at a size, in as few lines as hold it, balanced; None where it has no room."""
    room = min(frame.lines, int(frame.height / (size * LEADING)))
    lines = _filled(text, style, size, frame.width)
    if not 0 < len(lines) <= room:
        return None
    # The narrowest frame that takes as many lines: so they are about as long.
    low, high = 0, frame.width
    while high - low > size // 8:
        middle = (low + high) // 2
        tried = _filled(text, style, size, middle)
        low, high = (low, middle) if 0 < len(tried) <= len(lines) else (middle, high)
    return Setting(tuple(_filled(text, style, size, high)), size)


def _filled(text: str, style: str, size: int, width: int) -> list[str]:
    """Lines as full as words allow; none at all where a word is wider than a line."""
    measure = font(style, size).getlength
    lines: list[str] = []
    for word in text.split():
        if measure(word) > width:
            return []
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(text: str, style: str, frame: Frame) -> Setting:
    """One line with as many letters as it takes."""
    measure = font(style, frame.smallest).getlength
    end = len(text)
    while end and measure(text[:end] + _ELLIPSIS) > frame.width:
        end -= 1
    return Setting((text[:end] + _ELLIPSIS,), frame.smallest)
