"""How unlike two voices sound, in steps that are clearly heard.

Each quality is counted in steps of its own, of a size that sources give or that was measured:

- **Pitch**: 3 semitones of the median. “Only differences of more than 3 semitones play a part in communicative
  situations” ('t Hart 1981, *Differential sensitivity to pitch distance, particularly in speech*, JASA 69).
- **Timbre**: 2.8 dB, root mean square, between the smoothed mean spectra. Listeners trade 45 % of pitch for 25 % of the
  vocal tract's length when they say whether two speakers are one (Gaudrain, Li, Ban & Patterson 2009, *The role of
  glottal pulse rate and vocal tract length in the perception of speaker identity*): 3 semitones are worth 11 % of the
  tract. Voices whose spectra were stretched by 11 % differ by 2.6 dB from what they were (median), by 16 % 3.7 dB; the
  same voice with another text differs by 0.6 to 1.9 dB. ``training/plot_distances.py`` measures all of that.
- **Accent**: another region or accent is one step. eSpeak NG's say 21 to 80 % of a story's words otherwise.
- **Speed**: 15 %, three times what is just noticed (Quené 2007, *On the just noticeable difference for tempo in
  speech*, J. Phonetics 35).

Steps of different qualities add up as the sides of a right angle do.
"""

from __future__ import annotations

import math
from functools import cache

from narrate.model import Gender, Voice

TYPICAL_PITCH_HZ = {Gender.MALE: 120.0, Gender.FEMALE: 210.0, Gender.UNKNOWN: 160.0}
"""Where nobody measured: round figures for grown men and women (Traunmüller & Eriksson 1995, *The frequency range
of the voice fundamental in the speech of male and female adults*), and between the two for voices of neither."""

PITCH_STEP_SEMITONES = 3.0
TIMBRE_STEP_DB = 2.8
SPEED_STEP = math.log(1.15)

FARTHEST = 4.0
"""Steps of one quality beyond this sound no farther: an octave, say."""

_OCTAVE = 12.0
_UNMEASURED_TIMBRE = 0.7  # two voices of different names, of which nobody measured one: hardly the same
_UNMEASURED_GENDER = 1.5  # … and a man's and a woman's: surely not
_USUAL_LETTERS_PER_S = 12.5


def pitch_semitones(voice: Voice) -> float:
    """A voice's pitch in semitones above 1 Hz: equal steps sound equally large."""
    return _OCTAVE * math.log2(voice.pitch_hz or TYPICAL_PITCH_HZ[voice.gender])


def log_speed(voice: Voice) -> float:
    """The logarithm of a voice's own speed."""
    return math.log(voice.sound.letters_per_s if voice.sound else _USUAL_LETTERS_PER_S)


def timbre_steps(one: Voice, other: Voice) -> float:
    """How unlike two voices' timbres are.

    Where one of them was not measured, voices of one name (eSpeak's variants: ``gmw/en-us+f3``) count as alike, others
    as a little different, and a man's and a woman's as different.
    """
    if one.sound is not None and other.sound is not None:
        return min(math.dist(one.sound.timbre, other.sound.timbre) / TIMBRE_STEP_DB, FARTHEST)
    if Gender.UNKNOWN not in (one.gender, other.gender) and one.gender is not other.gender:
        return _UNMEASURED_GENDER
    return _UNMEASURED_TIMBRE if _variant(one) != _variant(other) else 0.0


def accent_steps(one: Voice, other: Voice) -> float:
    """1 for voices of another accent or region, 0 for those of one."""
    return float(accent_of(one.language) != accent_of(other.language))


@cache
def accent_of(language: str) -> str:
    """A BCP 47 tag in the form in which accents are compared."""
    return language.casefold().replace("_", "-")


def _variant(voice: Voice) -> str:
    base, plus, variant = voice.id.partition("+")
    return variant if plus else base
