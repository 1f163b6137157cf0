"""The loudness of ReplayGain 1.0, by which mp3gain and LibriVox go: “89 dB”.

Source: David Robinson, *Replay Gain: A Proposed Standard* (2001), and its specification in the Hydrogenaudio
Knowledgebase: a filter of equal loudness, the mean square of windows of 50 ms, the level that 95 % of them stay
under, held against pink noise at −20 dB, which counts as 83 dB; players then add 6 dB: 89.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from narrate.assembly.filtering import SpectralFilter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_DESIGN_RATE_HZ = 44_100

# The specification's filters at 44.1 kHz: ten poles by Yule and Walker, and a high-pass of Butterworth at 150 Hz.
_YULE_WALKER = (
    (0.05418656406430, -0.02911007808948, -0.00848709379851, -0.00851165645469, -0.00834990904936, 0.02245293253339,
     -0.02596338512915, 0.01624864962975, -0.00240879051584, 0.00674613682247, -0.00187763777362),
    (1.0, -3.47845948550071, 6.36317777566148, -8.54751527471874, 9.47693607801280, -8.81498681370155,
     6.85401540936998, -4.39470996079559, 2.19611684890774, -0.75104302451432, 0.13149317958808),
)  # fmt: skip
_BUTTERWORTH = (
    (0.98500175787242, -1.97000351574484, 0.98500175787242),
    (1.0, -1.96977855582618, 0.97022847566350),
)

_SHARE_UNDER = 0.95
_WINDOW_S = 0.05

# The reference, 64.82 dB for samples of 16 bits, is 89 dB: so full scale is 20·log10(32768) + 89 − 64.82.
_FULL_SCALE_DB = 20 * math.log10(32_768) + 89.0 - 64.82


def replay_gain_weighting(rate_hz: int) -> SpectralFilter:
    """The filter of equal loudness for samples at any rate."""
    return SpectralFilter(rate_hz, (_YULE_WALKER, _BUTTERWORTH), _DESIGN_RATE_HZ)


def replay_gain_volume(energies: Floats, hops_per_s: float) -> float | None:
    """Volume in the decibels of mp3gain (89 is its target); None for silence.

    Args:
        energies: mean square of each hop of the weighted sound, full scale 1, mean over channels.
        hops_per_s: how many there are in a second, at least 40.
    """
    import numpy as np

    hops = max(1, round(_WINDOW_S * hops_per_s))
    count = len(energies) // hops
    if not count:
        return None
    windows = np.sort(energies[: count * hops].reshape(count, hops).mean(axis=1, dtype=np.float64))
    # As many windows as make 5 %, rounded up, lie at or above it.
    level = float(windows[count - max(1, math.ceil(count * (1 - _SHARE_UNDER)))])
    return _FULL_SCALE_DB + 10 * math.log10(level) if level > 0 else None
