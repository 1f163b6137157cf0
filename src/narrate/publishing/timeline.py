"""``timeline.json``: when and where each utterance and each of its sentences is heard."""

from __future__ import annotations

import itertools
import json
from typing import Any

from narrate.errors import InputError
from narrate.model import ChapterTimeline, Cue, Span, Timeline

FORMAT = "narrate-timeline/1"


def timeline_to_json(timeline: Timeline) -> str:
    """Write a timeline as JSON, with a line feed at its end.

    Times are seconds from the beginning of the chapter's file, to the millisecond; ``source`` counts Unicode
    characters of the story's text, end exclusive. An utterance reaches from its first sentence to its last.
    """
    return rendered(timeline_document(timeline))


def timeline_document(timeline: Timeline) -> dict[str, Any]:
    """What `timeline_to_json` writes, as JSON's types."""
    return {"format": FORMAT, "chapters": [_chapter(chapter) for chapter in timeline.chapters]}


def rendered(document: dict[str, Any]) -> str:
    """A document as JSON, with a line feed at its end."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def timeline_from_json(text: str) -> Timeline:
    """Read what `timeline_to_json` wrote: one cue for each sentence.

    Raises:
        InputError: it is not a timeline, or one of a later version.
    """
    try:
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise InputError(
                f"this is not a timeline of the form {FORMAT}",
                hint="Run narrate on the story again to have it written anew.",
            )
        return Timeline(tuple(_read_chapter(chapter) for chapter in document["chapters"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"the timeline is damaged: {error}", hint="Run narrate on the story again to have it written anew."
        ) from error


def _chapter(chapter: ChapterTimeline) -> dict[str, Any]:
    utterances = itertools.groupby(chapter.cues, key=lambda cue: (cue.utterance_id, cue.speaker))
    return {
        "title": chapter.title,
        "file": chapter.file,
        "duration": _seconds(chapter.duration_s),
        "utterances": [_utterance(*key, list(cues)) for key, cues in utterances],
    }


def _utterance(utterance_id: str, speaker: str | None, cues: list[Cue]) -> dict[str, Any]:
    return {
        "id": utterance_id,
        "speaker": speaker,
        "start": _seconds(cues[0].start_s),
        "end": _seconds(cues[-1].end_s),
        "source": {"start": cues[0].span.start, "end": cues[-1].span.end},
        "sentences": [
            {
                "start": _seconds(cue.start_s),
                "end": _seconds(cue.end_s),
                "source": {"start": cue.span.start, "end": cue.span.end},
            }
            for cue in cues
        ],
    }


def _read_chapter(chapter: dict[str, Any]) -> ChapterTimeline:
    cues = tuple(
        Cue(
            utterance["id"],
            utterance["speaker"],
            Span(sentence["source"]["start"], sentence["source"]["end"]),
            float(sentence["start"]),
            float(sentence["end"]),
        )
        for utterance in chapter["utterances"]
        for sentence in utterance["sentences"]
    )
    return ChapterTimeline(chapter["title"], chapter["file"], float(chapter["duration"]), cues)


def _seconds(seconds: float) -> float:
    return round(seconds, 3)
