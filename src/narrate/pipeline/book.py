"""The main job: a story in, an output folder with an audiobook out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import narrate
from narrate.config import Options
from narrate.errors import InputError, OutputError, StoryError, UsageError, VoiceMapError
from narrate.model import Casting, Document, Script, Timeline, Voice, VoiceMap
from narrate.pipeline.analysis import attributor_fingerprint, known_characters, read_document, speaking
from narrate.pipeline.engines import EngineDescription, describe_engine
from narrate.pipeline.events import Listener, Notice, StageStarted, ignore
from narrate.pipeline.plan import ChapterPlan, plan_chapters
from narrate.pipeline.production import finished, produce
from narrate.pipeline.revision import Revision, allow_known, first_unsure_line, keep, revise
from narrate.pipeline.summary import SpeakerSummary, Summary, from_record, speakers, summarise
from narrate.workspace import SCRIPT, TIMELINE, VOICES, Stamp, Workspace, digest, write_atomically, writing

RUN = "run.json"


@dataclass(frozen=True, slots=True)
class Job:
    """One story to be narrated.

    Attributes:
        sha256: of the story's bytes.
        engine: the one that was chosen.
        attributor: fingerprint of the one that was chosen.
        cover: the picture's bytes.
        document: the story, where it had to be read already.
    """

    story: Path
    sha256: str
    options: Options
    workspace: Workspace
    engine: EngineDescription
    attributor: str
    cover: bytes | None
    document: Document | None

    @classmethod
    def of(cls, story: Path, options: Options) -> Job:
        """The job for a story, in its output folder, which need not be there.

        Everything that a person gave is looked at first, so that a mistake leaves no folder behind.

        Raises:
            StoryError: there is no such file, or it can't be read.
            EngineMissingError: there is no such engine.
            AttributorError: there is no such attributor.
            InputError: the cover can't be read.
        """
        workspace = Workspace(options.output or default_folder(story))
        return cls(
            story,
            story_digest(story),
            options,
            workspace,
            describe_engine(options.engine),
            attributor_fingerprint(options),
            _cover(options.cover),
            None if workspace.private.exists() else read_document(story, options),
        )

    def read(self) -> Document:
        """The story."""
        return self.document or read_document(self.story, self.options)

    @property
    def voices_path(self) -> Path:
        """The voice map of this story."""
        return self.options.voices or self.workspace.path(VOICES)


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything up to the sound: who says what, in which voice.

    Attributes:
        voice_map: voices.toml as it was found; None where there is none.
    """

    revision: Revision
    script: Script
    voices: tuple[Voice, ...]
    casting: Casting
    voice_map: str | None


def default_folder(story: Path, parent: Path | None = None) -> Path:
    """Where a story's audiobook goes if nobody says otherwise: ``output/<story>``."""
    from narrate.publishing import story_folder_name  # noqa: PLC0415 - start-up time

    return (parent or Path("output")) / story_folder_name(story.stem)


def read_voice_map(path: Path) -> VoiceMap:
    """Read a voice map.

    Raises:
        VoiceMapError: it is not there or can't be read; says where and what to do.
    """
    content = read_voice_map_text(path)
    if content is None:
        raise VoiceMapError(f"there is no file {path}", hint="Check the path.")
    return _voice_map(content, path)


def _voice_map(content: str | None, path: Path) -> VoiceMap:
    from narrate.casting import parse_voice_map  # noqa: PLC0415 - start-up time
    from narrate.synthesis import engine_names  # noqa: PLC0415

    return parse_voice_map(content or "", str(path), engine_names())


def show_cast(story: Path, options: Options, listener: Listener = ignore) -> tuple[SpeakerSummary, ...]:
    """Who has which voice in a story, heeding what lies in its output folder; writes nothing."""
    prepared = prepare(Job.of(story, options), listener)
    return speakers(prepared.script, prepared.casting, prepared.voices)


