"""``narrate redo``: lines said again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from narrate.config import Options
from narrate.errors import UsageError
from narrate.pipeline.events import Listener, Notice, ignore
from narrate.pipeline.run.book import make_audiobook
from narrate.pipeline.run.spending import Confirm
from narrate.pipeline.run.takes import TAKES, take_again
from narrate.pipeline.sound.engines import EngineDescription, engine_set_by
from narrate.pipeline.story.job import Job, refuse_another_story
from narrate.pipeline.story.pointing import lines_named
from narrate.pipeline.story.preparation import prepare
from narrate.pipeline.summary import Summary
from narrate.workspace import Workspace


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
    anew, and is not answered for by a clip that was kept. Where a person does not want what that would send elsewhere,
    all stays as it was.

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
    engines = sorted({prepared.casting.setting_for(line.attribution.speaker).engine for line in lines})
    if same := [engine for engine in engines if _says_the_same(engine_set_by(options, engine))]:
        listener(
            Notice(
                f"{' and '.join(same)} says a line the same way every time: to have it sound otherwise, change its "
                "delivery in script.txt, a word in the lexicon, or the voice"
            )
        )
    with _unless_refused(job.workspace):
        # Another take is another request, to engines that know none, too: so no record and no kept clip answers it.
        with job.workspace as workspace:
            take_again(prepared.script, lines, workspace)
        return make_audiobook(story, options, listener=listener, confirm=confirm)


def _says_the_same(engine: EngineDescription) -> bool:
    """Whether nothing but another request has it say a line otherwise; what a server says is for it to decide."""
    return not engine.takes and engine.destination is None


@contextlib.contextmanager
def _unless_refused(workspace: Workspace) -> Iterator[None]:
    """Have the takes that were wanted before, if what is done with the new ones is refused."""
    before = workspace.read_json(TAKES)
    try:
        yield
    except UsageError:
        with workspace:
            workspace.write_json(TAKES, before)
        raise
