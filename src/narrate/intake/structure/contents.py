"""Tables of contents: runs of headings with no text between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from narrate.intake.structure.headings import Heading, Level, undecorated
from narrate.intake.structure.paragraphs import Paragraph, Role

_TITLE = re.compile(r"(?:table of )?contents\W{0,3}|list of chapters\W{0,3}", re.IGNORECASE)
_PAGE = re.compile(r"(?:[\s.…]{2,80}|\s)\d{1,4}$|[\s.]{2,80}$")
_LEADING_NUMBER = re.compile(r"^(?:\d{1,3}|[IVXLC]{1,8})[.:)]?\s{1,8}")
_ENTRY_LIMIT = 80
_FEWEST = 3
# More text than this before it (characters), and a run of numbered lines is a list within the story.
_HEAD = 1500

Found = tuple[int, int, Heading]
"""First paragraph of a possible heading, the one behind its last, and what it says."""


def find_contents(paragraphs: Sequence[Paragraph], headings: Sequence[Found]) -> tuple[frozenset[str], frozenset[int]]:
    """Settle the role of tables of contents.

    Returns:
        The entries of a table without numbers (case-folded), which are likely headings later on; and the indices of
        all paragraphs in tables.
    """
    listed: set[int] = set()
    last_prose = max((n for n, paragraph in enumerate(paragraphs) if paragraph.role is Role.PROSE), default=0)
    told = [0, *accumulate(p.characters if p.role is Role.PROSE else 0 for p in paragraphs)]
    for run in _runs(paragraphs, headings):
        titled = run[0][0] > 0 and _is_contents_title(paragraphs[run[0][0] - 1])
        entries = _entries(run, last_prose)
        if len(entries) < (2 if titled else _FEWEST) or not (titled or _is_plausible(entries, told)):
            continue
        listed.update(range(entries[0][0] - titled, entries[-1][1]))
    names: set[str] = set()
    for index, paragraph in enumerate(paragraphs):
        if index not in listed and paragraph.role is Role.PROSE and _is_contents_title(paragraph):
            end = _plain_end(paragraphs, index + 1, names)
            listed.update(range(index, end))
    for index in listed:
        paragraphs[index].role = Role.CONTENTS
    return frozenset(names), frozenset(listed)


def _is_contents_title(paragraph: Paragraph) -> bool:
    return len(paragraph.lines) == 1 and _TITLE.fullmatch(undecorated(paragraph.lines[0].text)) is not None


def _runs(paragraphs: Sequence[Paragraph], headings: Sequence[Found]) -> list[list[Found]]:
    runs: list[list[Found]] = []
    for found in headings:
        if runs and all(paragraph.mark for paragraph in paragraphs[runs[-1][-1][1] : found[0]]):
            runs[-1].append(found)
        else:
            runs.append([found])
    return runs


def _entries(run: Sequence[Found], last_prose: int) -> Sequence[Found]:
    """``run`` without the headings at its end that the text after it stands under."""
    if run[-1][1] > last_prose:
        return ()
    real = len(run) - 1
    while real > 0 and run[real - 1][2].level < run[real][2].level:
        real -= 1
    return run[:real]


def _is_plausible(entries: Sequence[Found], told: Sequence[int]) -> bool:
    return told[entries[0][0]] < _HEAD or any(heading.level < Level.SECTION for _, _, heading in entries)


def _plain_end(paragraphs: Sequence[Paragraph], start: int, names: set[str]) -> int:
    """Index behind the entries of a table whose entries are plain short lines; they are added to ``names``."""
    index = start
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        entries = [_name(line.text) for line in paragraph.lines]
        if paragraph.role not in {Role.PROSE, Role.VERSE} or paragraph.header is not None or paragraph.page:
            break
        if any(not entry or entry in names for entry in entries) or (paragraph.gap > 1 and index > start):
            break
        if any(len(line.text) > _ENTRY_LIMIT or line.text.endswith(("!", '"', "”")) for line in paragraph.lines):
            break
        if any(entry.endswith(".") for entry in entries):
            break
        names.update(entries)
        index += 1
    return index


def _name(line: str) -> str:
    return undecorated(_LEADING_NUMBER.sub("", _PAGE.sub("", line))).casefold()
