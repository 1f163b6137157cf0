"""Filters on a stream of samples, from coefficients. NumPy has no recursive filter: here are two ways without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]
    Doubles = npt.NDArray[np.float64]

Coefficients = tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
"""Numerators and denominators of filters in a row, in powers of the delay, lowest first; denominators begin with 1."""

_FFT = 32_768
_MEMORY_S = 0.1

_ROW = 64
_FORGOTTEN = 1e-15
_MOST_DOUBLINGS = 40
"""2 to that power are more rows than any piece has."""


class RecursiveFilter:
    """Filters one channel, piece by piece, exactly.

    The samples are taken in rows of 64. What a row adds to its own output is one product of matrices for all rows;
    what went before it is a state of a few numbers, which is carried from row to row by doubling: over one row, two,
    four, until the filter has forgotten. Measured: a third of the time of `SpectralFilter`.

    Args:
        coefficients: of the filters, at the samples' rate.
    """

    block = 512 * _ROW
    """The number of samples that is cheapest to filter at once."""

    def __init__(self, coefficients: Coefficients) -> None:
        import numpy as np

        numerator: Doubles = np.ones(1)
        denominator: Doubles = np.ones(1)
        for above, below in coefficients:
            numerator, denominator = np.convolve(numerator, above), np.convolve(denominator, below)
        order = len(denominator) - 1
        numerator = np.pad(numerator, (0, order + 1 - len(numerator)))
        # The transposed direct form II: state' = step·state + into·x, y = state[0] + numerator[0]·x.
        step = np.eye(order, k=1)
        step[:, 0] = -denominator[1:]
        into = numerator[1:] - denominator[1:] * numerator[0]
        self._powers = [np.eye(order)]
        for _ in range(_ROW):
            self._powers.append(step @ self._powers[-1])
        self._strides = _doubled(self._powers[_ROW])
        answers = np.stack([power @ into for power in self._powers[:_ROW]], axis=1)
        impulse = np.concatenate([numerator[:1], answers[0, :-1]])
        delays = np.arange(_ROW)[None] - np.arange(_ROW)[:, None]
        self._own = np.where(delays >= 0, impulse[delays], 0).astype(np.float32)
        self._left = np.ascontiguousarray(answers[:, ::-1].T)
        self._heard = np.stack([power[0] for power in self._powers[:_ROW]], axis=1)
        self._state = np.zeros(order)

    def __call__(self, samples: Samples) -> Samples:
        """The next samples, filtered; as many come out as went in."""
        import numpy as np

        whole = len(samples) // _ROW * _ROW
        rows = samples[:whole].reshape(-1, _ROW)
        states = self._carried(rows @ self._left)
        filtered = rows @ self._own
        filtered += states[:-1] @ self._heard
        self._state = states[-1]
        return np.concatenate([filtered.reshape(-1), self._rest(samples[whole:])])

    def _carried(self, left: Doubles) -> Doubles:
        """The states before each row and after the last, from what each row leaves to those after it."""
        import numpy as np

        states = np.concatenate([self._state[None], left])
        for doublings, power in enumerate(self._strides):
            if (reach := 1 << doublings) >= len(states):
                break
            states[reach:] += states[:-reach] @ power
        return states

    def _rest(self, samples: Samples) -> Samples:
        """What is left when all whole rows are taken."""
        import numpy as np

        if not (length := len(samples)):
            return samples
        filtered = samples @ self._own[:length, :length] + self._state @ self._heard[:, :length]
        self._state = self._powers[length] @ self._state + samples @ self._left[_ROW - length :]
        rest: Samples = filtered.astype(np.float32)
        return rest


def _doubled(power: Doubles) -> list[Doubles]:
    """What is left of a state (a row) after one row of samples, two, four, until it is forgotten, or for ever."""
    import numpy as np

    strides: list[Doubles] = []
    while abs(power).max() > _FORGOTTEN and len(strides) < _MOST_DOUBLINGS:
        strides.append(np.ascontiguousarray(power.T))
        power = power @ power
    return strides


class SpectralFilter:
    """Filters one channel, piece by piece, as one long impulse response by overlap-save in the frequency domain.

    For coefficients that are meant for another sample rate.

    Args:
        rate_hz: of the samples.
        coefficients: of the filters.
        design_rate_hz: the sample rate that the coefficients are meant for, at least ``rate_hz``. At a lower rate each
            frequency below half of it is weighted as the filter would at its own.
    """

    def __init__(self, rate_hz: int, coefficients: Coefficients, design_rate_hz: int) -> None:
        import numpy as np

        self._size = _FFT
        while self._size < 4 * _MEMORY_S * rate_hz:
            self._size *= 2
        self._memory = np.zeros(int(_MEMORY_S * rate_hz), np.float32)
        cycles = np.arange(self._size // 2 + 1) / self._size * rate_hz / design_rate_hz
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
        import numpy as np

        pieces = [self._one(samples[at : at + self.block]) for at in range(0, len(samples), self.block)]
        return np.concatenate(pieces) if pieces else samples

    def _one(self, samples: Samples) -> Samples:
        import numpy as np

        stretch = np.concatenate([self._memory, samples])
        filtered = np.fft.irfft(np.fft.rfft(stretch, self._size) * self._response, self._size)
        start = len(self._memory)
        self._memory = stretch[-start:]
        return filtered[start : start + len(samples)].astype(np.float32, copy=False)
