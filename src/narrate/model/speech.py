"""What is said, and how: between the script and the engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from narrate.model.document import Span
from narrate.model.script import UtteranceKind


@dataclass(frozen=True, slots=True)
class Prosody:
    """A delivery as numbers: what it adds to a voice.

    Attributes:
        rate: factor on the voice's rate.
        pitch_semitones: shift of its pitch.
        pitch_range: factor on how far its pitch moves within a sentence.
        gain_db: on its level.
        whisper: it is whispered, where the engine can.
    """

    rate: float = 1.0
    pitch_semitones: float = 0.0
    gain_db: float = 0.0
    pitch_range: float = 1.0
    whisper: bool = False


class Pronunciation(NamedTuple):
    """How a part of a text is said: characters ``start`` to ``end`` (exclusive), in IPA."""

    start: int
    end: int
    ipa: str


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A sentence (or an engine-sized part of one) ready for an engine.

    Attributes:
        utterance_id: the utterance it belongs to.
        span: the slice of the source it speaks; the lines of an utterance tile it but for white space.
        text: what the engine is sent: one line, no markup. Empty where the slice holds no word (“…”).
        speaker: a character's id; None is the narrator.
        pronunciations: of parts of ``text`` whose sound a lexicon gives, in order, for engines that take IPA; what
            stands in ``text`` is the nearest that the others can say.
        mark: the marks that the slice ends with in the story, without what closes a quotation: ``—`` where somebody is
            cut off. What an engine is sent may end otherwise.
    """

    utterance_id: str
    kind: UtteranceKind
    speaker: str | None
    span: Span
    scene: int
    paragraph: int
    text: str
    prosody: Prosody = Prosody()
    pronunciations: tuple[Pronunciation, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SynthesisRequest:
    """What an engine is asked for.

    Attributes:
        text: one line of plain text, not empty.
        voice: the engine's own id of the voice.
        language: BCP 47.
        rate: factor on the voice's own rate, 0.25…4.
        pitch_semitones: shift of the voice's own pitch, −12…12.
        pitch_range: factor on how far the voice's pitch moves within a sentence, 0.25…2.
        whisper: breath in place of voice. Engines that can't whisper speak as ever.
        pronunciations: as in `SpokenLine`; only for engines that declare them for the language.
        take: which of an engine's ways to say the same, from 0; engines that have only one speak as ever.
    """

    text: str
    voice: str
    language: str = "en"
    rate: float = 1.0
    pitch_semitones: float = 0.0
    pitch_range: float = 1.0
    whisper: bool = False
    pronunciations: tuple[Pronunciation, ...] = ()
    take: int = 0
