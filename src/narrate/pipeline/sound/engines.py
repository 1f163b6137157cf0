"""Engines as the pipeline uses them: what one offers, and having lines spoken by several workers."""

from __future__ import annotations

import contextlib
import difflib
import functools
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.config import Options
from narrate.errors import NarrateError, UsageError, VoiceMissingError
from narrate.model import AudioFormat, EngineSettings, SynthesisRequest, Voice
from narrate.pipeline.sound.workers import Given, Result, stopped

if TYPE_CHECKING:
    from narrate.pipeline.sound.finish import FinishedChapter, FinishTask
    from narrate.pipeline.sound.plan import ChapterPlan
    from narrate.synthesis import ClipCache, Destination, Renderer, Rendering

CACHE_BYTES = 2_000_000_000
"""How large the clip cache may grow, unless NARRATE_CACHE_MB says otherwise."""

FALLBACK_RATE_HZ = 24_000
"""The sample rate of a chapter whose engine has none of its own, or that has nothing to say."""


@dataclass(frozen=True, slots=True)
class EngineDescription:
    """What an engine offers; see `narrate.synthesis.Engine` for the fields."""

    name: str
    version: str
    voices: tuple[Voice, ...]
    fingerprint: str
    sample_rate_hz: int | None
    pitch_control: bool
    speaks: bool
    ipa_languages: tuple[str, ...] = ()
    parallelism: int | None = None
    needs_network: bool = False
    destination: Destination | None = None
    takes: bool = False
    fast: bool = False

    def speaks_in(self, language: str) -> bool:
        """Whether a voice is of that language (BCP 47); an engine for trials is of none, and takes any."""
        return not self.speaks or any(voice.language[:2].casefold() == language[:2] for voice in self.voices)

    def fingerprint_of(self, voice: str) -> str:
        """What tells one version of a voice's sound from another; ``voice`` is the engine's own name for it."""
        version = next((each.version for each in self.voices if each.id == voice), "")
        return f"{self.fingerprint} {version}".rstrip()


@functools.cache
def describe_engine(name: str, settings: EngineSettings | None = None) -> EngineDescription:
    """What an engine offers, set so.

    Raises:
        EngineMissingError: there is no such engine, or it does not start.
        ConfigError: it can't use one of the settings.
    """
    from narrate.synthesis import Remote, load_engine

    engine = load_engine(name, settings)
    try:
        return EngineDescription(
            name=name,
            version=engine.describe().version,
            voices=tuple(engine.voices()),
            fingerprint=engine.fingerprint(),
            sample_rate_hz=engine.capabilities.sample_rate_hz,
            pitch_control=engine.capabilities.pitch_control,
            speaks=engine.capabilities.speaks,
            ipa_languages=engine.capabilities.ipa_languages,
            parallelism=engine.capabilities.parallelism,
            needs_network=engine.capabilities.needs_network,
            destination=engine.destination() if isinstance(engine, Remote) else None,
            takes=engine.capabilities.takes,
            fast=engine.capabilities.fast,
        )
    finally:
        engine.close()


def with_workers(options: Options) -> Options:
    """The options with a number of workers: no more than the engine can use, unless a person asked for more."""
    if options.jobs:
        return options
    try:
        most = engine_set_by(options).parallelism
    except NarrateError:
        return options  # what is wrong is said when the engine is needed
    return replace(options, jobs=min(options.workers, most or options.workers))


def look_at_engines_anew() -> None:
    """Forget what engines offered: they, their voices and their servers may have changed since."""
    describe_engine.cache_clear()


def engine_set_by(options: Options, name: str | None = None) -> EngineDescription:
    """What an engine offers, set as a person has it; None is the engine that they chose.

    Raises:
        EngineMissingError: there is no such engine, or it does not start.
        ConfigError: it can't use one of the settings.
    """
    engine = name or options.engine
    return describe_engine(engine, options.engine_settings(engine))


def find_voice(name: str, options: Options) -> Voice:
    """A voice by its full name (``pyttsx3:gmw/en-gb+f2``), its engine's name for it, or the end of that.

    Args:
        name: as a person writes it.
        options: the engine whose voices need no prefix, and how engines are set.

    Raises:
        VoiceMissingError: there is no such voice; says which ones are near.
    """
    from narrate.synthesis import engine_names

    engine = options.engine
    prefix, _, rest = name.partition(":")
    if rest and prefix in engine_names():
        engine, name = prefix, rest
    voices = voices_with(engine_set_by(options, engine), options.engine_settings(engine), [name])
    by_name = {voice.name: voice for voice in voices}
    by_name |= {voice.id.rpartition("/")[2]: voice for voice in voices} | {voice.id: voice for voice in voices}
    if name in by_name:
        return by_name[name]
    near = difflib.get_close_matches(name, [voice.id.rpartition("/")[2] for voice in voices], 3, 0.5)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise VoiceMissingError(f"there is no voice {name!r}", hint=hint + "`narrate voices` lists them.")


