"""What a finished run hands to publishers."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from narrate.model import (
    Casting,
    ChapterTimeline,
    Cue,
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
from narrate.pipeline.editions.structure import Structure
from narrate.pipeline.summary import speakers
from narrate.workspace import Workspace


def edition_of(  # noqa: D417 - the rest is what it says
    script: Script,
    casting: Casting,
    voices: Sequence[Voice],
    chapters: Sequence[tuple[int, ChapterTimeline]],
    workspace: Workspace,
    *,
    structure: Structure,
    narrator: str,
    profile: str,
) -> Edition:
    """The edition of a script's finished chapters.

    Args:
        chapters: with their numbers.
        structure: of the story that the script was made of.
        narrator: who reads, as one says it to a listener.
        profile: name of the release profile.
    """
    told = _Told(script, structure)
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
                told.passages(known),
            )
            for number, known in chapters
        ),
    )  # fmt: skip


class _Told:
    """What the script and the story's structure tell of what is heard."""

    def __init__(self, script: Script, structure: Structure) -> None:
        self._text = script.text
        self._lines = {line.utterance.id: line for line in script.lines()}
        self._structure = structure

    def passages(self, chapter: ChapterTimeline) -> tuple[Passage, ...]:
        """The passages of a chapter."""
        passages: list[Passage] = []
        for utterance_id, grouped in itertools.groupby(chapter.cues, key=lambda cue: cue.utterance_id):
            line = self._lines.get(utterance_id)
            if line is not None:  # else spoken, but none of the story's words
                passages.append(self._passage(line, tuple(grouped), passages[-1] if passages else None))
        return tuple(passages)

    def _passage(self, line: Line, cues: tuple[Cue, ...], before: Passage | None) -> Passage:
        utterance, attribution = line.utterance, line.attribution
        span = Span(cues[0].span.start, cues[-1].span.end)
        joined = before is not None and before.paragraph == utterance.paragraph
        return Passage(
            id=utterance.id,
            kind=utterance.kind,
            speaker=attribution.speaker,
            scene=utterance.scene,
            paragraph=utterance.paragraph,
            delivery=line.delivery,
            confidence=attribution.confidence,
            span=span,
            text=span.of(self._text),
            cues=cues,
            evidence=attribution.evidence,
            block=self._structure.blocks[utterance.paragraph][0],
            after_break=before is not None and self._structure.broken_between(before.paragraph, utterance.paragraph),
            lead=self._text[before.span.end : span.start] if before is not None and joined else " ",
            emphases=self._structure.emphases_in(span),
        )


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
