"""Checks that the README tells the truth: its commands exist, with the options it shows. Run by `make check`."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import click

from narrate.cli.app import app

ROOT = Path(__file__).parent.parent


def problems() -> list[str]:
    """What the README says that is not so, a sentence each."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = [f"no `make {t}` in the README" for t in ("demo", "test") if f"make {t}" not in readme]
    found += [
        f"`make {target}` is no target" for target in re.findall(r"^make (\w+)", readme, re.MULTILINE)
        if not re.search(rf"^{target}:", makefile, re.MULTILINE)
    ]  # fmt: skip
    for line in re.findall(r"^(?:\$ )?narrate (.+)$", readme, re.MULTILINE):
        found += _command(shlex.split(line, comments=True))
    found += [
        f"the link {target} leads nowhere" for target in re.findall(r"\]\(([^)#:]+)\)", readme)
        if not (ROOT / target).exists()
    ]  # fmt: skip
    return found


def _command(words: list[str]) -> list[str]:
    context = click.Context(app, info_name="narrate")
    command = app.get_command(context, words[0] if words[0] in app.list_commands(context) else "make")
    if isinstance(command, click.Group) and len(words) > 1 and not words[1].startswith("-"):
        command = command.get_command(context, words[1])
    if command is None:
        return [f"there is no command for `narrate {shlex.join(words)}`"]
    known = {option for parameter in command.params for option in parameter.opts}
    return [
        f"`narrate {shlex.join(words)}`: no option {word}"
        for word in words
        if word.startswith("-") and word not in known
    ]


if __name__ == "__main__":
    said = problems()
    for problem in said:
        print(f"README.md: {problem}", file=sys.stderr)  # noqa: T201 - that is its job
    sys.exit(1 if said else 0)
