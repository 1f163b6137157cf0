"""Making the chapters: speech, then one finished file each, several at a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import asdict
from itertools import starmap

from narrate.errors import EngineError, NarrateError, SynthesisError
from narrate.model import PROFILES, ChapterTimeline, Cue, CueWord, Script, Span
from narrate.pipeline.events import ChapterFinished, LinesSpoken, Listener, Notice, StageStarted
from narrate.pipeline.run.bad_lines import BadLine, LinesFailedError, bad_line, doubts_told, failures_told
from narrate.pipeline.sound.engines import Studio
from narrate.pipeline.sound.finish import FinishedChapter, FinishTask
from narrate.pipeline.sound.levels import VoiceLevels
from narrate.pipeline.sound.lossless import KEY, RECORD, all_kept, discard_lossless, discard_surplus, lossless_path
from narrate.pipeline.sound.plan import OPENING, ChapterPlan, pauses_of
from narrate.pipeline.sound.workers import Workers, result_of
from narrate.pipeline.story.job import Job
from narrate.synthesis import RenderedLines
from narrate.workspace import Stamp, Workspace, writing

_EXTRA = "extra-{}.json"


def finished(plan: ChapterPlan, workspace: Workspace) -> ChapterTimeline | None:
    """What is known of a chapter's file if it is there and as planned; None if it has to be made."""
    found = recorded(plan, workspace)
    return found and found[0]


def recorded(plan: ChapterPlan, workspace: Workspace) -> tuple[ChapterTimeline, Stamp] | None:
    """What `finished` tells, and the stamp of the file: nothing is read again that was just written."""
    record = workspace.read_json(_record_name(plan))
    stamp = Stamp.from_record(record.get("stamp"))
    if record.get("key") != plan.key or stamp is None or not stamp.matches(workspace.path(plan.file)):
        return None
    try:
        cues = tuple(
            Cue(utterance_id, speaker, Span(start, end), start_s, end_s, tuple(starmap(_cue_word, words)))
            for utterance_id, speaker, start, end, start_s, end_s, words in record["cues"]
        )
        return ChapterTimeline(plan.title, plan.file, float(record["duration_s"]), cues), stamp
    except (KeyError, TypeError, ValueError):  # damaged: the chapter can be made again
        return None


def recorded_stamp(plan: ChapterPlan, workspace: Workspace) -> object:
    """The stamp of a file that is no chapter, as its record has it."""
    return workspace.read_json(_record_name(plan)).get("stamp")


def produce(
    plans: Sequence[ChapterPlan],
    script: Script,
    job: Job,
    workers: Workers,
    *,
    force: bool,
    listener: Listener,
    lossless: bool = False,
) -> int:
    """Make the chapters that are not there yet, or not as planned; with ``lossless`` their sound without loss, too.

    Returns:
        How many chapters were made.

    Raises:
        SynthesisError: some lines could not be spoken; all chapters without such lines are finished.
        EngineError: an engine or a voice is missing; the chapters that others speak are finished.
        OutputError: something could not be written; what was in hand and could be written is finished.
        StoppedError: the person said stop; what was in hand is finished.
    """
    options, workspace = job.options, job.workspace
    due = [plan for plan in plans if force or _is_due(plan, workspace, lossless=lossless)]
    if not due:
        return 0
    chapters = sum(not plan.extra for plan in due)
    if chapters:
        listener(StageStarted("speaking", _work(chapters, script)))
    studio = Studio(options, workers.executor, workspace.spool)
    levels = VoiceLevels(due, studio, workspace)
    producer = _Producer(studio, job, levels, _Progress(due, listener), lossless=lossless)
    futures = workers.submit_chapters(producer.make, due)
    try:
        failed, first = _awaited(futures)
    except KeyboardInterrupt:
        workers.stop()
        listener(Notice("stopping: what the workers have in hand is finished; press Ctrl-C again to stop at once"))
        raise
    finally:
        for future in futures:
            future.cancel()
        # What is in hand is finished and recorded before anybody else may have the folder.
        wait(future for future in futures if not future.cancelled())
        levels.close()
        studio.close()
    producer.tell_doubts(script, listener)
    if first is not None:
        raise first
    if failed:
        raise failures_told(failed, len(due), script, workspace)
    return chapters


