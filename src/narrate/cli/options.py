"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from narrate.config import CREDITS, NOTES, Options
from narrate.errors import UsageError
from narrate.model import PROFILES
from narrate.values import parse_formats

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_PURPOSES = "; ".join(f"{profile.name} is {profile.purpose}" for profile in PROFILES.values())


def _all(*decorators: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    def decorate(function: Decorated) -> Decorated:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


story_options = _all(
    click.option(
        "--then",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Another file of the same book, its next chapters; may be given several times.",
    ),
    click.option("--title", help="The book's title, if the story does not say it or says it wrong."),
    click.option("--author", help="The author, likewise."),
    click.option(
        "--language", metavar="CODE", help="The story's language, if it is found wrong: en-GB, fr, de, es, it, pt-BR …"
    ),
)

analysis_options = _all(
    click.option(
        "--voices",
        type=click.Path(path_type=Path),
        metavar="MAP.toml",
        help="The voice map to use (`narrate STORY` completes it), shared by the stories of a series.",
    ),
    click.option(
        "--known-cast", is_flag=True, default=None, help="The characters are those of the voice map, and no others."
    ),
    click.option(
        "--attribution",
        metavar="NAME",
        help="What finds out who speaks: ranker (the default, on this machine alone) or llm (a language model behind "
        "NARRATE_LLM_URL; docs/attributors.md). Example: --attribution llm",
    ),
    click.option("--notes", type=click.Choice(NOTES), help="Whether author's notes are read (the default) or skipped."),
    click.option(
        "--max-chapter",
        metavar="TIME",
        help="Divide longer chapters, by estimate, at scene breaks: 60m, 1h30m; 0, the default, divides none.",
    ),
)

format_options = _all(
    click.option("--format", metavar="NAME,…",
                 help="Files to make beside the MP3 chapters: m4b,vtt …; `narrate publish --list` lists them."),
    click.option("--single", is_flag=True, default=None, help="As --format single: the whole book as one MP3, too."),
    click.option("--stems", is_flag=True, default=None, help="As --format stems: a file for each character, too."),
    click.option("--words", is_flag=True, default=None,
                 help="Captions follow each word, where the engine knew the words' times (espeak does)."),
)  # fmt: skip

output_options = _all(
    format_options,
    click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR",
                 help="The output folder; output/<story> if not given."),
    click.option("--engine", metavar="NAME", help="The speech engine; `narrate doctor` lists them."),
    click.option("--profile", type=click.Choice(list(PROFILES)),
                 help=f"What the files are for: {_PURPOSES}. If not given, listen."),
    click.option("--pace", metavar="PACE",
                 help="How fast all is read, words and pauses: slow, normal, fast, or a factor such as 0.9."),
    click.option("--pauses", metavar="LIST",
                 help="Other pauses, in milliseconds: scene=3000,paragraph=900; docs/sound.md names them."),
    click.option("--credits", type=click.Choice(CREDITS),
                 help="Spoken credits, as files of their own: auto (the default) makes them where the profile asks."),
    click.option("--opening", metavar="TEXT",
                 help='Words of the opening credits: "{title}[, by {author}].\\nRead by {narrator}."'),
    click.option("--closing", metavar="TEXT", help="Words of the closing credits, likewise."),
    click.option("--narrator", metavar="NAME", help="Who credits and tags name as the narrator."),
    click.option("--scene-tone", is_flag=True, default=None, help="A soft tone at scene breaks; silence otherwise."),
    click.option("--scene-sound", type=click.Path(path_type=Path), metavar="FILE",
                 help="A sound of your own at scene breaks; its first 8 seconds."),
    click.option("--music", type=click.Path(path_type=Path), metavar="FILE",
                 help="Music under the opening credits, softer while they are spoken."),
    click.option("--lexicon", type=click.Path(path_type=Path), metavar="FILE",
                 help="How words are said, beside the story's own lexicon.toml: another such file, or a PLS file."),
    click.option("--cover", type=click.Path(path_type=Path), metavar="PICTURE",
                 help="A cover, JPEG or PNG; none for no cover. If not given: the story's own, or one is made."),
    click.option("--chapters", metavar="RANGE", help="Which chapters to make: 3, 2-4, 5- or -2."),
    click.option("--device", metavar="KIND",
                 help="What neural engines run on: auto (a GPU if one can be used, the default), cpu, cuda …"),
    click.option("--jobs", type=click.IntRange(min=0), metavar="N", help="Worker processes; 0: one for each core."),
)  # fmt: skip


def formats_of(given: dict[str, Any]) -> tuple[str, ...]:
    """The formats that ``--format`` and its like name.

    Raises:
        UsageError: one of them is no name.
    """
    try:
        named = parse_formats(given["format"]) if given.get("format") else ()
        return replace(Options(), format=named, single=bool(given["single"]), stems=bool(given["stems"])).formats
    except (TypeError, ValueError) as error:
        raise UsageError(f"--format: {error}") from error
