"""Where a long chapter can be cut, so that its parts are encoded side by side and joined without a trace."""

from __future__ import annotations

import math

from narrate.assembly.envelope import hop_frames
from narrate.assembly.mastering import MasteringPlan
from narrate.model import AudioFormat

PART_S = 240.0
"""About how long a part is. It does not depend on the machine: the same chapter is cut at the same places."""

_NEAR = 0.4
"""How far from its place a cut may be, as a share of a part."""


def places_to_cut(plan: MasteringPlan, audio_format: AudioFormat, grid: int, margin: int) -> tuple[int, ...]:
    """Frames at which parts begin: in digital silence, about every four minutes; none where there is no such place.

    Args:
        plan: whose peaks tell where there is silence.
        audio_format: of the sound that the plan is of.
        grid: frames; cuts are at multiples of it, such as an encoder's blocks.
        margin: frames of digital silence that a cut needs on either side.
    """
    import numpy as np

    hop = hop_frames(audio_format)
    part = audio_format.frames(PART_S)
    parts = round(len(plan.peaks) * hop / part)
    if parts < 2:
        return ()
    silent = np.pad((plan.peaks == 0).astype(np.int8), 1)
    edges = np.flatnonzero(np.diff(silent)).reshape(-1, 2) * hop
    firsts = -(-(edges[:, 0] + margin) // grid) * grid
    candidates = firsts[firsts + margin <= edges[:, 1]]
    cuts: list[int] = []
    for number in range(1, parts):
        wanted = number * len(plan.peaks) * hop / parts
        nearest = min(candidates, key=lambda at: abs(at - wanted), default=math.inf)
        if abs(nearest - wanted) <= _NEAR * part and (not cuts or nearest > cuts[-1]):
            cuts.append(int(nearest))
    return tuple(cuts)
