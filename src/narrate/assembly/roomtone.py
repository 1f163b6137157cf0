"""Room tone: the noise of a quiet room, made, so that silence is not digital nothing.

Publishers measure the noise between words and take digital silence for a fault. The noise is as in a room, softer the
higher it is (1/f, as pink noise, between 40 Hz and 7 kHz), and comes round again after a quarter or half a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.model import AudioFormat

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_LOWEST_HZ, _HIGHEST_HZ = 40, 7_000
_LOOP_S = 30
_SEED = 20_020


class RoomTone:
    """An endless noise, taken piece by piece.

    Args:
        level_db: its root mean square; a full-scale square wave is 0.
        audio_format: of the sound that it is put under.
    """

    def __init__(self, level_db: float, audio_format: AudioFormat) -> None:
        self._noise = _noise(audio_format, 10 ** (level_db / 20))
        self._at = 0

    def under(self, samples: Floats) -> Floats:
        """The sound with the noise under it.

        Args:
            samples: shape (frames, channels), full scale 1; overwritten.
        """
        done = 0
        while done < len(samples):
            piece = self._noise[self._at : self._at + len(samples) - done]
            samples[done : done + len(piece)] += piece
            done += len(piece)
            self._at = (self._at + len(piece)) % len(self._noise)
        return samples


def _noise(audio_format: AudioFormat, level: float) -> Floats:
    """Shape (frames, 1). A spectrum of fixed size and seeded phase: it joins up with itself without a seam."""
    import numpy as np

    frames = 1 << (_LOOP_S * audio_format.sample_rate_hz).bit_length() - 1
    hz = np.fft.rfftfreq(frames, 1 / audio_format.sample_rate_hz)
    inside = (hz >= _LOWEST_HZ) & (hz <= _HIGHEST_HZ)
    phases = np.random.default_rng(_SEED).random(int(inside.sum()))
    spectrum = np.zeros(len(hz), np.complex128)
    spectrum[inside] = np.exp(2j * np.pi * phases) / np.sqrt(hz[inside])
    noise = np.fft.irfft(spectrum, frames)
    noise *= level / np.sqrt(np.mean(noise**2))
    return noise.astype(np.float32).reshape(-1, 1)
