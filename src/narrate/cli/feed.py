"""``narrate feed DIR...``."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from narrate.cli.console import say, say_json
from narrate.errors import UsageError


@click.command(short_help="Make a podcast of finished audiobooks.")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR...")
@click.option("--url", required=True, help="Where the podcast's folder will be found: https://example.org/podcast/")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="The podcast's folder; `podcast` beside the first DIR if not given.",
)
@click.option("--title", help="The podcast's title; the book's or the series' if not given.")
@click.option("--email", default="", help="The owner's address, which directories write to; left out if not given.")
@click.option("--category", default="Fiction", show_default=True, help="One of Apple's categories.")
@click.option("--start", metavar="DATE", help="When the first new episode comes out, YYYY-MM-DD; today if not given.")
@click.option(
    "--every",
    "every_days",
    type=click.FloatRange(min=0),
    default=0,
    metavar="DAYS",
    help="Days between new episodes; all at once if not given.",
)
@click.option("--complete", is_flag=True, help="No further episode will come.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and notes.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def command(
    folders: tuple[Path, ...], *, output: Path | None, start: str | None, quiet: bool, as_json: bool, **given: Any
) -> int:
    """Make a podcast of the finished audiobooks in DIR..., output folders of `narrate STORY`; each is a season.

    The podcast's folder goes to a web server as it is: feed.xml, a page for each episode, transcripts, chapters, the
    sound. Run it again when a chapter is new: the other episodes keep their identifiers and dates. Try it with
    `narrate serve FOLDER`.

    \b
    narrate feed output/story --url https://example.org/story/
    narrate feed output/book1 output/book2 --url https://example.org/series/ --title "The River"
    narrate feed output/story --url https://example.org/story/ --start 2027-01-04 --every 7
    """  # noqa: D301 - \b is click's
    from narrate.cli.report import Reporter
    from narrate.pipeline import FeedOptions, make_feed

    options = FeedOptions(start=_date(start), **given)
    made = make_feed(folders, output or folders[0].absolute().parent / "podcast", options, Reporter(quiet=quiet))
    if as_json:
        say_json(asdict(made))
    elif not quiet:
        episodes = "1 episode" if made.episodes == 1 else f"{made.episodes} episodes"
        say(f"{made.folder}: {episodes}, {made.new} new.")
        say(f"Put that folder on your web server. The feed will be at {made.address}")
    return 0


def _date(text: str | None) -> dt.date:
    if text is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--start: {text!r} is no date", hint="Write one like 2027-01-04.") from None
