"""The main job: a story in, an output folder with an audiobook out."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import narrate
from narrate.config import Options
from narrate.errors import EngineMissingError, UsageError
from narrate.locking import Waiting, sharing
from narrate.memory import give_memory_back
from narrate.model import Casting, Timeline, VoiceSetting
from narrate.pipeline.editions.cover import begin_cover, cover_digest, cover_for_chapters, keep_cover
from narrate.pipeline.editions.edition import edition_of
from narrate.pipeline.editions.publication import outdated, publish, publishers_of
from narrate.pipeline.editions.structure import structure_of
from narrate.pipeline.events import Listener, Notice, ignore
from narrate.pipeline.run.production import finished, produce, recorded, recorded_stamp, remove_surplus
from narrate.pipeline.run.spending import Confirm, ask_before_sending
from narrate.pipeline.run.takes import TAKES, takes_of
from narrate.pipeline.sound.credits import credit_plans, sample_plans
from narrate.pipeline.sound.engines import EngineDescription, engine_set_by, look_at_engines_anew, with_workers
from narrate.pipeline.sound.lossless import all_kept, gained_by
from narrate.pipeline.sound.paces import even_paces
from narrate.pipeline.sound.plan import ChapterPlan, Planner
from narrate.pipeline.sound.warming import warm
from narrate.pipeline.sound.workers import Workers
from narrate.pipeline.story.job import Job, read_voice_map_text, refuse_another_story
from narrate.pipeline.story.preparation import (
    Kept,
    Preparation,
    heeded_voice_map,
    keep_prepared,
    perhaps_renamed,
    prepare,
)
from narrate.pipeline.story.revision import first_unsure_line
from narrate.pipeline.summary import Summary, from_record, summarise
from narrate.workspace import SCRIPT, TIMELINE, Stamp, digest

RUN = "run.json"

_TIMELINE_REVISION = 3
"""Counts what timeline.json tells: a folder with an older one has it written anew, and nothing spoken."""

_NOT_IN_THE_SOUND = (
    "then", "output", "voices", "jobs", "executor", "cover", "lexicon", "format", "single", "stems",
    "words", "scene_sound", "music"
)  # fmt: skip
"""Options that change no chapter by themselves; what lies in the files that they name is looked at apart."""

MOST_NAMED = 10
"""Words that a notice names."""


def make_audiobook(
    story: Path,
    options: Options,
    *,
    force: bool = False,
    listener: Listener = ignore,
    waiting: Waiting | None = None,
    workers: Workers | None = None,
    confirm: Confirm | None = None,
) -> Summary:
    """Turn a story into an audiobook, as far as that has not been done already.

    Args:
        story: its file.
        options: see `Options`.
        force: make every chapter again.
        listener: is told what happens, from any thread, one event at a time.
        waiting: where it is given, another run that holds the output folder is waited for, and this is told which.
        workers: those of a command that makes several audiobooks; None: some of its own.
        confirm: is asked before text goes to a server elsewhere; None: then nothing is sent, and that is an error.

    Raises:
        InputError: the story, script.txt, voices.toml or the cover can't be read.
        EngineError: the engine or a voice is missing.
        SynthesisError: lines could not be spoken; the chapters without them are finished.
        OutputError: something could not be written; finished chapters stay.
        StoppedError: ``workers`` were stopped.
        UsageError: there is no such format; or text would leave this machine, and nobody agreed to it.
    """
    from narrate.publishing import PublishOptions

    publishers = publishers_of(options.formats)
    with contextlib.ExitStack() as stack:
        ours = workers is None
        if workers is None:
            look_at_engines_anew()
            options = with_workers(options)
            workers = stack.enter_context(Workers(options.workers, options.executor, loss_notice(listener)))
        job = Job.of(story, options, waiting)
        workspace = stack.enter_context(job.workspace)
        summary = _made(job, workers, confirm, force=force, listener=listener, last=ours)
        published = publish(workspace, publishers, PublishOptions(by_word=options.words), listener)
        if old := ",".join(name for name in outdated(workspace) if name not in publishers):
            listener(Notice(f"what was published as {old} is of an earlier state; add --format {old} to renew it"))
    files = tuple(file for one in published for file in one.files)
    return replace(summary, published=files, unchanged=summary.unchanged and not any(one.made for one in published))


def _made(
    job: Job, workers: Workers, confirm: Confirm | None, *, force: bool, listener: Listener, last: bool
) -> Summary:
    """The chapters, and what lies beside them; with ``last`` no other story needs the workers."""
    lossless = gained_by(publishers_of(job.options.formats))
    if not force:
        refuse_another_story(job)
        if summary := _nothing_to_do(job, lossless=lossless):
            return summary
    warm(workers, job.engine, job.options.engine_settings(job.engine.name))
    prepared, kept = _prepared(job, listener, workers)
    give_memory_back()
    planner = _planner(job, prepared)
    said = planner.said()
    keep_cover(job, prepared.script, listener)
    planner = replace(planner, cover=cover_for_chapters(job, prepared.script))
    plans = planner.chapters(said)
    # A chapter of which a person skipped every line has nothing to make.
    chosen = [plan for plan in plans if plan.number in job.options.chapters and plan.lines]
    if not chosen:
        chapters = "1 chapter" if len(plans) == 1 else f"{len(plans)} chapters"
        raise UsageError(
            f"the story has {chapters}, none of them with a line in the range asked for",
            hint="Choose with --chapters from those that `narrate script` shows.",
        )
    credits_ = credit_plans(planner)
    ask_before_sending([*chosen, *credits_], job, confirm, force=force)
    wanted = [*chosen, *credits_]
    made = produce(wanted, prepared.script, job, workers, force=force, listener=listener, lossless=lossless)
    samples = sample_plans(planner, plans, functools.partial(finished, workspace=job.workspace))
    made += produce(samples, prepared.script, job, workers, force=force, listener=listener)
    if last:  # their memory is free for the timeline
        workers.close()
    remove_surplus(plans, [*credits_, *samples], job.workspace)
    return _close(job, prepared, plans, [*credits_, *samples], made=made, kept=kept)


def _prepared(job: Job, listener: Listener, workers: Workers) -> tuple[Preparation, Kept]:
    """Find out who says what in which voice, and keep it."""
    workers.check()
    with sharing(job.options.voices):
        prepared = prepare(job, listener)
        begin_cover(job, prepared.script)
        job.workspace.write_json("story.json", {"path": str(job.story.absolute()), "sha256": job.sha256})
        kept = keep_prepared(job, prepared, listener)
    if kept.conflicts:
        listener(kept.conflicts)
    for notice in (
        *perhaps_renamed(job, prepared),
        *_foreign(job, prepared),
        *_without_ipa(job, prepared),
    ):
        listener(Notice(notice))
    return prepared, kept


def loss_notice(listener: Listener) -> Callable[[int], None]:
    """What tells a person that a worker was lost."""

    def lost(jobs: int) -> None:
        left = "1 worker" if jobs == 1 else f"{jobs} workers"
        listener(Notice(f"a worker process was killed, perhaps because memory ran out: going on with {left}"))

    return lost


def _foreign(job: Job, prepared: Preparation) -> Iterator[str]:
    from narrate.attribution import understood

    language = prepared.script.language
    if not job.engine.speaks_in(language):
        yield (
            f"the story seems to be in another language ({language}) than any voice of {job.engine.name} that narrate "
            "chooses from: its words will be said wrong"
        )
    elif not prepared.script.characters and not understood(language):
        yield (
            f"narrate can't tell who speaks in this language ({language}): a voice of it reads the whole story; "
            "name people in script.txt to give them voices, or say --language if this is not the story's"
        )


def _without_ipa(job: Job, prepared: Preparation) -> Iterator[str]:
    yield from job.lexicon.notices
    words = job.lexicon.without_ipa(job.engine.ipa_languages, prepared.script.language)
    if words and job.engine.speaks:
        some = ", ".join(words[:MOST_NAMED]) + (" …" if len(words) > MOST_NAMED else "")
        yield (
            f"{job.engine.name} takes no IPA for this language, so these words of the lexicon are said by the nearest "
            f"spelling that narrate knows, or as they are written: {some}. Add “say” to them to respell them"
        )


def _planner(job: Job, prepared: Preparation) -> Planner:
    fingerprints = _fingerprints(job, prepared.casting)
    engines = {VoiceSetting(voice).engine for voice in fingerprints}
    return Planner(
        script=prepared.script,
        casting=even_paces(prepared.casting, prepared.script.language, job.options, job.workspace),
        options=job.options,
        fingerprints=fingerprints,
        narrator=_narrator(job, prepared),
        sounds=job.sounds,
        lexicon=job.lexicon.lexicon(),
        ipa_engines=[engine for engine in engines if _takes_ipa(job, engine, prepared.script.language)],
        takes=takes_of(prepared.script, job.workspace),
    )


def _narrator(job: Job, prepared: Preparation) -> str:
    """Who the tags name as the narrator."""
    if job.options.narrator:
        return job.options.narrator
    names = {voice.key: voice.name for voice in prepared.voices}
    narrator = prepared.casting.narrator.setting.voice
    return f"{names.get(narrator, narrator)} (synthetic voice)"


def _fingerprints(job: Job, casting: Casting) -> dict[str, str]:
    """By voice that somebody has."""
    settings = [member.setting for member in (casting.narrator, *casting.members)]
    return {each.voice: _engine(job, each.engine).fingerprint_of(each.voice_id) for each in settings}


def _sounds_alike(job: Job, record: Mapping[str, Any]) -> bool:
    """Whether all voices of an earlier run sound as they did; an engine that is gone is not asked for."""
    known = record.get("voices")
    if not isinstance(known, dict) or not all(":" in voice for voice in known):  # damaged
        return False
    for voice, fingerprint in known.items():
        setting = VoiceSetting(voice)
        with contextlib.suppress(EngineMissingError):
            if _engine(job, setting.engine).fingerprint_of(setting.voice_id) != fingerprint:
                return False
    return True


def _engine(job: Job, name: str) -> EngineDescription:
    return engine_set_by(job.options, name)


def _takes_ipa(job: Job, engine: str, language: str) -> bool:
    return language.casefold().partition("-")[0] in _engine(job, engine).ipa_languages


def _close(
    job: Job,
    prepared: Preparation,
    plans: Sequence[ChapterPlan],
    extras: Sequence[ChapterPlan],
    *,
    made: int,
    kept: Kept,
) -> Summary:
    """Write the timeline, and the record by which the next run sees that nothing has changed.

    That record is of script.txt and voices.toml as this run heeded them: what a person changed in them while the story
    was spoken is for the next run, which must not find it done.
    """
    from narrate.publishing import edition_to_json

    workspace = job.workspace
    found = [(plan.number, *known) for plan in plans if (known := recorded(plan, workspace))]
    numbered = [(number, chapter) for number, chapter, _ in found]
    chapters = [chapter for _, chapter in numbered]
    edition = edition_of(
        prepared.script,
        prepared.casting,
        prepared.voices,
        numbered,
        workspace,
        structure=structure_of(job),
        narrator=_narrator(job, prepared),
        profile=job.options.profile,
    )
    workspace.write_text(TIMELINE, edition_to_json(edition, Timeline(tuple(chapters))))
    summary = summarise(
        prepared.script,
        prepared.casting,
        prepared.voices,
        chapters,
        folder=str(workspace.folder),
        made=made,
        unsure_at=first_unsure_line(kept.script or ""),
    )
    stamps: dict[str, object] = {chapter.file: asdict(stamp) for _, chapter, stamp in found}
    stamps |= {plan.file: recorded_stamp(plan, workspace) for plan in extras}
    workspace.write_json(
        RUN,
        {
            "inputs": _inputs(job, kept.script, heeded_voice_map(job, prepared, kept)),
            "voices": _fingerprints(job, prepared.casting),
            "outputs": stamps | {TIMELINE: asdict(Stamp.of(workspace.path(TIMELINE)))},
            "summary": asdict(summary),
            "chapters": [number for number, _ in numbered],
        },
    )
    return summary


def _nothing_to_do(job: Job, *, lossless: bool) -> Summary | None:
    record = job.workspace.read_json(RUN)
    outputs = record.get("outputs")
    inputs = _inputs(job, job.workspace.read_text(SCRIPT), read_voice_map_text(job.voices_path))
    if record.get("inputs") != inputs or not isinstance(outputs, dict) or not _sounds_alike(job, record):
        return None
    for name, kept in outputs.items():
        stamp = Stamp.from_record(kept)
        if stamp is None or not stamp.matches(job.workspace.path(name)):
            return None
    if lossless and not all_kept(record.get("chapters"), job.workspace):
        return None
    return from_record(record.get("summary"), folder=str(job.workspace.folder))


def _inputs(job: Job, script: str | None, voice_map: str | None) -> str:
    """A digest of everything that a run's result depends on, with these contents of script.txt and voices.toml."""
    chosen = asdict(job.options)
    for name in _NOT_IN_THE_SOUND:
        del chosen[name]
    return digest(
        {
            "narrate": narrate.__version__,
            "timeline": _TIMELINE_REVISION,
            "story": job.sha256,
            "options": chosen,
            "cover": cover_digest(job),
            "sounds": [job.sounds.scene_digest, job.sounds.music_digest],
            "script": digest(script),
            "voices": digest(voice_map),
            "engine": [
                job.engine.fingerprint,
                *(f"{each.id} {each.version}" for each in job.engine.voices if each.version),
            ],
            "attribution": job.attributor,
            "lexicon": [asdict(entry) for entry in job.lexicon.entries],
            "takes": job.workspace.read_json(TAKES),
        }
    )
