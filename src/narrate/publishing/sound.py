"""The sound of an edition as PCM, whatever its files are, and encoders that take PCM: FFmpeg's, through PyAV."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from narrate.errors import InputError, OutputError
from narrate.model import AudioFormat, Edition, EditionChapter

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer

_BIT_EXACT = 0x0400
"""FFmpeg's AVFMT_FLAG_BITEXACT: no version, no time and no random number in the file."""

_MS = Fraction(1, 1000)
_BLOCK_BYTES = 1 << 17
"""A file's frames are short; what works on them is quicker on longer pieces."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter mark: where something begins and ends, in frames of PCM."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is encoded: names that FFmpeg knows.

    Attributes:
        container: the muxer.
        codec: the encoder.
        bitrate_kbps: None where there is nothing lost.
        container_options: of the muxer.
        codec_options: of the encoder.
    """

    container: str
    codec: str
    bitrate_kbps: int | None = None
    container_options: Mapping[str, str] = field(default_factory=dict)
    codec_options: Mapping[str, str] = field(default_factory=dict)


_CONTAINERS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dts,dtshd,eac3,flac,flv,gsm,ircam,matroska,mov,mp3,mpc,mpc8,mpeg,mpegts,"
    "nut,ogg,oma,tak,tta,voc,w64,wav,wv"
)
"""FFmpeg's names of those that hold sound. It goes by what is in a file, whatever its name, and what it would take for
sound are also playlists, which have other files opened."""


def file_name(path: Path) -> str:
    """A path as FFmpeg is to be told it: it takes ``Re:Zero/01.m4b`` for an address, and opens what others name."""
    return str(path.absolute())


def open_sound(path: Path) -> Any:  # noqa: ANN401 - PyAV is loaded late
    """A sound file, opened by FFmpeg: that file, and no other that it may name.

    Raises:
        av.FFmpegError: it is not there, or none that FFmpeg takes for sound.
    """
    import av

    return av.open(file_name(path), options={"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"})


def sound_format(path: Path) -> AudioFormat:
    """Sample rate and channels of a sound file.

    Raises:
        InputError: it holds no sound that can be read.
    """
    import av

    try:
        with open_sound(path) as container:
            stream = container.streams.audio[0]
            return AudioFormat(stream.rate, stream.channels)
    except (av.FFmpegError, IndexError) as error:
        raise _unreadable(path) from error


def read_pcm(path: Path, wanted: AudioFormat) -> Iterator[bytes]:
    """A sound file as PCM of a format, piece by piece; what encoders put before and after the sound is left out.

    Raises:
        InputError: it holds no sound that can be read.
    """
    import av

    layout = "mono" if wanted.channels == 1 else "stereo"
    resampler = av.AudioResampler("s16", layout, wanted.sample_rate_hz)
    waiting = bytearray()
    try:
        with open_sound(path) as container:
            # The flush at the end is a frame of None.
            for frame in itertools.chain(container.decode(audio=0), [None]):
                if frame is not None:
                    frame.pts = None
                for piece in resampler.resample(frame):
                    waiting += piece.to_ndarray().tobytes()
                if len(waiting) >= _BLOCK_BYTES:
                    yield bytes(waiting)
                    waiting.clear()
    except (av.FFmpegError, IndexError) as error:
        raise _unreadable(path) from error
    yield bytes(waiting)


def book_format(edition: Edition) -> AudioFormat:
    """One format for a whole book: that of its first chapter."""
    return sound_format(edition.chapters[0].sound)


def read_book(edition: Edition, audio_format: AudioFormat) -> Iterator[bytes]:
    """The sound of all chapters, one after the other, as PCM. Each is as long as the timeline says, to the frame."""
    for chapter, mark in zip(edition.chapters, chapter_marks(edition, audio_format), strict=True):
        left = (mark.end - mark.start) * audio_format.bytes_per_frame
        for block in read_pcm(chapter.sound, audio_format):
            yield block[:left]
            left -= min(left, len(block))
        yield bytes(left)


def chapter_marks(edition: Edition, audio_format: AudioFormat) -> tuple[Mark, ...]:
    """A mark for each chapter in the sound of `read_book`."""
    at_s, marks = 0.0, []
    for title, chapter in zip(chapter_titles(edition.chapters), edition.chapters, strict=True):
        end_s = at_s + chapter.duration_s
        marks.append(Mark(title, audio_format.frames(at_s), audio_format.frames(end_s)))
        at_s = end_s
    return tuple(marks)


