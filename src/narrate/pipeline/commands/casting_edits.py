"""A person's word on who is who, and who has which voice: written to voices.toml, for the next run to heed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.config import Options
from narrate.errors import OutputError
from narrate.model import Casting, VoiceMap
from narrate.pipeline.events import Listener, Notice, ignore
from narrate.pipeline.sound.engines import find_voice
from narrate.pipeline.story.job import Job, parse_voices, read_voice_map_text, refuse_another_story
from narrate.pipeline.story.preparation import Preparation, prepare
from narrate.workspace import write_atomically, writing

if TYPE_CHECKING:
    from narrate.casting import CastEdits, VoiceEdits


def edit_cast(story: Path, options: Options, edits: CastEdits, voices: VoiceEdits, listener: Listener = ignore) -> None:
    """Carry out what a person says of a story's characters and voices, in its voices.toml.

    The file is completed first, as a run would; it is replaced at once or not at all, and a copy of the one that was
    there stays in ``.narrate/kept/``. script.txt is left alone: the next run still understands the names in it.

    Args:
        story: its file.
        options: ``voices`` names another file than the one in the output folder.
        edits: who is who.
        voices: who has which voice; voices go by any name that `find_voice` understands.
        listener: is told what was done.

    Raises:
        UsageError: an edit names nobody, or makes no sense; nothing is written.
        VoiceMissingError: there is no voice of that name.
        InputError: the story, script.txt or voices.toml can't be read.
        OutputError: voices.toml can't be written.
    """
    from narrate.casting import edit_voice_map, render_voice_map

    job = Job.of(story, options)
    refuse_another_story(job)
    found = tuple((name, find_voice(voice, options).key) for name, voice in voices.voices)
    prepared = prepare(job)
    completed = render_voice_map(prepared.voice_map, prepared.script, prepared.casting)
    edited, told = edit_voice_map(completed, edits)
    edited, told_of_voices = _voices(job, prepared, edited, replace(voices, voices=found))
    path = job.voices_path
    with job.workspace as workspace:
        if read_voice_map_text(path) != prepared.voice_map:
            raise OutputError(f"{path} was changed at the same time", hint="Run the same command again.")
        workspace.write_json("story.json", {"path": str(story.absolute()), "sha256": job.sha256})
        if prepared.voice_map is not None:
            # An absolute path, because a map that several stories share lies elsewhere.
            workspace.keep_copy(str(path.absolute()))
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, edited.encode("utf-8"))
    words = prepared.script.text.casefold()
    for _, alias in edits.aliases:
        if " ".join(alias.casefold().split()) not in words:
            listener(Notice(f"The story never says “{alias}”."))
    listener(Notice(f"{path}: {'; '.join((*told, *told_of_voices))}. Run `narrate` on the story to have it made so."))


def _voices(job: Job, prepared: Preparation, content: str, edits: VoiceEdits) -> tuple[str, tuple[str, ...]]:
    """The map with voices changed, and what was done."""
    from narrate.casting import cast, edit_voices, render_voice_map, with_reasons

    if not edits:
        return content, ()
    done = edit_voices(content, edits, job.options.engine)
    if not done.avoid:
        return done.content, done.told
    casting = cast(
        prepared.script,
        prepared.voices,
        parse_voices(done.content, job.voices_path),
        bendable=job.engine.pitch_control,
        avoid={who: (voice,) for who, voice in done.avoid.items()},
    )
    content = render_voice_map(done.content, prepared.script, casting)
    now = parse_voices(content, job.voices_path)
    content = with_reasons(content, _reasons(prepared, casting, now, done.avoid))
    names = {entry.id: (entry.name, entry.setting) for entry in now.characters}
    told = [
        f"{name} is cast again" + (f": {setting.voice}" if setting and setting.engine == job.options.engine else "")
        for name, setting in (("the narrator", now.narrator) if who is None else names[who] for who in done.avoid)
    ]
    return content, (*done.told, *told)


def _reasons(
    prepared: Preparation, casting: Casting, voice_map: VoiceMap, whose: Collection[str | None]
) -> dict[str | None, str]:
    """Why those who are cast again have their voices, by their ids in the map; None is the narrator."""
    from narrate.casting import entries_of

    ids: dict[str | None, str | None] = {None: None}
    ids |= {character: entry.id for character, entry in entries_of(prepared.script.characters, voice_map).items()}
    found: dict[str | None, str] = {}
    for member in (casting.narrator, *casting.members):
        entry = ids.get(member.character_id)
        if member.character_id in ids and entry in whose:
            found.setdefault(entry, member.reason)
    return found
