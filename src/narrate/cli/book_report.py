"""``narrate report DIR``."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from narrate.cli.console import say, say_json


@click.command("report", short_help="Make a page of figures on a finished audiobook.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--open", "show", is_flag=True, help="Open the page in your browser.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and notes.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def command(folder: Path, *, show: bool, quiet: bool, as_json: bool) -> int:
    """Make a page on the finished audiobook in DIR, an output folder of `narrate STORY`: report.html.

    Who speaks how much, who talks to whom, who speaks when, pace and loudness over time beside what the profile asks,
    and the doubtful lines, each with a player. Every picture has a table that says the same.

    \b
    narrate report output/story --open
    """  # noqa: D301 - \b is click's
    from narrate.cli.console import open_page
    from narrate.cli.report import Reporter
    from narrate.pipeline.editions.report import make_report

    made = make_report(folder, workers=os.cpu_count() or 1, listener=Reporter(quiet=quiet or as_json))
    if as_json:
        say_json(asdict(made))
    elif not quiet:
        say(made.file)
    if show:
        open_page(Path(made.file))
    return 0
