"""How unlike two voices sound."""

from __future__ import annotations

import math

from narrate.model import Gender, Voice

TYPICAL_PITCH_HZ = {Gender.MALE: 120.0, Gender.FEMALE: 210.0, Gender.UNKNOWN: 160.0}
"""Where nobody measured: round figures for grown men and women (Traunmüller & Eriksson 1995, *The frequency range
of the voice fundamental in the speech of male and female adults*), and between the two for voices of neither."""

_OCTAVE = 12.0
_GENDER = 6.0
_ACCENT = 3.0
_TIMBRE = 2.0
_RATE = 8.0  # times the difference of the logarithms: 6 % faster counts as half a semitone


def pitch_semitones(voice: Voice) -> float:
    """A voice's pitch in semitones above 1 Hz: equal steps sound equally large."""
    return _OCTAVE * math.log2(voice.pitch_hz or TYPICAL_PITCH_HZ[voice.gender])


def voice_distance(one: Voice, other: Voice) -> float:
    """What gender, accent and timbre add to the distance of two voices, in semitones of pitch.

    eSpeak's ids name an accent and a variant (``gmw/en-us+f3``); other engines' ids are timbres of their own.
    """
    if one.id == other.id:
        return 0.0
    distance = 0.0
    if one.gender is not other.gender and Gender.UNKNOWN not in (one.gender, other.gender):
        distance += _GENDER
    same_accent = one.language.casefold() == other.language.casefold()
    if not same_accent:
        distance += _ACCENT
    (accent, _, variant), (other_accent, _, other_variant) = one.id.partition("+"), other.id.partition("+")
    if variant != other_variant or (same_accent and accent != other_accent):
        distance += _TIMBRE
    return distance


def manner_distance(semitones: float, rate: float, other_semitones: float, other_rate: float) -> float:
    """What pitch (in semitones above 1 Hz, shift included) and rate add; more than an octave sounds no farther."""
    return min(abs(semitones - other_semitones), _OCTAVE) + _RATE * abs(math.log(rate / other_rate))
