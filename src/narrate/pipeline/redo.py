"""``narrate redo``: lines said again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narrate.config import Options
from narrate.errors import UsageError
from narrate.model import Line
from narrate.pipeline.book import RUN, make_audiobook
from narrate.pipeline.engines import engine_set_by
from narrate.pipeline.events import Listener, Notice, ignore
from narrate.pipeline.job import Job, refuse_another_story
from narrate.pipeline.pointing import lines_named
from narrate.pipeline.preparation import Preparation, prepare
from narrate.pipeline.production import forget_chapters
from narrate.pipeline.spending import Confirm
from narrate.pipeline.summary import Summary
from narrate.pipeline.takes import take_again


def redo_lines(
    story: Path,
    options: Options,
    names: Sequence[str],
    listener: Listener = ignore,
    *,
    confirm: Confirm | None = None,
) -> Summary:
    """Have some lines of a finished audiobook said again, and their chapters made anew.

    An engine that can say the same line otherwise gives its next take, which is kept from then on; any other says it
    anew.

    Args:
        story: its file.
        options: as for `make_audiobook`.
        names: of lines: ids (``c2u14``) or numbers of lines in script.txt.
        listener: is told what goes on.
        confirm: as `make_audiobook` has it.

    Raises:
        UsageError: nothing was made of the story yet, or there is no such line.
        NarrateError: what `make_audiobook` raises.
    """
    job = Job.of(story, options)
    refuse_another_story(job)
    if not job.workspace.private.exists():
        raise UsageError(
            f"there is no audiobook of {story} in {job.workspace.folder}", hint="Make it first: `narrate STORY`."
        )
    prepared = prepare(job)
    lines = lines_named(prepared.script, job.workspace, names)
    again = [line for line in lines if _has_takes(job, prepared, line)]
    with job.workspace as workspace:
        take_again(prepared.script, again, workspace)
        forget_chapters({line.utterance.chapter + 1 for line in lines}, workspace)
        workspace.forget(RUN)
    if len(again) < len(lines):
        engines = sorted({_engine_of(prepared, line) for line in lines if line not in again})
        listener(
            Notice(
                f"{' and '.join(engines)} says a line the same way every time: to have it sound otherwise, change its "
                "delivery in script.txt, a word in the lexicon, or the voice"
            )
        )
    return make_audiobook(story, options, listener=listener, confirm=confirm)


def _engine_of(prepared: Preparation, line: Line) -> str:
    return prepared.casting.setting_for(line.attribution.speaker).engine


def _has_takes(job: Job, prepared: Preparation, line: Line) -> bool:
    engine = _engine_of(prepared, line)
    return engine_set_by(job.options, engine).takes
