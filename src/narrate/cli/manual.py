"""``narrate manual``: man pages, made of the commands' own help."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

import narrate
from narrate.errors import UsageError

_VERBATIM = "\b"
"""Begins a paragraph that click does not wrap."""

_EXIT_STATUS = (
    ("0", "Done."),
    ("1", "Something failed; what was finished is kept."),
    ("2", "The command or an option makes no sense."),
    ("3", "A file that was given can't be read."),
    ("4", "A voice, an engine or the like is missing."),
    ("130", "Interrupted; the same command goes on where it stopped."),
)
_ENVIRONMENT = (
    ("NARRATE_PLAIN", "If set: as --plain, for every command."),
    ("NO_COLOR", "If set: no line is ever written over."),
    ("NARRATE_ENGINE, NARRATE_OUTPUT …", "Options of narrate make: their names in capitals."),
    ("NARRATE_CACHE_DIR, NARRATE_CACHE_MB", "Where finished clips are kept, and how much of them."),
    ("NARRATE_DEBUG", "If set: an unforeseen fault shows where in the program it happened."),
)
_FILES = (
    ("narrate.toml", "Options, beside the story."),
    ("lexicon.toml", "How words are said, beside the story."),
    ("output/STORY/script.txt", "Who says what; change it and run again."),
    ("output/STORY/voices.toml", "Who has which voice; likewise."),
)


@click.command(short_help="Print the manual page of a command, or write all of them.")
@click.argument("words", nargs=-1, metavar="[COMMAND]")
@click.option("--all", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Write all pages into a folder.")
def command(words: tuple[str, ...], folder: Path | None) -> None:
    """Print the manual page of a command as man reads it, that of narrate itself if none is named.

    \b
    narrate manual | man -l -
    narrate manual voices preview | man -l -
    narrate manual --all ~/.local/share/man/man1
    """  # noqa: D301 - \b is click's
    from narrate.cli.app import app  # it imports this module

    found = dict(_all(app, click.Context(app, info_name="narrate")))
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, context in found.items():
            (folder / f"{name}.1").write_text(page(name, context), encoding="utf-8")
        return
    name = "-".join(("narrate", *words))
    if name not in found:
        raise UsageError(f"there is no command `{' '.join(('narrate', *words))}`", hint="`narrate --help` lists them.")
    click.echo(page(name, found[name]), nl=False)  # noqa: TID251 - its words are ours


def _all(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Context]]:
    """Every command with its context, by the name of its page."""
    yield context.command_path.replace(" ", "-"), context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _all(inner, click.Context(inner, info_name=name, parent=context))


def page(name: str, context: click.Context) -> str:
    """A manual page of section 1, in man's macros (man(7))."""
    command = context.command
    lines = [
        f'.TH "{_text(name.upper())}" "1" "" "narrate {_text(narrate.__version__)}" "narrate manual"',
        ".SH NAME",
        f"{_text(name)} \\- {_text(_about(command))}",
        ".SH SYNOPSIS",
        f".B {_text(context.command_path)}",
        _text(" ".join(command.collect_usage_pieces(context))),
        ".SH DESCRIPTION",
        *_paragraphs(inspect.cleandoc(command.help or "")),
        *_section("OPTIONS", _options(command, context)),
    ]
    if isinstance(command, click.Group):
        names = command.list_commands(context)
        inner = [(each, command.get_command(context, each)) for each in names]
        lines += _section("COMMANDS", [(f"{name}-{each}(1)", _about(found)) for each, found in inner if found])
    lines += _section("EXIT STATUS", _EXIT_STATUS)
    if context.parent is None:
        lines += [*_section("ENVIRONMENT", _ENVIRONMENT), *_section("FILES", _FILES)]
    else:
        lines += [".SH SEE ALSO", ".BR narrate (1)"]
    return "\n".join(line for line in lines if line) + "\n"


def _about(command: click.Command) -> str:
    about = command.short_help or (command.help or "").partition("\n")[0]
    return " ".join(about.split()).rstrip(".")


def _options(command: click.Command, context: click.Context) -> list[tuple[str, str]]:
    records = (parameter.get_help_record(context) for parameter in command.get_params(context))
    return [record for record in records if record and record[1]]


def _section(title: str, entries: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> list[str]:
    lines = [f".SH {title}"]
    for term, meaning in entries:
        lines += [".TP", f"\\fB{_text(term)}\\fR", _text(meaning)]
    return lines if entries else []


def _paragraphs(text: str) -> Iterator[str]:
    """Click's help: paragraphs between empty lines, those that begin with a backspace as they are."""
    for number, paragraph in enumerate(re.split(r"\n[ \t]*\n", text.strip("\n"))):
        if number:
            yield ".PP"
        lines = paragraph.split("\n")
        if lines[0].strip() == _VERBATIM or lines[0] == _VERBATIM:
            yield ".nf"
            yield from (_text(line) for line in lines[1:])
            yield ".fi"
        else:
            yield _text(" ".join(paragraph.replace(_VERBATIM, "").split()))


def _text(text: str) -> str:
    """Text in which nothing is a request or an escape."""
    escaped = (
        text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq").replace('"', "\\(dq")
    )
    return "\\&" + escaped if escaped.startswith(".") else escaped