def make_audiobook(story: Path, options: Options, *, force: bool = False, listener: Listener = ignore) -> Summary:
    """Turn a story into an audiobook, as far as that has not been done already.

    Args:
        story: its file.
        options: see `Options`.
        force: make every chapter again.
        listener: is told what happens.

    Raises:
        InputError: the story, script.txt, voices.toml or the cover can't be read.
        EngineError: the engine or a voice is missing.
        SynthesisError: lines could not be spoken; the chapters without them are finished.
        OutputError: something could not be written; finished chapters stay.
    """
    job = Job.of(story, options)
    with job.workspace as workspace:
        if not force:
            refuse_another_story(job)
            if summary := _nothing_to_do(job):
                return summary
        prepared = prepare(job, listener)
        workspace.write_json("story.json", {"path": str(story.absolute()), "sha256": job.sha256})
        _keep_prepared(job, prepared)
        for notice in (*prepared.revision.conflicts, *_foreign(job, prepared)):
            listener(Notice(notice))
        plans = _plans(job, prepared)
        # A chapter of which a person skipped every line has nothing to make.
        chosen = [plan for plan in plans if plan.number in options.chapters and plan.lines]
        if not chosen:
            chapters = "1 chapter" if len(plans) == 1 else f"{len(plans)} chapters"
            raise UsageError(
                f"the story has {chapters}, none of them with a line in the range asked for",
                hint="Choose with --chapters from those that `narrate script` shows.",
            )
        made = produce(chosen, prepared.script, options, workspace, force=force, listener=listener)
        return _close(job, prepared, plans, made)


def prepare(job: Job, listener: Listener = ignore) -> Preparation:
    """Find out who says what, and give everybody a voice; writes nothing."""
    from narrate.casting import cast  # noqa: PLC0415 - start-up time

    content = read_voice_map_text(job.voices_path)
    if job.options.known_cast and content is None:
        raise VoiceMapError(
            "--known-cast takes the characters from a voice map, and there is none",
            hint="Name one with --voices MAP.toml.",
        )
    voice_map = _voice_map(content, job.voices_path)
    listener(StageStarted("finding out who says what", str(job.story)))
    revision = revise(job.read, job.sha256, job.options, known_characters(voice_map), job.workspace, listener=listener)
    script = speaking(revision.script)
    people = "1 character" if len(script.characters) == 1 else f"{len(script.characters)} characters"
    listener(StageStarted("casting", f"{people} and a narrator"))
    voices = job.engine.voices
    casting = cast(script, voices, voice_map, bendable=job.engine.pitch_control)
    return Preparation(revision, script, voices, casting, content)


def _keep_prepared(job: Job, prepared: Preparation) -> None:
    from narrate.casting import render_voice_map  # noqa: PLC0415 - start-up time

    keep(prepared.revision, job.workspace)
    completed = render_voice_map(prepared.voice_map, prepared.script, prepared.casting)
    if completed != prepared.voice_map:
        # Said before it is written: a run cut short between the two must not take our own additions for a person's.
        allow_known(known_characters(_voice_map(completed, job.voices_path)), job.workspace)
        with writing(job.voices_path):
            job.voices_path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(job.voices_path, completed.encode("utf-8"))


def _foreign(job: Job, prepared: Preparation) -> Iterator[str]:
    language = prepared.script.language
    if not job.engine.speaks_in(language):
        yield (
            f"the story seems to be in another language ({language}) than any voice of {job.engine.name} that narrate "
            "chooses from: its words will be said wrong"
        )


def _plans(job: Job, prepared: Preparation) -> tuple[ChapterPlan, ...]:
    settings = [member.setting for member in (prepared.casting.narrator, *prepared.casting.members)]
    names = {voice.key: voice.name for voice in prepared.voices}
    narrator = prepared.casting.narrator.setting.voice
    return plan_chapters(
        prepared.script,
        prepared.casting,
        job.options,
        fingerprints={engine: describe_engine(engine).fingerprint for engine in {s.engine for s in settings}},
        narrator=f"{names.get(narrator, narrator)} (synthetic voice)",
        cover=job.cover,
    )