def chapter_titles(chapters: Sequence[EditionChapter]) -> list[str]:
    """Titles of which no two are the same: there are players that join chapters whose names are equal."""
    titles = [chapter.title for chapter in chapters]
    return [title if titles.count(title) == 1 else f"{title} ({number})" for number, title in enumerate(titles, 1)]


class Encoder:
    """Encodes PCM into a file while the context lasts. The same sound gives the same bytes.

    Args:
        path: of the file.
        audio_format: of the PCM; one that the codec takes.
        encoding: container and codec.
        marks: chapters, where the container has them.
        language: of what is spoken, ISO 639-2.

    Raises:
        OutputError: the encoder refuses.
    """

    def __init__(
        self,
        path: Path,
        audio_format: AudioFormat,
        encoding: Encoding,
        *,
        marks: Sequence[Mark] = (),
        language: str = "",
    ) -> None:
        self._path, self._format, self._encoding = path, audio_format, encoding
        self._marks, self._language = marks, language
        self._frames = 0

    def __enter__(self) -> Self:
        import av

        options = dict(self._encoding.container_options)
        with self._told():
            container = av.open(file_name(self._path), "w", format=self._encoding.container, container_options=options)
            self._container = container
            container.flags |= _BIT_EXACT
            self._stream = _stream(container, self._format, self._encoding)
            if self._language:
                self._stream.metadata["language"] = self._language
            if self._marks:
                container.set_chapters(_chapters(self._marks, self._format.sample_rate_hz))
        return self

    def add(self, pcm: bytes) -> None:
        """The next whole frames."""
        if not pcm:
            return
        frame = _frame(pcm, self._format)
        frame.pts = self._frames
        self._frames += frame.samples
        with self._told():
            self._container.mux(self._stream.encode(frame))

    def __exit__(self, kind: object, *_: object) -> None:
        with self._told():
            if kind is None:
                self._container.mux(self._stream.encode(None))
            self._container.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        import av

        try:
            yield
        except av.FFmpegError as error:
            if isinstance(error, OSError) and error.errno:
                raise OSError(error.errno, error.strerror, str(self._path)) from error
            raise OutputError(f"can't write {self._path.name}: {error}") from error


def encode(
    path: Path,
    blocks: Iterable[bytes],
    audio_format: AudioFormat,
    encoding: Encoding,
    *,
    marks: Sequence[Mark] = (),
    language: str = "",
) -> None:
    """Encode PCM into a file; as `Encoder`.

    Args:
        path: of the file.
        blocks: whole frames of ``audio_format``.
        audio_format: one that the codec takes.
        encoding: container and codec.
        marks: chapters, where the container has them.
        language: of what is spoken, ISO 639-2.

    Raises:
        OutputError: the encoder refuses.
    """
    with Encoder(path, audio_format, encoding, marks=marks, language=language) as encoder:
        for block in blocks:
            encoder.add(block)


def _stream(container: OutputContainer, audio_format: AudioFormat, encoding: Encoding) -> AudioStream:
    layout = "mono" if audio_format.channels == 1 else "stereo"
    stream: Any = container.add_stream(
        encoding.codec, rate=audio_format.sample_rate_hz, layout=layout, options=dict(encoding.codec_options)
    )
    if encoding.bitrate_kbps is not None:
        stream.bit_rate = encoding.bitrate_kbps * 1000
    # AV_CODEC_FLAG_BITEXACT: the encoder leaves its version out.
    stream.codec_context.flags |= 1 << 23
    result: AudioStream = stream
    return result


def _chapters(marks: Sequence[Mark], rate_hz: int) -> list[Any]:
    return [
        {
            "id": number,
            "start": round(mark.start * 1000 / rate_hz),
            "end": round(mark.end * 1000 / rate_hz),
            "time_base": _MS,
            "metadata": {"title": mark.title},
        }
        for number, mark in enumerate(marks, 1)
    ]


def _frame(pcm: bytes, audio_format: AudioFormat) -> Any:  # noqa: ANN401 - PyAV is loaded late
    import av
    import numpy as np

    layout = "mono" if audio_format.channels == 1 else "stereo"
    frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, "<i2").reshape(1, -1), format="s16", layout=layout)
    frame.sample_rate = audio_format.sample_rate_hz
    frame.time_base = Fraction(1, audio_format.sample_rate_hz)
    return frame


def _unreadable(path: Path) -> InputError:
    return InputError(f"{path} holds no sound that can be read", hint="Run narrate on the story again with --force.")
