"""``narrate cast STORY``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from narrate.cli.console import table
from narrate.cli.options import analysis_options, story_options
from narrate.config import load_options


@click.command(short_help="Show who has which voice, and why.")
@click.argument("story", type=click.Path(path_type=Path))
@story_options
@analysis_options
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR",
              help="The story's output folder, whose script.txt and voices.toml are heeded.")  # fmt: skip
@click.option("--engine", metavar="NAME", help="The speech engine.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(story: Path, *, as_json: bool, **given: Any) -> None:
    """Show the characters of STORY, how much each says, the voice each got, and why. Writes nothing.

    To change a voice, edit voices.toml in the output folder (docs/voices.md).

    \b
    narrate cast story.txt
    narrate cast story.txt --engine silent --json
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import show_cast  # noqa: PLC0415 - start-up time

    speakers = show_cast(story, load_options(story, given))
    if as_json:
        click.echo(json.dumps([asdict(speaker) for speaker in speakers], ensure_ascii=False, indent=2))
        return
    rows: list[tuple[str, ...]] = [("character", "lines", "words", "share", "voice", "why")]
    rows += [(s.name, f"{s.lines:,}", f"{s.words:,}", f"{s.share:.0%}", s.voice, s.reason) for s in speakers]
    click.echo(table(rows, indent=""))
