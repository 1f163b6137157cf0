"""``narrate doctor``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from narrate.cli.console import is_plain, say, say_json
from narrate.config import CONFIG_FILE, load_options


@click.command(short_help="Say what is installed and what works.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(*, as_json: bool) -> int:
    """Say what is installed, what works, and what to do about the rest.

    Each engine is made to speak, set as a narrate.toml in this folder has it. Exit code 4 if the default engine does
    not.
    """
    from narrate.pipeline import examine

    findings = examine(load_options(Path(CONFIG_FILE), {}))
    if as_json:
        say_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            state = "ok" if finding.ok else "NOT OK" if finding.needed else "not set up"
            say(f"{state + ',' if is_plain() else state:12}{finding.subject}: {finding.text}")
            if finding.hint:
                say(f"{'':12}{finding.hint}")
    return 4 if any(finding.needed and not finding.ok for finding in findings) else 0
