"""Spool files: the sound of a batch of lines on its way from the worker that made it to the one that needs it.

A file is clip after clip, each PCM and then the times of its words (JSON, where there are any), then an index (JSON)
and the index's length (4 bytes, big-endian). It appears under its name only when it is whole, so that a batch that
was rendered before a run was killed is found again.
"""

from __future__ import annotations

import json
import os
import struct
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from narrate.errors import OutputError, SynthesisError
from narrate.model import AudioFormat, Clip, WordTime

_AGAIN = "Run the same command again."

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class ClipPlace:
    """Where a clip lies in a spool file; ``words_bytes`` of word times follow its PCM."""

    spool: str
    offset: int
    frames: int
    format: AudioFormat
    words_bytes: int = 0

    @property
    def bytes(self) -> int:
        """Length of its PCM."""
        return self.frames * self.format.bytes_per_frame


class SpoolWriter:
    """Writes a spool file; it takes its name when `finish` is called.

    Raises:
        OutputError: the folder can't be written or is full (from every method).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".part")
        except OSError as error:
            raise _cannot_write(path, error) from error
        self._file = os.fdopen(descriptor, "wb")
        self._part = Path(name)
        self._places: list[tuple[int, int, int, int, int] | None] = []
        self._offset = 0
        self._crc = 0

    def add(self, clip: Clip | None) -> None:
        """Append a clip; None stands for a line that could not be spoken."""
        if clip is None:
            self._places.append(None)
            return
        words = encode_words(clip.words)
        form = clip.format
        self._places.append((self._offset, clip.frames, form.sample_rate_hz, form.channels, len(words)))
        for data in (clip.pcm, words):
            self._write(data)
            self._offset += len(data)
            self._crc = zlib.crc32(data, self._crc)

    def finish(self) -> tuple[ClipPlace | None, ...]:
        """Write the index and give the file its name."""
        index = json.dumps({"places": self._places, "bytes": self._offset, "crc": self._crc}).encode()
        self._write(index + _LENGTH.pack(len(index)))
        try:
            self._file.close()
            self._part.replace(self._path)
        except OSError as error:
            raise _cannot_write(self._path, error) from error
        return _places(self._path, self._places)

    def abandon(self) -> None:
        """Remove what was written."""
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _write(self, data: bytes) -> None:
        try:
            self._file.write(data)
        except OSError as error:
            raise _cannot_write(self._path, error) from error


def find_spool(path: Path) -> tuple[ClipPlace | None, ...] | None:
    """The places in a spool file that an earlier run left; None if there is none, or it is damaged."""
    try:
        with path.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(end - _LENGTH.size)
            (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
            file.seek(end - _LENGTH.size - length)
            index = json.loads(file.read(length))
            file.seek(0)
            crc, left = 0, index["bytes"]
            while left > 0 and (part := file.read(min(left, 1 << 20))):
                crc = zlib.crc32(part, crc)
                left -= len(part)
        return _places(path, index["places"]) if crc == index["crc"] and not left else None
    except (OSError, ValueError, LookupError, struct.error):
        return None


def read_clips(places: Sequence[ClipPlace | None]) -> Iterator[Clip | None]:
    """The clips at ``places``, in that order, one in memory at a time.

    Raises:
        SynthesisError: a spool file is gone, or shorter than it was.
    """
    path, file = "", None
    try:
        for place in places:
            if place is None:
                yield None
                continue
            if file is None or place.spool != path:
                if file is not None:
                    file.close()
                path = place.spool
                file = _open(path)
            file.seek(place.offset)
            data = file.read(place.bytes + place.words_bytes)
            if len(data) != place.bytes + place.words_bytes:
                raise SynthesisError(f"the spool file {path} is incomplete", hint=_AGAIN)
            yield Clip(place.format, data[: place.bytes], decode_words(data[place.bytes :]))
    finally:
        if file is not None:
            file.close()


def encode_words(words: Sequence[WordTime]) -> bytes:
    """The times of words as JSON; empty where there are none."""
    return json.dumps(words, separators=(",", ":")).encode() if words else b""


def decode_words(data: bytes) -> tuple[WordTime, ...]:
    """What `encode_words` wrote."""
    return tuple(WordTime(*word) for word in json.loads(data)) if data else ()


def _open(path: str) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise SynthesisError(f"the spool file {path} can't be read: {error.strerror}", hint=_AGAIN) from error


def _places(path: Path, found: Sequence[Sequence[int] | None]) -> tuple[ClipPlace | None, ...]:
    return tuple(
        None if place is None else ClipPlace(str(path), place[0], place[1], AudioFormat(place[2], place[3]), place[4])
        for place in found
    )


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path} can't be written: {error.strerror or error}",
        hint="Make room or choose another folder, and run the same command again: finished chapters are kept.",
    )
