"""Who says what: utterances, characters, and the script that joins them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from narrate.errors import TilingError
from narrate.model.document import Omission, Source, SourcePart, Span

UNSURE_BELOW = 0.6
"""Dialogue attributed with less confidence is marked ``?`` in script.txt."""


class UtteranceKind(StrEnum):
    """What an utterance is; the values are those of the JSON script."""

    NARRATION = "narration"
    DIALOGUE = "dialogue"
    THOUGHT = "thought"
    HEADING = "heading"
    NOTE = "note"
    FRONT_MATTER = "front-matter"
    VERSE = "verse"
    LETTER = "letter"
    """What the story shows as written, but for what is quoted in it."""


class Gender(StrEnum):
    """A character's or a voice's gender, as far as it is known."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of one paragraph that one voice speaks.

    Attributes:
        id: unique in the script and fit for an XML id: ``c<chapter from 1>u<number from 1>``.
        span: without white space at its edges; a quotation includes its marks.
        chapter: index into ``Document.chapters``.
        scene: counts from 1 through the whole story; a scene break or a chapter starts the next.
        paragraph: index into ``Document.blocks()``.
        continues: dialogue whose quotation was opened in an earlier paragraph.
    """

    id: str
    kind: UtteranceKind
    span: Span
    chapter: int
    scene: int
    paragraph: int
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Segmentation:
    """What segmentation makes of a document: utterances and omissions that tile its text exactly."""

    utterances: tuple[Utterance, ...]
    omitted: tuple[Omission, ...]


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody who speaks.

    Attributes:
        id: unique in the script: lower-case ASCII letters, digits and hyphens (``ianto-jones``).
        name: as the story says it, in its fullest usual form.
        aliases: other names the story uses for the same person, without ``name``.
        first_person: tells the story as “I”.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN
    first_person: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks an utterance.

    Attributes:
        speaker: a character's id; None is the narrator, or, for dialogue, nobody that could be found.
        confidence: 0…1, the estimated chance that ``speaker`` is right; 1 for narration and hand edits.
        evidence: in words a person understands (“‘said Jack’ after the line”); empty for narration.
    """

    speaker: str | None
    confidence: float = 1.0
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Attributed:
    """What attribution finds: the characters, and one attribution for each utterance, in order."""

    characters: tuple[Character, ...]
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An utterance with its speaker and the way it is spoken.

    Attributes:
        delivery: ``whispering``, ``shouting`` …; None is plain.
        edited: a person chose speaker or delivery; no analysis changes it.
    """

    utterance: Utterance
    attribution: Attribution
    delivery: str | None = None
    edited: bool = False

    @property
    def unsure(self) -> bool:
        """Whether a person had better look at the speaker."""
        return self.utterance.kind is UtteranceKind.DIALOGUE and self.attribution.confidence < UNSURE_BELOW


@dataclass(frozen=True, slots=True)
class ScriptChapter:
    """The lines of one chapter, in the order of the text; ``title`` is never empty."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The whole story, line by line. Utterances and ``omitted`` tile ``text``: see `check_tiling`.

    ``parts`` are the files that the text was put together from, as in `narrate.model.Document`.
    """

    source: Source
    text: str
    title: str
    author: str | None
    language: str
    metadata: tuple[tuple[str, str], ...]
    characters: tuple[Character, ...]
    chapters: tuple[ScriptChapter, ...]
    omitted: tuple[Omission, ...]
    parts: tuple[SourcePart, ...] = ()

    def lines(self) -> Iterator[Line]:
        """All lines of all chapters."""
        for chapter in self.chapters:
            yield from chapter.lines

    def character(self, character_id: str) -> Character:
        """The character of that id.

        Raises:
            KeyError: there is none.
        """
        for character in self.characters:
            if character.id == character_id:
                return character
        raise KeyError(character_id)


def fill_omissions(text: str, spoken: Iterable[Span], omitted: Iterable[Omission]) -> tuple[Omission, ...]:
    """Complete ``omitted`` with the white space between the other slices, so that all of them tile ``text``.

    Raises:
        TilingError: slices overlap, or something that is not white space is neither spoken nor omitted.
    """
    pieces: list[tuple[Span, Omission | None]] = [(span, None) for span in spoken if len(span)]
    pieces += [(omission.span, omission) for omission in omitted if len(omission.span)]
    pieces.sort(key=lambda piece: piece[0])
    complete: list[Omission] = []
    at = 0
    for span, omission in pieces:
        if span.start < at:
            raise TilingError(f"characters {span.start} to {at} of the story would be read twice")
        if span.start > at:
            complete.append(_blank(text, at, span.start))
        if omission is not None:
            complete.append(omission)
        at = span.end
    if at < len(text):
        complete.append(_blank(text, at, len(text)))
    return tuple(complete)


def check_tiling(text: str, spoken: Sequence[Span], omitted: Sequence[Omission]) -> None:
    """Prove that every character of ``text`` is either spoken or omitted, once.

    Raises:
        TilingError: it is not so.
    """
    if fill_omissions(text, spoken, omitted) != tuple(o for o in omitted if len(o.span)):
        raise TilingError("parts of the story are neither spoken nor listed as left out")


def _blank(text: str, start: int, end: int) -> Omission:
    if text[start:end].strip():
        raise TilingError(f"characters {start} to {end} of the story would be lost: {text[start:end][:60]!r}")
    return Omission(Span(start, end), "whitespace")
