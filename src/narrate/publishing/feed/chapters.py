"""Chapters within an episode, as the podcast namespace's JSON (version 1.2.0): one for each scene."""

from __future__ import annotations

import itertools
import json

from narrate.model import BlockKind, EditionChapter, Passage

_LONGEST = 48


def chapters_json(chapter: EditionChapter) -> str:
    """The scenes of a chapter, with the words of their heading or those that they begin with."""
    marks: list[dict[str, float | str]] = []
    for _, group in itertools.groupby(chapter.passages, key=lambda passage: passage.scene):
        passages = list(group)
        start = round(passages[0].start_s, 3) if marks else 0
        marks.append({"startTime": start, "title": _title(passages)})
    if not marks:
        marks = [{"startTime": 0, "title": chapter.title}]
    return json.dumps({"version": "1.2.0", "chapters": marks}, ensure_ascii=False, indent=1) + "\n"


def _title(passages: list[Passage]) -> str:
    heading = next((one for one in passages if one.block is BlockKind.HEADING), None)
    words = " ".join((heading or passages[0]).text.split())
    if len(words) <= _LONGEST:
        return words
    cut = words[:_LONGEST].rpartition(" ")[0] or words[:_LONGEST]
    return cut.rstrip(" ,;:–—-") + " …"
