"""The course of the loudness through a sound: short-term loudness (EBU Tech 3341: windows of 3 s), for pictures."""

from __future__ import annotations

import math
from collections.abc import Iterable

from narrate.assembly.envelope import EnvelopeMeter, hop_frames
from narrate.model import AudioFormat

WINDOW_S = 3.0
_OFFSET_LUFS = -0.691
_QUIETEST_LUFS = -70.0


def loudness_course(
    blocks: Iterable[bytes], audio_format: AudioFormat, *, every_s: float, scale_db: float = 0.0
) -> tuple[float | None, ...]:
    """Short-term loudness in LUFS at times ``every_s`` apart, the first one in the middle of the first such stretch.

    Args:
        blocks: PCM of whole frames.
        audio_format: of it.
        every_s: seconds, at least 0.1.
        scale_db: by how much the PCM is quieter than the sound.

    Returns:
        One value for each stretch, the last of which may be shorter; None where it is below −70 LUFS.
    """
    import numpy as np

    meter = EnvelopeMeter(audio_format)
    for block in blocks:
        meter.add(block)
    energies, _ = meter.finish()
    hop_s = hop_frames(audio_format) / audio_format.sample_rate_hz
    sums = np.concatenate(([0.0], np.cumsum(energies, dtype=np.float64)))
    course: list[float | None] = []
    length_s = len(energies) * hop_s
    for number in range(math.ceil(length_s / every_s)):
        middle = min((number + 0.5) * every_s, length_s)
        low = max(round((middle - WINDOW_S / 2) / hop_s), 0)
        high = min(round((middle + WINDOW_S / 2) / hop_s), len(energies))
        energy = float(sums[high] - sums[low]) / max(high - low, 1)
        lufs = _OFFSET_LUFS + 10 * math.log10(energy) + scale_db if energy > 0 else _QUIETEST_LUFS
        course.append(round(lufs, 2) if lufs > _QUIETEST_LUFS else None)
    return tuple(course)
