"""``narrate make STORY...``, which is also ``narrate STORY...``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.console import confirmation, say, say_json
from narrate.cli.options import analysis_options, output_options, story_options
from narrate.config import load_options
from narrate.errors import StoryError, UsageError

if TYPE_CHECKING:
    from narrate.cli.many import Manner


@click.command(short_help="Turn a story into an audiobook.")
@click.argument("stories", nargs=-1, type=click.Path(path_type=Path), metavar="STORY...")
@story_options
@analysis_options
@output_options
@click.option("--force", is_flag=True, help="Make every chapter again, changed or not; your script.txt is kept.")
@click.option("--wait", is_flag=True, help="Wait for another run that is at work in the output folder.")
@click.option(
    "--watch",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Narrate what lies in this folder, and whatever is dropped there, until Ctrl-C.",
)
@click.option("--yes", is_flag=True, help="Agree to what an engine elsewhere costs, without being asked.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and notes.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    stories: tuple[Path, ...],
    *,
    force: bool,
    wait: bool,
    watch: Path | None,
    yes: bool,
    quiet: bool,
    as_json: bool,
    **given: Any,
) -> int:
    """Turn STORY into an audiobook in which every character has a voice of their own.

    STORY is a text, Markdown, HTML, EPUB, Word, OpenDocument, RTF, FictionBook or PDF file, a folder with the chapters
    of one book, or - for standard input. Several stories are several audiobooks.

    Writes to output/<story>/ (or --output): the chapters as MP3, script.txt (who says what: change it and run
    again), voices.toml (who has which voice: likewise), timeline.json.

    \b
    narrate story.txt
    narrate story.txt -o ~/Audiobooks/story --cover cover.jpg
    narrate book1.txt book2.txt --voices series.toml
    narrate library/*.epub --jobs 8       as many audiobooks, several chapters at a time
    narrate --watch ~/Stories -o ~/Audiobooks
    narrate novel.txt --chapters 2-4
    narrate my-novel/                     its files are the chapters of one book
    narrate part1.docx --then part2.docx  two files, one book
    pandoc book.tex -t html | narrate -   standard input

    Exit codes: 0 done, 1 failed, 2 misuse, 3 input can't be read, 4 voice or engine missing, 130 interrupted.
    """  # noqa: D301 - \b is click's
    from narrate.cli import many

    if bool(stories) == bool(watch):
        raise UsageError(
            "name stories, or a folder to watch", hint="Example: narrate story.txt. `narrate --help` has more."
        )
    manner = many.Manner(force=force, quiet=quiet, as_json=as_json, waiting=_say_who if wait else None, yes=yes)
    if watch is not None:
        output = given.pop("output")
        return many.watch(watch, output, given, manner)
    folders = output_folders(stories, given.pop("output"), then=given["then"])
    if len(stories) > 1:
        return many.make_many(zip(stories, folders, strict=True), given, manner)
    return _make_one(stories[0], {**given, "output": folders[0]}, manner)


def _make_one(story: Path, given: Mapping[str, Any], manner: Manner) -> int:
    from narrate.cli.report import Reporter, describe
    from narrate.pipeline import make_audiobook

    summary = make_audiobook(
        story,
        load_options(story, given),
        force=manner.force,
        listener=Reporter(quiet=manner.quiet),
        waiting=manner.waiting,
        confirm=confirmation(yes=manner.yes),
    )
    if manner.as_json:
        say_json(asdict(summary))
    elif not manner.quiet:
        say(describe(summary))
    return 0


def _say_who(holder: str) -> None:
    say(f"waiting for {holder}", err=True)


def output_folders(stories: tuple[Path, ...], output: Path | None, then: Sequence[Path] = ()) -> list[Path | None]:
    """Where each story goes: ``--output`` is the folder of one story, or holds the folders of several.

    Raises:
        UsageError: two stories would go to one folder, or files are said to follow several of them.
        StoryError: a path that names no file.
    """
    from narrate.pipeline import default_folder

    if len(stories) > 1 and then:
        raise UsageError("--then goes with one story", hint="Several stories are several audiobooks.")
    for story in stories:
        if not story.name:
            raise StoryError(f"{story} is no story", hint="Give the path of a text file.")
    if len(stories) == 1:
        return [output]
    folders = [default_folder(story, output) for story in stories]
    if len(set(folders)) < len(folders):
        raise UsageError(
            "two of these stories have the same name, so their audiobooks would go to one folder",
            hint="Narrate them one after the other, with --output.",
        )
    return list(folders)
