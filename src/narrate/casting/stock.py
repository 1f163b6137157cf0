"""Every way in which an engine's voices can be set, and how unlike any two of them sound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from narrate.casting.distance import (
    FARTHEST,
    PITCH_STEP_SEMITONES,
    SPEED_STEP,
    accent_steps,
    log_speed,
    pitch_semitones,
    timbre_steps,
)
from narrate.model import Gender, Voice, VoiceSetting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SHIFTS_SEMITONES = (0.0, -2.0, 2.0, -3.0, 3.0, -4.0, 4.0)
"""How far a voice's pitch is moved to set people apart; farther would sound bent."""

RATES = (1.0, 0.93, 1.07)
"""How a voice's speed is varied when there are more people than voices: more than is just noticed (5 %), less than
what sounds hurried."""

HUMAN_HZ = {Gender.MALE: (78.0, 190.0), Gender.FEMALE: (135.0, 330.0), Gender.UNKNOWN: (78.0, 330.0)}
"""No voice is moved beyond the median pitches of grown men and women (Traunmüller & Eriksson 1995), and of children
for the voices of women, which speak for them (Hillenbrand et al. 1995: 236 Hz for boys, 238 for girls, of ten to
twelve)."""

LIKENESS_STEPS = 1.2
"""The distance at which likeness falls to 1/e."""

TOLD_APART = 1.25
"""Steps in one quality that are planned for: 1 is clear, and what is heard differs a little from what was measured."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How a voice sounds when it is set so: pitch in semitones above 1 Hz, and the logarithm of its speed."""

    voice: Voice
    pitch: float
    speed: float

    @classmethod
    def of(cls, voice: Voice, setting: VoiceSetting) -> Sound:
        """The sound of a setting of that voice."""
        return cls(voice, pitch_semitones(voice) + setting.pitch_semitones, log_speed(voice) + math.log(setting.rate))


@dataclass(frozen=True, slots=True)
class Way:
    """A voice, set some way; ``voice`` is its index in the stock."""

    voice: int
    shift: float
    rate: float


@dataclass(frozen=True, slots=True)
class Apart:
    """How far every way of a stock is from one sound, in steps (`narrate.casting.distance`).

    Attributes:
        likeness: 1 for the same sound, falling off exponentially with all qualities' steps together.
        alike: 1 where no quality but speed differs by `TOLD_APART` steps, 0 elsewhere.
    """

    likeness: Floats
    alike: Floats


@dataclass(slots=True)
class Stock:
    """All ways to set some voices, in an order of their own that does not hang on the voices' order.

    Attributes:
        voices: sorted by preference and id.
        ways: each voice's, the plainest first.
        pitch: of each way, semitones above 1 Hz.
        speed: of each way, logarithm.
        of: which voice a way is of.
    """

    voices: tuple[Voice, ...]
    ways: tuple[Way, ...]
    pitch: Floats
    speed: Floats
    of: NDArray[np.intp]
    _sounds: dict[tuple[str, float, float], Apart] = field(default_factory=dict)
    _voices: dict[str, tuple[Floats, Floats]] = field(default_factory=dict)
    _numbers: dict[VoiceSetting, int] = field(default_factory=dict)

    @classmethod
    def made_of(cls, voices: Sequence[Voice], *, bendable: bool) -> Stock:
        """The stock of an engine's voices; ``bendable`` if it can move their pitch."""
        import numpy as np

        ways = tuple(
            Way(number, shift, rate)
            for number, voice in enumerate(voices)
            for rate in RATES
            for shift in (SHIFTS_SEMITONES if bendable else (0.0,))
            if human(voice, shift)
        )
        own = [(pitch_semitones(voice), log_speed(voice)) for voice in voices]
        return cls(
            tuple(voices),
            ways,
            np.array([own[way.voice][0] + way.shift for way in ways]),
            np.array([own[way.voice][1] + math.log(way.rate) for way in ways]),
            np.array([way.voice for way in ways], dtype=np.intp),
        )

    def apart_from(self, sound: Sound) -> Apart:
        """How far every way is from a sound."""
        import numpy as np

        key = (sound.voice.key, round(sound.pitch, 6), round(sound.speed, 6))
        found = self._sounds.get(key)
        if found is None:
            timbre, accent = self._voice_steps(sound.voice)
            pitch = np.minimum(np.abs(self.pitch - sound.pitch) / PITCH_STEP_SEMITONES, FARTHEST)
            speed = np.minimum(np.abs(self.speed - sound.speed) / SPEED_STEP, FARTHEST)
            timbre, accent = timbre[self.of], accent[self.of]
            steps = np.sqrt(pitch**2 + timbre**2 + accent**2 + speed**2)
            clearest = np.maximum(np.maximum(pitch, timbre), accent)
            found = Apart(np.exp(-steps / LIKENESS_STEPS), (clearest < TOLD_APART).astype(float))
            self._sounds[key] = found
        return found

    def like(self, key: str) -> NDArray[np.bool_]:
        """The ways of voices whose timbre and accent are those of one in the stock; none where it has no such voice."""
        import numpy as np

        voice = next((each for each in self.voices if each.key == key), None)
        if voice is None:
            return np.zeros(len(self.ways), dtype=bool)
        timbre, accent = self._voice_steps(voice)
        alike: NDArray[np.bool_] = ((timbre < 1.0) & (accent == 0))[self.of]
        return alike

    def _voice_steps(self, voice: Voice) -> tuple[Floats, Floats]:
        import numpy as np

        found = self._voices.get(voice.key)
        if found is None:
            found = (
                np.array([timbre_steps(voice, other) for other in self.voices]),
                np.array([accent_steps(voice, other) for other in self.voices]),
            )
            self._voices[voice.key] = found
        return found

    def number(self, setting: VoiceSetting) -> int | None:
        """Which way a setting is; None where it is none of these."""
        if not self._numbers:
            self._numbers.update((self.setting(number), number) for number in range(len(self.ways)))
        return self._numbers.get(setting)

    def setting(self, number: int) -> VoiceSetting:
        """A way, as a setting."""
        way = self.ways[number]
        return VoiceSetting(self.voices[way.voice].key, way.rate, way.shift)


def human(voice: Voice, shift_semitones: float) -> bool:
    """Whether a voice still sounds human when its pitch is moved by so much; as it is it always does."""
    lowest, highest = (12.0 * math.log2(bound) for bound in HUMAN_HZ[voice.gender])
    own = pitch_semitones(voice)
    moved = own + shift_semitones
    return not shift_semitones or (moved >= lowest if shift_semitones < 0 else moved <= highest)


def steps_between(one: Sound, other: Sound) -> tuple[float, float, float, float]:
    """The steps by which two sounds differ: pitch, timbre, accent, speed; pitch has a sign, up is positive."""
    return (
        (one.pitch - other.pitch) / PITCH_STEP_SEMITONES,
        timbre_steps(one.voice, other.voice),
        accent_steps(one.voice, other.voice),
        (one.speed - other.speed) / SPEED_STEP,
    )
