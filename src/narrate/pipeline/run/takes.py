"""Lines that a person wants said again: which take of each is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from narrate.model import Line, Script
from narrate.workspace import Workspace

TAKES = "takes.json"
"""In the private folder: by utterance id, its words and the number of the take."""


def takes_of(script: Script, workspace: Workspace) -> Mapping[str, int]:
    """Which take of an utterance is wanted, by its id; what was said of other words than it has now is forgotten."""
    kept = workspace.read_json(TAKES)
    found = {}
    for line in script.lines():
        record = kept.get(line.utterance.id)
        if isinstance(record, dict) and record.get("text") == _words(script, line):
            take = record.get("take")
            if isinstance(take, int) and take > 0:
                found[line.utterance.id] = take
    return found


def take_again(script: Script, lines: Iterable[Line], workspace: Workspace) -> None:
    """Want the next take of some lines; the workspace is open."""
    takes = dict(takes_of(script, workspace))
    for line in lines:
        takes[line.utterance.id] = takes.get(line.utterance.id, 0) + 1
    words = {line.utterance.id: _words(script, line) for line in script.lines() if line.utterance.id in takes}
    workspace.write_json(TAKES, {name: {"text": words[name], "take": take} for name, take in sorted(takes.items())})


def _words(script: Script, line: Line) -> str:
    return " ".join(line.utterance.span.of(script.text).split())
