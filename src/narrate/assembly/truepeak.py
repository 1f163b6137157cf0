"""True peaks: how high the sound goes between its samples (ITU-R BS.1770-5, Annex 2), by fourfold interpolation."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

OVERSAMPLING = 4
CONTEXT = 12
"""Samples on either side that an interpolated value depends on."""


@functools.cache
def _kernel() -> Floats:
    """One column for each point between two samples: a sinc under a Kaiser window (β 6, side lobes below −60 dB)."""
    import numpy as np

    taps = np.arange(1 - CONTEXT, CONTEXT + 1)
    columns = []
    for phase in range(1, OVERSAMPLING):
        at = taps - phase / OVERSAMPLING
        window = np.i0(6 * np.sqrt(np.maximum(0, 1 - (at / CONTEXT) ** 2))) / np.i0(6)
        tap = np.sinc(at) * window
        columns.append(tap / tap.sum())
    return np.stack(columns, axis=1).astype(np.float32)


@functools.cache
def overshoot() -> float:
    """The most by which a true peak can exceed the samples around it, as a factor: the kernel's largest L1 norm."""
    return float(abs(_kernel()).sum(axis=0).max())


def peaks_after(channel: Floats, at: npt.NDArray[np.intp]) -> Floats:
    """The largest magnitude between some samples and those that follow them.

    Args:
        channel: one channel's samples.
        at: indices, at least ``CONTEXT - 1``, and smaller than the channel's length less ``CONTEXT``.

    Returns:
        One value for each of ``at``.
    """
    import numpy as np

    around = channel[at[:, None] + np.arange(1 - CONTEXT, CONTEXT + 1)]
    peaks: Floats = np.abs(around @ _kernel()).max(axis=1)
    return peaks


def true_peaks(stretches: Floats) -> Floats:
    """The largest magnitude on and between the samples of each row.

    Args:
        stretches: shape (n, CONTEXT + length + CONTEXT): rows of one channel with the samples around them.

    Returns:
        Shape (n,); never less than the largest sample.
    """
    import numpy as np

    # Values between sample i and i + 1, from one sample before the stretch proper to its last.
    around = np.lib.stride_tricks.sliding_window_view(stretches, 2 * CONTEXT, axis=1)
    between = np.abs(around @ _kernel()).max(axis=(1, 2))
    peaks: Floats = np.maximum(between, np.abs(stretches[:, CONTEXT:-CONTEXT]).max(axis=1))
    return peaks
