"""``narrate completion SHELL``."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from narrate.errors import UsageError

_VARIABLE = "_NARRATE_COMPLETE"


class _Bash(BashComplete):
    """Bash, without a look at which bash there is: the script may be for another machine."""

    @staticmethod
    def _check_version() -> None:
        """Take it for new enough: 4.4 is of 2016."""


_SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": ZshComplete, "fish": FishComplete}


@click.command(short_help="Print what a shell needs to complete narrate's commands and options.")
@click.argument("shell", metavar="bash|zsh|fish")
def command(shell: str) -> None:
    """Print what a shell needs to complete narrate's commands, options and files at the Tab key.

    \b
    narrate completion bash > ~/.local/share/bash-completion/completions/narrate
    narrate completion fish > ~/.config/fish/completions/narrate.fish
    echo 'eval "$(narrate completion zsh)"' >> ~/.zshrc
    """  # noqa: D301 - \b is click's
    from narrate.cli.app import app  # it imports this module

    if shell not in _SHELLS:
        raise UsageError(f"there is no completion for {shell!r}", hint=f"There is one for {', '.join(_SHELLS)}.")
    click.echo(_SHELLS[shell](app, {}, "narrate", _VARIABLE).source())  # noqa: TID251 - its words are click's
