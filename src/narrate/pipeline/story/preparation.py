"""Everything up to the sound: who says what, in which voice."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.config import Options
from narrate.errors import EngineMissingError, NarrateError, VoiceMapError
from narrate.model import Casting, Script, Voice, VoiceMap, VoiceSetting
from narrate.pipeline.events import Conflicts, Listener, Notice, StageStarted, ignore
from narrate.pipeline.sound.engines import engine_set_by, voices_with
from narrate.pipeline.story.analysis import known_characters, speaking
from narrate.pipeline.story.job import Job, parse_voices, read_voice_map_text
from narrate.pipeline.story.measured import measured_voices
from narrate.pipeline.story.revision import Revision, allow_known, keep, revise
from narrate.pipeline.summary import SpeakerSummary, speakers
from narrate.workspace import SCRIPT, write_atomically, writing

_MOST_NAMED = 3


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


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands in a person's files once a run has completed them.

    Attributes:
        conflicts: what they chose in script.txt and has no place in the story as it is now; None where nothing is.
        script: script.txt.
        voice_map: voices.toml; None where it is no longer the one that this run heeds.
    """

    conflicts: Conflicts | None
    script: str | None
    voice_map: str | None


def show_cast(story: Path, options: Options, listener: Listener = ignore) -> tuple[SpeakerSummary, ...]:
    """Who has which voice in a story, heeding what lies in its output folder; writes nothing."""
    prepared = prepare(Job.of(story, options), listener)
    return speakers(prepared.script, prepared.casting, prepared.voices)


def prepare(job: Job, listener: Listener = ignore) -> Preparation:
    """Find out who says what, and give everybody a voice; writes nothing."""
    from narrate.casting import cast, newcomers

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
    from narrate.casting import other_engines

    found: list[Voice] = []
    for other, somebody in other_engines(script.characters, voice_map, job.engine.name).items():
        try:
            settings = job.options.engine_settings(other)
            found += voices_with(engine_set_by(job.options, other), settings, _named(voice_map, other))
        except EngineMissingError as error:
            instead = f"take that voice out of voices.toml, and one of {job.engine.name} is chosen."
            raise EngineMissingError(
                f"voices.toml gives {somebody} a voice of {other}: {error.message}",
                hint=f"{error.hint.rstrip('.')}; or {instead}" if error.hint else instead.capitalize(),
            ) from error
    return tuple(found)


def keep_prepared(job: Job, prepared: Preparation, listener: Listener = ignore) -> Kept:
    """Write script.txt and voices.toml, as far as they are new or have to be completed.

    Raises:
        OutputError: script.txt was changed since it was read; or something can't be written.
        VoiceMapError: voices.toml was changed since it was read, and can't be used now.
    """
    from narrate.casting import render_voice_map

    conflicts = keep(prepared.revision, job.workspace)
    content = read_voice_map_text(job.voices_path)
    if content != prepared.voice_map:
        # A person saved it while the story was read. What they wrote stays, and is completed.
        parse_voices(content, job.voices_path)
        listener(
            Notice(
                f"{job.voices_path} was changed while the story was read: this run has the voices that stood there "
                "before; run the same command again to have the new ones"
            )
        )
    completed = render_voice_map(content, prepared.script, prepared.casting)
    if completed != content:
        # Said before it is written: a run cut short between the two must not take our own additions for a person's.
        allow_known(known_characters(parse_voices(completed, job.voices_path)), job.workspace)
        with writing(job.voices_path):
            job.voices_path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(job.voices_path, completed.encode("utf-8"))
    heeded = completed if content == prepared.voice_map else None
    return Kept(conflicts, job.workspace.read_text(SCRIPT), heeded)


def perhaps_renamed(job: Job, prepared: Preparation) -> Iterator[str]:
    """What a person should know where somebody whom voices.toml gives a voice is gone, and somebody new speaks.

    The story may have another name for them; then what the person chose is to be had back. In a map that a series
    shares, people come and go.
    """
    from narrate.casting import entries_of

    before = prepared.revision.before
    if before is None or job.options.voices or prepared.voice_map is None:
        return
    voice_map = parse_voices(prepared.voice_map, job.voices_path)
    had = {entry.id for entry in entries_of(speaking(before).characters, voice_map).values()}
    has = entries_of(prepared.script.characters, voice_map)
    gone = [one.name for one in voice_map.characters if one.id in had - {entry.id for entry in has.values()}]
    known = {character.id for character in before.characters}
    new = [one.name for one in prepared.script.characters if one.id not in has and one.id not in known]
    if gone and new:
        yield (
            f"{_listed(gone)}, whom {job.voices_path} gives a voice, {'says' if len(gone) == 1 else 'say'} nothing in "
            f"the story any more, and {_listed(new)} {'is' if len(new) == 1 else 'are'} new to it. Where two of them "
            "are one person, this gives them their voice back: "
            f"{shlex.join(['narrate', 'cast', str(job.story), '--merge', new[0], gone[0]])}"
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" and others" if len(names) > _MOST_NAMED else "")


def heeded_voice_map(job: Job, prepared: Preparation, kept: Kept) -> str | None:
    """voices.toml as a finished run heeded it: what the next run need not look at again.

    It is what stands there now, if that says the same of this story: another story of a series may have added its
    people. Where a person changed it while the story was spoken, it is the file as it was.
    """
    from narrate.casting import cast

    content = read_voice_map_text(job.voices_path)
    if content == kept.voice_map:
        return content
    with contextlib.suppress(NarrateError):
        voice_map = parse_voices(content, job.voices_path)
        casting = cast(prepared.script, prepared.voices, voice_map, bendable=job.engine.pitch_control)
        if _settings(casting) == _settings(prepared.casting):
            return content
    return prepared.voice_map


def _settings(casting: Casting) -> dict[str | None, VoiceSetting]:
    return {member.character_id: member.setting for member in (casting.narrator, *casting.members)}
