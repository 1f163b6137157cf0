"""Options: from narrate.toml beside the story, ``NARRATE_*`` variables, and the command line, the last one winning."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, NewType, get_type_hints

from narrate.errors import ConfigError, UsageError
from narrate.model import PROFILES, EngineSettings, SettingValue, check_credits

CONFIG_FILE = "narrate.toml"
LEXICON = "lexicon"
"""In narrate.toml an option as any other, the path of a file; or a table with the words."""
NOTES = ("read", "skip")
CREDITS = ("auto", "on", "off", "opening", "closing")

_MOST_BYTES = 8_000_000
_PLACE_KEY = re.compile(r"url|address|host|server|endpoint|key|token|secret|path|folder|file|command", re.IGNORECASE)
_PLACE = re.compile(r"[/\\~]|\.\.|://")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_REGION_LETTERS = 2
Minutes = NewType("Minutes", float)
Pace = NewType("Pace", float)
Template = NewType("Template", str)
Settings = tuple[tuple[str, SettingValue], ...]
Engines = tuple[tuple[str, Settings], ...]
"""By engine, what is set for it alone: ``[engines.piper]`` in narrate.toml."""

_DEVICE = re.compile(r"[a-z][a-z0-9]{1,15}")

_DURATION = re.compile(r"(?:(\d{1,4}) ?(?:h|hours?|hrs?))? ?(?:(\d{1,5}) ?(?:m|mins?|minutes?)?)?", re.IGNORECASE)
_SHORTEST_CHAPTER_MIN = 1
_PACES = {"slow": 0.85, "normal": 1.0, "fast": 1.2}
_SLOWEST, _FASTEST = 0.5, 2.0
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


@dataclass(frozen=True, slots=True)
class Options:
    """What a person can choose for one story.

    Attributes:
        then: files of the same book, its next chapters.
        output: the output folder; None is ``output/<story>``.
        voices: the voice map; None is ``voices.toml`` in the output folder.
        engine: name of the speech engine.
        format: names of publishers: what is made of the finished chapters; ``mp3`` are the chapters themselves.
        words: captions follow each word, where the engine knew the words' times.
        profile: name in ``model.PROFILES``.
        title: of the book; None takes it from the story.
        author: likewise.
        language: of the story, BCP 47; likewise.
        cover: a JPEG or PNG file; ``none`` for no cover; None takes the story's, or makes one.
        chapters: which chapters are made.
        jobs: worker processes; 0 is one for each core.
        executor: what has the workers; its name in the entry points ``narrate.executors``.
        notes: ``read`` or ``skip`` the author's notes.
        pace: factor on how fast all is read, words and pauses; 1 is the voices' own.
        credits: which spoken credits are made, as files of their own; ``auto`` is as the profile has it.
        opening: template of the opening credits; None words them in the story's language.
        closing: likewise.
        narrator: who the credits and the tags name as the narrator; None names the voice.
        scene_sound: a sound file that is heard at scene breaks.
        scene_tone: a soft tone is heard at scene breaks; ``scene_sound`` comes before it.
        music: a sound file that is heard under the opening credits.
        max_chapter: minutes that a chapter takes at most, by estimate; longer ones are divided. 0 divides none.
        known_cast: characters come from the voice map alone.
        attribution: name of the attributor, which finds out who speaks.
        lexicon: how words are said, as lexicon.toml or in the W3C's PLS; it comes before the story's own.
        device: what neural engines run on: ``auto``, ``cpu``, or a kind of GPU.
        engines: settings of single engines, which know what they mean.
    """

    then: tuple[Path, ...] = ()
    output: Path | None = None
    voices: Path | None = None
    engine: str = "pyttsx3"
    format: tuple[str, ...] = ("mp3",)
    words: bool = False
    profile: str = "listen"
    title: str | None = None
    author: str | None = None
    language: str | None = None
    cover: Path | None = None
    chapters: ChapterRange = ChapterRange()
    jobs: int = 0
    executor: str = "local"
    notes: str = "read"
    pace: Pace = Pace(1.0)
    credits: str = "auto"
    opening: Template | None = None
    closing: Template | None = None
    narrator: str | None = None
    scene_sound: Path | None = None
    scene_tone: bool = False
    music: Path | None = None
    max_chapter: Minutes = Minutes(0)
    known_cast: bool = False
    attribution: str = "ranker"
    lexicon: Path | None = None
    device: str = "auto"
    engines: Engines = ()

    @property
    def workers(self) -> int:
        """``jobs``, with 0 replaced by the number of cores this process may use."""
        return self.jobs or _usable_cores()

    @property
    def longest_chapter_min(self) -> float:
        """Minutes that a chapter takes at most, by estimate; 0 is any. A profile's limit has a tenth to spare."""
        limits = (self.max_chapter, 0.9 * (PROFILES[self.profile].longest_min or 0))
        return min((limit for limit in limits if limit), default=0)

    def engine_settings(self, engine: str) -> EngineSettings:
        """How an engine is to work; its processes share the cores."""
        threads = max(1, _usable_cores() // self.workers)
        return EngineSettings(self.device, threads, dict(self.engines).get(engine, ()))


def _usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


KEYS = tuple(field.name for field in fields(Options))
_CHOICES: dict[str, tuple[str, ...]] = {"profile": tuple(PROFILES), "notes": NOTES, "credits": CREDITS}


def load_options(
    story: Path, command_line: Mapping[str, Any], *, environment: Mapping[str, str] = os.environ
) -> Options:
    """The options for ``story``.

    Args:
        story: its folder may hold a narrate.toml.
        command_line: what was given there; None values count as not given.
        environment: where ``NARRATE_ENGINE`` and its like are looked up.

    Raises:
        ConfigError: narrate.toml or a variable holds something that can't be used.
        UsageError: the command line does.
    """
    values: dict[str, Any] = {}
    path = story.parent / CONFIG_FILE
    if path.is_file():
        for key, value in _read(path).items():
            if key == LEXICON and isinstance(value, dict):
                continue  # the words themselves, which whoever has the story spoken reads
            values[key] = _inside(
                _checked(key, value, f"{path}: {key}", base=path.parent, error=ConfigError), path, key
            )
    for key in KEYS:
        name = f"NARRATE_{key.upper()}"
        if environment.get(name):
            values[key] = _checked(key, environment[name], name, base=Path(), error=ConfigError)
    for key, value in command_line.items():
        if value is not None and value != ():
            option = "--" + key.replace("_", "-")
            values[key] = _checked(key, value, option, base=Path(), error=UsageError)
    return replace(Options(), **values)


def _inside(value: object, config: Path, key: str) -> object:
    """A value of narrate.toml. The file may have come with somebody's story, so its paths lead nowhere else."""
    folder = config.parent.resolve()
    if key == "engines":
        _harmless(value, config)
    paths = [path for path in (value if isinstance(value, tuple) else (value,)) if isinstance(path, Path)]
    if not all(path.resolve().is_relative_to(folder) for path in paths):
        option = "--" + key.replace("_", "-")
        raise ConfigError(
            f"{config}: {key} leads out of the folder of the story",
            hint=f"If you want that, say so yourself: {option} on the command line, or NARRATE_{key.upper()}.",
        )
    return value


def _harmless(engines: object, config: Path) -> None:
    """Refuse settings of engines that name a place or a secret: it is the person alone who says where a story goes."""
    for engine, settings in engines if isinstance(engines, tuple) else ():
        for name, value in settings:
            if _PLACE_KEY.search(name) or (isinstance(value, str) and _PLACE.search(value)):
                raise ConfigError(
                    f"{config}: engines.{engine}.{name} names an address, a path or a key",
                    hint="Such settings are taken from the environment alone: NARRATE_ENGINES, or the engine's own.",
                )


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ConfigError(f"{path} is larger than {_MOST_BYTES:,} bytes", hint="It is no narrate.toml of ours.")
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"can't read {path}: {error}", hint="It must be TOML in UTF-8.") from error
    for key in content:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            raise ConfigError(
                f"{path}: there is no option {key!r}",
                hint=f"Did you mean {near[0]!r}?" if near else f"The options are: {', '.join(KEYS)}.",
            )
    return content


