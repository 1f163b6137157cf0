"""Joining MP3 files without encoding them again: their frames one after the other, and one Info tag over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from narrate.publishing.mp3 import ENCODER_DELAY, StreamWriter
from narrate.publishing.mpeg import FrameHeader, parse_header

_ID3_HEADER, _ID3V1 = 10, 128
_READ = 1 << 20
_FRAMES = 8
_DELAY_AND_PADDING = 141
"""Where they are in an Info tag: four bytes, and twelve bits each."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A joined file: when each part begins in it, and how long it is, in seconds."""

    starts_s: tuple[float, ...]
    duration_s: float


def join_mp3(parts: Sequence[Path], target: Path, *, seamless: bool = False) -> Joined:
    """Write the sound of MP3 files that `write_mp3` made into one file.

    What the encoder put before and after each part, some 50 ms of silence, is heard between them, unless they are
    joined without a seam.

    Args:
        parts: at least one; whatever tags they have.
        target: the file.
        seamless: the parts are of one sound, cut at multiples of `frame_samples` where there is `JOIN_SAMPLES` of
            silence on either side: the file is as long as that sound, and nothing in it is shifted.

    Raises:
        ValueError: they have not the same sample rate and channels, or one is not as `write_mp3` makes them.
    """
    starts = []
    padding = 0
    joined: FrameHeader | None = None
    with target.open("wb") as out:
        writer = StreamWriter(out)
        for part in parts:
            with part.open("rb") as file:
                size = part.stat().st_size - _tail(file)
                stream, padding, sounding = _begin(file)
                joined = joined or stream
                if (stream.sample_rate_hz, stream.channel_mode) != (joined.sample_rate_hz, joined.channel_mode):
                    raise ValueError(f"{part} has another sample rate than the files before it")
                starts.append(writer.samples / stream.sample_rate_hz)
                # What the encoder puts after a part is where the next one's delay is.
                most = writer.frames + sounding // stream.samples if seamless and part != parts[-1] else None
                while data := file.read(min(_READ, size - file.tell())):
                    writer.add(data, most)
        if joined is None:
            raise ValueError("there is nothing to join")
        frames = writer.samples - ENCODER_DELAY - padding
        writer.finish(frames)
    return Joined(tuple(starts), frames / joined.sample_rate_hz)


def _begin(file: BinaryIO) -> tuple[FrameHeader, int, int]:
    """Go behind a tag and the Info frame; the stream's header, the padding at its end, and the samples of its sound."""
    start = file.read(_ID3_HEADER)
    size = 0
    if start[:3] == b"ID3":
        for byte in start[6:]:
            size = size << 7 | byte
        size += _ID3_HEADER
    file.seek(size)
    stream = parse_header(file.read(4))
    tag = file.read(stream.size - 4)[stream.side_information :]
    if tag[:4] != b"Info":
        raise ValueError("there is no Info tag")
    padding = int.from_bytes(tag[_DELAY_AND_PADDING : _DELAY_AND_PADDING + 3], "big") & 0xFFF
    frames = int.from_bytes(tag[_FRAMES : _FRAMES + 4], "big")
    return stream, padding, frames * stream.samples - ENCODER_DELAY - padding


def _tail(file: BinaryIO) -> int:
    """Bytes of a tag of the first version, which taggers put at the end."""
    end = file.seek(0, 2)
    file.seek(max(end - _ID3V1, 0))
    found = file.read(3)
    file.seek(0)
    return _ID3V1 if found == b"TAG" and end >= _ID3V1 else 0
