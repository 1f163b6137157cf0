"""The group of commands: ``make`` is the default, each command is imported when it is called."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

import narrate
from narrate.cli.console import be_plain, complain
from narrate.cli.interrupt import GO_ON, INTERRUPTED
from narrate.errors import NarrateError, StoryError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = {
    "make": "Turn a story into an audiobook (the default: `narrate STORY` is the same).",
    "script": "Show who says what, without making any audio.",
    "cast": "Show the characters, how much each says, the voice each got and why; say who is who.",
    "review": "Show the lines whose speaker is most in doubt.",
    "check": "Measure finished files, and say whether they meet a release profile.",
    "redo": "Have lines said again: another take, where the engine has several.",
    "voices": "List the voices there are, hear one, download more.",
    "lexicon": "Say how names and made-up words are said: suggest, say, import, export.",
    "publish": "Make other files of a finished audiobook: M4B, captions …",
    "read": "Make the page to read along, and open it.",
    "feed": "Make a podcast of finished audiobooks.",
    "serve": "Try a podcast or a page on your own network.",
    "report": "Make a page of figures on a finished audiobook.",
    "doctor": "Say what is installed, what works, and what to do about the rest.",
    "cache": "Show, prune or clear the store of finished clips.",
    "completion": "Print what a shell needs to complete narrate's commands and options.",
    "manual": "Print the manual page of a command, or write all of them.",
}

FORESEEN = (click.Abort, click.ClickException, NarrateError, OSError)

UNFORESEEN = (
    "What was finished is kept. This is a fault of narrate's: please report it, with what the same command prints\n"
    "when NARRATE_DEBUG=1 is in the environment."
)

_MODULES = {"report": "book_report"}
"""Commands whose module is called otherwise: `narrate.cli.report` is what all of them report with."""

HELP = """Turn a story into an audiobook in which every character has a voice of their own.

\b
  narrate story.txt                     writes output/story/01 ….mp3, script.txt, voices.toml
  narrate script story.txt              who says what
  narrate cast story.txt                who has which voice, and why
  narrate review story.txt              which lines to look at first
  narrate voices preview en-gb+f2       hear a voice
  narrate lexicon suggest story.txt     which words it may say wrong

A wrong speaker? Open output/story/script.txt, change the name after the @, run the same command again: only
that chapter is made anew.
"""


class Commands(click.Group):
    """Commands that are imported when they are called; anything that is none of them is a story to make."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order in which a person meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"narrate.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)  # noqa: S101 - for the type checker
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command where none is named."""
        args = _without_plain(args)
        if args and args[0] not in {*COMMANDS, "--help", "-h", "--version"}:
            args.insert(0, "make")
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and files: a story's path needs no command before it."""
        from click.shell_completion import CompletionItem

        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, type="file")]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    help=HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--plain",
    is_flag=True,
    expose_value=False,
    help="Anywhere: no columns and no line that changes, for screen readers; also NARRATE_PLAIN=1.",
)
@click.version_option(narrate.__version__, message="narrate %(version)s")
@click.pass_context
def app(context: click.Context) -> None:
    """Explain narrate to whoever types nothing else."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())  # noqa: TID251 - its words are ours


def run(arguments: Sequence[str]) -> int:
    """Run a command.

    Returns:
        The exit code: 0 done, 1 failed, 2 misuse, 3 input can't be read, 4 voice or engine missing,
        130 interrupted.
    """
    be_plain(plain=False)
    try:
        result = app.main(args=list(arguments), prog_name="narrate", standalone_mode=False)
        if sys.stdout is not None:  # closed by whoever started us
            sys.stdout.flush()
    except Exception as error:
        if not isinstance(error, FORESEEN) and os.environ.get("NARRATE_DEBUG"):
            raise
        return _explain(error, arguments)
    except KeyboardInterrupt:
        complain("stopped", GO_ON)
        return INTERRUPTED
    return result if isinstance(result, int) else 0


def _explain(error: Exception, arguments: Sequence[str]) -> int:
    """Say what went wrong, and what to do; the exit code."""
    match error:
        case click.Abort():
            complain("stopped", GO_ON)
            return INTERRUPTED
        case click.ClickException():
            error.show()
            return error.exit_code
        case NarrateError():
            complain(error.message, _near_miss(error, arguments) or error.hint)
            return error.exit_code
        case BrokenPipeError():
            # Whoever read our output has had enough: that is no error.
            _discard_output()
            return 0
        case OSError():
            # The rooms say themselves what they can't read or write. Without a file's name it is our own output.
            what = error.filename or "can't write the output"
            complain(f"{what}: {error.strerror or error}")
            _discard_output()
        case _:
            complain(f"an unforeseen fault: {type(error).__name__}: {error}", UNFORESEEN)
    return 1


def _without_plain(arguments: list[str]) -> list[str]:
    """The arguments without ``--plain``, which every command takes, and which counts from here on."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    if "--plain" in arguments[:end]:
        be_plain(plain=True)
    return [word for word in arguments[:end] if word != "--plain"] + arguments[end:]


def _discard_output() -> None:
    """Throw away what can't be written: Python would try once more at exit, and complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _near_miss(error: NarrateError, arguments: Sequence[str]) -> str:
    """A hint for whoever mistyped a command, which was then looked for as a story."""
    if not arguments or arguments[0] in COMMANDS:
        return ""
    near = difflib.get_close_matches(arguments[0], COMMANDS, 1)
    if not near or not isinstance(error, StoryError) or os.path.lexists(arguments[0]):
        return ""
    return f"There is no story of that name. Did you mean `narrate {near[0]}`?"
