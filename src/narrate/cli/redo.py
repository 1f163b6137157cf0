"""``narrate redo STORY LINE…``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from narrate.cli.console import confirmation, say
from narrate.cli.options import analysis_options, output_options, story_options
from narrate.config import load_options


@click.command(short_help="Have lines said again, and their chapters made anew.")
@click.argument("story", type=click.Path(path_type=Path))
@click.argument("lines", nargs=-1, required=True, metavar="LINE...")
@story_options
@analysis_options
@output_options
@click.option("--yes", is_flag=True, help="Agree to what an engine elsewhere costs, without being asked.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and notes.")
def command(story: Path, lines: tuple[str, ...], *, yes: bool, quiet: bool, **given: Any) -> None:
    """Have each LINE of STORY said again, and the chapters they are in made anew.

    A LINE is a number of a line in script.txt, or a line's id (c2u14). Engines with a seed (piper, kokoro) give
    another take each time, and the last one is kept. Speech servers (openai) are asked again, and say it as they like.
    The others say a line the same way every time: change its delivery in script.txt, a word in the lexicon, or the
    voice.

    Give the same options as to `narrate STORY`.

    \b
    narrate redo story.txt 214
    narrate redo story.txt c2u14 c2u15 --engine kokoro
    """  # noqa: D301 - \b is click's
    from narrate.cli.report import Reporter, describe
    from narrate.pipeline import redo_lines

    summary = redo_lines(story, load_options(story, given), lines, Reporter(quiet=quiet), confirm=confirmation(yes=yes))
    if not quiet:
        say(describe(summary))
