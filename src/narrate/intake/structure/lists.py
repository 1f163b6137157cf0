"""Lists within a story: two items at least, each a paragraph or a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.intake.structure.paragraphs import Paragraph, Role

_BULLET = re.compile(r"(?P<mark>[•·‣▪◦●○–—*+-])\s{1,8}(?P<words>\S.*)", re.DOTALL)
_NUMBER = re.compile(r"[(\[]?(?P<number>\d{1,3})[.):\]]{1,2}\s{1,8}(?P<words>\S.*)", re.DOTALL)
# These begin speech as well, in many languages.
_DASHES = frozenset("–—-")
_SENTENCE = (".", "!", "?", "…", '"', "”", "»")
_LONGEST = 400


def mark_lists(paragraphs: Sequence[Paragraph]) -> None:
    """Settle the role of the items of lists."""
    index = 0
    while index < len(paragraphs):
        end = _run_end(paragraphs, index)
        if end - index > 1 and _is_list(paragraphs, index, end):
            for paragraph in paragraphs[index:end]:
                paragraph.role = Role.LIST_ITEM
        index = max(end, index + 1)


def _run_end(paragraphs: Sequence[Paragraph], index: int) -> int:
    """Index behind the items that begin at ``index``; ``index`` itself if none does."""
    mark, end = _mark_of(paragraphs[index]), index
    if mark is None or (mark.isdecimal() and int(mark) > 1):
        return index
    while end < len(paragraphs) and _follows(mark, _mark_of(paragraphs[end]), end - index):
        end += 1
    return end


def _is_list(paragraphs: Sequence[Paragraph], index: int, end: int) -> bool:
    """Whether items are more than speech after dashes: something leads to them, and few are sentences."""
    if _mark_of(paragraphs[index]) not in _DASHES:
        return True
    led = index > 0 and paragraphs[index - 1].lines[-1].text.endswith(":")
    sentences = sum(paragraph.text.endswith(_SENTENCE) for paragraph in paragraphs[index:end])
    return led and sentences * 2 <= end - index


def _mark_of(paragraph: Paragraph) -> str | None:
    if paragraph.role is not Role.PROSE or paragraph.characters > _LONGEST or paragraph.header is not None:
        return None
    found = _NUMBER.fullmatch(paragraph.lines[0].text)
    if found:
        return str(int(found["number"]))
    found = _BULLET.fullmatch(paragraph.lines[0].text)
    return found["mark"] if found and not (found["mark"] == "*" and "*" in found["words"]) else None


def _follows(first: str, mark: str | None, number: int) -> bool:
    if mark is None:
        return False
    return int(mark) == int(first) + number if first.isdecimal() and mark.isdecimal() else mark == first
