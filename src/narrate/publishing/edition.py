"""timeline.json in full: the timeline, and with it all that is needed to publish the audiobook in another form."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from narrate.errors import InputError
from narrate.model import (
    BlockKind,
    ChapterTimeline,
    Cue,
    Edition,
    EditionChapter,
    Emphasis,
    EmphasisKind,
    Gender,
    Passage,
    Reader,
    Timeline,
    UtteranceKind,
)
from narrate.publishing.checked import as_number, as_share, as_span, as_speaker, as_text
from narrate.publishing.timeline import rendered, timeline_document, timeline_from_json

_OLDER = "Run narrate on the story again to have it written anew; finished chapters are kept."


def edition_to_json(edition: Edition, timeline: Timeline) -> str:
    """Write a timeline with what `edition_from_json` needs beside it.

    Args:
        edition: its chapters are those of ``timeline``, in the same order.
        timeline: may hold cues of no passage (spoken credits).
    """
    document = timeline_document(timeline)
    document["book"] = {
        "title": edition.title,
        "author": edition.author,
        "narrator": edition.narrator,
        "language": edition.language,
        "profile": edition.profile,
        "chapters": edition.chapters_in_story,
        "metadata": _listed(edition.metadata),
    }
    document["speakers"] = [
        {"id": r.id, "name": r.name, "gender": r.gender.value, "voice": r.voice, "voice_name": r.voice_name}
        for r in edition.readers
    ]
    for chapter, written in zip(edition.chapters, document["chapters"], strict=True):
        written["number"] = chapter.number
        passages = {passage.id: passage for passage in chapter.passages}
        for utterance in written["utterances"]:
            if passage := passages.get(utterance["id"]):
                utterance.update(_told(passage))
    return rendered(document)


def edition_from_json(text: str, folder: Path) -> Edition:
    """Read what `edition_to_json` wrote; without a cover, and with the MP3 files as the chapters' sound.

    Args:
        text: of timeline.json.
        folder: where the chapters' files are.

    Raises:
        InputError: it is no timeline, one of a later version, or of an earlier one that told less.
    """
    timeline = timeline_from_json(text)
    document = json.loads(text)
    if "book" not in document:
        raise InputError("the timeline was written by an earlier narrate and does not hold the text", hint=_OLDER)
    try:
        chapters = tuple(
            _chapter(known, written, folder)
            for known, written in zip(timeline.chapters, document["chapters"], strict=True)
        )
        return _edition(document, chapters, folder)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"the timeline is damaged: {error}", hint=_OLDER) from error


def _edition(document: dict[str, Any], chapters: tuple[EditionChapter, ...], folder: Path) -> Edition:
    book = document["book"]
    if not chapters:
        raise InputError("the timeline holds no chapter", hint=_OLDER)
    return Edition(
        folder=folder,
        title=as_text(book["title"]),
        author=as_text(book["author"]),
        narrator=as_text(book["narrator"]),
        language=as_text(book["language"]),
        profile=as_text(book["profile"]),
        chapters_in_story=as_number(book["chapters"]),
        metadata=tuple(
            (str(key), str(one))
            for key, value in book["metadata"].items()
            for one in (value if isinstance(value, list) else [value])
        ),
        readers=tuple(
            Reader(
                as_speaker(r["id"]),
                as_text(r["name"]),
                Gender(r["gender"]),
                as_text(r["voice"]),
                as_text(r["voice_name"]),
            )
            for r in document["speakers"]
        ),
        chapters=chapters,
    )


def _listed(pairs: Sequence[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Pairs as an object: a key that comes several times has a list."""
    values: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        values[key].append(value)
    return {key: found[0] if len(found) == 1 else found for key, found in values.items()}


def _told(passage: Passage) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": passage.kind.value,
        "scene": passage.scene,
        "paragraph": passage.paragraph,
        "delivery": passage.delivery,
        "confidence": round(passage.confidence, 3),
        "text": passage.text,
    }
    if passage.evidence:
        told["evidence"] = passage.evidence
    if passage.block is not BlockKind.PARAGRAPH:
        told["block"] = passage.block.value
    if passage.after_break:
        told["after_break"] = True
    if passage.lead != " ":
        told["lead"] = passage.lead
    if passage.emphases:
        told["emphases"] = [[one.kind.value, one.span.start, one.span.end] for one in passage.emphases]
    return told


def _chapter(known: ChapterTimeline, written: dict[str, Any], folder: Path) -> EditionChapter:
    cues: dict[str, list[Cue]] = defaultdict(list)
    for cue in known.cues:
        cues[cue.utterance_id].append(cue)
    passages = tuple(
        _passage(utterance, tuple(cues[utterance["id"]])) for utterance in written["utterances"] if "text" in utterance
    )
    if not passages:
        raise ValueError(f"chapter {known.title:.40} has no words")
    sound = folder / known.file
    if not sound.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{known.file} is outside the folder")
    return EditionChapter(as_number(written["number"]), known.title, known.file, sound, known.duration_s, passages)


def _passage(written: dict[str, Any], cues: tuple[Cue, ...]) -> Passage:
    if not cues:
        raise ValueError(f"{as_text(written['id']):.40} has no sentence")
    return Passage(
        id=as_text(written["id"]),
        kind=UtteranceKind(written["kind"]),
        speaker=as_speaker(written["speaker"]),
        scene=as_number(written["scene"]),
        paragraph=as_number(written["paragraph"]),
        delivery=None if written["delivery"] is None else as_text(written["delivery"]),
        confidence=as_share(written["confidence"]),
        span=as_span(written["source"]["start"], written["source"]["end"]),
        text=as_text(written["text"]),
        cues=cues,
        evidence=as_text(written.get("evidence", "")),
        block=BlockKind(written.get("block", BlockKind.PARAGRAPH)),
        after_break=bool(written.get("after_break", False)),
        lead=as_text(written.get("lead", " ")),
        emphases=tuple(
            Emphasis(EmphasisKind(kind), as_span(start, end)) for kind, start, end in written.get("emphases", ())
        ),
    )
