"""Several stories: what is said while they are made, and what became of each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from narrate.cli.console import complain, duration, say, say_json, table
from narrate.cli.report import Reporter
from narrate.config import Options, load_options
from narrate.errors import NarrateError
from narrate.locking import Waiting
from narrate.pipeline import Outcome, StoryToMake, default_folder, make_audiobooks
from narrate.pipeline.events import Listener
from narrate.pipeline.run.watching import DropFolder

LOOK_EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How stories are made: the command's flags."""

    force: bool
    quiet: bool
    as_json: bool
    waiting: Waiting | None
    yes: bool = False


def make_many(stories: Iterable[tuple[Path, Path | None]], given: Mapping[str, Any], manner: Manner) -> int:
    """Make several stories; one that can't be made stops none of the others.

    Args:
        stories: each with its output folder.
        given: the command line's options, but ``output``.
        manner: the command's flags.

    Returns:
        The worst of the stories' exit codes.
    """
    to_make = [StoryToMake(story, _options(story, {**given, "output": output})) for story, output in stories]
    names = _short_names([each.story for each in to_make])
    outcomes = make_audiobooks(
        to_make,
        force=manner.force,
        listener=lambda story: _reporter(names.get(story, ""), quiet=manner.quiet),
        waiting=manner.waiting,
        done=lambda outcome: _say_error(outcome, names),
        confirm=(lambda _: True) if manner.yes else None,
    )
    if manner.as_json:
        say_json({"stories": [_as_json(outcome) for outcome in outcomes]})
    elif not manner.quiet:
        say(summary_table(outcomes, names))
    return max((outcome.exit_code for outcome in outcomes), default=0)


def watch(folder: Path, output: Path | None, given: Mapping[str, Any], manner: Manner) -> int:
    """Make what lies in a folder or is dropped there, until Ctrl-C.

    Raises:
        StoryError: there is no such folder.
    """
    dropped = DropFolder(folder)
    if not manner.quiet:
        say(f"Watching {folder}: drop stories there. Ctrl-C ends it.", err=True)
    while True:
        if stories := dropped.look():
            make_many([(story, default_folder(story, output)) for story in stories], given, manner)
        time.sleep(LOOK_EVERY_S)


def summary_table(outcomes: Sequence[Outcome], names: Mapping[Path, str]) -> str:
    """What became of each story, a line each."""
    rows = [("story", "result", "chapters", "length", "folder"), *(_row(outcome, names) for outcome in outcomes)]
    failed = sum(outcome.error is not None for outcome in outcomes)
    count = f"{len(outcomes)} stories" if len(outcomes) != 1 else "1 story"
    return f"{count}, {failed} of them not made\n{table(rows)}" if failed else f"{count}\n{table(rows)}"


def _row(outcome: Outcome, names: Mapping[Path, str]) -> tuple[str, ...]:
    name = names[outcome.story]
    if outcome.error:
        return (name, f"error {outcome.exit_code}", "", "", outcome.error.message)
    summary = outcome.summary
    assert summary is not None  # noqa: S101 - one of the two is there
    result = "unchanged" if summary.unchanged else f"{summary.made} made"
    return (name, result, str(len(summary.chapters)), duration(summary.duration_s), summary.folder)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    error = outcome.error
    return {
        "story": str(outcome.story),
        "exit_code": outcome.exit_code,
        "error": {"message": error.message, "hint": error.hint} if error else None,
        "summary": asdict(outcome.summary) if outcome.summary else None,
    }


def _options(story: Path, given: Mapping[str, Any]) -> Options | NarrateError:
    try:
        return load_options(story, given)
    except NarrateError as error:
        return error


def _say_error(outcome: Outcome, names: Mapping[Path, str]) -> None:
    if outcome.error:
        complain(f"{names[outcome.story]}: {outcome.error.message}", outcome.error.hint)


def _reporter(name: str, *, quiet: bool) -> Listener:
    return Reporter(quiet=quiet, prefix=f"{name}: " if name else "")


def _short_names(stories: Sequence[Path]) -> dict[Path, str]:
    """The stories' file names; their whole paths where two have the same."""
    names = [story.name for story in stories]
    return {story: story.name if names.count(story.name) == 1 else str(story) for story in stories}
