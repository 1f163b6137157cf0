"""``timeline.json``: when and where each utterance, each of its sentences and, where known, each word is heard."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from typing import Any

from narrate.errors import InputError
from narrate.model import ChapterTimeline, Cue, CueWord, Timeline
from narrate.publishing.checked import as_seconds, as_span, as_speaker, as_text

FORMAT = "narrate-timeline/1"

_written_out = json.JSONEncoder(ensure_ascii=False).encode


def timeline_to_json(timeline: Timeline) -> str:
    """Write a timeline as JSON, with a line feed at its end.

    Times are seconds from the beginning of the chapter's file, to the millisecond; ``source`` counts Unicode
    characters of the story's text, end exclusive. An utterance reaches from its first sentence to its last. ``words``
    are there where the engine knows them: start and end in time, start and end in the source.

    One utterance stands on a line: with words a novel has a hundred thousand entries.
    """
    return rendered(timeline_document(timeline))


def timeline_document(timeline: Timeline) -> dict[str, Any]:
    """What `timeline_to_json` writes, as JSON's types."""
    return {"format": FORMAT, "chapters": [_chapter(chapter) for chapter in timeline.chapters]}


def rendered(document: Mapping[str, Any]) -> str:
    """A document with chapters as JSON."""
    about = {key: value for key, value in document.items() if key != "chapters"}
    chapters = ",\n".join(_written(chapter) for chapter in document["chapters"])
    return f'{_opened(about)}, "chapters": [\n{chapters}\n]}}\n'


def _written(chapter: Mapping[str, Any]) -> str:
    about = {key: value for key, value in chapter.items() if key != "utterances"}
    lines = [_written_out(utterance) for utterance in chapter["utterances"]]
    return f'{_opened(about)}, "utterances": [\n' + ",\n".join(lines) + "\n]}"


def _opened(about: Mapping[str, Any]) -> str:
    """An object as JSON, to be gone on with."""
    return _written_out(about).removesuffix("}")


def _chapter(chapter: ChapterTimeline) -> dict[str, Any]:
    by_utterance = itertools.groupby(chapter.cues, key=lambda cue: (cue.utterance_id, cue.speaker))
    return {
        "title": chapter.title,
        "file": chapter.file,
        "duration": _seconds(chapter.duration_s),
        "utterances": [_utterance(*key, list(cues)) for key, cues in by_utterance],
    }


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
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            f"the timeline is damaged: {error}", hint="Run narrate on the story again to have it written anew."
        ) from error


def _utterance(utterance_id: str, speaker: str | None, cues: list[Cue]) -> dict[str, Any]:
    return {
        "id": utterance_id,
        "speaker": speaker,
        "start": _seconds(cues[0].start_s),
        "end": _seconds(cues[-1].end_s),
        "source": {"start": cues[0].span.start, "end": cues[-1].span.end},
        "sentences": [_sentence(cue) for cue in cues],
    }


def _sentence(cue: Cue) -> dict[str, Any]:
    sentence = {
        "start": _seconds(cue.start_s),
        "end": _seconds(cue.end_s),
        "source": {"start": cue.span.start, "end": cue.span.end},
    }
    # A novel has a hundred thousand of them.
    words = [(round(start_s, 3), round(end_s, 3), span.start, span.end) for span, start_s, end_s in cue.words]
    return sentence | ({"words": words} if words else {})


def _read_chapter(chapter: dict[str, Any]) -> ChapterTimeline:
    cues = tuple(
        Cue(
            as_text(utterance["id"]),
            as_speaker(utterance["speaker"]),
            as_span(sentence["source"]["start"], sentence["source"]["end"]),
            as_seconds(sentence["start"]),
            as_seconds(sentence["end"]),
            tuple(CueWord(as_span(w[2], w[3]), as_seconds(w[0]), as_seconds(w[1])) for w in sentence.get("words", ())),
        )
        for utterance in chapter["utterances"]
        for sentence in utterance["sentences"]
    )
    return ChapterTimeline(as_text(chapter["title"]), as_text(chapter["file"]), as_seconds(chapter["duration"]), cues)


def _seconds(seconds: float) -> float:
    return round(seconds, 3)
