"""The podcast namespace's transcript in JSON: sentence by sentence, or word by word, with who speaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from narrate.model import Cue, Edition, EditionChapter, Passage


def transcript(edition: Edition, chapter: EditionChapter, *, by_word: bool = False) -> str:
    """A chapter's transcript (Podcasting 2.0, “Transcripts”: JSON).

    Args:
        edition: that the chapter is of.
        chapter: whose transcript it is.
        by_word: a segment for each word that has its times, instead of one for each sentence.
    """
    segments = [
        segment
        for passage in chapter.passages
        for cue in passage.cues
        for segment in _segments(edition.name_of(passage.speaker), passage, cue, by_word=by_word)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def _segments(name: str, passage: Passage, cue: Cue, *, by_word: bool) -> Iterator[dict[str, Any]]:
    if not (by_word and cue.words):
        yield _segment(name, cue.start_s, cue.end_s, passage.words_of(cue.span))
        return
    # Marks go with the word before them, those at the beginning with the first.
    places = [cue.span.start, *(word.span.start for word in cue.words[1:]), cue.span.end]
    text, first = passage.text, passage.span.start
    for word, start, end in zip(cue.words, places, places[1:], strict=False):
        yield _segment(name, word.start_s, word.end_s, text[start - first : end - first])


def _segment(name: str, start_s: float, end_s: float, text: str) -> dict[str, Any]:
    body = " ".join(text.split())
    return {"speaker": name, "startTime": round(start_s, 3), "endTime": round(end_s, 3), "body": body}
