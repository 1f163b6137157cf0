"""Any sound file, opened to be measured: what it is, and its sound as PCM. FFmpeg's decoders, through PyAV."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from narrate.errors import InputError
from narrate.model import AudioFormat
from narrate.publishing.mpeg import parse_header
from narrate.publishing.sound import open_sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SUFFIXES = frozenset(
    {".aac", ".aif", ".aiff", ".flac", ".m4a", ".m4b", ".mka", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma"}
)
"""Of files that are taken for sound in a folder."""

SCALE_DB = 6.020599913279624
"""The sound is handed out at half its level: what a decoder gives above full scale is still there to be measured."""

_HALF = 16_384
_MOST_CHANNELS = 2
_PIECE_S = 1.0


class SoundFile:
    """A file while it is read. A context manager.

    Raises:
        InputError: it can't be read, or holds no sound.
    """

    def __init__(self, path: Path) -> None:
        import av

        self._path = path
        self._bitrates: Counter[int] = Counter()
        try:
            self._container: Any = open_sound(path)
            self._stream = self._container.streams.audio[0]
        except IndexError:
            self._container.close()
            raise InputError(f"{path} holds no sound", hint="Name a sound file, or a folder of them.") from None
        except (av.FFmpegError, OSError) as error:
            raise _unreadable(path, error) from error
        # FFmpeg takes much for sound of some kind by its name alone.
        if not self._stream.codec_context.sample_rate or not self.channels:
            self._container.close()
            raise InputError(f"{path} holds no sound", hint="Check that it is a whole sound file.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    @property
    def codec(self) -> str:
        """FFmpeg's name of it, ``mp3``; decoders' additions (``mp3float``) left out."""
        return str(self._stream.codec_context.name).removesuffix("float")

    @property
    def channels(self) -> int:
        """As many as the file has."""
        return int(self._stream.codec_context.channels)

    @property
    def format(self) -> AudioFormat:
        """Of what `blocks` gives: at most two channels."""
        return AudioFormat(int(self._stream.codec_context.sample_rate), min(self.channels, _MOST_CHANNELS))

    @property
    def bitrate_kbps(self) -> float | None:
        """The mean; None where the file does not tell. After `blocks`, that of the MPEG frames."""
        if self._bitrates:
            return sum(kbps * count for kbps, count in self._bitrates.items()) / self._bitrates.total()
        bits = self._stream.bit_rate or self._container.bit_rate
        return bits / 1000 if bits else None

    @property
    def constant_bitrate(self) -> bool | None:
        """After `blocks`: whether all MPEG frames have the same; None for other codecs."""
        return len(self._bitrates) == 1 if self._bitrates else None

    def blocks(self) -> Iterator[bytes]:
        """The sound as PCM of `format`, at half its level (`SCALE_DB`), in pieces of about a second.

        Raises:
            InputError: the file is damaged.
        """
        size = self.format.frames(_PIECE_S) * self.format.bytes_per_frame
        waiting = bytearray()
        for piece in self._decoded():
            waiting += piece
            if len(waiting) >= size:
                yield bytes(waiting)
                waiting.clear()
        if waiting:
            yield bytes(waiting)

    def _decoded(self) -> Iterator[bytes]:
        import av

        layout = "mono" if self.format.channels == 1 else "stereo"
        resampler = av.AudioResampler("flt", layout, self.format.sample_rate_hz)
        try:
            for packet in self._container.demux(self._stream):
                self._note(packet)
                for frame in packet.decode():
                    frame.pts = None
                    yield from (_halved(piece.to_ndarray()) for piece in resampler.resample(frame))
            yield from (_halved(piece.to_ndarray()) for piece in resampler.resample(None))
        except (av.FFmpegError, OSError) as error:
            raise _unreadable(self._path, error) from error

    def _note(self, packet: Any) -> None:  # noqa: ANN401 - PyAV's packets have no public type
        if self.codec == "mp3" and packet.size:
            with contextlib.suppress(ValueError):  # a damaged frame, which the decoder passes over too
                self._bitrates[parse_header(bytes(packet)[:4]).kbps] += 1


def _halved(samples: npt.NDArray[Any]) -> bytes:
    import numpy as np

    scaled = np.rint(samples.reshape(-1) * np.float32(_HALF))
    pcm: npt.NDArray[np.int16] = np.clip(scaled, -32_768, 32_767).astype("<i2")
    return pcm.tobytes()


def _unreadable(path: Path, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"can't read {path} as sound: {reason}", hint="Check that it is a whole sound file.")
