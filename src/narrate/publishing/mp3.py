"""MP3: LAME through lameenc, constant bit rate, with the Info tag that lameenc leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from narrate.errors import OutputError
from narrate.model import AudioFormat
from narrate.publishing.crc16 import crc16
from narrate.publishing.mpeg import (
    SAMPLE_RATES_HZ,
    Stream,
    bitrates,
    info_frame,
    info_frame_header,
    parse_header,
)

QUALITY = 7
"""LAME's effort, 0 best to 9. On speech at these bit rates 7 is half the work of 5 and nearer to the original in most
frames and bands: measured in docs/sound.md."""

# LAME turns sound down before it encodes, by so much up to a bit rate (measured with a tone at every bit rate, 8 to
# 44.1 kHz, mono and stereo). Without a remedy every file would be 0.45 dB softer than what was mastered.
_TURNED_DOWN = ((160, 0.95), (192, 0.97), (224, 0.98))

ENCODER_DELAY = 576
"""Samples that LAME puts before the sound; a decoder adds its own, which players know."""

JOIN_SAMPLES = 4 * 576
"""Digital silence that a sound needs on either side of a place where it is cut into parts that `join_mp3` is to join
without a trace: LAME's delay, a decoder's, and the overlap of two blocks come to 1,681 samples."""

_PIECE_FRAMES = 65_536
_HEADER = 4
_SUMMED_AT_ONCE = 1 << 18
"""The checksum is quick on many rows at once."""


@dataclass(frozen=True, slots=True)
class EncodedFile:
    """A finished file: frames of PCM in it, its duration, and its length in bytes."""

    frames: int
    duration_s: float
    bytes: int


def write_mp3(
    path: Path, blocks: Iterable[bytes], audio_format: AudioFormat, bitrate_kbps: int, *, summed: bool = True
) -> EncodedFile:
    """Encode PCM at a constant bit rate. Memory holds a few seconds of sound; the same sound gives the same bytes.

    The level is kept; what lies within 0.45 dB of full scale may be cut off there.

    Args:
        path: the file; one that is there is replaced.
        blocks: whole frames of ``audio_format``, in pieces of any length; at least one frame in all.
        audio_format: one or two channels, at a sample rate that MP3 has.
        bitrate_kbps: one that MP3 has at that sample rate.
        summed: the Info tag has the checksum of the sound; files that are only made to be joined need none.

    Raises:
        OutputError: MP3 has not this sample rate or bit rate, there is no sound, or the file can't be written.
    """
    _check(audio_format, bitrate_kbps)
    try:
        with path.open("wb") as file:
            writer = StreamWriter(file, summed=summed)
            frames = _encode(writer, blocks, audio_format, bitrate_kbps)
            if not frames:
                raise OutputError(f"{path}: there is no sound to write")
            size = writer.finish(frames)
    except OSError as error:
        raise OutputError.of(path, error) from error
    return EncodedFile(frames, frames / audio_format.sample_rate_hz, size)


class StreamWriter:
    """Writes frames behind a place kept for the Info tag, and counts them.

    Args:
        file: open for writing, at its beginning.
        summed: the Info tag has a checksum.
    """

    def __init__(self, file: BinaryIO, *, summed: bool = True) -> None:
        self._file = file
        self._summed = summed
        self._header = b""
        self._waiting = b""
        self._frames = 0
        self._bytes = 0
        self._crc = 0
        self._unsummed = bytearray()
        self._sizes: dict[bytes, int] = {}
        self._samples_per_frame = 0

    @property
    def frames(self) -> int:
        """How many were added whole."""
        return self._frames

    @property
    def samples(self) -> int:
        """How many the frames hold that were added whole, what encoders put around the sound included."""
        return self._frames * self._samples_per_frame

    def add(self, encoded: bytes, most: int | None = None) -> None:
        """The next bytes of the stream.

        Args:
            encoded: frames, or pieces of frames.
            most: frames that may be written in all; what comes after them is dropped.
        """
        data = self._waiting + encoded
        if not self._header and len(data) >= _HEADER:
            self._header = info_frame_header(data)
            self._file.write(bytes(parse_header(self._header).size))
        at, end, frames = 0, len(data), self._frames
        sizes = self._sizes
        while end - at >= _HEADER and frames != most:
            # A stream has two or three different headers and 40 frames a second.
            size = sizes.get(data[at : at + _HEADER]) or self._size(data[at : at + _HEADER])
            if at + size > end:
                break
            at += size
            frames += 1
        self._frames = frames
        whole = data[:at]
        self._file.write(whole)
        self._bytes += at
        self._waiting = data[at:] if frames != most else b""
        if self._summed:
            self._unsummed += whole
            if len(self._unsummed) >= _SUMMED_AT_ONCE:
                self._sum()

    def _size(self, header: bytes) -> int:
        """Of the frame with this header; all frames of a stream hold as many samples."""
        parsed = parse_header(header)
        self._samples_per_frame = parsed.samples
        self._sizes[header] = parsed.size
        return parsed.size

    def finish(self, frames: int) -> int:
        """Write the Info tag; the file's length.

        Args:
            frames: of PCM that were encoded.
        """
        self._sum()
        padding = max(0, self.samples - ENCODER_DELAY - frames)
        stream = Stream(self._frames, self._bytes, self._crc, ENCODER_DELAY, padding)
        first = info_frame(self._header, stream, QUALITY)
        self._file.seek(0)
        self._file.write(first)
        return len(first) + self._bytes

    def _sum(self) -> None:
        self._crc = crc16(bytes(self._unsummed), self._crc)
        self._unsummed.clear()


def _encode(writer: StreamWriter, blocks: Iterable[bytes], audio_format: AudioFormat, bitrate_kbps: int) -> int:
    """Encode all blocks; the number of PCM frames."""
    encoder = _encoder(audio_format, bitrate_kbps)
    factor = 1 / next((factor for kbps, factor in _TURNED_DOWN if bitrate_kbps <= kbps), 1.0)
    frames = 0
    for piece in _pieces(blocks, audio_format):
        frames += len(piece) // audio_format.bytes_per_frame
        writer.add(bytes(encoder.encode(_turned_up(piece, factor))))
    if frames:
        writer.add(bytes(encoder.flush()))
    return frames


def _encoder(audio_format: AudioFormat, bitrate_kbps: int) -> Any:  # noqa: ANN401 - lameenc has no types
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_bit_rate(bitrate_kbps)
    encoder.set_in_sample_rate(audio_format.sample_rate_hz)
    encoder.set_out_sample_rate(audio_format.sample_rate_hz)
    encoder.set_channels(audio_format.channels)
    encoder.set_quality(QUALITY)
    encoder.silence()
    return encoder


def _turned_up(pcm: bytes, factor: float) -> bytes:
    """The PCM louder by a factor."""
    if factor == 1:
        return pcm
    import numpy as np

    samples = np.frombuffer(pcm, "<i2") * np.float32(factor)
    np.clip(np.rint(samples, out=samples), -32768, 32767, out=samples)
    return samples.astype("<i2").tobytes()


def _pieces(blocks: Iterable[bytes], audio_format: AudioFormat) -> Iterator[bytes]:
    """The same bytes in pieces of at most `_PIECE_FRAMES`: so much does the encoder hold at once."""
    size = _PIECE_FRAMES * audio_format.bytes_per_frame
    for block in blocks:
        for at in range(0, len(block), size):
            yield block[at : at + size]


def _check(audio_format: AudioFormat, bitrate_kbps: int) -> None:
    rate = audio_format.sample_rate_hz
    if rate not in SAMPLE_RATES_HZ:
        raise OutputError(
            f"an MP3 file can't have a sample rate of {rate} Hz",
            hint=f"Choose a profile that resamples; MP3 has {', '.join(map(str, SAMPLE_RATES_HZ))} Hz.",
        )
    if bitrate_kbps not in bitrates(rate):
        raise OutputError(
            f"an MP3 file of {rate} Hz can't have {bitrate_kbps} kbit/s",
            hint=f"At {rate} Hz there are {', '.join(map(str, bitrates(rate)))} kbit/s.",
        )
