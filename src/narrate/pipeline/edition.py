"""What a finished run hands to publishers."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from narrate.model import (
    Casting,
    ChapterTimeline,
    Edition,
    EditionChapter,
    Gender,
    Line,
    Passage,
    Reader,
    Script,
    Span,
    Voice,
)
from narrate.pipeline.summary import speakers
from narrate.workspace import Workspace


def edition_of(  # noqa: D417 - the rest is what it says
    script: Script,
    casting: Casting,
    voices: Sequence[Voice],
    chapters: Sequence[tuple[int, ChapterTimeline]],
    workspace: Workspace,
    *,
    narrator: str,
    profile: str,
) -> Edition:
    """The edition of a script's finished chapters.

    Args:
        chapters: with their numbers.
        narrator: who reads, as one says it to a listener.
        profile: name of the release profile.
    """
    lines = {line.utterance.id: line for line in script.lines()}
    return Edition(
        folder=workspace.folder,
        title=script.title,
        author=script.author or "",
        narrator=narrator,
        language=script.language,
        profile=profile,
        chapters_in_story=len(script.chapters),
        metadata=script.metadata,
        readers=_readers(script, casting, voices),
        chapters=tuple(
            EditionChapter(
                number, known.title, known.file, workspace.path(known.file), known.duration_s,
                _passages(known, lines, script.text),
            )
            for number, known in chapters
        ),
    )  # fmt: skip


def _passages(chapter: ChapterTimeline, lines: Mapping[str, Line], text: str) -> tuple[Passage, ...]:
    passages = []
    for utterance_id, grouped in itertools.groupby(chapter.cues, key=lambda cue: cue.utterance_id):
        line = lines.get(utterance_id)
        if line is None:  # spoken, but none of the story's words
            continue
        cues = tuple(grouped)
        span = Span(cues[0].span.start, cues[-1].span.end)
        passages.append(
            Passage(
                id=utterance_id,
                kind=line.utterance.kind,
                speaker=line.attribution.speaker,
                scene=line.utterance.scene,
                paragraph=line.utterance.paragraph,
                delivery=line.delivery,
                confidence=line.attribution.confidence,
                span=span,
                text=span.of(text),
                cues=cues,
            )
        )
    return tuple(passages)


def _readers(script: Script, casting: Casting, voices: Sequence[Voice]) -> tuple[Reader, ...]:
    known = {voice.key: voice.gender for voice in voices}
    genders: dict[str | None, Gender] = {character.id: character.gender for character in script.characters}
    return tuple(
        Reader(
            part.character,
            part.name,
            genders.get(part.character, known.get(part.voice, Gender.UNKNOWN)),
            part.voice,
            part.voice_name,
        )
        for part in speakers(script, casting, voices)
    )
