"""``narrate cast STORY``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.console import confirmation, percentage, say, say_json, table
from narrate.cli.options import analysis_options, story_options
from narrate.config import load_options
from narrate.errors import UsageError

if TYPE_CHECKING:
    from narrate.casting import CastEdits, VoiceEdits


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
@click.option(
    "--voice", "voice_edits", multiple=True, metavar="NAME=VOICE", help='Give somebody a voice: --voice "Ann=en-gb+f2"'
)
@click.option("--swap", "swaps", nargs=2, multiple=True, metavar="A B", help="A and B exchange their voices.")
@click.option("--recast", "recasts", multiple=True, metavar="NAME", help="Choose another voice for somebody.")
@click.option("--lock", "locks", multiple=True, metavar="NAME", help="Never choose another voice for somebody.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it as a page instead, with a chart of who talks to whom and a sample of each voice.",
)
@click.option("--yes", is_flag=True, help="Agree to what an engine elsewhere costs, without being asked.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(story: Path, *, html: Path | None, yes: bool, as_json: bool, **given: Any) -> None:
    """Show the characters of STORY, how much each says, the voice each got, and why.

    Writes nothing, unless you say who is who (--merge, --alias, --rename) or who has which voice (--voice, --swap,
    --recast, --lock; “Narrator” is a name, too): that goes into voices.toml (in the output folder, or where --voices
    says; a copy of the old one stays in .narrate/kept). The next `narrate STORY` makes it so. What you chose in
    script.txt is kept, and the old names in it are still understood.

    \b
    narrate cast story.txt
    narrate cast story.txt --merge "the man" "Ianto Jones" --alias "Ianto Jones" Jonesy
    narrate cast story.txt --rename "the old woman" "Mother Shipley"
    narrate cast story.txt --recast Jonesy --voice "Narrator=en-gb+f2" --lock Narrator
    narrate cast story.txt --swap Ann Mary
    narrate cast story.txt --html cast.html
    """  # noqa: D301 - \b is click's
    from narrate.cli.report import Reporter
    from narrate.pipeline import edit_cast, show_cast, write_cast_page

    edits, voices = _edits(given)
    options = load_options(story, given)
    listener = Reporter(quiet=True)
    if edits or voices:
        edit_cast(story, options, edits, voices, listener)
    if html is not None:
        write_cast_page(story, options, html, Reporter(), confirm=confirmation(yes=yes))
        return
    speakers = show_cast(story, options, listener)
    if as_json:
        say_json([asdict(speaker) for speaker in speakers])
        return
    rows: list[tuple[str, ...]] = [("character", "lines", "words", "share", "voice", "why")]
    rows += [(s.name, f"{s.lines:,}", f"{s.words:,}", percentage(s.share), s.voice, s.reason) for s in speakers]
    say(table(rows, indent=""))


def _edits(given: dict[str, Any]) -> tuple[CastEdits, VoiceEdits]:
    """What a person changes, taken out of the options."""
    from narrate.casting import CastEdits, VoiceEdits

    pairs = [pair.rpartition("=") for pair in given.pop("voice_edits")]
    for name, _, voice in pairs:
        if not name.strip() or not voice.strip():
            raise UsageError("--voice takes a name and a voice", hint='Write --voice "Ann Hill=en-gb+f2".')
    return (
        CastEdits(given.pop("merges"), given.pop("aliases"), given.pop("renames")),
        VoiceEdits(
            tuple((name.strip(), voice.strip()) for name, _, voice in pairs),
            given.pop("swaps"),
            given.pop("recasts"),
            given.pop("locks"),
        ),
    )
