"""MPEG audio layer III as far as a writer has to know it: frame headers and the Info tag.

Sources: ISO/IEC 11172-3, 2.4.1.3, and ISO/IEC 13818-3 for the header and its tables; for the tag the LAME project's
“Mp3 Info Tag rev 1 specifications”, which keeps Xing's fields.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from narrate.publishing.crc16 import crc16

# By MPEG version: sample rates in the order of their index, bit rates in kbit/s from index 1, samples a frame.
_VERSION_1, _VERSION_2, _VERSION_2_5 = 3, 2, 0
_RATES = {
    _VERSION_1: (44_100, 48_000, 32_000),
    _VERSION_2: (22_050, 24_000, 16_000),
    _VERSION_2_5: (11_025, 12_000, 8_000),
}
_KBPS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_KBPS_2_5 = (8, 16, 24, 32, 40, 48, 56, 64)
_KBPS = {_VERSION_1: _KBPS_1, _VERSION_2: _KBPS_2, _VERSION_2_5: _KBPS_2_5}

SAMPLE_RATES_HZ = tuple(sorted(rate for rates in _RATES.values() for rate in rates))
"""The sample rates that an MP3 file can have."""

_MONO = 3
_ENCODER = b"LAME4.0"
"""Release of the encoder in the lameenc wheels; players read delay and padding only where it begins with “LAME”."""

_XING_FIELDS = 0b1111
"""Frames, bytes, table of contents and quality are given."""

_VBR_QUALITY = 4
"""LAME writes its default where the bit rate is constant."""

_TAG_BYTES = 120 + 36


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """The four bytes that begin a frame of layer III."""

    version: int
    kbps: int
    sample_rate_hz: int
    padded: bool
    channel_mode: int

    @property
    def samples(self) -> int:
        """Frames of PCM in one frame of MPEG."""
        return frame_samples(self.sample_rate_hz)

    @property
    def size(self) -> int:
        """Bytes of the frame, header included."""
        return self.samples // 8 * self.kbps * 1000 // self.sample_rate_hz + self.padded

    @property
    def side_information(self) -> int:
        """Bytes between the header and the main data, without a checksum."""
        if self.version == _VERSION_1:
            return 17 if self.channel_mode == _MONO else 32
        return 9 if self.channel_mode == _MONO else 17


def bitrates(sample_rate_hz: int) -> tuple[int, ...]:
    """The bit rates in kbit/s that layer III has at a sample rate; none where it has not that rate."""
    for version, rates in _RATES.items():
        if sample_rate_hz in rates:
            return _KBPS[version]
    return ()


def frame_samples(sample_rate_hz: int) -> int:
    """Frames of PCM in one frame of MPEG, at a sample rate that layer III has."""
    return 1152 if sample_rate_hz in _RATES[_VERSION_1] else 576


def parse_header(data: bytes) -> FrameHeader:
    """Read the header at the beginning of ``data``.

    Raises:
        ValueError: there is none of layer III.
    """
    if len(data) < 4:
        raise ValueError("not an MPEG frame")
    word = int.from_bytes(data[:4], "big")
    version, layer = word >> 19 & 3, word >> 17 & 3
    kbps_index, rate_index = word >> 12 & 15, word >> 10 & 3
    if word >> 21 != 0x7FF or layer != 1 or version not in _RATES or rate_index == 3:
        raise ValueError("not an MPEG frame")
    if not 1 <= kbps_index <= len(_KBPS[version]):
        raise ValueError("not an MPEG frame")
    return FrameHeader(
        version, _KBPS[version][kbps_index - 1], _RATES[version][rate_index], bool(word >> 9 & 1), word >> 6 & 3
    )


def info_frame_header(first_frame: bytes) -> bytes:
    """The header of the frame that holds the Info tag: that of the stream, without padding and checksum.

    The bit rate is the stream's, or the next one that makes the frame long enough.

    Raises:
        ValueError: ``first_frame`` is no frame, or none is long enough.
    """
    stream = parse_header(first_frame)
    rates = _KBPS[stream.version]
    for index, kbps in enumerate(rates, 1):
        frame = FrameHeader(stream.version, kbps, stream.sample_rate_hz, padded=False, channel_mode=stream.channel_mode)
        if kbps >= stream.kbps and frame.size >= 4 + frame.side_information + _TAG_BYTES:
            return bytes((0xFF, first_frame[1] | 1, index << 4 | first_frame[2] & 0b1100, first_frame[3]))
    raise ValueError("no frame is long enough for an Info tag")


@dataclass(frozen=True, slots=True)
class Stream:
    """What the Info tag says of the frames behind it.

    Attributes:
        frames: of MPEG, without the one with the tag.
        audio_bytes: theirs.
        crc: theirs, CRC-16/ARC.
        delay: samples that the encoder put before the sound.
        padding: samples that it put after it.
    """

    frames: int
    audio_bytes: int
    crc: int
    delay: int
    padding: int


def info_frame(header: bytes, stream: Stream, quality: int) -> bytes:
    """The whole first frame: silence to a decoder, lengths to a player.

    Args:
        header: from `info_frame_header`.
        stream: what follows.
        quality: the encoder's setting, 0 best to 9.
    """
    frame = parse_header(header)
    total = frame.size + stream.audio_bytes
    contents = bytes(step * 256 // 100 for step in range(100))  # constant bit rate: as far as the time, so the bytes
    head = header + bytes(frame.side_information)
    head += b"Info" + struct.pack(">III", _XING_FIELDS, stream.frames, total) + contents
    head += struct.pack(">I", 100 - 10 * _VBR_QUALITY - quality)
    head += _ENCODER.ljust(9, b" ")
    constant = 1  # revision 0, method 1
    head += struct.pack(">BBIHHBB", constant, 0, 0, 0, 0, 0, min(frame.kbps, 255))
    head += (stream.delay << 12 | stream.padding).to_bytes(3, "big")
    head += struct.pack(">BBHIH", _misc(frame), 0, 0, total, stream.crc)
    head += struct.pack(">H", crc16(head))
    return head.ljust(frame.size, b"\0")


def _misc(frame: FrameHeader) -> int:
    """Source sample rate, stereo mode, noise shaping: two, three and two bits, one unused."""
    source = 0 if frame.sample_rate_hz <= 32_000 else 1 if frame.sample_rate_hz == 44_100 else 2
    return source << 6 | (0 if frame.channel_mode == _MONO else 3) << 2
