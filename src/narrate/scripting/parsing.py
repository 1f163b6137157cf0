"""script.txt, read: which words stand below which speaker line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from narrate.errors import ScriptFileError
from narrate.scripting.speaker_lines import LONGEST, one_line
from narrate.scripting.writing import VERSION

MOST_PROBLEMS = 5
"""As many mistakes are reported at once."""

_VERSION_LINE = re.compile(r"# ?narrate script (\S{1,40})")


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """A line that begins with ``@``: its number from 1, and what follows the ``@``."""

    number: int
    content: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the story: its number in the file from 1, its words, and the speaker line that holds for it."""

    number: int
    text: str
    speaker_line: SpeakerLine


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """script.txt, parsed. ``path`` is for messages."""

    path: str
    lines: tuple[TextLine, ...]
    length: int
    """Lines in the file, all kinds together."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the file."""

    line: int
    message: str
    hint: str = ""


def complaint(path: str, problems: Iterable[Problem]) -> ScriptFileError:
    """One error of the first few problems, each with ``path:line`` before it."""
    first = sorted(problems, key=lambda problem: problem.line)[:MOST_PROBLEMS]
    hints = dict.fromkeys(problem.hint for problem in first if problem.hint)
    return ScriptFileError(
        "\n".join(f"{path}:{problem.line}: {problem.message}" for problem in first), hint="\n".join(hints)
    )


def parse_script_file(content: str, path: str) -> ScriptFile:
    """Read script.txt; whether the words are the story's is for `apply_script_file` to see.

    A byte-order mark, CRLF, white space anywhere, blank lines and comments mean nothing.

    Args:
        content: of the file.
        path: for messages.

    Raises:
        ScriptFileError: not a script of this version, words above the first speaker, or a speaker line without a
            name; every one with its line number, five at once.
    """
    rows = [row.strip() for row in _rows(content)]
    _check_version(rows, path)
    lines: list[TextLine] = []
    problems: list[Problem] = []
    speaker_line: SpeakerLine | None = None
    for number, row in enumerate(rows, 1):
        if not row or row.startswith("#") or row == "***":
            continue
        if row.startswith("@"):
            speaker_line = SpeakerLine(number, row[1:].strip())
            problems += _problems_of(speaker_line)
        elif speaker_line is None:
            problems.append(
                Problem(
                    number,
                    f"these words have no speaker: {_start(row)}",
                    "Put a line like @Narrator above the first words.",
                )
            )
            speaker_line = SpeakerLine(number, "Narrator")
        elif text := row.removeprefix("\\").strip():
            lines.append(TextLine(number, text, speaker_line))
        if len(problems) == MOST_PROBLEMS:
            break
    if problems:
        raise complaint(path, problems)
    return ScriptFile(path, tuple(lines), len(rows))


def _rows(content: str) -> list[str]:
    return content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _check_version(rows: list[str], path: str) -> None:
    number, row = next(((number, row) for number, row in enumerate(rows, 1) if row), (1, ""))
    found = _VERSION_LINE.match(one_line(row[:200]))
    if found is None:
        problem = Problem(
            number,
            f"this is not a script of narrate: it should begin with “# narrate script {VERSION}”",
            "Put that line back at the top, or move the file away: narrate then writes a new one.",
        )
    elif found[1] != VERSION:
        problem = Problem(
            number,
            f"this is a script of version {found[1]}, and this narrate reads version {VERSION}",
            "Use the narrate that wrote it, or move the file away: narrate then writes a new one.",
        )
    else:
        return
    raise complaint(path, [problem])


def _problems_of(line: SpeakerLine) -> list[Problem]:
    if not line.content:
        return [Problem(line.number, "there is no name after the @", "Write @Narrator, or @ and a character's name.")]
    if len(line.content) > LONGEST:
        return [
            Problem(
                line.number,
                f"this speaker line is too long for a name: {_start(line.content)}",
                "A line of the story that begins with @ needs a backslash before it: \\@.",
            )
        ]
    return []


def _start(row: str) -> str:
    return row if len(row) <= 60 else f"{row[:60]}…"
