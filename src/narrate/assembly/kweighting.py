"""The K-weighting of ITU-R BS.1770-5, Annex 1, on a stream of samples at any rate.

The recommendation gives the two filters' coefficients at 48 kHz. Here they are computed for any rate from the
analogue filters behind them (a high shelf of +4 dB and the “RLB” high-pass) by the bilinear transform; at 48 kHz
they come out as printed. NumPy has no recursive filter, so they are applied as one long impulse response by
overlap-save in the frequency domain: what is left of the response after 60 ms holds 120 dB less energy than the
whole; it is cut at 100 ms.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]

_FFT = 32_768
_RESPONSE_S = 0.1

# Analogue prototypes: frequency in hertz, quality, gain. They reproduce the tables 1 and 2 of the recommendation
# to all printed digits (test_kweighting compares them).
_SHELF_HZ, _SHELF_Q, _SHELF_DB = 1681.974450955533, 0.7071752369554196, 3.999843853973347
_SHELF_BAND_EXPONENT = 0.4996667741545416
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773

Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]


def shelf(rate_hz: float) -> Biquad:
    """Numerator and denominator of the first filter."""
    k = math.tan(math.pi * _SHELF_HZ / rate_hz)
    high = 10 ** (_SHELF_DB / 20)
    band = high**_SHELF_BAND_EXPONENT
    a0 = 1 + k / _SHELF_Q + k * k
    numerator = (high + band * k / _SHELF_Q + k * k, 2 * (k * k - high), high - band * k / _SHELF_Q + k * k)
    denominator = (a0, 2 * (k * k - 1), 1 - k / _SHELF_Q + k * k)
    return _normalised(numerator, a0), _normalised(denominator, a0)


def high_pass(rate_hz: float) -> Biquad:
    """Numerator and denominator of the second filter; the numerator is not scaled, as in the recommendation."""
    k = math.tan(math.pi * _HIGH_PASS_HZ / rate_hz)
    a0 = 1 + k / _HIGH_PASS_Q + k * k
    return (1.0, -2.0, 1.0), _normalised((a0, 2 * (k * k - 1), 1 - k / _HIGH_PASS_Q + k * k), a0)


class KWeighting:
    """Filters one channel, piece by piece."""

    def __init__(self, rate_hz: int) -> None:
        import numpy as np  # noqa: PLC0415 - start-up time

        self._size = _FFT
        while self._size < 4 * _RESPONSE_S * rate_hz:
            self._size *= 2
        self._memory = np.zeros(int(_RESPONSE_S * rate_hz), np.float32)
        delay = np.exp(-2j * np.pi * np.arange(self._size // 2 + 1) / self._size)
        response = np.ones_like(delay)
        for numerator, denominator in (shelf(rate_hz), high_pass(rate_hz)):
            response *= np.polyval(numerator[::-1], delay) / np.polyval(denominator[::-1], delay)
        self._response = response.astype(np.complex64)

    @property
    def block(self) -> int:
        """The number of samples that is cheapest to filter at once."""
        return self._size - len(self._memory)

    def __call__(self, samples: Samples) -> Samples:
        """The next samples, filtered; as many come out as went in."""
        import numpy as np  # noqa: PLC0415

        pieces = [self._one(samples[at : at + self.block]) for at in range(0, len(samples), self.block)]
        return np.concatenate(pieces) if pieces else samples

    def _one(self, samples: Samples) -> Samples:
        import numpy as np  # noqa: PLC0415

        stretch = np.concatenate([self._memory, samples])
        filtered = np.fft.irfft(np.fft.rfft(stretch, self._size) * self._response, self._size)
        start = len(self._memory)
        self._memory = stretch[-start:]
        return filtered[start : start + len(samples)].astype(np.float32, copy=False)


def _normalised(coefficients: tuple[float, float, float], by: float) -> tuple[float, float, float]:
    return coefficients[0] / by, coefficients[1] / by, coefficients[2] / by
