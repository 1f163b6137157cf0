"""Authors' notes: before, between and after the story."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from narrate.intake.structure.closings import is_closing, is_request
from narrate.intake.structure.header_lines import NOTE_KEY
from narrate.intake.structure.paragraphs import Paragraph, Role
from narrate.intake.structure.scenes import is_scene_gap

_MOST_PARAGRAPHS = 12
_MOST_CHARACTERS = 4000
_MOST_AFTER_END = 1500


def mark_notes(paragraphs: Sequence[Paragraph], usual_gap: int) -> None:
    """Settle the role of authors' notes: a marked paragraph, or all those under a line that announces a note."""
    told = [0, *accumulate(p.characters if p.role in {Role.PROSE, Role.VERSE} else 0 for p in paragraphs)]
    for index, paragraph in enumerate(paragraphs):
        if paragraph.role is not Role.PROSE:
            continue
        if paragraph.header is not None and paragraph.header.is_note:
            if paragraph.header.key != NOTE_KEY and not _stands_apart(paragraphs, index, usual_gap):
                continue
            paragraph.role = Role.NOTE
            if not paragraph.header.value and len(paragraph.lines) == 1:
                _mark_announced(paragraphs, index + 1, usual_gap, told)
        elif is_closing(paragraph):
            _mark_after_end(paragraphs, index + 1)


def _stands_apart(paragraphs: Sequence[Paragraph], index: int, usual_gap: int) -> bool:
    """Whether no story stands directly before: “Notes:” means something else in its midst."""
    if index in {0, len(paragraphs) - 1} or is_scene_gap(paragraphs[index].gap, usual_gap):
        return True
    if paragraphs[index + 1].role is Role.HEADING:
        return True
    before = paragraphs[index - 1]
    return before.role not in {Role.PROSE, Role.VERSE} or before.header is not None or is_closing(before)


def _mark_announced(paragraphs: Sequence[Paragraph], start: int, usual_gap: int, told: Sequence[int]) -> None:
    """The paragraphs under “Author's Note:” up to what ends it; only the next one where nothing plainly does."""
    end = _indented_end(paragraphs, start)
    if end > start:
        for paragraph in paragraphs[start:end]:
            paragraph.role = Role.NOTE
        return
    delimited = False
    while end < min(len(paragraphs), start + _MOST_PARAGRAPHS + 1):
        paragraph = paragraphs[end]
        if paragraph.role is not Role.PROSE or paragraph.header is not None or paragraph.heading is not None:
            # Between “Chapter Notes” and “End Notes” is the chapter.
            delimited = paragraph.header is None or not paragraph.header.is_note
            break
        # Blank lines directly under the announcement belong to it.
        if end > start and (is_scene_gap(paragraph.gap, usual_gap) or paragraph.page):
            delimited = True
            break
        end += 1
    note = sum(paragraph.characters for paragraph in paragraphs[start:end])
    before = told[start] - paragraphs[start - 1].characters
    rest = told[-1] - told[end]
    if end == len(paragraphs):
        delimited = before > note
    if not delimited or end - start > _MOST_PARAGRAPHS or note > min(_MOST_CHARACTERS, before + rest):
        end = min(start + 1, end)
        if told[-1] - told[end] + before == 0:
            return
    for paragraph in paragraphs[start:end]:
        paragraph.role = Role.NOTE


def _indented_end(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Index behind the paragraphs that are set in under the announcement above ``start``."""
    base, end = paragraphs[start - 1].lines[0].indent, start
    while end < min(len(paragraphs), start + _MOST_PARAGRAPHS) and paragraphs[end].role is Role.PROSE:
        if paragraphs[end].lines[0].indent <= base or paragraphs[end].heading is not None:
            break
        end += 1
    return end if end < len(paragraphs) else start


def _mark_after_end(paragraphs: Sequence[Paragraph], start: int) -> None:
    """What little follows “THE END” is the author speaking."""
    limit = min(len(paragraphs), start + _MOST_PARAGRAPHS)
    end = next((n for n in range(start, limit) if paragraphs[n].role is Role.HEADING), limit)
    if end == limit < len(paragraphs):
        return
    after = [p for p in paragraphs[start:end] if p.role in {Role.PROSE, Role.VERSE}]
    if sum(paragraph.characters for paragraph in after) <= _MOST_AFTER_END:
        for paragraph in after:
            paragraph.role = Role.REQUEST if is_request(paragraph) else Role.NOTE
