"""``narrate check PATH...``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli.console import duration, say, say_json, table
from narrate.config import Options
from narrate.model import PROFILES

if TYPE_CHECKING:
    from narrate.pipeline import Check, CheckedFile

_COLUMNS = ("level", "peak", "noise floor", "head", "tail", "format")
_FAILS = "✗"


@click.command(short_help="Measure finished files, and say whether they meet a release profile.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option(
    "--profile",
    type=click.Choice(list(PROFILES)),
    help="What the files must meet; if not given, what they were made for, or listen.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(paths: tuple[Path, ...], *, profile: str | None, as_json: bool) -> int:
    """Measure finished sound and say whether it meets a release profile: level, peaks, noise, silences, format.

    PATH is a folder (its MP3 files; other sound where it has none) or a file, made by narrate or by anybody else, in
    any usual format of sound. A ✗ stands beside each figure that does not meet the profile. docs/sound.md has the
    profiles.

    \b
    narrate check output/story
    narrate check output/story --profile acx
    narrate check recording.flac --json

    Exit code 1 if anything does not meet the profile, 3 if a file can't be read.
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import check_sound

    found = check_sound(paths, profile, workers=Options().workers)
    if as_json:
        files = [{"ok": file.ok, **asdict(file)} for file in found.files]
        whole = {"ok": found.ok, **asdict(found), "files": files}
        say_json(whole)
    else:
        say(describe(found))
    return 0 if found.ok else 1


def describe(check: Check) -> str:
    """A check as a person reads it: a table, and a sentence for each thing that does not meet the profile."""
    asked = {requirement.what for file in check.files for requirement in file.requirements}
    columns = [column for column in _COLUMNS if column in asked]
    parts = [table([("file", "length", *columns), *(_row(file, columns) for file in check.files)], widest=34)]
    faults = [
        f"{file.file}: {requirement.what} is {requirement.measured}; wanted: {requirement.wanted}"
        for file in check.files
        for requirement in file.requirements
        if not requirement.ok
    ]
    faults += [
        f"{requirement.what}: {requirement.measured}; wanted: {requirement.wanted}"
        for requirement in check.book
        if not requirement.ok
    ]
    parts += faults
    count = "1 file" if len(check.files) == 1 else f"{len(check.files)} files"
    verdict = "all as the profile asks" if check.ok else "not as the profile asks"
    parts.append(f"{check.profile}: {count}, {verdict}")
    return "\n".join(parts)


def _row(file: CheckedFile, columns: list[str]) -> tuple[str, ...]:
    """Figures, each with a mark where it is not met; a column shows all that belongs to it."""
    by_name = {requirement.what: requirement for requirement in file.requirements}
    cells = []
    for column in columns:
        met = all(requirement.ok for requirement in file.requirements if _column(requirement.what) == column)
        measured = by_name[column].measured if column in by_name else ""
        cells.append(measured if met else f"{measured} {_FAILS}")
    long = any(requirement.what == "length" and not requirement.ok for requirement in file.requirements)
    return (file.file, duration(file.duration_s) + (f" {_FAILS}" if long else ""), *cells)


def _column(what: str) -> str:
    return "format" if what in {"bit rate", "name"} else what
