"""How well a voice fits somebody, whoever stands beside them: gender, age, accent, and how pleasant it is.

All in one currency: 1 is what it costs to be taken for one's partner in every conversation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.casting.accents import Accent
from narrate.casting.distance import TYPICAL_PITCH_HZ, accent_of
from narrate.casting.stock import Stock
from narrate.model import Age, Gender, Voice, VoiceSetting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHILD_PITCH_HZ = 245.0
"""Boys and girls of eight to twelve (Hillenbrand et al. 1995)."""

OLD_RATE = 0.93
"""The old read more slowly, by up to a third (Shipp & Hollien 1972); as much as is pleasant for long."""

USUAL_HZ = {Gender.MALE: (84.0, 165.0), Gender.FEMALE: (155.0, 262.0)}
"""Where about 19 of 20 grown people speak (Traunmüller & Eriksson 1995: means of 119 and 207 Hz, standard deviations
between speakers of two to three semitones)."""

_UNUSUAL = 0.06  # a semitone beyond that
_WRONG_GENDER = 4.0
_NO_GENDER = 0.6
_NO_AGE = 0.8
_PREFERENCE = 0.04
_SEMITONE = 0.012  # of bending
_RATE = 0.12  # of being hurried or slowed by 7 %
_OFF_PITCH = 0.05  # a semitone from where people like them speak, where the voice is not of their own kind
_MARKED_ACCENT = 0.1  # an accent that the story tells of nobody
_OTHER_REGION = 0.6
_NO_ACCENT = 1.2


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody's voice should be like.

    Attributes:
        accent: that the story or a person tells; None: the story's own.
        manner: rate, pitch and gain that a person set already; the voice is then not varied.
    """

    gender: Gender
    age: Age = Age.UNKNOWN
    accent: Accent | None = None
    manner: VoiceSetting | None = None


def costs(stock: Stock, wish: Wish, language: str) -> NDArray[np.float64]:
    """What each way of a stock costs somebody by itself."""
    import numpy as np

    of_voice = np.array([_voice_cost(voice, wish, language) for voice in stock.voices])
    off = np.array([_off_pitch(voice, wish) for voice in stock.voices])
    usual = 12.0 * math.log2(CHILD_PITCH_HZ if wish.age is Age.CHILD else TYPICAL_PITCH_HZ[wish.gender])
    total: NDArray[np.float64] = of_voice[stock.of] + off[stock.of] * np.abs(stock.pitch - usual)
    if wish.age is not Age.CHILD and wish.gender in USUAL_HZ:
        lowest, highest = (12.0 * math.log2(bound) for bound in USUAL_HZ[wish.gender])
        total += _UNUSUAL * (np.maximum(lowest - stock.pitch, 0.0) + np.maximum(stock.pitch - highest, 0.0))
    if wish.manner is None:
        rate = OLD_RATE if wish.age is Age.OLD else 1.0
        total += np.array([_SEMITONE * abs(way.shift) + _RATE * (way.rate != rate) for way in stock.ways])
    else:  # a person's own manner: the ways differ by voice alone
        total += np.array([0.0 if way.shift == 0.0 and way.rate == 1.0 else math.inf for way in stock.ways])
    return total


def _voice_cost(voice: Voice, wish: Wish, language: str) -> float:
    cost = _PREFERENCE * voice.preference + _gender_cost(voice, wish) + _age_cost(voice, wish)
    if wish.accent is not None:
        return cost + _NO_ACCENT * wish.accent.misfit(voice.language) / max(len(wish.accent.tags), 1)
    region, own = accent_of(language).split("-")[1:2], accent_of(voice.language).split("-")[1:]
    if region and own[:1] != region:
        cost += _OTHER_REGION
    return cost + _MARKED_ACCENT * (len(own) > 1 or (bool(own) and own[0].isdecimal()))


def _gender_cost(voice: Voice, wish: Wish) -> float:
    if wish.gender is Gender.UNKNOWN and wish.age is not Age.CHILD:
        return 0.0
    if wish.age is Age.CHILD and voice.gender is Gender.FEMALE:
        return 0.0  # women speak for boys, as they do on the stage
    if voice.gender is Gender.UNKNOWN:
        return _NO_GENDER
    return _WRONG_GENDER * (voice.gender is not wish.gender)


def _age_cost(voice: Voice, wish: Wish) -> float:
    if wish.age is Age.CHILD:
        if voice.age is Age.CHILD:
            return 0.0
        return _NO_AGE if voice.gender is Gender.FEMALE and voice.age is not Age.OLD else 2.0
    if wish.age is Age.OLD:
        return 0.0 if voice.age is Age.OLD else 2.0 if voice.age is Age.CHILD else _NO_AGE
    return {Age.OLD: _NO_AGE, Age.CHILD: 2.0}.get(voice.age, 0.0)


def _off_pitch(voice: Voice, wish: Wish) -> float:
    """What a semitone off the usual pitch costs, where the voice is of another kind than its owner.

    Somebody of unknown gender had better not sound decidedly like either; and where a voice of the other gender, or a
    grown one, must do, one that is near in pitch.
    """
    strange = wish.gender is Gender.UNKNOWN or voice.gender is not wish.gender
    return _OFF_PITCH if strange or (wish.age is Age.CHILD and voice.age is not Age.CHILD) else 0.0
