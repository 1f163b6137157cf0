"""The tasks that make a chapter's file of its spoken lines. They run in workers; what crosses is small.

A long chapter is cut where there is silence, and its parts are encoded side by side: most of the work on a story of one
chapter is the encoder's, and would keep one core busy while the others wait.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.assembly import (
    Assembled,
    MasteringPlan,
    Pauses,
    apply_plan,
    assemble,
    lay_music,
    places_to_cut,
    plan_mastering,
)
from narrate.model import AudioFormat, Clip, Profile, Span, SpokenLine
from narrate.pipeline.sound.sounds import ChosenSounds
from narrate.publishing import (
    JOIN_SAMPLES,
    ChapterTags,
    LyricsLine,
    frame_samples,
    join_mp3,
    kept,
    scene_marks,
    write_mp3,
    write_tags,
)
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


HeardWord = tuple[int, int, float, float]
"""Where a word stands in a text, and when it is heard: plain numbers, since there are a hundred thousand in a novel."""


@dataclass(frozen=True, slots=True)
class FinishedChapter:
    """A finished file: its length and where in it each line is heard.

    It comes from another process, and has nothing in it that is dear to carry.

    Attributes:
        times: for each line, its start and end in seconds of the file.
        words: for each line, its words where the engine knows them: start and end in the text that the lines are slices
            of, and in seconds of the file, to the millisecond.
    """

    duration_s: float
    times: tuple[tuple[float, float], ...]
    words: tuple[tuple[HeardWord, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long chapter, to be mastered and encoded by itself.

    Attributes:
        pcm: the chapter's sound.
        plan: how it is mastered (`MasteringPlan`).
        start: frame of the chapter.
        end: frame of the chapter; None is its end.
        format: of the sound.
        profile: what the file must meet.
        file: where the part's MP3 goes.
    """

    pcm: str
    plan: str
    start: int
    end: int | None
    format: AudioFormat
    profile: Profile
    file: str


@dataclass(frozen=True, slots=True)
class Divided:
    """A long chapter that is assembled and measured; its parts are to be encoded, and then joined.

    ``chapter`` is what it will be when that is done.
    """

    chapter: FinishedChapter
    parts: tuple[Part, ...]

    def discard(self) -> None:
        """Remove what is in the spool."""
        for part in self.parts:
            for name in (part.pcm, part.plan, part.file):
                Path(name).unlink(missing_ok=True)


def finish(task: FinishTask) -> FinishedChapter | Divided:
    """Assemble, master, encode and tag a chapter; or divide one that is long, for several workers to go on with.

    Where a chapter is divided hangs on its sound alone, so that any number of workers makes the same file.

    Raises:
        OutputError: it could not be written.
    """
    target = Path(task.target)
    pcm = Path(task.spool) / f"{task.tags.track:05d}.pcm"
    divided: Divided | None = None
    with writing(target):
        try:
            chapter = _heard(task, _assembled(task, pcm))
            plan = plan_mastering(pcm, task.format, task.profile)
            if parts := _parts(task, pcm, plan):
                plan.save(Path(parts[0].plan))
                divided = Divided(chapter, parts)
                return divided
            rate = _rate(task.format, task.profile)
            blocks = apply_plan(pcm, task.format, task.profile, plan)
            if task.lossless:
                blocks = kept(Path(task.lossless), blocks, AudioFormat(rate))
            with _part_file(target, task) as file:
                write_mp3(file, blocks, AudioFormat(rate), task.profile.bitrate_kbps)
                return _completed(task, chapter, file)
        finally:
            if divided is None:
                pcm.unlink(missing_ok=True)


def encode_part(part: Part) -> None:
    """Master and encode a part of a chapter.

    Raises:
        OutputError: it could not be written.
    """
    plan = MasteringPlan.load(Path(part.plan))
    blocks = apply_plan(Path(part.pcm), part.format, part.profile, plan, start=part.start, end=part.end)
    encoded = AudioFormat(_rate(part.format, part.profile))
    write_mp3(Path(part.file), blocks, encoded, part.profile.bitrate_kbps, summed=False)


def join(task: FinishTask, divided: Divided) -> FinishedChapter:
    """Make the file of a chapter of its parts, and tag it.

    Raises:
        OutputError: it could not be written.
    """
    target = Path(task.target)
    with writing(target), _part_file(target, task) as file:
        join_mp3([Path(part.file) for part in divided.parts], file, seamless=True)
        return _completed(task, divided.chapter, file)


