"""``narrate cast STORY``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from narrate.cli.console import percentage, table
from narrate.cli.options import analysis_options, story_options
from narrate.config import load_options

Pairs = tuple[tuple[str, str], ...]


@click.command(short_help="Show who has which voice, and why; say who is who.")
@click.argument("story", type=click.Path(path_type=Path))
@story_options
@analysis_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The story's output folder, whose script.txt and voices.toml are heeded.",
)
@click.option("--engine", metavar="NAME", help="The speech engine.")
@click.option(
    "--merge",
    "merges",
    nargs=2,
    multiple=True,
    metavar="A B",
    help='A is B: --merge "the man" "Ianto Jones". As often as you like, as are the next two.',
)
@click.option(
    "--alias",
    "aliases",
    nargs=2,
    multiple=True,
    metavar="NAME ALIAS",
    help='NAME has one more name: --alias "Ianto Jones" Jonesy',
)
@click.option(
    "--rename",
    "renames",
    nargs=2,
    multiple=True,
    metavar="OLD NEW",
    help='Call OLD by the name NEW: --rename "Narrator (I)" "Tom Hale"',
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")  # fmt: skip
def command(story: Path, *, merges: Pairs, aliases: Pairs, renames: Pairs, as_json: bool, **given: Any) -> None:
    """Show the characters of STORY, how much each says, the voice each got, and why.

    Writes nothing, unless you say who is who with --merge, --alias or --rename: that goes into voices.toml (in the
    output folder, or where --voices says; a copy of the old one stays in .narrate/kept). The next `narrate STORY`
    finds out anew who says what. What you chose in script.txt is kept, and the old names in it are still understood.

    To change a voice, edit voices.toml (docs/voices.md).

    \b
    narrate cast story.txt
    narrate cast story.txt --engine silent --json
    narrate cast story.txt --merge "the man" "Ianto Jones" --alias "Ianto Jones" Jonesy
    narrate cast story.txt --rename "the old woman" "Mother Shipley"
    """  # noqa: D301 - \b is click's
    from narrate.casting import CastEdits  # noqa: PLC0415 - start-up time
    from narrate.cli.report import Reporter  # noqa: PLC0415
    from narrate.pipeline import edit_cast, show_cast  # noqa: PLC0415

    options = load_options(story, given)
    listener = Reporter(quiet=True)
    edits = CastEdits(merges, aliases, renames)
    if edits:
        edit_cast(story, options, edits, listener)
    speakers = show_cast(story, options, listener)
    if as_json:
        click.echo(json.dumps([asdict(speaker) for speaker in speakers], ensure_ascii=False, indent=2))
        return
    rows: list[tuple[str, ...]] = [("character", "lines", "words", "share", "voice", "why")]
    rows += [(s.name, f"{s.lines:,}", f"{s.words:,}", percentage(s.share), s.voice, s.reason) for s in speakers]
    click.echo(table(rows, indent=""))
