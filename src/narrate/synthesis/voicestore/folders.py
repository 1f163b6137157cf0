"""Where the voices of neural engines lie on this machine."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

DEEPEST = 5
"""Folders below one that is looked through: as deep as the public repository of Piper's voices is."""

_SAMPLES = 16
_SAMPLE_BYTES = 1 << 16


def voice_folders(engine: str, environment: Mapping[str, str] = os.environ) -> tuple[Path, ...]:
    """The folders in which an engine's voices are looked for, those that come first winning.

    ``NARRATE_PIPER_VOICES`` and its like name one or several (as ``PATH`` does) in place of the person's own data
    folder (``~/.local/share/narrate/voices/piper`` on Linux). They never come from a file beside a story.
    """
    named = environment.get(f"NARRATE_{engine.upper()}_VOICES", "")
    folders = tuple(Path(part).expanduser() for part in named.split(os.pathsep) if part.strip())
    return folders or (_own_folder(engine),)


def download_folder(engine: str, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder into which an engine's voices are downloaded."""
    return voice_folders(engine, environment)[0]


def files_below(folder: Path, suffix: str) -> list[Path]:
    """The files below a folder, `DEEPEST` levels at most, whose names end so; sorted, links to folders not followed."""
    found: list[Path] = []
    top = len(folder.parts)
    for root, folders, names in os.walk(folder):
        path = Path(root)
        if len(path.parts) - top >= DEEPEST:
            folders.clear()
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [path / name for name in names if name.endswith(suffix) and not name.startswith(".")]
    return sorted(found)


def file_version(*paths: Path) -> str:
    """A digest that tells two editions of some files apart; empty where one can't be read.

    Of their sizes and of sixteen pieces of each: two trainings of a model differ everywhere, and dozens of models of
    100 MB are not read whole for a look at their names.
    """
    digest = hashlib.blake2b(digest_size=8)
    try:
        for path in paths:
            with path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                digest.update(f"{size}\n".encode())
                last = max(size - _SAMPLE_BYTES, 0)
                for number in range(_SAMPLES):
                    file.seek(last * number // (_SAMPLES - 1))
                    digest.update(file.read(_SAMPLE_BYTES))
    except OSError:
        return ""
    return digest.hexdigest()


def _own_folder(engine: str) -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("narrate", appauthor=False)) / "voices" / engine
