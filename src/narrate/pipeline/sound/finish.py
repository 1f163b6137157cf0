"""The task that makes a chapter's file of its spoken lines. Runs in a worker; what crosses is small."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.assembly import Assembled, Pauses, assemble, lay_music, mastered
from narrate.model import AudioFormat, Clip, Cue, Profile, SpokenLine, WordTime
from narrate.pipeline.sound.sounds import ChosenSounds
from narrate.publishing import ChapterTags, LyricsLine, kept, scene_marks, write_mp3, write_tags
from narrate.synthesis import RenderedLines
from narrate.workspace import put_in_place, writing


@dataclass(frozen=True, slots=True)
class FinishTask:
    """A chapter whose lines are spoken.

    Attributes:
        lines: in order.
        engines: for each line the engine that spoke it; None where there was nothing to say.
        rendered: by engine, its lines' sound in order.
        gains_db: for each line.
        rates: for each line, the factor on its voice's own rate.
        pauses: between the lines.
        sounds: what is heard beside the voices.
        music: whether the chosen music is laid under this file.
        format: of the chapter's PCM.
        profile: what the file must meet.
        tags: of the file.
        texts: of the lines, as the story has them.
        scenes: whether the scenes are marked in the file.
        lossless: where the sound is kept without loss, as FLAC; None keeps none.
        spool: folder for the PCM; nothing is left in it.
        target: where the finished file goes; there is never half a file.
    """

    lines: tuple[SpokenLine, ...]
    engines: tuple[str | None, ...]
    rendered: Mapping[str, RenderedLines]
    gains_db: tuple[float, ...]
    rates: tuple[float, ...]
    pauses: Pauses
    sounds: ChosenSounds
    music: bool
    format: AudioFormat
    profile: Profile
    tags: ChapterTags
    texts: tuple[str, ...]
    scenes: bool
    lossless: str | None
    spool: str
    target: str


@dataclass(frozen=True, slots=True)
class FinishedChapter:
    """A finished file: its length and where in it each line is heard.

    ``words`` has, for each line, the words of `SpokenLine.text` with seconds of the file.
    """

    duration_s: float
    cues: tuple[Cue, ...]
    words: tuple[tuple[WordTime, ...], ...] = ()


def finish(task: FinishTask) -> FinishedChapter:
    """Assemble, master, encode and tag a chapter.

    Raises:
        OutputError: it could not be written.
    """
    target = Path(task.target)
    pcm = Path(task.spool) / f"{task.tags.track:05d}.pcm"
    part = target.with_name(f".{task.tags.track:05d}.part.mp3")
    with writing(target):
        try:
            with pcm.open("wb") as out:
                assembled = assemble(
                    task.lines,
                    _in_order(task.engines, task.rendered),
                    gains_db=task.gains_db,
                    rates=task.rates,
                    pauses=task.pauses,
                    format=task.format,
                    out=out,
                    ornament=task.sounds.ornament(task.format),
                )
            if task.music:
                assembled = _with_music(task, pcm, assembled)
            rate = task.profile.sample_rate_hz or task.format.sample_rate_hz
            blocks = mastered(pcm, task.format, task.profile)
            if task.lossless:
                blocks = kept(Path(task.lossless), blocks, AudioFormat(rate))
            write_mp3(part, blocks, AudioFormat(rate), task.profile.bitrate_kbps)
            write_tags(part, _timed(task, assembled))
            with part.open("rb") as done:
                os.fsync(done.fileno())
            put_in_place(part, target)
        finally:
            pcm.unlink(missing_ok=True)
            part.unlink(missing_ok=True)
    return FinishedChapter(assembled.frames / task.format.sample_rate_hz, assembled.cues, assembled.words)


def _with_music(task: FinishTask, pcm: Path, assembled: Assembled) -> Assembled:
    """The same with the chosen music under it, if there is any; all of it comes later then."""
    music = task.sounds.opening_music(task.format)
    if music is None:
        return assembled
    later_s = lay_music(pcm, task.format, music, head_ms=task.pauses.head, tail_ms=task.pauses.tail)
    cues = tuple(replace(cue, start_s=cue.start_s + later_s, end_s=cue.end_s + later_s) for cue in assembled.cues)
    return Assembled(pcm.stat().st_size // task.format.bytes_per_frame, cues, tuple(() for _ in cues))


def _timed(task: FinishTask, assembled: Assembled) -> ChapterTags:
    """The tags, with what only the finished sound tells."""
    lyrics = tuple(
        LyricsLine(text, cue.start_s, line.paragraph)
        for text, cue, line in zip(task.texts, assembled.cues, task.lines, strict=True)
    )
    starts = [(line.scene, cue.start_s) for line, cue in zip(task.lines, assembled.cues, strict=True)]
    duration_s = assembled.frames / task.format.sample_rate_hz
    marks = scene_marks(task.tags.title, starts, duration_s) if task.scenes else ()
    return replace(task.tags, lyrics=lyrics, marks=marks)


def _in_order(engines: Sequence[str | None], rendered: Mapping[str, RenderedLines]) -> Iterator[Clip | None]:
    """The clips of all engines in the order of the lines."""
    streams = {engine: lines.clips() for engine, lines in rendered.items()}
    for engine in engines:
        yield next(streams[engine]) if engine else None
