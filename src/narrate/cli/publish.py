"""``narrate publish DIR``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from narrate.cli.console import complain, say, say_json, table
from narrate.cli.options import format_options, formats_of
from narrate.errors import NarrateError, UsageError


@click.command(short_help="Make other files of a finished audiobook: M4B, captions …")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="DIR...")
@format_options
@click.option("--list", "listing", is_flag=True, help="List the formats there are.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and notes.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def command(folders: tuple[Path, ...], *, listing: bool, quiet: bool, as_json: bool, **given: Any) -> int:
    """Make other files of the finished audiobook in DIR, an output folder of `narrate STORY`. Nothing is spoken again.

    What is there already and up to date is not touched. `narrate STORY --format m4b,vtt` does the same at the
    end of a run.

    \b
    narrate publish output/story --format m4b
    narrate publish output/* --format m4b,vtt --quiet
    narrate publish --list
    """  # noqa: D301 - \b is click's
    if listing:
        _list()
        return 0
    formats = formats_of(given)
    if not folders:
        raise UsageError("there is no folder to publish", hint="narrate publish output/story --format m4b")
    if not formats:
        raise UsageError(
            "there is no format to publish", hint="Name one with --format; `narrate publish --list` lists them."
        )
    worst = 0
    for folder in folders:
        try:
            _publish(folder, formats, given, quiet=quiet, as_json=as_json)
        except NarrateError as error:
            if len(folders) == 1:
                raise
            complain(f"{folder}: {error.message}", error.hint)
            worst = max(worst, error.exit_code)
    return worst


def _publish(folder: Path, formats: tuple[str, ...], given: dict[str, Any], *, quiet: bool, as_json: bool) -> None:
    from narrate.cli.report import Reporter
    from narrate.pipeline import publish_folder
    from narrate.publishing import PublishOptions

    options = PublishOptions(by_word=bool(given["words"]))
    published = publish_folder(folder, formats, options, Reporter(quiet=quiet or as_json))
    if as_json:
        say_json([asdict(one) for one in published])
    elif not quiet:
        for one in published:
            for file in one.files:
                say(f"{folder / file}{'' if one.made else ' (was there)'}")


def _list() -> None:
    from narrate.publishing import CHAPTERS, load_publisher, publisher_names

    rows: list[tuple[str, ...]] = [("format", "what it is")]
    rows += [
        (name, "the chapters, tagged (always made)" if name == CHAPTERS else load_publisher(name).about)
        for name in publisher_names()
    ]
    say(table(rows, indent=""))
