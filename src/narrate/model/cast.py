"""Voices, and who has which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from narrate.model.script import Gender


class Age(StrEnum):
    """How old somebody sounds, or is, as far as it is known."""

    CHILD = "child"
    """Until the voice breaks: about fourteen."""
    ADULT = "adult"
    OLD = "old"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class VoiceSound:
    """How a voice sounds, its pitch apart; measured at the voice's own pitch and rate.

    Attributes:
        brightness_hz: centroid of the mean spectrum.
        letters_per_s: letters spoken in a second, pauses within the text included.
        level_db: of what is spoken, re full scale.
        timbre: mel-cepstral coefficients of the mean spectrum, in dB: the Euclidean distance of two voices'
            is the root mean square difference of their smoothed spectra.
    """

    brightness_hz: float
    letters_per_s: float
    level_db: float
    timbre: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine offers.

    Attributes:
        engine: name of the engine, as in the entry-point group ``narrate.engines``.
        id: the engine's own name for the voice; ``key`` is what files show.
        name: for people.
        language: BCP 47 (``en-GB``).
        gender: of the voice.
        pitch_hz: median pitch, measured; None where nobody measured.
        preference: 0 is a clear voice fit for long listening; larger is less so. Novelty voices are 9.
        age: of the voice.
        sound: how it sounds beside its pitch, measured; None where nobody measured.
        version: changes whenever the sound of this voice may, and of no other: a digest of its model. Empty where the
            engine's own fingerprint says it all.
    """

    engine: str
    id: str
    name: str
    language: str
    gender: Gender
    pitch_hz: float | None = None
    preference: int = 5
    age: Age = Age.UNKNOWN
    sound: VoiceSound | None = None
    version: str = ""

    @property
    def key(self) -> str:
        """``engine:id``, the form used in voices.toml."""
        return f"{self.engine}:{self.id}"


@dataclass(frozen=True, slots=True)
class VoiceSetting:
    """A voice and how it is set.

    Attributes:
        voice: ``engine:id``.
        rate: factor on the voice's own speaking rate.
        pitch_semitones: shift of the voice's own pitch.
        gain_db: on top of the evened level.
    """

    voice: str
    rate: float = 1.0
    pitch_semitones: float = 0.0
    gain_db: float = 0.0

    @property
    def engine(self) -> str:
        """The part before the first colon."""
        return self.voice.partition(":")[0]

    @property
    def voice_id(self) -> str:
        """The part after the first colon."""
        return self.voice.partition(":")[2]


@dataclass(frozen=True, slots=True)
class VoiceMapEntry:
    """One ``[characters.<id>]`` table of voices.toml.

    Attributes:
        setting: None where the file names no voice for the engine in use yet.
            Its voice is empty where the table sets rate, pitch or gain but names no voice.
        other_voices: pairs of engine and voice id kept for other engines; rate, pitch and gain are ``setting``'s.
        other_settings: voices kept for other engines with a rate, pitch or gain of their own.
        locked: a person chose the voice: it is never reassigned.
        age: as a person wrote it.
        accent: a name of an accent or a BCP 47 tag, as a person wrote it; empty: none.
        apart: the engine of ``setting`` is none that the narrator has a voice of: a person wants it for this
            character, whatever engine speaks for the others.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    gender: Gender = Gender.UNKNOWN
    first_person: bool = False
    setting: VoiceSetting | None = None
    other_voices: tuple[tuple[str, str], ...] = ()
    locked: bool = False
    other_settings: tuple[VoiceSetting, ...] = ()
    age: Age = Age.UNKNOWN
    accent: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class VoiceMap:
    """voices.toml, parsed.

    Attributes:
        narrator: the ``[narrator]`` table; None where the file names no voice in it.
        narrator_others: the narrator's voices for other engines.
        narrator_locked: a person chose the narrator's voice: it narrates whatever engine speaks for the others.
    """

    narrator: VoiceSetting | None = None
    characters: tuple[VoiceMapEntry, ...] = ()
    narrator_others: tuple[VoiceSetting, ...] = ()
    narrator_locked: bool = False


@dataclass(frozen=True, slots=True)
class CastMember:
    """A voice for one speaker.

    Attributes:
        character_id: None is the narrator.
        reason: in words a person understands (“female; 214 lines; farthest from Jack, whom she talks to”).
        locked: a person chose it.
        age: of the character, as far as the story or the voice map tells it.
        accent: of the character, as far as the story or the voice map tells it: a name or a BCP 47 tag.
    """

    character_id: str | None
    setting: VoiceSetting
    reason: str
    locked: bool = False
    age: Age = Age.UNKNOWN
    accent: str = ""


@dataclass(frozen=True, slots=True)
class Casting:
    """A voice for everybody who speaks."""

    narrator: CastMember
    members: tuple[CastMember, ...]

    def setting_for(self, speaker: str | None) -> VoiceSetting:
        """The voice of a character's id; the narrator's for None and for people nobody cast."""
        for member in self.members:
            if member.character_id == speaker:
                return member.setting
        return self.narrator.setting
