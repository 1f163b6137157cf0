"""A person's word on who is who: written to voices.toml, so that the next run finds out anew who says what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.config import Options
from narrate.errors import OutputError
from narrate.pipeline.events import Listener, Notice, ignore
from narrate.pipeline.job import Job, read_voice_map_text, refuse_another_story
from narrate.pipeline.preparation import prepare
from narrate.workspace import write_atomically, writing

if TYPE_CHECKING:
    from narrate.casting import CastEdits


def edit_cast(story: Path, options: Options, edits: CastEdits, listener: Listener = ignore) -> None:
    """Carry out what a person says of a story's characters, in its voices.toml.

    The file is completed first, as a run would; it is replaced at once or not at all, and a copy of the one that was
    there stays in ``.narrate/kept/``. script.txt is left alone: the next run still understands the names in it.

    Args:
        story: its file.
        options: ``voices`` names another file than the one in the output folder.
        edits: what to change.
        listener: is told what was done.

    Raises:
        UsageError: an edit names nobody, or makes no sense; nothing is written.
        InputError: the story, script.txt or voices.toml can't be read.
        OutputError: voices.toml can't be written.
    """
    from narrate.casting import edit_voice_map, render_voice_map  # noqa: PLC0415 - start-up time

    job = Job.of(story, options)
    refuse_another_story(job)
    prepared = prepare(job)
    completed = render_voice_map(prepared.voice_map, prepared.script, prepared.casting)
    edited, told = edit_voice_map(completed, edits)
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
    listener(Notice(f"{path}: {'; '.join(told)}. Run `narrate` on the story to have it made so."))
