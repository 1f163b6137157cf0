"""A voice found in a catalogue and brought into its engine's folder, with its licence beside it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.errors import DownloadError, OutputError, VoiceMissingError
from narrate.network import fit_to_show, is_web_address
from narrate.synthesis.voicestore.catalogue import (
    PIPER_CATALOGUE,
    CatalogueVoice,
    parse_catalogue,
    shipped_catalogue,
)
from narrate.synthesis.voicestore.fetching import Progress, Web, fetch
from narrate.synthesis.voicestore.folders import download_folder

MAX_CATALOGUE_BYTES = 20_000_000
"""Piper's has a third of a million."""

CARD = "MODEL_CARD"
_MAX_CARD_BYTES = 100_000
_LICENCE = re.compile(r"^[\s*-]{0,8}(licen[cs]e(?: \w+)?) ?: ?(\S.*)$", re.IGNORECASE | re.MULTILINE)
_MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What was brought here.

    Attributes:
        licence: what the card of the model says of it; empty where it says nothing.
        files: all files, where they lie now.
    """

    voice: CatalogueVoice
    licence: str
    files: tuple[Path, ...]


def read_catalogue(
    address: str | None, engine: str | None, web: Callable[[str], Web] = Web
) -> tuple[CatalogueVoice, ...]:
    """The voices that can be downloaded.

    Args:
        address: of a catalogue, or of the folder that has a ``voices.json``; None: the public ones.
        engine: only those of this one.
        web: how addresses are opened.

    Raises:
        DownloadError: there is no catalogue there.
    """
    if address is None:
        known = shipped_catalogue()
        if engine not in {voice.engine for voice in known}:
            known += _catalogue_at(PIPER_CATALOGUE, web)
    else:
        if not is_web_address(address):
            raise DownloadError(
                f"this is no address of the web: {fit_to_show(address)}", hint="It begins with https://."
            )
        known = _catalogue_at(f"{address}voices.json" if address.endswith("/") else address, web)
    return tuple(voice for voice in known if engine in {None, voice.engine})


def find(voices: Sequence[CatalogueVoice], name: str) -> CatalogueVoice:
    """The voice of that name; the engine may stand before it (``piper:``), and a speaker's number after it (``#3``).

    Raises:
        VoiceMissingError: there is none; says which ones are near.
    """
    wanted = name.partition("#")[0]
    engine, colon, rest = wanted.partition(":")
    for voice in voices:
        if wanted in {voice.name, *voice.aliases} or (colon and (engine, rest) == (voice.engine, voice.name)):
            return voice
    near = _near(rest or wanted, [voice.name for voice in voices])
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise VoiceMissingError(
        f"there is no voice “{fit_to_show(name)}” in the catalogue", hint=f"{hint}`narrate voices available` lists all."
    )


def download(
    voice: CatalogueVoice,
    web: Web,
    *,
    progress: Progress,
    licensed: Callable[[str], None],
    folder: Path | None = None,
) -> Downloaded:
    """Bring a voice here; what is here already and right is left alone.

    Args:
        voice: from a catalogue.
        web: how addresses are opened.
        progress: called while bytes come.
        licensed: called with the licence before the first large file.
        folder: None: the engine's own.

    Raises:
        DownloadError: something can't be fetched, or is not what the catalogue says.
        OutputError: the folder can't be written, is full, or another download is writing to it.
    """
    from filelock import FileLock, Timeout

    folder = folder or download_folder(voice.engine)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".downloads.lock", timeout=0):
            return _download(voice, folder, web, progress, licensed)
    except Timeout:
        raise OutputError(
            f"another download into {folder} is under way", hint="Wait until it has ended, and run this again."
        ) from None
    except OSError as error:
        raise OutputError(f"{folder} can't be written: {error.strerror or error}") from error


def licence_in(card: str) -> str:
    """The lines of a model's card that name a licence, in one line; empty if there is none."""
    return fit_to_show("; ".join(found[2] for found in _LICENCE.finditer(card)))


def _download(
    voice: CatalogueVoice, folder: Path, web: Web, progress: Progress, licensed: Callable[[str], None]
) -> Downloaded:
    cards = [file for file in voice.files if file.name.endswith(CARD)]
    others = [file for file in voice.files if file not in cards]
    brought = [fetch(file, folder, web, progress) for file in cards]
    if not brought:
        brought = [_own_card(voice, folder)]
    licence = voice.licence or licence_in(_read(brought[0]))
    licensed(licence)
    # The model last: an engine looks for a model with all the rest beside it.
    others.sort(key=lambda file: file.name.endswith(".onnx"))
    return Downloaded(voice, licence, (*brought, *(fetch(file, folder, web, progress) for file in others)))


def _own_card(voice: CatalogueVoice, folder: Path) -> Path:
    """What the catalogue says of a voice that has no card, kept beside it."""
    lines = [f"# {voice.name}", f"* License: {fit_to_show(voice.licence) or 'not stated'}"]
    lines += [f"* Source: {file.url}" for file in voice.files]
    path = folder / f"{voice.name}.{CARD}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _read(card: Path) -> str:
    with card.open("rb") as file:
        return file.read(_MAX_CARD_BYTES).decode("utf-8", "replace")


def _catalogue_at(address: str, web: Callable[[str], Web]) -> tuple[CatalogueVoice, ...]:
    return parse_catalogue(web(address).read(address, MAX_CATALOGUE_BYTES), address)


def _near(name: str, names: Iterable[str]) -> list[str]:
    """Names like one, with those first that have it within: ``alba`` means ``en_GB-alba-medium``."""
    known = list(names)
    within = [each for each in known if name.casefold() in each.casefold()]
    alike = [each for each in difflib.get_close_matches(name, known, 3, 0.6) if each not in within]
    return [*within, *alike][:_MOST_NEAR]
