"""The sound of an edition as PCM, whatever its files are, and encoders that take PCM: FFmpeg's, through PyAV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.errors import InputError, OutputError
from narrate.model import AudioFormat, Edition, EditionChapter

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer

_BIT_EXACT = 0x0400
"""FFmpeg's AVFMT_FLAG_BITEXACT: no version, no time and no random number in the file."""

_MS = Fraction(1, 1000)


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


def sound_format(path: Path) -> AudioFormat:
    """Sample rate and channels of a sound file.

    Raises:
        InputError: it holds no sound that can be read.
    """
    import av  # noqa: PLC0415 - start-up time

    try:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            return AudioFormat(stream.rate, stream.channels)
    except (av.FFmpegError, IndexError) as error:
        raise _unreadable(path) from error


def read_pcm(path: Path, wanted: AudioFormat) -> Iterator[bytes]:
    """A sound file as PCM of a format, piece by piece; what encoders put before and after the sound is left out.

    Raises:
        InputError: it holds no sound that can be read.
    """
    import av  # noqa: PLC0415

    layout = "mono" if wanted.channels == 1 else "stereo"
    resampler = av.AudioResampler("s16", layout, wanted.sample_rate_hz)
    try:
        with av.open(str(path)) as container:
            for frame in container.decode(audio=0):
                frame.pts = None
                for piece in resampler.resample(frame):
                    yield piece.to_ndarray().tobytes()
            for piece in resampler.resample(None):
                yield piece.to_ndarray().tobytes()
    except (av.FFmpegError, IndexError) as error:
        raise _unreadable(path) from error


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


def encode(
    path: Path,
    blocks: Iterable[bytes],
    audio_format: AudioFormat,
    encoding: Encoding,
    *,
    marks: Sequence[Mark] = (),
    language: str = "und",
) -> int:
    """Encode PCM into a file. The same sound gives the same bytes.

    Args:
        path: of the file.
        blocks: whole frames of ``audio_format``.
        audio_format: one that the codec takes.
        encoding: container and codec.
        marks: chapters, where the container has them.
        language: of what is spoken, ISO 639-2.

    Returns:
        How many frames there were.

    Raises:
        OutputError: the encoder refuses.
    """
    import av  # noqa: PLC0415

    try:
        with av.open(
            str(path), "w", format=encoding.container, container_options=dict(encoding.container_options)
        ) as container:
            container.flags |= _BIT_EXACT
            stream = _stream(container, audio_format, encoding)
            stream.metadata["language"] = language
            if marks:
                container.set_chapters(_chapters(marks, audio_format.sample_rate_hz))
            frames = 0
            for frame in _frames(blocks, audio_format):
                frame.pts = frames
                frames += frame.samples
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    except av.FFmpegError as error:
        raise OutputError(f"can't write {path.name}: {error}") from error
    return frames


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


def _frames(blocks: Iterable[bytes], audio_format: AudioFormat) -> Iterator[Any]:
    import av  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415

    layout = "mono" if audio_format.channels == 1 else "stereo"
    for block in blocks:
        if not block:
            continue
        samples = np.frombuffer(block, "<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout=layout)
        frame.sample_rate = audio_format.sample_rate_hz
        frame.time_base = Fraction(1, audio_format.sample_rate_hz)
        yield frame


def _unreadable(path: Path) -> InputError:
    return InputError(f"{path} holds no sound that can be read", hint="Run narrate on the story again with --force.")