def _assembled(task: FinishTask, pcm: Path) -> Assembled:
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
    return _with_music(task, pcm, assembled) if task.music else assembled


def _parts(task: FinishTask, pcm: Path, plan: MasteringPlan) -> tuple[Part, ...]:
    """The parts of a long chapter; none of one that is short, or has no silence to cut in, or is kept whole besides."""
    if task.lossless or task.profile.room_tone_db is not None:
        return ()
    rate, encoded = task.format.sample_rate_hz, _rate(task.format, task.profile)
    samples = frame_samples(encoded)
    # Frames that become whole frames of MPEG at the sample rate of the file.
    grid = samples * rate // math.gcd(samples * rate, encoded)
    cuts = places_to_cut(plan, task.format, grid, -(-JOIN_SAMPLES * rate // encoded))
    if not cuts:
        return ()
    return tuple(
        Part(
            pcm=str(pcm),
            plan=str(pcm.with_suffix(".plan")),
            start=start,
            end=end,
            format=task.format,
            profile=task.profile,
            file=str(pcm.with_name(f"{pcm.stem}-{number:03d}.mp3")),
        )
        for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, None], strict=True))
    )


@contextlib.contextmanager
def _part_file(target: Path, task: FinishTask) -> Iterator[Path]:
    """A file beside the target; what of it is left over goes."""
    part = target.with_name(f".{task.tags.track:05d}.part.mp3")
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _completed(task: FinishTask, chapter: FinishedChapter, file: Path) -> FinishedChapter:
    """Tag the file of a chapter, and put it in its place."""
    write_tags(file, _timed(task, chapter))
    with file.open("rb") as done:
        os.fsync(done.fileno())
    put_in_place(file, Path(task.target))
    return chapter


def _heard(task: FinishTask, assembled: Assembled) -> FinishedChapter:
    """When each line is heard, and each word of the text that it is a slice of."""
    from narrate.speech import words_in_source

    times = tuple((cue.start_s, cue.end_s) for cue in assembled.cues)
    found: list[tuple[HeardWord, ...]] = []
    for line, text, heard in zip(task.lines, task.texts, assembled.words, strict=True):
        words = words_in_source(text, Span(0, len(text)), line.text, heard) if heard else ()
        at = line.span.start
        found.append(tuple((at + w.span.start, at + w.span.end, round(w.start_s, 3), round(w.end_s, 3)) for w in words))
    return FinishedChapter(assembled.frames / task.format.sample_rate_hz, times, tuple(found))


def _rate(audio_format: AudioFormat, profile: Profile) -> int:
    return profile.sample_rate_hz or audio_format.sample_rate_hz


def _with_music(task: FinishTask, pcm: Path, assembled: Assembled) -> Assembled:
    """The same with the chosen music under it, if there is any; all of it comes later then."""
    music = task.sounds.opening_music(task.format)
    if music is None:
        return assembled
    later_s = lay_music(pcm, task.format, music, head_ms=task.pauses.head, tail_ms=task.pauses.tail)
    cues = tuple(replace(cue, start_s=cue.start_s + later_s, end_s=cue.end_s + later_s) for cue in assembled.cues)
    return Assembled(pcm.stat().st_size // task.format.bytes_per_frame, cues, tuple(() for _ in cues))


def _timed(task: FinishTask, chapter: FinishedChapter) -> ChapterTags:
    """The tags, with what only the finished sound tells."""
    lyrics = tuple(
        LyricsLine(text, start_s, line.paragraph)
        for text, (start_s, _), line in zip(task.texts, chapter.times, task.lines, strict=True)
    )
    starts = [(line.scene, start_s) for line, (start_s, _) in zip(task.lines, chapter.times, strict=True)]
    marks = scene_marks(task.tags.title, starts, chapter.duration_s) if task.scenes else ()
    return replace(task.tags, lyrics=lyrics, marks=marks)


def _in_order(engines: Sequence[str | None], rendered: Mapping[str, RenderedLines]) -> Iterator[Clip | None]:
    """The clips of all engines in the order of the lines."""
    streams = {engine: lines.clips() for engine, lines in rendered.items()}
    for engine in engines:
        yield next(streams[engine]) if engine else None