def _is_due(plan: ChapterPlan, workspace: Workspace, *, lossless: bool) -> bool:
    """Whether a chapter's file is not there, or not as planned, or its sound without loss is wanted and not kept."""
    missing = lossless and not plan.extra and not all_kept([plan.number], workspace)
    return missing or finished(plan, workspace) is None


def _work(chapters: int, script: Script) -> str:
    """What is about to be made, in words."""
    words = sum(len(line.utterance.span.of(script.text).split()) for line in script.lines())
    count = len(script.chapters)
    if chapters < count:
        return f"{chapters} of {count} chapters ({words:,} words in all)"
    return f"{'1 chapter' if count == 1 else f'{count} chapters'} ({words:,} words)"


def _awaited(futures: Sequence[Future[None]]) -> tuple[list[BadLine], NarrateError | None]:
    """The lines that failed, and the first error that cost chapters otherwise, once all chapters are done."""
    failed: list[BadLine] = []
    first: NarrateError | None = None
    for future in futures:
        try:
            result_of(future)
        except LinesFailedError as error:
            failed += error.failed
        except (EngineError, SynthesisError) as error:
            first = first or error
    return failed, first


class _Producer:
    """Makes chapters; called from several threads."""

    def __init__(
        self,
        studio: Studio,
        job: Job,
        levels: VoiceLevels,
        progress: _Progress,
        *,
        lossless: bool,
    ) -> None:
        self._lossless = lossless
        self._studio = studio
        self._profile = PROFILES[job.options.profile]
        self._pauses = pauses_of(job.options)
        self._sounds = job.sounds
        self._workspace = job.workspace
        self._levels = levels
        self._progress = progress
        self._doubtful: list[BadLine] = []

    def make(self, plan: ChapterPlan) -> None:
        """Have a chapter spoken, its file finished and recorded.

        Raises:
            LinesFailedError: some lines could not be spoken; no file was made.
            SynthesisError: a worker was killed.
        """
        with contextlib.ExitStack() as stack:
            rendered: dict[str, RenderedLines] = {}
            for engine in sorted({planned.engine for planned in plan.lines if planned.request}):
                spoken = [(p, p.request) for p in plan.lines if p.engine == engine and p.request]
                rendering = self._studio.render(engine, [r for _, r in spoken], f"{plan.number:05d}-{engine}")
                stack.callback(rendering.discard)
                lines = rendering.result()
                if lines.failures:
                    raise LinesFailedError([bad_line(plan, spoken[f.index][0], f.message) for f in lines.failures])
                self._doubtful += [bad_line(plan, spoken[d.index][0], d.message) for d in lines.doubts]
                self._progress.damaged(plan, lines.damaged)
                rendered[engine] = lines
            self._progress.spoken(plan)
            gains = self._levels.gains()
            task = FinishTask(
                lines=tuple(planned.line for planned in plan.lines),
                engines=tuple(planned.engine if planned.request else None for planned in plan.lines),
                rendered=rendered,
                gains_db=tuple(p.gain_db + gains.get((p.engine, p.plain), 0.0) for p in plan.lines),
                rates=tuple(p.rate for p in plan.lines),
                pauses=self._pauses,
                sounds=self._sounds,
                music=plan.extra == OPENING,
                format=self._studio.format_of(plan),
                profile=self._profile,
                tags=plan.tags,
                texts=plan.texts,
                scenes=plan.scenes,
                lossless=str(lossless_path(plan.number, self._workspace))
                if self._lossless and not plan.extra
                else None,
                spool=str(self._workspace.spool),
                target=str(self._workspace.path(plan.file)),
            )
            result = self._studio.finish(task)
        self._record(plan, result)
        self._progress.chapter(plan, result)

    def _record(self, plan: ChapterPlan, result: FinishedChapter) -> None:
        path = self._workspace.path(plan.file)
        self._remove_earlier(plan)
        cues = [
            (line.utterance_id, line.speaker, line.span.start, line.span.end, *times, () if plan.extra else words)
            for line, times, words in zip((p.line for p in plan.lines), result.times, result.words, strict=True)
        ]
        record = {
            "key": plan.key,
            "file": plan.file,
            "stamp": asdict(Stamp.of(path)),
            "duration_s": result.duration_s,
            "cues": cues,
        }
        if not plan.extra:
            record |= self._kept(plan)
        self._workspace.write_json(_record_name(plan), record)

    def _kept(self, plan: ChapterPlan) -> dict[str, object]:
        """What is recorded of a chapter's sound without loss; an earlier one goes, where none is wanted."""
        if self._lossless:
            return {KEY: asdict(Stamp.of(lossless_path(plan.number, self._workspace)))}
        discard_lossless(plan.number, self._workspace)
        return {}

    def tell_doubts(self, script: Script, listener: Listener) -> None:
        """Tell of the lines that were spoken, but may sound wrong."""
        if self._doubtful:
            listener(Notice(doubts_told(self._doubtful, script, self._workspace)))

    def _remove_earlier(self, plan: ChapterPlan) -> None:
        """Remove the file that this chapter had under another name, if it is still the one that narrate wrote."""
        record = self._workspace.read_json(_record_name(plan))
        if record.get("file") != plan.file:
            _remove_own(record, self._workspace)


