"""What is installed, what works, and what to do about the rest."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import narrate
from narrate.config import Options
from narrate.pipeline.sound.engines import clip_cache, engine_set_by

PACKAGES = ("pyttsx3", "pydub", "mutagen", "click", "av", "lameenc", "numpy")
ENOUGH_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``needed`` if narrate can't do its main job without it."""

    subject: str
    ok: bool
    text: str
    hint: str = ""
    needed: bool = False


def examine(options: Options | None = None) -> tuple[Finding, ...]:
    """Look at everything that narrate's work depends on; every engine is made to speak, set as ``options`` have it."""
    return tuple(_findings(options or Options()))


def _findings(options: Options) -> Iterator[Finding]:
    yield Finding("narrate", ok=True, text=f"{narrate.__version__}, Python {platform.python_version()}, {sys.platform}")
    for package in PACKAGES:
        try:
            yield Finding(package, ok=True, text=version(package), needed=True)
        except PackageNotFoundError:
            hint = f"Install narrate again: pip install --force-reinstall narrate, or pip install {package}."
            yield Finding(package, ok=False, text="not installed", hint=hint, needed=True)
    from narrate.synthesis import DEFAULT_ENGINE, engine_names

    for name in engine_names():
        yield _engine(name, options, needed=name == DEFAULT_ENGINE)
    cache = clip_cache()
    info = cache.info()
    yield Finding("clip cache", ok=True, text=f"{cache.root}: {info.clips:,} clips, {info.bytes / 1e6:,.0f} MB")
    free = shutil.disk_usage(".").free
    yield Finding(
        "disk",
        ok=free >= ENOUGH_BYTES,
        text=f"{free / 1e9:,.1f} GB free here",
        hint="" if free >= ENOUGH_BYTES else "A long novel takes about 0.5 GB, and as much again while it is made.",
    )


def _engine(name: str, options: Options, *, needed: bool) -> Finding:
    from narrate.synthesis import check_engine

    subject = f"engine {name}"
    info = check_engine(name, options.engine_settings(name))
    if not info.usable:
        return Finding(subject, ok=False, text=info.problem, hint=info.hint, needed=needed)
    voices = f"{len(engine_set_by(options, name).voices)} voices, and it answers"
    text = f"{info.version}; {voices}" if info.version else voices
    return Finding(subject, ok=True, text=text, needed=needed)