def _close(job: Job, prepared: Preparation, plans: Sequence[ChapterPlan], made: int) -> Summary:
    """Write the timeline, and the record by which the next run sees that nothing has changed."""
    from narrate.publishing import timeline_to_json  # noqa: PLC0415 - start-up time

    workspace = job.workspace
    chapters = [chapter for plan in plans if (chapter := finished(plan, workspace))]
    workspace.write_text(TIMELINE, timeline_to_json(Timeline(tuple(chapters))))
    summary = summarise(
        prepared.script,
        prepared.casting,
        prepared.voices,
        chapters,
        folder=str(workspace.folder),
        made=made,
        unsure_at=first_unsure_line(workspace.read_text(SCRIPT) or ""),
    )
    outputs = [*(workspace.path(chapter.file) for chapter in chapters), workspace.path(TIMELINE)]
    workspace.write_json(
        RUN,
        {
            "inputs": _inputs(job),
            "outputs": {path.name: asdict(Stamp.of(path)) for path in outputs},
            "summary": asdict(summary),
        },
    )
    return summary


def _nothing_to_do(job: Job) -> Summary | None:
    record = job.workspace.read_json(RUN)
    if record.get("inputs") != _inputs(job):
        return None
    if not all(Stamp(**stamp).matches(job.workspace.path(name)) for name, stamp in record["outputs"].items()):
        return None
    return from_record(record["summary"], folder=str(job.workspace.folder))


def _inputs(job: Job) -> str:
    """A digest of everything that a run's result depends on."""
    chosen = asdict(job.options)
    for name in ("output", "voices", "jobs", "cover"):
        del chosen[name]
    return digest(
        {
            "narrate": narrate.__version__,
            "story": job.sha256,
            "options": chosen,
            "cover": hashlib.sha256(job.cover).hexdigest() if job.cover else None,
            "script": digest(job.workspace.read_text(SCRIPT)),
            "voices": digest(read_voice_map_text(job.voices_path)),
            "engine": job.engine.fingerprint,
            "attribution": job.attributor,
        }
    )


def refuse_another_story(job: Job) -> None:
    """Don't take the audiobook of one story for that of another which happens to have the same name.

    Raises:
        OutputError: the output folder holds another story's.
    """
    record = job.workspace.read_json("story.json")
    other = record.get("path")
    if not other or record.get("sha256") == job.sha256 or Path(other) == job.story.absolute():
        return
    raise OutputError(
        f"{job.workspace.folder} holds the audiobook of another story, {other}",
        hint="Choose another folder with --output; if it is the same story, moved and changed, add --force.",
    )


def story_digest(story: Path) -> str:
    """SHA-256, in hexadecimal, of a story's bytes.

    Raises:
        StoryError: there is no such file, or it can't be read.
    """
    if story.exists() and not (story.is_file() or story.is_dir()):
        # A pipe would be waited for without end, a device read until memory is full.
        raise StoryError(f"{story} is no ordinary file", hint="Save the story as a file and name that.")
    try:
        return hashlib.sha256(story.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise StoryError(f"there is no file {story}", hint="Check the path.") from None
    except IsADirectoryError:
        raise StoryError(f"{story} is a folder", hint="Name the story's file.") from None
    except OSError as error:
        raise StoryError(f"can't read {story}: {error.strerror}", hint="Check that you may read it.") from error


def read_voice_map_text(path: Path) -> str | None:
    """A voice map's content; None where there is no such file.

    Raises:
        VoiceMapError: it can't be read as UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise VoiceMapError(f"can't read {path}: {error}", hint="It must be a TOML file in UTF-8.") from error


def _cover(path: Path | None) -> bytes | None:
    if path is None:
        return None
    from narrate.publishing import cover_type  # noqa: PLC0415 - start-up time

    try:
        picture = path.read_bytes()
    except OSError as error:
        raise InputError(f"can't read the cover {path}: {error.strerror}", hint="Name a JPEG or PNG file.") from error
    try:
        cover_type(picture)
    except InputError as error:
        raise InputError(f"{path} is no cover: {error.message}", hint=error.hint) from None
    return picture
