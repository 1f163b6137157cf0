"""How a voice sounds, measured from something it said: pitch, brightness, timbre, speed, level.

Numpy alone, because it runs on people's machines too, for voices that nobody has measured yet. Why no library: the
ones there are bring a compiler's worth of dependencies for the forty lines that are needed. The tests hold the pitch
against Praat's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narrate.model import Clip, VoiceSound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]

SAMPLE_TEXTS = {
    "en": "The old lamp burned low, and nobody in the house had thought to bring more oil. Who would go, and when? "
    "Five grey geese had crossed the marsh before the boys could shout; each of them saw a different bird.",
    "de": "Der Nordwind und die Sonne stritten sich, wer von ihnen beiden wohl der Stärkere wäre, als ein Wanderer, "
    "der in einen warmen Mantel gehüllt war, des Weges daherkam.",
    "fr": "La bise et le soleil se disputaient, chacun assurant qu'il était le plus fort, quand ils ont vu un voyageur "
    "qui s'avançait, enveloppé dans son manteau.",
    "es": "El viento norte y el sol discutían sobre cuál de ellos era el más fuerte, cuando pasó un viajero envuelto "
    "en una ancha capa.",
    "it": "Si bisticciavano un giorno il vento di tramontana e il sole, l'uno pretendendo d'essere più forte "
    "dell'altro, quando videro un viaggiatore avvolto nel mantello.",
    "pt": "O vento norte e o sol discutiam qual deles era o mais forte, quando passou um viajante envolto numa capa.",
}
"""What a voice says to be measured: about ten seconds, all vowels, a question. English for all other languages."""

TIMBRE_SIZE = 12
"""How many cepstral coefficients make a timbre: enough for formants, too few for the harmonics of a pitch."""

_BANDS = 24
_LOWEST_HZ, _HIGHEST_HZ = 100.0, 8000.0
_FLOOR_DB = 40.0  # below the loudest frame nothing is told from silence
_PITCH_HZ = (55.0, 420.0)
_DIP = 0.15  # the absolute threshold of YIN's fourth step
_SHALLOW_DIP = 0.45  # low synthetic voices glide within a frame: their dip is less deep


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured.

    Attributes:
        pitch_hz: median; 0 where no frame has a pitch.
        steadiness: share of loud frames that have a pitch.
        clipped: share of samples at full scale.
        sound: all the rest.
    """

    pitch_hz: float
    steadiness: float
    clipped: float
    sound: VoiceSound


def sample_text(language: str) -> str:
    """What a voice of that language (BCP 47) is to say."""
    return SAMPLE_TEXTS.get(language.casefold().replace("_", "-").partition("-")[0], SAMPLE_TEXTS["en"])


def measure(clip: Clip, text: str) -> Measurement:
    """Measure the voice that said ``text``.

    Args:
        clip: some seconds of it.
        text: what was said; its letters are what speed is counted in.

    Raises:
        ValueError: there is nothing to hear in the clip.
    """
    import numpy as np

    rate = clip.format.sample_rate_hz
    samples = np.frombuffer(clip.pcm, dtype="<i2").astype(float)
    samples = samples.reshape(-1, clip.format.channels).mean(axis=1)
    size, hop = int(0.025 * rate), int(0.010 * rate)
    if len(samples) < 20 * hop or not np.any(samples):
        raise ValueError("nothing to hear")
    frames = _frames(samples, size, hop)
    level = 10 * np.log10(np.mean(frames**2, axis=1) + 1e-9)
    loud = level > level.max() - _FLOOR_DB
    spoken = np.flatnonzero(loud)
    spectra = (np.abs(np.fft.rfft(frames[loud] * np.hanning(size), axis=1)) ** 2).astype(np.float64)
    frequencies = np.fft.rfftfreq(size, 1 / rate).astype(np.float64)
    pitches, steadiness = _pitches(samples, rate)
    mean = spectra.mean(axis=0)
    audible = frequencies >= _LOWEST_HZ
    return Measurement(
        pitch_hz=round(float(np.median(pitches)), 1) if len(pitches) else 0.0,
        steadiness=steadiness,
        clipped=float(np.mean(np.abs(samples) >= 32_700)),
        sound=VoiceSound(
            brightness_hz=round(float(np.sum(mean * frequencies * audible) / np.sum(mean * audible))),
            letters_per_s=round(
                sum(letter.isalnum() for letter in text) / ((spoken[-1] - spoken[0] + 1) * hop / rate), 2
            ),
            level_db=round(float(10 * np.log10(np.mean(frames[loud] ** 2) / 32768**2)), 1),
            timbre=_timbre(spectra, frequencies),
        ),
    )


