"""``narrate review STORY``."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.console import harmless, say_document, say_json
from narrate.cli.options import analysis_options, story_options
from narrate.config import load_options

if TYPE_CHECKING:
    from narrate.pipeline import DoubtfulLine, Review

_WIDTH = 96


@click.command(short_help="Show the lines whose speaker is most in doubt.")
@click.argument("story", type=click.Path(path_type=Path))
@story_options
@analysis_options
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR",
              help="The story's output folder, whose script.txt and voices.toml are heeded.")  # fmt: skip
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="How many lines.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(story: Path, *, most: int, as_json: bool, **given: Any) -> None:
    """Show the lines of STORY whose speaker a person had better look at, most doubtful first. Writes nothing.

    Each comes with its line number in script.txt (or in the story, before there is a script.txt), why it was given to
    its speaker, who else speaks nearby, and two lines before and after. Lines that you chose in script.txt, or took
    the “?” from, are not shown again.

    \b
    narrate review story.txt
    narrate review story.txt --most 5
    narrate review story.txt --json > doubts.json
    """  # noqa: D301 - \b is click's
    from narrate.cli.report import Reporter
    from narrate.pipeline import review_story

    found = review_story(story, load_options(story, given), most=most, listener=Reporter(quiet=True))
    if as_json:
        say_json([asdict(line) for line in found.lines])
    else:
        say_document(harmless(describe(found)))


def describe(review: Review) -> str:
    """A review as a person reads it."""
    if not review.lines:
        return "No line of dialogue is in doubt."
    parts = [_line(number, line) for number, line in enumerate(review.lines, 1)]
    if review.left:
        parts.append(
            f"{review.left} more {'is' if review.left == 1 else 'are'} unsure: --most {len(parts) + review.left}"
        )
    if review.script:
        parts.append(
            f"To put one right, change the name after the @ in {review.script}; to confirm one, take its “?” away."
        )
    else:
        parts.append("Make the audiobook (or its first chapter: --chapters 1), and change names in its script.txt.")
    return "\n\n".join(parts)


def _line(number: int, line: DoubtfulLine) -> str:
    where = f"line {line.story_line} of the story"
    if line.script_line:
        where = f"script.txt line {', '.join(str(one) for one in (line.script_line, *line.further_script_lines))}"
    mark = " ?" if line.unsure else ""
    others = f"; close by: {', '.join(line.others)}" if line.others else ""
    rows = [
        f"{number}. {where}, chapter {line.chapter}: @{line.speaker}{mark}",
        f"   {line.confidence:.0%} sure: {line.evidence or 'nothing speaks for anybody'}{others}",
    ]
    rows += [_shown("    ", other.speaker, other.text) for other in line.before]
    rows.append(_shown("  > ", line.speaker, line.text))
    rows += [_shown("    ", other.speaker, other.text) for other in line.after]
    return "\n".join(rows)


def _shown(margin: str, speaker: str, text: str) -> str:
    label = f"{margin}{speaker}: "
    return label + textwrap.shorten(text[:1000], max(_WIDTH - len(label), 40), placeholder=" …")
