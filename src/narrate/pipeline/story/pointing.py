"""Lines of a story that a person points at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from narrate.errors import UsageError
from narrate.model import Line, Script
from narrate.workspace import SCRIPT, Workspace

_ID = re.compile(r"c\d{1,9}u\d{1,9}")


def lines_named(script: Script, workspace: Workspace, names: Iterable[str]) -> tuple[Line, ...]:
    """The lines that a person names by id (``c2u14``) or by number in script.txt, in the order of the story.

    The number of a speaker's ``@`` line means the first line below it.

    Raises:
        UsageError: a name is none, or there is no such line.
        InputError: script.txt can't be read.
    """
    by_id = {line.utterance.id: line for line in script.lines()}
    rows: Mapping[int, str] | None = None
    found: set[str] = set()
    for name in names:
        if _ID.fullmatch(name):
            if name not in by_id:
                raise UsageError(
                    f"no line of the story has the id {name}", hint="`narrate script STORY --format json` has them all."
                )
            found.add(name)
        elif name.isdecimal() and len(name) <= 9:
            rows = _rows(script, workspace) if rows is None else rows
            if int(name) not in rows:
                raise UsageError(
                    f"nothing is spoken on line {name} of {workspace.path(SCRIPT)}",
                    hint="Count its lines from 1, as an editor does; `narrate review` shows such numbers.",
                )
            found.add(rows[int(name)])
        else:
            raise UsageError(f"{name[:40]!r} is no line", hint="Give a line's number in script.txt, or its id: c2u14.")
    return tuple(line for line in script.lines() if line.utterance.id in found)


def line_numbers(script: Script, workspace: Workspace) -> Mapping[str, int]:
    """The number of the line in script.txt above each utterance, by its id; empty where there is no such file."""
    from narrate.scripting import parse_script_file, speaker_line_numbers

    content = workspace.read_text(SCRIPT)
    if content is None:
        return {}
    return speaker_line_numbers(script, parse_script_file(content, str(workspace.path(SCRIPT))))


def _rows(script: Script, workspace: Workspace) -> Mapping[int, str]:
    """Utterances by the numbers of the rows of script.txt."""
    from narrate.scripting import parse_script_file, utterance_rows

    content = workspace.read_text(SCRIPT)
    if content is None:
        raise UsageError(
            f"there is no {workspace.path(SCRIPT)} to count lines in",
            hint="Run `narrate` on the story first, or name lines by their ids: c2u14.",
        )
    return utterance_rows(script, parse_script_file(content, str(workspace.path(SCRIPT))))
