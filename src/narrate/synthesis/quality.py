"""What may be wrong with a clip: faults, which no listener should hear, and doubts, which a person should look at.

Made for engines that invent: a neural voice that babbles on, swallows half a sentence, hisses, or says nothing at all.
The bounds are wide: measured on every English voice of eSpeak NG, Flite and Festival, at rates 1 to 2.5, plain and
whispered, no clip comes near half of any. Costs about 0.1 ms a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narrate.model import Clip, SynthesisRequest, WordTime

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.int16]

MIN_WORD_S = 0.02
"""No voice says a word in less, at any rate: a shorter clip has lost words (fast speech is 0.1 s a word)."""

_RATES_HZ = range(4_000, 400_000)
_CHANNELS = (1, 2)
_WORD = re.compile(r"[^\W_]+")
_SAYABLE = re.compile(r"[A-Za-z0-9]")

_NUMBERS = frozenset({int, float})

_SILENT_PEAK = 32  # −60 dB re full scale
_NOISE_CORRELATION = 0.2  # of neighbouring samples: “Ssss!” has 0.46, white noise 0
_PIECE = 4096
_SOME = 16
"""Every so many samples tell, mostly, that there is no need to look at all."""
_FULL_SCALE = 32_767
_CLIPPED_SHARE = 0.003
_QUIET_PEAK = 400  # −38 dB re full scale
_BURST = 4.0  # 12 dB: how much the first 40 ms peak above all that comes after
_BURST_S, _AFTER_BURST_S = 0.04, 0.06

_LETTER_S, _DIGIT_S, _MARK_S, _OTHER_S, _ANYTHING_S = 0.35, 0.8, 0.5, 2.0, 2.0
"""How long a voice may take at most: spelling out letters, saying “seven”, naming a sign of another script."""

_LETTERS_A_SECOND = 40.0
"""No voice is as quick at its own rate: the quickest speak 25."""
_LEAST_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Expected:
    """What an engine declares of its clips: their sample rate, if it never changes, and whether they have sound."""

    sample_rate_hz: int | None = None
    speaks: bool = True


ANYTHING = Expected()


def fault_of(request: SynthesisRequest, clip: Clip, expected: Expected = ANYTHING) -> str:
    """Why ``clip`` is no answer to ``request``, in words; empty if it is one."""
    return _malformed(clip, expected) or _unspoken(request, clip, expected)


def doubt_of(request: SynthesisRequest, clip: Clip, expected: Expected = ANYTHING) -> str:
    """What may be wrong with a clip that has no fault, in words; empty if nothing seems to be."""
    if not expected.speaks:
        return ""
    lasting_s = clip.duration_s * request.rate
    if lasting_s < _shortest_s(request.text):
        return f"{clip.duration_s:.1f} s are short for it: words may be missing"
    # Nearly all clips are shorter than their text would be if it were letters alone: no need to look at each.
    letters_s = _ANYTHING_S + _LETTER_S * sum(map(len, request.text.split()))
    if lasting_s > letters_s and lasting_s > _longest_s(request.text):
        return f"{clip.duration_s:.1f} s are long for it: there may be more in it than the text"
    return _sounds_wrong(_samples(clip), len(request.text.split()), clip.format.sample_rate_hz)


def words_within(told: Iterable[Sequence[Any]], text: str, duration_s: float) -> tuple[WordTime, ...]:
    """The times of words that an engine tells; none at all where they are not in order, in the text, in the clip."""
    found = []
    at, at_s = 0, 0.0
    for each in told:
        if len(each) != len(WordTime._fields) or not _NUMBERS.issuperset(map(type, each)):
            return ()
        start, end, start_s, end_s = each
        if not (at <= start < end <= len(text) and at_s <= start_s <= end_s <= duration_s + 0.05):
            return ()
        at, at_s = end, start_s
        found.append(WordTime(start, end, start_s, end_s))
    return tuple(found)


def _malformed(clip: Clip, expected: Expected) -> str:
    rate, channels = clip.format.sample_rate_hz, clip.format.channels
    # An engine of a stranger's may put anything there, and JSON carries it: NaN, text, a fraction.
    if not isinstance(rate, int) or rate not in _RATES_HZ:
        return "the engine answered without a sample rate that could be one"
    if not isinstance(channels, int) or channels not in _CHANNELS:
        return "the engine answered with neither one channel nor two"
    if expected.sample_rate_hz not in (None, rate):
        return f"the engine answered at {rate} Hz, and declares {expected.sample_rate_hz}"
    if not clip.pcm:
        return "the engine answered without sound"
    if len(clip.pcm) % clip.format.bytes_per_frame:
        return "the engine answered with a broken last frame"
    return ""


def _unspoken(request: SynthesisRequest, clip: Clip, expected: Expected) -> str:
    words = sum(1 for _ in _WORD.finditer(request.text))
    if clip.duration_s < words * MIN_WORD_S:
        return f"the engine answered with {clip.duration_s:.2f} s of sound for {words} words"
    # What a voice has no sounds for, such as another script, may well be silent.
    if not expected.speaks or not _SAYABLE.search(request.text):
        return ""
    samples = _samples(clip)
    if _peak(samples[::_SOME]) <= _SILENT_PEAK and _peak(samples) <= _SILENT_PEAK:
        return "the engine answered with silence"
    if _is_noise(samples):
        return "the engine answered with noise"
    return ""


def _sounds_wrong(samples: Samples, words: int, rate_hz: int) -> str:
    import numpy as np

    peak = _peak(samples)
    if peak >= _FULL_SCALE:
        clipped = float(np.mean(np.abs(samples.astype(np.int32)) >= _FULL_SCALE))
        if clipped > _CLIPPED_SHARE:
            return f"{100 * clipped:.1f} % of it are clipped"
    if peak < _QUIET_PEAK:
        return "it is very quiet"
    begins, goes_on = int(_BURST_S * rate_hz), int(_AFTER_BURST_S * rate_hz)
    if words >= 3 and len(samples) > goes_on:
        burst = _peak(samples[:begins])
        if burst > _BURST * _peak(samples[goes_on::_SOME]) and burst > _BURST * _peak(samples[goes_on:]):
            return "it begins with a burst of noise"
    return ""


def _shortest_s(text: str) -> float:
    letters = sum(map(str.isalpha, text))
    return letters / _LETTERS_A_SECOND if letters >= _LEAST_LETTERS else 0.0


def _longest_s(text: str) -> float:
    longest = _ANYTHING_S
    for character in text:
        if character.isspace():
            continue
        if character.isdigit():
            longest += _DIGIT_S
        elif character.isalpha() and character <= "\u024f":
            longest += _LETTER_S
        elif character.isascii() or unicodedata.category(character).startswith("P"):
            longest += _MARK_S
        else:
            longest += _OTHER_S
    return longest


def _is_noise(samples: Samples) -> bool:
    """Whether neighbouring samples have nothing to do with each other; a piece of it tells at once that they have."""
    middle = len(samples) // 2
    if _correlation(samples[middle : middle + _PIECE]) > 0.5:
        return False
    return _correlation(samples) < _NOISE_CORRELATION


def _correlation(samples: Samples) -> float:
    """Of neighbouring samples: 1 is slow, 0 white noise, below 0 rougher still."""
    import numpy as np

    centred = samples - samples.mean(dtype=np.float32)
    energy = float(np.dot(centred, centred))
    return float(np.dot(centred[1:], centred[:-1])) / energy if energy else 0.0


def _peak(samples: Samples) -> int:
    return max(int(samples.max()), -int(samples.min()))


def _samples(clip: Clip) -> Samples:
    """The first channel."""
    import numpy as np

    return np.frombuffer(clip.pcm, "<i2")[:: clip.format.channels]
