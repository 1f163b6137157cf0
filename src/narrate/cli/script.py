"""``narrate script STORY``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from narrate.cli.console import harmless, harmless_json, say_document
from narrate.cli.options import analysis_options, story_options
from narrate.config import load_options


@click.command(short_help="Show who says what.")
@click.argument("story", type=click.Path(path_type=Path))
@story_options
@analysis_options
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(story: Path, form: str, **given: Any) -> None:
    """Show who says what in STORY, and how, on standard output, without making any audio.

    The text form is that of script.txt; a “?” after a name means: not sure. The JSON form has for every utterance
    its speaker, how sure that is and why, and where in the story it stands (docs/script-format.md).

    \b
    narrate script story.txt | less
    narrate script story.txt --format json > story.json
    narrate script story.txt --voices cast.toml --known-cast
    """  # noqa: D301 - \b is click's
    from narrate.cli.report import Reporter
    from narrate.pipeline import analyse, known_characters, read_document, read_voice_map
    from narrate.scripting import to_json, write_script_file

    options = load_options(story, given)
    known = known_characters(read_voice_map(options.voices)) if options.voices else ()
    script = analyse(read_document(story, options), options, known, Reporter(quiet=True))
    content = harmless_json(to_json(script)) if form == "json" else write_script_file(script)
    if sys.stdout is not None and sys.stdout.isatty():
        content = harmless(content)
    say_document(content.rstrip("\n"))