def _frames(samples: Samples, size: int, hop: int) -> Samples:
    import numpy as np

    return np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]


def _timbre(spectra: Samples, frequencies: Samples) -> tuple[float, ...]:
    """Mean mel-frequency cepstrum of the frames (Davis & Mermelstein 1980) without its level, in decibels.

    Scaled so that the Euclidean distance of two is the root mean square difference, over the mel bands, of the
    voices' smoothed mean spectra.
    """
    import numpy as np

    def mel(hz: Any) -> Any:  # noqa: ANN401 - a number or an array of them
        return 2595 * np.log10(1 + np.asarray(hz) / 700)

    edges = np.linspace(mel(_LOWEST_HZ), mel(_HIGHEST_HZ), _BANDS + 2)
    at = mel(frequencies)
    rising = (at - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - at) / (edges[2:] - edges[1:-1])[:, None]
    bank = np.maximum(0, np.minimum(rising, falling))
    energy = spectra @ bank.T
    bands = 10 * np.log10(np.maximum(energy, energy.max() * 1e-6)).mean(axis=0)
    numbers = np.arange(1, TIMBRE_SIZE + 1)[:, None]
    cosines = np.cos(np.pi / _BANDS * numbers * (np.arange(_BANDS) + 0.5))
    return tuple(round(float(value), 2) for value in np.sqrt(2) / _BANDS * (cosines @ bands))


def _pitches(samples: Samples, rate: int) -> tuple[Samples, float]:
    """Pitch of each voiced frame, and the share of loud frames that have one.

    By YIN (de Cheveigné & Kawahara 2002, steps 1 to 5).
    """
    import numpy as np

    shortest, longest = int(rate / _PITCH_HZ[1]), int(rate / _PITCH_HZ[0])
    size = 2 * longest
    frames = _frames(samples, size + longest, int(rate * 0.01))
    level = np.sqrt(np.mean(frames[:, :size] ** 2, axis=1))
    frames = frames[level >= 0.1 * level.max()]
    lags = np.concatenate([_periods(part, size, shortest, longest) for part in _parts(frames)])
    found = lags[lags > 0]
    return rate / found, len(found) / max(len(lags), 1)


def _parts(frames: Samples) -> Iterator[Samples]:
    """Some frames at a time: the memory that a long sample takes stays small."""
    for start in range(0, max(len(frames), 1), 256):
        yield frames[start : start + 256]


def _periods(frames: Samples, size: int, shortest: int, longest: int) -> Samples:
    """The period of each frame in samples; 0 where it has none."""
    import numpy as np

    squares = np.cumsum(np.pad(frames**2, ((0, 0), (1, 0))), axis=1)
    energy = squares[:, size : size + longest] - squares[:, :longest]
    length = 1 << (frames.shape[1] + size).bit_length()
    spectra = np.fft.rfft(frames, length) * np.conj(np.fft.rfft(frames[:, :size], length))
    cross = np.fft.irfft(spectra, length)[:, :longest]
    difference = np.maximum(energy[:, :1] + energy - 2 * cross, 0)
    mean = np.cumsum(difference[:, 1:], axis=1) / np.arange(1, longest)
    normal = np.pad(difference[:, 1:] / np.maximum(mean, 1e-9), ((0, 0), (1, 0)), constant_values=1.0)
    return np.array([_lag(row, shortest) for row in normal], dtype=float)


def _lag(normal: Samples, shortest: int) -> float:
    """Where the first deep dip of a normalised difference function has its bottom; 0 where there is none."""
    import numpy as np

    deep = normal[shortest:] < _DIP
    lag = shortest + int(np.argmax(deep) if deep.any() else np.argmin(normal[shortest:]))
    if normal[lag] > _SHALLOW_DIP:
        return 0.0
    while lag + 1 < len(normal) and normal[lag + 1] < normal[lag]:
        lag += 1
    if lag >= len(normal) - 1:
        return 0.0
    before, bottom, after = (float(value) for value in normal[lag - 1 : lag + 2])
    curve = before - 2 * bottom + after
    return lag + (0.5 * (before - after) / curve if curve > 0 else 0.0)