def voices_with(described: EngineDescription, settings: EngineSettings, names: Iterable[str]) -> tuple[Voice, ...]:
    """The voices that an engine lists, and those among ``names`` (its own) that it has without listing them: blends.

    Names that it does not know are left out: whoever looks for them will miss them.
    """
    from narrate.synthesis import VoiceNamer, load_engine

    listed = {voice.id for voice in described.voices}
    others = sorted(set(names) - listed)
    found = list(described.voices)
    engine = load_engine(described.name, settings) if others else None
    if isinstance(engine, VoiceNamer):
        for name in others:
            with contextlib.suppress(VoiceMissingError):
                found.append(engine.voice_named(name))
    if engine is not None:
        engine.close()
    return tuple(found)


def clip_cache() -> ClipCache:
    """The store of finished clips that all stories share.

    Raises:
        UsageError: NARRATE_CACHE_MB is no number.
    """
    import platformdirs

    from narrate.synthesis import ClipCache

    folder = os.environ.get("NARRATE_CACHE_DIR") or str(Path(platformdirs.user_cache_dir("narrate")) / "clips")
    megabytes = os.environ.get("NARRATE_CACHE_MB", "")
    if megabytes and not megabytes.isdecimal():
        raise UsageError(f"NARRATE_CACHE_MB: {megabytes!r} is no whole number")
    return ClipCache(Path(folder), int(megabytes) * 1_000_000 if megabytes else CACHE_BYTES)


class Studio:
    """Has the lines of one story spoken, in parallel, by any engine.

    Args:
        options: the engines' settings.
        executor: the workers.
        spool: the folder for sound on its way.
    """

    def __init__(self, options: Options, executor: Executor, spool: Path) -> None:
        self._options = options
        self._executor = executor
        self._spool = spool
        self._renderers: dict[str, Renderer] = {}
        self._lock = threading.Lock()

    def render(self, engine: str, requests: Sequence[SynthesisRequest], label: str) -> Rendering:
        """Start having ``requests`` spoken; ``label`` names their spool files, and is used once at a time."""
        return self._renderer(engine).submit(requests, label=label)

    def close(self) -> None:
        """Leave the store of clips no larger than it may be."""
        if any(renderer.keeps_clips for renderer in self._renderers.values()):
            clip_cache().prune()

    def finish(self, task: FinishTask) -> FinishedChapter:
        """Have a chapter's file made, and wait for it.

        Raises:
            OutputError: it could not be written.
            SynthesisError: a worker was killed.
            StoppedError: the person said stop before all of it was begun.
        """
        from narrate.pipeline.sound.finish import FinishedChapter, encode_part, finish, join
        from narrate.synthesis import outcome

        made = outcome(self._submitted(finish, task))
        if isinstance(made, FinishedChapter):
            return made
        parts: list[Future[None]] = []
        try:
            parts.extend(self._submitted(encode_part, part) for part in made.parts)
            for encoded in parts:
                outcome(encoded)
            return outcome(self._submitted(join, task, made))
        finally:
            for encoded in parts:
                encoded.cancel()
            wait(parts)
            made.discard()

    def _submitted(self, call: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        try:
            return self._executor.submit(call, *args, **kwargs)
        except RuntimeError as error:  # the person said stop between two steps
            raise stopped() from error

    def fingerprint(self, engine: str, voice: str) -> str:
        """What tells one version of a voice's sound from another."""
        return engine_set_by(self._options, engine).fingerprint_of(voice)

    def format_of(self, plan: ChapterPlan) -> AudioFormat:
        """The format of a chapter: that of the engine that says most of it."""
        said: dict[str, int] = {}
        for planned in plan.lines:
            if planned.request:
                said[planned.engine] = said.get(planned.engine, 0) + len(planned.request.text)
        if not said:
            return AudioFormat(FALLBACK_RATE_HZ)
        most = max(said, key=lambda name: (said[name], name))
        described = engine_set_by(self._options, most)
        return AudioFormat(described.sample_rate_hz or FALLBACK_RATE_HZ)

    def _renderer(self, engine: str) -> Renderer:
        from narrate.synthesis import Renderer

        with self._lock:
            if engine not in self._renderers:
                settings = self._options.engine_settings(engine)
                self._renderers[engine] = Renderer(
                    engine, self._executor, self._spool, cache=clip_cache(), settings=settings
                )
            return self._renderers[engine]
