"""A finished audiobook: all that is needed to publish it in another form, without its story and without an engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from narrate.model.audio import Cue
from narrate.model.document import BlockKind, Emphasis, Span
from narrate.model.script import UNSURE_BELOW, Gender, UtteranceKind


@dataclass(frozen=True, slots=True)
class Passage:
    """An utterance that is heard.

    Attributes:
        id: unique in the edition and fit for an XML id.
        speaker: a character's id; None is the narrator, or, for dialogue, nobody that could be found.
        scene: counts from 1 through the whole story.
        paragraph: utterances of one paragraph have the same number, which rises through the story.
        delivery: ``whispering``, ``shouting`` …; None is plain.
        confidence: 0…1, that ``speaker`` is right.
        span: slice of the story's text; ``text`` is that slice.
        cues: its sentences, in order, in seconds from the beginning of the chapter's file; at least one.
        evidence: why it is thought that ``speaker`` says it; may be empty.
        block: what the paragraph is.
        after_break: a scene break stands before the paragraph that begins with this utterance.
        lead: what the story has between this utterance and the one before it in the same paragraph.
        emphases: what the file's markup sets off within it; spans are in the story's text.
    """

    id: str
    kind: UtteranceKind
    speaker: str | None
    scene: int
    paragraph: int
    delivery: str | None
    confidence: float
    span: Span
    text: str
    cues: tuple[Cue, ...]
    evidence: str = ""
    block: BlockKind = BlockKind.PARAGRAPH
    after_break: bool = False
    lead: str = " "
    emphases: tuple[Emphasis, ...] = ()

    @property
    def start_s(self) -> float:
        """When it begins."""
        return self.cues[0].start_s

    @property
    def end_s(self) -> float:
        """When it ends."""
        return self.cues[-1].end_s

    @property
    def unsure(self) -> bool:
        """Whether a person had better look at the speaker."""
        return self.kind is UtteranceKind.DIALOGUE and self.confidence < UNSURE_BELOW

    def words_of(self, span: Span) -> str:
        """The text of a slice of the story that lies within this passage: a cue's, or a word's."""
        return self.text[span.start - self.span.start : span.end - self.span.start]


@dataclass(frozen=True, slots=True)
class EditionChapter:
    """A chapter's sound, and what is heard in it.

    Attributes:
        number: from 1, of the story's chapters; numbers of chapters that were not made are missing.
        file: name of its MP3 file in the edition's folder.
        sound: the best sound there is of it: a lossless file, or else the MP3.
        duration_s: of the file.
        passages: in order, without overlap.
    """

    number: int
    title: str
    file: str
    sound: Path
    duration_s: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """A part of the cast: somebody who is heard, and the voice that reads them.

    Attributes:
        id: the character's; None is the narrator.
        name: of the character.
        voice: ``engine:voice``.
        voice_name: for people.
    """

    id: str | None
    name: str
    gender: Gender
    voice: str
    voice_name: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A finished audiobook.

    Attributes:
        folder: where its files are.
        author: empty where nobody is named.
        narrator: who reads, as one says it to a listener.
        language: BCP 47.
        chapters_in_story: how many the story has; there may be fewer in ``chapters``.
        metadata: pairs of key and value as in `narrate.model.Document`.
        readers: the narrator first, then by words.
        chapters: those that were made, in order; at least one.
        cover: a JPEG or PNG picture.
    """

    folder: Path
    title: str
    author: str
    narrator: str
    language: str
    profile: str
    chapters_in_story: int
    metadata: tuple[tuple[str, str], ...]
    readers: tuple[Reader, ...]
    chapters: tuple[EditionChapter, ...]
    cover: bytes | None = field(default=None, repr=False)

    @property
    def duration_s(self) -> float:
        """Of all chapters."""
        return sum(chapter.duration_s for chapter in self.chapters)

    @property
    def date(self) -> str | None:
        """When the story came out, ``YYYY`` or ``YYYY-MM-DD``; None where nothing tells."""
        found = self.told("date")
        parts = found.split("-")
        usable = len(parts) in {1, 3} and [len(part) for part in parts] == [4, 2, 2][: len(parts)]
        return found if usable and all(part.isdecimal() and part.isascii() for part in parts) else None

    def told(self, key: str) -> str:
        """The first value of a key of ``metadata``; empty where there is none."""
        return next((value for known, value in self.metadata if known == key), "")

    def name_of(self, speaker: str | None) -> str:
        """What somebody who speaks is called; ``Narrator`` for None and for people nobody cast."""
        return next((reader.name for reader in self.readers if reader.id == speaker), "Narrator")

    def passages(self) -> Iterator[Passage]:
        """All passages of all chapters."""
        for chapter in self.chapters:
            yield from chapter.passages
