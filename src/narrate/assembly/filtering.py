"""Filters on a stream of samples. NumPy has no recursive filter, so they are applied by their frequency response."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]
    Response = npt.NDArray[np.complex128]

_FFT = 32_768
_MEMORY_S = 0.1


class StreamFilter:
    """Filters one channel, piece by piece, as one long impulse response by overlap-save in the frequency domain.

    Args:
        rate_hz: of the samples.
        coefficients: numerators and denominators of the filters in a row, in powers of the delay, lowest first.
        design_rate_hz: the sample rate that the coefficients are meant for, at least ``rate_hz``; None is ``rate_hz``.
            At a lower rate each frequency below half of it is weighted as the filter would at its own.
    """

    def __init__(
        self,
        rate_hz: int,
        coefficients: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...],
        design_rate_hz: int | None = None,
    ) -> None:
        import numpy as np  # noqa: PLC0415 - start-up time

        self._size = _FFT
        while self._size < 4 * _MEMORY_S * rate_hz:
            self._size *= 2
        self._memory = np.zeros(int(_MEMORY_S * rate_hz), np.float32)
        cycles = np.arange(self._size // 2 + 1) / self._size * rate_hz / (design_rate_hz or rate_hz)
        delay = np.exp(-2j * np.pi * np.minimum(cycles, 0.5))
        response = np.ones_like(delay)
        for numerator, denominator in coefficients:
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
