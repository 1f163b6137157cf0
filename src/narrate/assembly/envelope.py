"""What mastering has to know of a chapter, in 1.6 kB a second: its loudness and its peaks, in hops of about 5 ms.

From the loudness of the hops follows that of the whole under any slowly changing gain; so the gain and the limiter
that bring a chapter to its loudness are found without reading the sound again and again.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from narrate.assembly.kweighting import KWeighting
from narrate.model import AudioFormat

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_STEP_S = 0.1
_STEPS_PER_BLOCK = 4

# ITU-R BS.1770-5, Annex 1: blocks of 400 ms that overlap by 75 %, an absolute gate, and one 10 LU below the mean.
_OFFSET_LUFS = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0


def hops_per_step(audio_format: AudioFormat) -> int:
    """Hops in 100 ms, by which gating blocks advance: 20, or a few more where these are whole frames."""
    rate = audio_format.sample_rate_hz
    return next((hops for hops in range(20, 30) if rate % (10 * hops) == 0), 20)


def hop_frames(audio_format: AudioFormat) -> int:
    """Frames in a hop: 5 ms or a little less."""
    return max(1, audio_format.frames(_STEP_S / hops_per_step(audio_format)))


def to_samples(pcm: bytes, audio_format: AudioFormat) -> Floats:
    """PCM as numbers, full scale ±1, shape (frames, channels)."""
    import numpy as np  # noqa: PLC0415 - start-up time

    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    samples *= np.float32(1 / 32768)
    return samples.reshape(-1, audio_format.channels)


class EnvelopeMeter:
    """Follows a stream of PCM."""

    def __init__(self, audio_format: AudioFormat) -> None:
        self._format = audio_format
        self._hop = hop_frames(audio_format)
        self._filters = [KWeighting(audio_format.sample_rate_hz) for _ in range(audio_format.channels)]
        # Whole hops, and nearly what the filter takes at once: it is quickest so.
        self._block = (self._filters[0].block // self._hop) * self._hop * audio_format.bytes_per_frame
        self._waiting = bytearray()
        self._energies: list[Floats] = []
        self._peaks: list[Floats] = []

    def add(self, pcm: bytes) -> None:
        """The next piece: whole frames, any length."""
        self._waiting += pcm
        while len(self._waiting) >= self._block:
            self._measure(bytes(self._waiting[: self._block]))
            del self._waiting[: self._block]

    def finish(self) -> tuple[Floats, Floats]:
        """Mean square of the K-weighted sound (summed over channels) and sample peak of each hop, full scale 1.

        The last hop is filled with silence.
        """
        import numpy as np  # noqa: PLC0415

        hop_bytes = self._hop * self._format.bytes_per_frame
        if self._waiting:
            self._measure(bytes(self._waiting) + bytes(-len(self._waiting) % hop_bytes))
            self._waiting.clear()
        if not self._energies:
            return np.zeros(0, np.float32), np.zeros(0, np.float32)
        return np.concatenate(self._energies), np.concatenate(self._peaks)

    def _measure(self, pcm: bytes) -> None:
        import numpy as np  # noqa: PLC0415

        samples = to_samples(pcm, self._format)
        hops = samples.reshape(-1, self._hop * self._format.channels)
        self._peaks.append(np.maximum(hops.max(axis=1), -hops.min(axis=1)))
        energies = np.zeros(len(hops), np.float32)
        for channel, weigh in enumerate(self._filters):
            weighted = weigh(np.ascontiguousarray(samples[:, channel])).reshape(-1, self._hop)
            energies += np.einsum("ij,ij->i", weighted, weighted) / np.float32(self._hop)
        self._energies.append(energies)


def block_energies(energies: Floats, audio_format: AudioFormat) -> npt.NDArray[np.float64]:
    """Mean squares of the gating blocks of 400 ms; none where the sound is shorter."""
    import numpy as np  # noqa: PLC0415

    hops = hops_per_step(audio_format)
    steps = len(energies) // hops
    by_step = energies[: steps * hops].reshape(steps, hops).mean(axis=1, dtype=np.float64)
    if steps < _STEPS_PER_BLOCK:
        return np.zeros(0)
    blocks: npt.NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(by_step, _STEPS_PER_BLOCK).mean(axis=1)
    return blocks


def gated_loudness(blocks: npt.NDArray[np.float64]) -> float | None:
    """Integrated loudness in LUFS of gating blocks; None where none of them is above −70 LUFS."""
    loud = blocks[blocks > _energy(_ABSOLUTE_GATE_LUFS)]
    if not len(loud):
        return None
    gate = float(loud.mean()) * 10 ** (_RELATIVE_GATE_LU / 10)
    return _OFFSET_LUFS + 10 * math.log10(float(loud[loud > gate].mean()))


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LUFS) / 10))
