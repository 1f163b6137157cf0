"""Headings within a chapter: whose turn it is to tell, a date, a place, words between ornaments.

They are spoken, and a scene begins with them; a chapter does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.intake.structure.dates import is_time_or_place
from narrate.intake.structure.headings import undecorated
from narrate.intake.structure.paragraphs import Paragraph, Role

_LIMIT = 70
_NAME = r"[^\W\d_][\w'’.-]{0,24}(?:\s[\w'’.&/-]{1,24}){0,4}?"
_POV = re.compile(
    rf"(?:{_NAME}(?:['’]s?)?\s(?:p\.?o\.?v\.?|point\sof\sview|perspective)|"
    rf"(?:p\.?o\.?v\.?|point\sof\sview|perspective)\s?[:–—-]?\s(?:of\s)?{_NAME})",
    re.IGNORECASE,
)
_ORNAMENTED = re.compile(
    r"(?P<open>[~*=<>#+.oOxX_–—-]{1,30})\s?(?P<words>[^\W_].{0,50}?)\s?(?P<close>[~*=<>#+.oOxX_–—-]{1,30})"
)
_FLASHBACK = re.compile(
    r"(?:end\s(?:of\s)?)?(?:flash\s?backs?|flash\s?forward|dream|memory)|fade to black", re.IGNORECASE
)
_MOST_WORDS = 6


def mark_sections(paragraphs: Sequence[Paragraph]) -> None:
    """Settle the role of headings within chapters."""
    for index in range(len(paragraphs) - 1):
        paragraph = paragraphs[index]
        if paragraph.role is not Role.PROSE or len(paragraph.lines) != 1 or paragraph.characters > _LIMIT:
            continue
        if paragraph.heading is not None or paragraph.header is not None or not _stands_alone(paragraphs, index):
            continue
        if is_section(paragraph.lines[0].text):
            paragraph.role = Role.SECTION


def is_section(line: str) -> bool:
    """Whether ``line`` reads like a heading within a chapter."""
    if len(line) > _LIMIT:
        return False
    plain = undecorated(line).strip("()[]").strip()
    if _POV.fullmatch(plain) or _FLASHBACK.fullmatch(plain.rstrip(".:")):
        return True
    return _is_ornamented(line) or is_time_or_place(plain)


def _is_ornamented(line: str) -> bool:
    """Words between ornaments: ``~*~ Later ~*~``. Two asterisks or underscores are emphasis."""
    found = _ORNAMENTED.fullmatch(line)
    if found is None or not _is_ornament(found["open"]) or not _is_ornament(found["close"]):
        return False
    if any(marks[-1:].isalpha() for marks in (found["open"], found["close"][::-1])) and line.count(" ") < 2:
        return False
    words = found["words"]
    return words.count(" ") < _MOST_WORDS and ":" not in words and not any(mark in words for mark in '"“”')


def _is_ornament(marks: str) -> bool:
    if any(character.isalpha() for character in marks):
        return len(marks) > 2 and (marks.lower() in {"xxx", "ooo", "oxo", "xox"} or marks.strip("oOxX") != "")
    return marks not in {"*", "**", "_", "__", "-", "–", "—", ".", "..", "...", "#", "##", "###", "--", "+"}


def _stands_alone(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a blank line, or a line that is no prose, is above; and prose comes below."""
    this, after = paragraphs[index], paragraphs[index + 1]
    if index:
        before = paragraphs[index - 1]
        told = before.role is Role.PROSE and before.header is None and before.heading is None
        if told and this.gap == 0 and not this.page and not _is_ornamented(this.lines[0].text):
            return False
    return after.role in {Role.PROSE, Role.VERSE, Role.LETTER, Role.MARK, Role.SECTION}
