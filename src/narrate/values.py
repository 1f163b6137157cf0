"""The values of options: their types, and how people write them."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NewType

from narrate.model import SettingValue, check_credits

Minutes = NewType("Minutes", float)
Pace = NewType("Pace", float)
Template = NewType("Template", str)
Settings = tuple[tuple[str, SettingValue], ...]
Silences = tuple[tuple[str, int], ...]
"""Milliseconds by name of a pause: ``[pauses]`` in narrate.toml."""
Engines = tuple[tuple[str, Settings], ...]
"""By engine, what is set for it alone: ``[engines.piper]`` in narrate.toml."""

_DURATION = re.compile(r"(?:(\d{1,4}) ?(?:h|hours?|hrs?))? ?(?:(\d{1,5}) ?(?:m|mins?|minutes?)?)?", re.IGNORECASE)
_SHORTEST_CHAPTER_MIN = 1
_PACES = {"slow": 0.85, "normal": 1.0, "fast": 1.2}
_SLOWEST, _FASTEST = 0.5, 2.0
_LONGEST_PAUSE_MS = 20_000
_CHAPTERS = re.compile(r"\s*(\d{1,6})?\s*(-)?\s*(\d{1,6})?\s*")


@dataclass(frozen=True, slots=True)
class ChapterRange:
    """Chapters ``first`` to ``last``, counted from 1; ``last`` None is the story's last."""

    first: int = 1
    last: int | None = None

    @classmethod
    def parse(cls, text: str) -> ChapterRange:
        """Read ``3``, ``2-4``, ``5-`` or ``-2``.

        Raises:
            ValueError: it is none of them.
        """
        found = _CHAPTERS.fullmatch(text)
        first, dash, last = found.groups() if found else (None, None, None)
        if not (first or last):
            raise ValueError(f"{text!r} is no range of chapters; write 3, 2-4, 5- or -2")
        parsed = cls(int(first or 1), int(last) if last else None if dash else int(first or 1))
        if parsed.first < 1 or (parsed.last is not None and parsed.last < parsed.first):
            raise ValueError(f"{text!r} is no range of chapters: they count upwards from 1")
        return parsed

    def __contains__(self, number: int) -> bool:
        return self.first <= number and (self.last is None or number <= self.last)


ALL_CHAPTERS = ChapterRange()
OWN_PACE = Pace(1.0)
ANY_LENGTH = Minutes(0)


def text(value: object) -> str:
    """A text.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError("it must be text")
    return value


def _line(value: object) -> str:
    # What a shell hands over may hold bytes that are no characters.
    return text(value).encode("utf-8", errors="replace").decode("utf-8")


def _path(value: object) -> Path:
    return value if isinstance(value, Path) else Path(text(value)).expanduser()


def _paths(value: object) -> tuple[Path, ...]:
    """Files: a list of them, or in the environment one behind the other as in PATH."""
    return tuple(map(_path, text(value).split(os.pathsep) if isinstance(value, str) else _list(value)))


def _list(value: object) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError("it must be a list")
    return value


def parse_formats(value: object) -> tuple[str, ...]:
    """``m4b,vtt``, or a list of such names.

    Raises:
        TypeError: it is neither.
        ValueError: there is no name in it.
    """
    words = value if isinstance(value, list | tuple) else text(value).split(",")
    names = tuple(dict.fromkeys(text(word).strip().lower() for word in words if text(word).strip()))
    if not names:
        raise ValueError("it names no format")
    return names


def _count(value: object) -> int:
    number = -1 if isinstance(value, bool) or not isinstance(value, int | str) else int(value)
    if number < 0:
        raise ValueError("it must be a whole number, 0 or more")
    return number


def _engines(value: object) -> Engines:
    """Tables of simple values, by engine; in the environment as a line of TOML: ``piper.seed = 2``."""
    tables = tomllib.loads(value) if isinstance(value, str) else value
    if not isinstance(tables, dict):
        raise TypeError("it must be tables, one an engine: [engines.piper]")
    return tuple(sorted((name, _settings(name, table)) for name, table in tables.items()))


def _settings(engine: str, table: object) -> Settings:
    if not isinstance(table, dict):
        raise TypeError(f"{engine} must be a table: [engines.{engine}]")
    for name, value in table.items():
        if not isinstance(value, str | int | float | bool):
            raise TypeError(f"{engine}.{name} must be text, a number, true or false")
    return tuple(sorted(table.items()))


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    try:
        return words[str(value).casefold()]
    except KeyError:
        raise ValueError(f"{value!r} is neither true nor false") from None


def _chapters(value: object) -> ChapterRange:
    return value if isinstance(value, ChapterRange) else ChapterRange.parse(str(value))


def _minutes(value: object) -> Minutes:
    """``60m``, ``1h``, ``1h30m``, or a number of minutes."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        minutes = float(value)
    else:
        found = _DURATION.fullmatch(text(value).strip())
        if not found or not any(found.groups()):
            raise ValueError(f"{value!r} is no length of time; write 60m, 1h or 1h30m")
        minutes = 60 * int(found[1] or 0) + int(found[2] or 0)
    if minutes and not minutes >= _SHORTEST_CHAPTER_MIN:
        raise ValueError(f"{value!r} is too short for a chapter: it must be a minute or more, or 0")
    return Minutes(minutes)


def _pace(value: object) -> Pace:
    """``slow``, ``normal``, ``fast``, or a number."""
    wrong = f"{value!r} is no pace; write slow, normal, fast, or a number from {_SLOWEST} to {_FASTEST}"
    try:
        number = _PACES.get(str(value).strip().casefold()) or float("nan" if isinstance(value, bool) else str(value))
    except ValueError:
        raise ValueError(wrong) from None
    if not _SLOWEST <= number <= _FASTEST:
        raise ValueError(wrong)
    return Pace(number)


def _silences(value: object) -> Silences:
    """A table, or ``scene=3000, paragraph=900``."""
    from narrate.assembly import PAUSE_NAMES

    pairs = value.items() if isinstance(value, dict) else (part.split("=") for part in text(value).split(","))
    found = {}
    for pair in pairs:
        name, length, *rest = (str(part).strip() for part in (*pair, ""))
        if rest != [""] or name not in PAUSE_NAMES:
            raise ValueError(f"there is no pause {name!r}; there are {', '.join(PAUSE_NAMES)}")
        if not length.isdecimal() or int(length) > _LONGEST_PAUSE_MS:
            raise ValueError(f"{name}: {length!r} is no length; write milliseconds, {_LONGEST_PAUSE_MS} at most")
        found[name] = int(length)
    return tuple(sorted(found.items()))


def _template(value: object) -> Template:
    """Words of the credits. A backslash and an n, which is what a shell hands over, begin a paragraph."""
    return Template(check_credits(_line(value).replace("\\n", "\n")))


PARSERS: dict[object, Callable[[object], object]] = {
    bool: _boolean,
    str | None: _line,
    int: _count,
    tuple[str, ...]: parse_formats,
    Minutes: _minutes,
    Pace: _pace,
    Silences: _silences,
    Template | None: _template,
    ChapterRange: _chapters,
    Path | None: _path,
    tuple[Path, ...]: _paths,
    Engines: _engines,
}
"""By type of an option: what makes it of a value of TOML, of the environment or of click.

Each raises TypeError or ValueError, with words for a person.
"""
