"""Sound files that engines write, as clips: WAV quickly, whatever else FFmpeg's libraries read (AIFF on macOS)."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import BinaryIO

from narrate.errors import SynthesisError
from narrate.model import AudioFormat, Clip


def read_sound(path: Path) -> Clip:
    """The sound in ``path``: mono, at the file's own rate.

    Raises:
        SynthesisError: there is no sound file at ``path``, or it is empty or broken.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            return read_wave(file) if head == b"RIFF" else _decode(path)
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


def _decode(path: Path) -> Clip:
    import av  # noqa: PLC0415 - heavy, and only macOS comes here

    pcm = bytearray()
    try:
        with av.open(str(path)) as container:
            rate = container.streams.audio[0].rate
            resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    pcm += bytes(part.planes[0])[: part.samples * 2]
            for part in resampler.resample(None):
                pcm += bytes(part.planes[0])[: part.samples * 2]
    except (av.FFmpegError, IndexError) as error:
        raise SynthesisError(f"the engine's sound file can't be decoded: {error}") from error
    return Clip(AudioFormat(rate), bytes(pcm))
