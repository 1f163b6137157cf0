"""The assembler: clips and pauses become the PCM of a chapter, and cues that say where each line is heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from narrate.assembly.clips import conform, gain, trim
from narrate.assembly.pauses import Pauses
from narrate.model import AudioFormat, Clip, Cue, SpokenLine, WordTime

_SILENCE = bytes(65_536)


@dataclass(frozen=True, slots=True)
class Assembled:
    """What was written: its length, and one cue for each line, in order and without overlap.

    ``words`` has, for each line, the words of `SpokenLine.text` with seconds from the beginning of what was written.
    """

    frames: int
    cues: tuple[Cue, ...]
    words: tuple[tuple[WordTime, ...], ...] = ()


def assemble(
    lines: Sequence[SpokenLine],
    clips: Iterable[Clip | None],
    *,
    gains_db: Sequence[float],
    rates: Sequence[float],
    pauses: Pauses,
    format: AudioFormat,  # noqa: A002 - the name that reads best where it is called
    out: BinaryIO,
    ornament: Clip | None = None,
) -> Assembled:
    """Write a chapter's PCM. Memory holds one clip at a time, however long the chapter.

    Args:
        lines: in the order in which they are spoken.
        clips: the sound of each line, of any format; None where there is none (a line without words, or one that
            could not be spoken): its cue has no length, and the pause after it stands for it.
        gains_db: for each line, all gains together: the evening of voices, the voice's setting, the delivery.
        rates: for each line, the factor on its voice's own rate at which it is said.
        pauses: the silence between lines.
        format: of what is written.
        out: takes the PCM: a file, buffered.
        ornament: a sound in the middle of the silence of each scene break, in ``format``; the silence stays as long.

    Raises:
        ValueError: ``lines``, ``clips``, ``gains_db`` and ``rates`` are not equally many.
    """
    bytes_per_frame = format.bytes_per_frame
    at = _write_silence(out, format, pauses.head)
    cues = []
    words: list[tuple[WordTime, ...]] = []
    silent_ms = 0
    following = [*lines[1:], None] if lines else []
    for line, after, clip, gain_db, rate in zip(lines, following, clips, gains_db, rates, strict=True):
        start = at
        if clip is not None and clip.pcm:
            sound = gain(conform(trim(clip), format), gain_db)
            out.write(sound.pcm)
            at += len(sound.pcm) // bytes_per_frame
            silent_ms = 0
        words.append(_moved(sound.words, start / format.sample_rate_hz) if at > start else ())
        cues.append(
            Cue(line.utterance_id, line.speaker, line.span, start / format.sample_rate_hz, at / format.sample_rate_hz)
        )
        # Pauses around lines without a word do not add up beyond what any one pause may be.
        longest = pauses.longest if after is not None else pauses.tail
        pause = min(pauses.after(line, after, rate=rate), max(longest - silent_ms, 0))
        silent_ms += pause
        broken = ornament is not None and after is not None and pause > 0 and pauses.is_scene(line, after)
        at += _write_ornament(out, format, pause, ornament) if broken else _write_silence(out, format, pause)
    return Assembled(at, tuple(cues), tuple(words))


def _write_ornament(out: BinaryIO, audio_format: AudioFormat, pause_ms: int, ornament: Clip | None) -> int:
    """Write a pause with a sound in its middle; how many frames both have."""
    before = pause_ms // 2
    frames = _write_silence(out, audio_format, before)
    if ornament is not None:
        out.write(ornament.pcm)
        frames += ornament.frames
    return frames + _write_silence(out, audio_format, pause_ms - before)


def _moved(words: Sequence[WordTime], by_s: float) -> tuple[WordTime, ...]:
    return tuple(WordTime(start, end, start_s + by_s, end_s + by_s) for start, end, start_s, end_s in words)


def _write_silence(out: BinaryIO, audio_format: AudioFormat, pause_ms: int) -> int:
    """Write a pause; how many frames it has."""
    frames = audio_format.frames(pause_ms / 1000)
    left = frames * audio_format.bytes_per_frame
    while left:
        piece = _SILENCE[:left]
        out.write(piece)
        left -= len(piece)
    return frames