def _checked(key: str, value: object, where: str, *, base: Path, error: type[ConfigError | UsageError]) -> object:
    """``value`` as the type the option has.

    Values come as TOML types, as text from the environment, or ready-made from click.
    """
    parse = _PARSERS.get(get_type_hints(Options)[key], _text)
    try:
        parsed = parse(value)
    except (TypeError, ValueError) as problem:
        raise error(f"{where}: {problem}") from problem
    if key == "device" and not _DEVICE.fullmatch(str(parsed)):
        raise error(f"{where}: {parsed!r} is no device", hint="Write auto, cpu or cuda.")
    if key == "language" and isinstance(parsed, str):
        parsed = _language_tag(parsed, where, error)
    choices = _CHOICES.get(key)
    if choices and parsed not in choices:
        raise error(f"{where}: {parsed!r} is not one of {', '.join(choices)}")
    if key == "then":
        return tuple(base / path for path in parsed) if isinstance(parsed, tuple) else parsed
    return base / parsed if isinstance(parsed, Path) else parsed


def _language_tag(text: str, where: str, error: type[ConfigError | UsageError]) -> str:
    """A BCP 47 tag as it is usually written: ``pt-BR``."""
    tag = text.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        raise error(f"{where}: {text!r} is no code of a language", hint="Write one like en, en-GB, fr, de or pt-BR.")
    primary, dash, rest = tag.partition("-")
    return primary.lower() + dash + (rest.upper() if len(rest) == _REGION_LETTERS else rest)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("it must be text")
    return value


def _line(value: object) -> str:
    # What a shell hands over may hold bytes that are no characters.
    return _text(value).encode("utf-8", errors="replace").decode("utf-8")


def _path(value: object) -> Path:
    return value if isinstance(value, Path) else Path(_text(value)).expanduser()


def _paths(value: object) -> tuple[Path, ...]:
    """Files: a list of them, or in the environment one behind the other as in PATH."""
    return tuple(map(_path, _text(value).split(os.pathsep) if isinstance(value, str) else _list(value)))


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
    words = value if isinstance(value, list | tuple) else _text(value).split(",")
    names = tuple(dict.fromkeys(_text(word).strip().lower() for word in words if _text(word).strip()))
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
        found = _DURATION.fullmatch(_text(value).strip())
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


def _template(value: object) -> Template:
    """Words of the credits. A backslash and an n, which is what a shell hands over, begin a paragraph."""
    return Template(check_credits(_line(value).replace("\\n", "\n")))


_PARSERS: dict[object, Callable[[object], object]] = {
    bool: _boolean,
    str | None: _line,
    int: _count,
    tuple[str, ...]: parse_formats,
    Minutes: _minutes,
    Pace: _pace,
    Template | None: _template,
    ChapterRange: _chapters,
    Path | None: _path,
    tuple[Path, ...]: _paths,
    Engines: _engines,
}