def remove_surplus(chapters: Sequence[ChapterPlan], extras: Sequence[ChapterPlan], workspace: Workspace) -> None:
    """Remove the files of chapters that a story had when it was divided otherwise, and of extras no longer wanted.

    A file that is no longer as narrate wrote it stays.
    """
    wanted = {_record_name(plan) for plan in (*chapters, *extras)}
    for name in (*workspace.records("chapter-*.json"), *workspace.records("extra-*.json")):
        if name in wanted:
            continue
        _remove_own(workspace.read_json(name), workspace)
        workspace.forget(name)
    discard_surplus([plan.number for plan in chapters], workspace)


def _remove_own(record: Mapping[str, object], workspace: Workspace) -> None:
    """Remove the file that a chapter's record names, if it is one in the folder and still as narrate wrote it."""
    name, stamp = record.get("file"), Stamp.from_record(record.get("stamp"))
    if isinstance(name, str) and name and stamp is not None and stamp.matches(path := workspace.path(name)):
        with writing(path):
            path.unlink()


class _Progress:
    """Counts characters; safe to call from several threads."""

    def __init__(self, plans: Sequence[ChapterPlan], listener: Listener) -> None:
        self._total = sum(plan.characters for plan in plans)
        self._count = len(plans)
        self._listener = listener
        self._lock = threading.Lock()
        self._spoken = self._finished = self._position = 0

    def spoken(self, plan: ChapterPlan) -> None:
        """A chapter's lines are spoken; its file is still to be made."""
        with self._lock:
            self._spoken += plan.characters
            self._listener(LinesSpoken(self._spoken, self._total))

    def damaged(self, plan: ChapterPlan, clips: int) -> None:
        """Some kept clips of a chapter were damaged."""
        if clips:
            what = "1 clip" if clips == 1 else f"{clips} clips"
            with self._lock:
                self._listener(
                    Notice(f"{what} of chapter {plan.number} in the store (narrate cache) had been damaged: made again")
                )

    def chapter(self, plan: ChapterPlan, result: FinishedChapter) -> None:
        """A chapter is finished."""
        with self._lock:
            self._finished += plan.characters
            self._position += 1
            self._listener(
                ChapterFinished(
                    number=plan.number,
                    title=plan.title,
                    file=plan.file,
                    duration_s=result.duration_s,
                    position=self._position,
                    count=self._count,
                    done=self._finished,
                    total=self._total,
                )
            )


def _cue_word(start: int, end: int, start_s: float, end_s: float) -> CueWord:
    return CueWord(Span(start, end), start_s, end_s)


def _record_name(plan: ChapterPlan) -> str:
    return _EXTRA.format(plan.extra) if plan.extra else RECORD.format(plan.number)
