"""Catalogues of voices that can be downloaded: Piper's own ``voices.json``, and a form of ours for all else.

Whatever a catalogue says comes from a stranger: names of files are names and no paths, addresses are addresses of the
web, sizes are bounded.
"""

from __future__ import annotations

import json
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from narrate.errors import DownloadError
from narrate.network import fit_to_show, is_web_address

FORM: Final = "narrate-voices-1"
LARGEST_FILE: Final = 4_000_000_000
PIPER_CATALOGUE: Final = "https://huggingface.co/rhasspy/piper-voices/resolve/main/voices.json"

_DIGESTS = {"sha256": 64, "md5": 32}
_NAME = re.compile(r"\w[\w.+-]{0,99}")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a voice.

    Attributes:
        name: under which it is kept; no path.
        url: where it is.
        bytes: how long it is; None where the catalogue does not say.
        digest: ``md5:…`` or ``sha256:…`` of its content, in small hexadecimal letters; empty where none is given.
    """

    name: str
    url: str
    bytes: int | None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueVoice:
    """A voice, or a model with many, that can be downloaded.

    Attributes:
        name: by which it is asked for.
        engine: that speaks with it.
        languages: BCP 47.
        speakers: how many voices it has.
        licence: in words; empty where it stands in the card alone.
        files: all of them, the card of the model first.
        aliases: other names of it.
    """

    name: str
    engine: str
    languages: tuple[str, ...]
    quality: str
    speakers: int
    licence: str
    files: tuple[RemoteFile, ...]
    aliases: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """How much there is to download, as far as the catalogue says."""
        return sum(file.bytes or 0 for file in self.files)


def shipped_catalogue() -> tuple[CatalogueVoice, ...]:
    """Kokoro's models, whose authors publish them without a catalogue."""
    file = resources.files("narrate.synthesis.voicestore").joinpath("kokoro.json")
    return parse_catalogue(file.read_bytes(), "https://github.com/")


def parse_catalogue(content: bytes, address: str) -> tuple[CatalogueVoice, ...]:
    """The voices of a catalogue, by name.

    Args:
        content: JSON.
        address: where it came from; addresses in it may be relative to that.

    Raises:
        DownloadError: it is no catalogue, or one that names files by paths or places that are none.
    """
    try:
        found = list(_voices(json.loads(content), address))
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
        raise DownloadError(
            f"what is at {fit_to_show(address)} is no catalogue of voices", hint="docs/neural-voices.md shows one."
        ) from None
    return tuple(sorted(found, key=lambda voice: voice.name))


def _voices(told: Mapping[str, Any], address: str) -> Iterator[CatalogueVoice]:
    if "format" not in told:
        for name, entry in told.items():
            yield _pipers(name, entry, address)
        return
    if told["format"] != FORM:
        raise DownloadError(
            f"the catalogue at {fit_to_show(address)} has a form that this version does not know: "
            f"{fit_to_show(str(told['format']))}",
            hint="Install a newer narrate.",
        )
    for name, entry in told["voices"].items():
        yield _ours(name, entry, address)


def safe_name(name: str) -> str:
    """``name`` if it is fit to be a file's on every system.

    Raises:
        DownloadError: it is a path, is hidden, or means something else to some system.
    """
    normal = unicodedata.normalize("NFC", name)
    stem = normal.partition(".")[0].casefold()
    if not _NAME.fullmatch(normal) or normal.endswith(".") or stem in _RESERVED:
        raise DownloadError(f"the catalogue names a file “{fit_to_show(name)}”, which is no name for a file")
    return normal


def _pipers(name: str, entry: Mapping[str, Any], address: str) -> CatalogueVoice:
    """A voice of Piper's catalogue, whose files have paths below the catalogue's own folder."""
    voice = safe_name(name)
    files = []
    for path, told in entry["files"].items():
        last = path.rpartition("/")[2]
        own = f"{voice}.MODEL_CARD" if last == "MODEL_CARD" else last
        files.append(_file(own, urllib.parse.quote(path), told["size_bytes"], f"md5:{told['md5_digest']}", address))
    files.sort(key=lambda file: (not file.name.endswith("MODEL_CARD"), file.name))
    return CatalogueVoice(
        voice,
        "piper",
        (str(entry["language"]["code"]).replace("_", "-"),),
        str(entry["quality"]),
        int(entry["num_speakers"]),
        "",
        tuple(files),
        tuple(str(alias) for alias in entry.get("aliases", ())),
    )


def _ours(name: str, entry: Mapping[str, Any], address: str) -> CatalogueVoice:
    files = []
    for told in entry["files"]:
        digest = next((f"{kind}:{told[kind]}" for kind in _DIGESTS if kind in told), "")
        files.append(_file(str(told["name"]), str(told["url"]), told.get("bytes"), digest, address))
    engine = str(entry["engine"])
    if not engine.isidentifier():
        raise ValueError
    return CatalogueVoice(
        safe_name(name),
        engine,
        tuple(str(language) for language in entry["languages"]),
        str(entry.get("quality", "")),
        int(entry.get("speakers", 1)),
        str(entry.get("licence", "")),
        tuple(files),
    )


def _file(name: str, url: str, size: object, digest: str, address: str) -> RemoteFile:
    place = urllib.parse.urljoin(address, url)
    if not is_web_address(place) or "@" in urllib.parse.urlsplit(place).netloc:
        raise DownloadError(f"the catalogue names an address that is none: {fit_to_show(place)}")
    if size is not None and not (isinstance(size, int) and 0 <= size <= LARGEST_FILE):
        raise DownloadError(f"the catalogue gives {fit_to_show(name)} a size that no voice has: {size!r}")
    kind, _, value = digest.casefold().partition(":")
    if digest and not (len(value) == _DIGESTS[kind] and set(value) <= set("0123456789abcdef")):
        raise DownloadError(f"the catalogue gives {fit_to_show(name)} a checksum that is none")
    return RemoteFile(safe_name(name), place, size, digest.casefold())
