"""Sound files that engines write, as clips: WAV quickly, whatever else FFmpeg's libraries read (AIFF on macOS)."""

from __future__ import annotations

import struct
import wave
from pathlib import Path
from typing import BinaryIO

from narrate.errors import SynthesisError
from narrate.model import AudioFormat, Clip

_PCM_KINDS = (1, 0xFFFE)
"""Plain, and “extensible”, which says the same in more words."""


def read_sound(path: Path) -> Clip:
    """The sound in ``path``: mono, at the file's own rate.

    Raises:
        SynthesisError: there is no sound file at ``path``, or it is empty or broken.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            return read_wave(file) if head == b"RIFF" else decode(file)
    except OSError as error:
        raise SynthesisError(f"the engine left no sound file: {error}") from error


def read_wave(file: BinaryIO) -> Clip:
    """The sound of an open WAV file of 16-bit mono PCM.

    Raises:
        SynthesisError: it is not one.
    """
    try:
        with wave.open(file) as sound:
            if (sound.getsampwidth(), sound.getnchannels()) != (2, 1):
                raise SynthesisError(
                    f"the engine's sound has {sound.getsampwidth()} bytes a sample and "
                    f"{sound.getnchannels()} channels instead of 2 and 1"
                )
            return Clip(AudioFormat(sound.getframerate()), sound.readframes(sound.getnframes()))
    except (wave.Error, EOFError) as error:
        raise SynthesisError(f"the engine left a broken WAV file: {error}") from error


def read_streamed_wave(data: bytes) -> Clip | None:
    """The sound of a WAV file that was written while it was made, so that its lengths say nothing true.

    Returns:
        None where it is no WAV file of 16-bit PCM with one channel or two.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    at, form = 12, b""
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8
        if name == b"data":
            break
        if name == b"fmt ":
            form = data[at : at + 16]
        at += length + length % 2
    if len(form) < 16 or at > len(data):
        return None
    kind, channels, rate, _, frame_bytes, bits = struct.unpack("<HHIIHH", form)
    if kind not in _PCM_KINDS or bits != 16 or channels not in (1, 2) or frame_bytes != 2 * channels:
        return None
    left = len(data) - at
    sound = data[at : at + (length if 0 < length <= left else left)]
    return Clip(AudioFormat(rate, channels), sound[: len(sound) // frame_bytes * frame_bytes])


def decode(file: BinaryIO, container: str | None = None) -> Clip:
    """The sound in an open file of any kind that FFmpeg's libraries read: mono, at the file's own rate.

    Args:
        file: open for reading.
        container: what FFmpeg calls its kind; None lets it guess, which is for files of this machine alone.

    Raises:
        SynthesisError: there is none.
    """
    import av  # heavy, and few come here

    pcm = bytearray()
    try:
        with av.open(file, "r", format=container) as opened:
            rate = opened.streams.audio[0].rate
            resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
            for frame in opened.decode(audio=0):
                for part in resampler.resample(frame):
                    pcm += bytes(part.planes[0])[: part.samples * 2]
            for part in resampler.resample(None):
                pcm += bytes(part.planes[0])[: part.samples * 2]
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise SynthesisError(f"the engine's sound file can't be decoded: {error}") from error
    return Clip(AudioFormat(rate), bytes(pcm))
