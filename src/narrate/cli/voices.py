"""``narrate voices`` and ``narrate voices preview VOICE [TEXT]``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from narrate.cli.console import confirmation, say, say_json, table
from narrate.cli.downloads import available, download
from narrate.config import CONFIG_FILE, Options, load_options
from narrate.errors import VoiceMissingError

PREVIEW = "“There you are,” said the voice. “I was beginning to think that nobody would come.”"


@click.group(invoke_without_command=True, short_help="List the voices there are, hear one, download more.")
@click.option("--engine", metavar="NAME", help="The speech engine; `narrate doctor` lists them.")
@click.option("--language", metavar="CODE", help="Only voices of this language: en, en-GB, de …")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def command(context: click.Context, engine: str | None, language: str | None, *, as_json: bool) -> None:
    """List the voices there are: the names in the first column go into voices.toml.

    \b
    narrate voices --language en
    narrate voices preview en-gb+f2 "Good evening."
    narrate voices download en_GB-alba-medium
    """  # noqa: D301 - \b is click's
    context.obj = engine
    if context.invoked_subcommand:
        return
    from narrate.pipeline import list_voices

    voices = list_voices(language=language, options=_options_here(engine))
    if as_json:
        say_json([asdict(voice) for voice in voices])
        return
    if not voices:
        raise VoiceMissingError(
            f"there is no voice of the language {language!r}",
            hint="`narrate voices` lists all; the second column is what --language looks for.",
        )
    rows: list[tuple[str, ...]] = [("voice", "language", "gender", "age", "pitch", "name")]
    rows += [
        (v.key, v.language, v.gender.value, v.age.value, f"{v.pitch_hz:.0f} Hz" if v.pitch_hz else "", v.name)
        for v in voices
    ]
    say(table(rows, indent=""))


def _options_here(engine: str | None) -> Options:
    """The options for a story in the current folder, whose narrate.toml may set engines."""
    return load_options(Path(CONFIG_FILE), {"engine": engine})


@command.command()
@click.argument("voice")
@click.argument("text", required=False, default=PREVIEW)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.mp3",
    help="Where to write it; “preview VOICE.mp3” here if not given.",
)
@click.option("--rate", type=click.FloatRange(0.5, 2), default=1.0, help="Factor on the voice's own rate.")
@click.option("--pitch", type=click.FloatRange(-12, 12), default=0.0, help="Shift in semitones.")
@click.pass_obj
def preview(engine: str | None, voice: str, text: str, output: Path | None, *, rate: float, pitch: float) -> None:
    """Let VOICE say TEXT, into an MP3 file that any player opens.

    \b
    narrate voices preview en-gb+f2
    narrate voices preview pyttsx3:gmw/en-us+m3 "Hello." --pitch -2 -o hello.mp3
    """  # noqa: D301 - \b is click's
    from narrate.pipeline import preview_voice

    path = preview_voice(voice, text, _options_here(engine), output=output, rate=rate, pitch_semitones=pitch)
    say(str(path))


@command.command()
@click.argument("story", type=click.Path(path_type=Path))
@click.argument("line")
@click.argument("names", nargs=-1, metavar="[VOICE]...")
@click.option(
    "--voices", type=click.Path(path_type=Path), metavar="MAP.toml", help="The story's voice map, if it has one."
)
@click.option("--folder", type=click.Path(path_type=Path), metavar="DIR", help="The story's output folder.")
@click.option("--separate", is_flag=True, help="A file for each voice, in a folder, instead of all in one file.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.mp3",
    help="Where to write it (with --separate, a folder); “audition LINE.mp3” here if not given.",
)
@click.option("--yes", is_flag=True, help="Agree to what an engine elsewhere costs, without being asked.")
@click.pass_context
def audition(
    context: click.Context,
    /,
    story: Path,
    line: str,
    names: tuple[str, ...],
    *,
    separate: bool,
    yes: bool,
    **given: Path | None,
) -> None:
    """Hear one LINE of STORY in several voices, one after another.

    LINE is its number in script.txt, or its id (c2u14). Without any VOICE you hear the one that its speaker has, and
    those that would be chosen next.

    \b
    narrate voices audition story.txt 214
    narrate voices audition story.txt c2u14 en-gb+m3 en-us+m7 --separate
    """  # noqa: D301 - \b is click's
    from narrate.cli.report import Reporter
    from narrate.pipeline import hold_audition

    options = load_options(story, {"engine": context.obj, "voices": given["voices"], "output": given["folder"]})
    held = hold_audition(
        story,
        options,
        line,
        names,
        output=given["output"],
        separate=separate,
        listener=Reporter(quiet=True),
        confirm=confirmation(yes=yes),
    )
    say(f"{held.speaker}: {held.text}")
    rows: list[tuple[str, ...]] = [("voice", "pitch", "speed", "at", "file")]
    for heard in held.heard:
        setting = heard.setting
        pitch = f"{setting.pitch_semitones:+g}" if setting.pitch_semitones else ""
        speed = f"{setting.rate:g}" if setting.rate != 1.0 else ""
        rows.append((setting.voice, pitch, speed, f"{heard.start_s:.1f} s", heard.file))
    say(table(rows, indent=""))


command.add_command(available)
command.add_command(download)
