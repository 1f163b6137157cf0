"""Everything up to the sound: who says what, in which voice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from narrate.config import Options
from narrate.errors import EngineMissingError, VoiceMapError
from narrate.model import Casting, Script, Voice, VoiceMap
from narrate.pipeline.analysis import known_characters, speaking
from narrate.pipeline.engines import describe_engine, voices_with
from narrate.pipeline.events import Listener, StageStarted, ignore
from narrate.pipeline.job import Job, parse_voices, read_voice_map_text
from narrate.pipeline.measured import measured_voices
from narrate.pipeline.revision import Revision, allow_known, keep, revise
from narrate.pipeline.summary import SpeakerSummary, speakers
from narrate.workspace import write_atomically, writing


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


def show_cast(story: Path, options: Options, listener: Listener = ignore) -> tuple[SpeakerSummary, ...]:
    """Who has which voice in a story, heeding what lies in its output folder; writes nothing."""
    prepared = prepare(Job.of(story, options), listener)
    return speakers(prepared.script, prepared.casting, prepared.voices)


def prepare(job: Job, listener: Listener = ignore) -> Preparation:
    """Find out who says what, and give everybody a voice; writes nothing."""
    from narrate.casting import cast, newcomers  # noqa: PLC0415 - start-up time

    content = read_voice_map_text(job.voices_path)
    if job.options.known_cast and content is None:
        raise VoiceMapError(
            "--known-cast takes the characters from a voice map, and there is none",
            hint="Name one with --voices MAP.toml.",
        )
    voice_map = parse_voices(content, job.voices_path)
    listener(StageStarted("finding out who says what", str(job.story)))
    revision = revise(job.read, job.sha256, job.options, known_characters(voice_map), job.workspace, listener=listener)
    script = speaking(revision.script)
    people = "1 character" if len(script.characters) == 1 else f"{len(script.characters)} characters"
    listener(StageStarted("casting", f"{people} and a narrator"))
    settings = job.options.engine_settings(job.engine.name)
    voices = voices_with(job.engine, settings, _named(voice_map, job.engine.name))
    if newcomers(script, voice_map, job.engine.name):
        voices = measured_voices(job.engine, voices, script.language, job.options, listener)
    voices += _other_voices(script, voice_map, job)
    casting = cast(script, voices, voice_map, bendable=job.engine.pitch_control)
    return Preparation(revision, script, voices, casting, content)


def _named(voice_map: VoiceMap, engine: str) -> Iterator[str]:
    """An engine's own names of the voices that a map gives to people."""
    people = voice_map.characters
    settings = [voice_map.narrator, *voice_map.narrator_others, *(each.setting for each in people)]
    settings += [other for each in people for other in each.other_settings]
    yield from (each.voice_id for each in settings if each and each.engine == engine)
    yield from (voice for each in people for other, voice in each.other_voices if other == engine)


def _other_voices(script: Script, voice_map: VoiceMap, job: Job) -> tuple[Voice, ...]:
    """The voices of the engines that speak for single people, beside the one in use."""
    from narrate.casting import other_engines  # noqa: PLC0415 - start-up time

    found: list[Voice] = []
    for other, somebody in other_engines(script.characters, voice_map, job.engine.name).items():
        try:
            settings = job.options.engine_settings(other)
            found += voices_with(describe_engine(other, settings), settings, _named(voice_map, other))
        except EngineMissingError as error:
            instead = f"take that voice out of voices.toml, and one of {job.engine.name} is chosen."
            raise EngineMissingError(
                f"voices.toml gives {somebody} a voice of {other}: {error.message}",
                hint=f"{error.hint.rstrip('.')}; or {instead}" if error.hint else instead.capitalize(),
            ) from error
    return tuple(found)


def keep_prepared(job: Job, prepared: Preparation) -> None:
    """Write script.txt and voices.toml, as far as they are new or have to be completed."""
    from narrate.casting import render_voice_map  # noqa: PLC0415 - start-up time

    keep(prepared.revision, job.workspace)
    completed = render_voice_map(prepared.voice_map, prepared.script, prepared.casting)
    if completed != prepared.voice_map:
        # Said before it is written: a run cut short between the two must not take our own additions for a person's.
        allow_known(known_characters(parse_voices(completed, job.voices_path)), job.workspace)
        with writing(job.voices_path):
            job.voices_path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(job.voices_path, completed.encode("utf-8"))
