"""Sound, and where in it each utterance lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from narrate.model.document import Span


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """Signed little-endian 16-bit PCM at ``sample_rate_hz``, ``channels`` interleaved."""

    sample_rate_hz: int
    channels: int = 1

    @property
    def bytes_per_frame(self) -> int:
        """Bytes of one sample of all channels."""
        return 2 * self.channels

    def frames(self, seconds: float) -> int:
        """The whole number of frames nearest to ``seconds``."""
        return round(seconds * self.sample_rate_hz)


class WordTime(NamedTuple):
    """When a word of a text is heard: its characters ``start`` to ``end`` (exclusive), in seconds of its clip."""

    start: int
    end: int
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of sound in memory; ``pcm`` holds whole frames of ``format``.

    ``words`` says when the words of its text are heard, in order, where the engine knows; else it is empty.
    """

    format: AudioFormat
    pcm: bytes
    words: tuple[WordTime, ...] = ()

    @property
    def frames(self) -> int:
        """Length in frames."""
        return len(self.pcm) // self.format.bytes_per_frame

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.frames / self.format.sample_rate_hz


class CueWord(NamedTuple):
    """When a word of the source is heard, in seconds from the beginning of its chapter's file.

    One slice may hold several words of the source: “12 000” is said, and heard, as one number.
    """

    span: Span
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Cue:
    """When a slice of the source is heard, in seconds from the beginning of its chapter's file.

    Attributes:
        words: when its words are heard, in order, where the engine knows; else empty.
    """

    utterance_id: str
    speaker: str | None
    span: Span
    start_s: float
    end_s: float
    words: tuple[CueWord, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterTimeline:
    """The cues of one file, in order."""

    title: str
    file: str
    duration_s: float
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The cues of all files, in the order of the story."""

    chapters: tuple[ChapterTimeline, ...]
