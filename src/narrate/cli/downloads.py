"""``narrate voices available`` and ``narrate voices download NAME…``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

import click

from narrate.cli.console import may_rewrite, say, say_json, say_over, size, table
from narrate.errors import VoiceMissingError

if TYPE_CHECKING:
    from narrate.synthesis.voicestore import RemoteFile

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_LARGE = 1_000_000
"""Bytes from which a file's progress is worth a line."""


def _catalogue_options(function: Decorated) -> Decorated:
    insecure = click.option("--insecure", is_flag=True, help="Take http too, where anybody on the way can change it.")
    address = click.option(
        "--from",
        "address",
        metavar="URL",
        envvar="NARRATE_VOICE_CATALOGUE",
        help="Another catalogue than the public ones; NARRATE_VOICE_CATALOGUE says it for good.",
    )
    return address(insecure(function))


@click.command()
@click.option("--engine", metavar="NAME", help="Only voices of this engine: piper or kokoro.")
@click.option("--language", metavar="CODE", help="Only voices of this language: en, en-GB, de …")
@_catalogue_options
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_obj
def available(
    engine_of_group: str | None,
    engine: str | None,
    language: str | None,
    address: str | None,
    *,
    insecure: bool,
    as_json: bool,
) -> None:
    """List the voices that can be downloaded.

    \b
    narrate voices available --language en-GB
    narrate voices available --engine kokoro
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import available_voices

    voices = available_voices(address, engine=engine or engine_of_group, language=language, insecure=insecure)
    if as_json:
        say_json([asdict(voice) for voice in voices])
        return
    if not voices:
        raise VoiceMissingError("the catalogue has no such voice", hint="Without --engine and --language it lists all.")
    rows: list[tuple[str, ...]] = [("name", "engine", "language", "quality", "voices", "size")]
    rows += [
        (v.name, v.engine, ", ".join(v.languages), v.quality, str(v.speakers), size(v.bytes) if v.bytes else "?")
        for v in voices
    ]
    say(table(rows, indent=""))


@click.command()
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--engine", metavar="NAME", help="Whose voice it is, if the name alone does not say it.")
@_catalogue_options
@click.pass_obj
def download(
    engine_of_group: str | None, names: tuple[str, ...], engine: str | None, address: str | None, *, insecure: bool
) -> None:
    """Download voices by their names in `narrate voices available`.

    What was cut off goes on where it stopped. A file is used when its size and its checksum are those of the
    catalogue. The licence is shown, and kept beside the voice.

    \b
    narrate voices download en_GB-alba-medium
    narrate voices download kokoro-v1.0
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import download_voice

    for name in names:
        shown = _Progress()
        done = download_voice(
            name,
            address,
            engine=engine or engine_of_group,
            insecure=insecure,
            progress=shown.show,
            licensed=lambda licence: say(f"licence: {licence or 'not stated in the model card'}"),
        )
        shown.end()
        for path in done.files:
            say(str(path))
        say(f"Try it: narrate voices --engine {done.voice.engine}")


class _Progress:
    """How far a download is: one line that changes on a terminal, else a line for every quarter of a large file."""

    def __init__(self) -> None:
        self._live = may_rewrite()
        self._said: tuple[str, int] | None = None

    def show(self, file: RemoteFile, done: int) -> None:
        """Say that ``done`` bytes of a file are there."""
        if (file.bytes or done) < _LARGE:
            return
        percent = 100 * done // file.bytes if file.bytes else 0
        told = percent if self._live else percent // 25 if file.bytes else done // (25 * _LARGE)
        if self._said == (file.name, told):
            return
        if self._live and self._said and self._said[0] != file.name:
            say("", err=True)
        self._said = (file.name, told)
        line = f"{file.name}: {size(done)}" + (f" of {size(file.bytes)}, {percent}%" if file.bytes else "")
        if self._live:
            say_over(line)
        else:
            say(line, err=True)

    def end(self) -> None:
        """Leave the line that changes."""
        if self._live and self._said:
            say("", err=True)
