"""Options: from narrate.toml beside the story, ``NARRATE_*`` variables, and the command line, the last one winning."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

from narrate.errors import ConfigError, UsageError
from narrate.model import PROFILES, EngineSettings
from narrate.values import (
    ALL_CHAPTERS,
    ANY_LENGTH,
    OWN_PACE,
    PARSERS,
    ChapterRange,
    Engines,
    Minutes,
    Pace,
    Silences,
    Template,
    text,
)

CONFIG_FILE = "narrate.toml"
LEXICON = "lexicon"
"""In narrate.toml an option as any other, the path of a file; or a table with the words."""
NOTES = ("read", "skip")
CREDITS = ("auto", "on", "off", "opening", "closing")

_MOST_BYTES = 8_000_000
_MOST_JOBS_A_CORE = 4
"""That a narrate.toml may ask for; a person asks for as many as they like."""

_PLACE_KEY = re.compile(r"url|address|host|server|endpoint|key|token|secret|path|folder|file|command", re.IGNORECASE)
_PLACE = re.compile(r"[/\\~]|\.\.|://")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_REGION_LETTERS = 2
_DEVICE = re.compile(r"[a-z][a-z0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class Options:
    """What a person can choose for one story.

    Attributes:
        then: files of the same book, its next chapters.
        output: the output folder; None is ``output/<story>``.
        voices: the voice map; None is ``voices.toml`` in the output folder.
        engine: name of the speech engine.
        format: names of publishers: what is made of the finished chapters; ``mp3`` are the chapters themselves.
        single: publish the whole book as one MP3, too.
        stems: publish a file for each character, too.
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
        pauses: those that are not as narrate has them; see `narrate.assembly.Pauses` for their names.
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
    single: bool = False
    stems: bool = False
    words: bool = False
    profile: str = "listen"
    title: str | None = None
    author: str | None = None
    language: str | None = None
    cover: Path | None = None
    chapters: ChapterRange = ALL_CHAPTERS
    jobs: int = 0
    executor: str = "local"
    notes: str = "read"
    pace: Pace = OWN_PACE
    pauses: Silences = ()
    credits: str = "auto"
    opening: Template | None = None
    closing: Template | None = None
    narrator: str | None = None
    scene_sound: Path | None = None
    scene_tone: bool = False
    music: Path | None = None
    max_chapter: Minutes = ANY_LENGTH
    known_cast: bool = False
    attribution: str = "ranker"
    lexicon: Path | None = None
    device: str = "auto"
    engines: Engines = ()

    @property
    def formats(self) -> tuple[str, ...]:
        """``format`` with those that have an option of their own."""
        short = {"single": self.single, "stems": self.stems}
        return tuple(dict.fromkeys((*self.format, *(name for name, wanted in short.items() if wanted))))

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
        named = os.environ.get(f"NARRATE_{engine.upper()}_VOICES", "")
        folders = tuple(str(Path(part).expanduser().absolute()) for part in named.split(os.pathsep) if part.strip())
        return EngineSettings(self.device, threads, dict(self.engines).get(engine, ()), folders)


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
    if key == "jobs" and isinstance(value, int):
        return min(value, _MOST_JOBS_A_CORE * _usable_cores())
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
    parse = PARSERS.get(get_type_hints(Options)[key], text)
    try:
        parsed = parse(value)
    except (TypeError, ValueError) as problem:
        raise error(f"{where}: {problem}", hint="`narrate make --help` says what can stand there.") from problem
    if key == "device" and not _DEVICE.fullmatch(str(parsed)):
        raise error(f"{where}: {parsed!r} is no device", hint="Write auto, cpu or cuda.")
    if key == "language" and isinstance(parsed, str):
        parsed = _language_tag(parsed, where, error)
    choices = _CHOICES.get(key)
    if choices and parsed not in choices:
        raise error(f"{where}: {parsed!r} is not one of {', '.join(choices)}", hint="Choose one of them.")
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
