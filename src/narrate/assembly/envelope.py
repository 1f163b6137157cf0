"""What mastering has to know of a chapter, in 1.6 kB a second: its energy and its peaks, in hops of about 5 ms.

From the energy of the hops follows the level of the whole under any slowly changing gain; so the gain and the limiter
that bring a chapter to its loudness are found without reading the sound again and again.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from narrate.assembly.kweighting import k_weighting
from narrate.assembly.replaygain import replay_gain_volume, replay_gain_weighting
from narrate.model import AudioFormat, Meter

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    from narrate.assembly.filtering import RecursiveFilter, SpectralFilter

    Floats = npt.NDArray[np.float32]

FULL_SCALE = 32_768
"""A sample of 16 bits that counts as 1."""

_STEP_S = 0.1
_STEPS_PER_BLOCK = 4

# ITU-R BS.1770-5, Annex 1: blocks of 400 ms that overlap by 75 %, an absolute gate, and one 10 LU below the mean.
_OFFSET_LUFS = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0


_WEIGHTINGS: dict[Meter, Callable[[int], RecursiveFilter | SpectralFilter]] = {
    Meter.LUFS: k_weighting,
    Meter.REPLAY_GAIN: replay_gain_weighting,
}
_UNFILTERED_FRAMES = 32_768


def hops_per_step(audio_format: AudioFormat) -> int:
    """Hops in 100 ms, by which gating blocks advance: 20, or a few more where these are whole frames."""
    rate = audio_format.sample_rate_hz
    return next((hops for hops in range(20, 30) if rate % (10 * hops) == 0), 20)


def hop_frames(audio_format: AudioFormat) -> int:
    """Frames in a hop: 5 ms or a little less."""
    return max(1, audio_format.frames(_STEP_S / hops_per_step(audio_format)))


def to_samples(pcm: bytes, audio_format: AudioFormat) -> Floats:
    """PCM as numbers, full scale ±1, shape (frames, channels)."""
    import numpy as np

    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    samples *= np.float32(1 / FULL_SCALE)
    return samples.reshape(-1, audio_format.channels)


def to_pcm(samples: Floats) -> bytes:
    """The way back; the array is overwritten. What exceeds full scale stays at it."""
    import numpy as np

    samples *= np.float32(FULL_SCALE)
    np.rint(samples, out=samples)
    np.clip(samples, -FULL_SCALE, FULL_SCALE - 1, out=samples)
    return samples.astype("<i2").tobytes()


class EnvelopeMeter:
    """Follows a stream of PCM.

    Args:
        audio_format: of the stream.
        meter: by which the sound's energy is weighted.
    """

    def __init__(self, audio_format: AudioFormat, meter: Meter = Meter.LUFS) -> None:
        self._format = audio_format
        self._hop = hop_frames(audio_format)
        weighting = _WEIGHTINGS.get(meter)
        channels = range(audio_format.channels)
        self._filters = [weighting(audio_format.sample_rate_hz) for _ in channels] if weighting else []
        # Loudness adds channels up; the two others take their mean.
        self._share = 1.0 if meter is Meter.LUFS else 1.0 / audio_format.channels
        # Whole hops, and nearly what the filter takes at once: it is quickest so.
        length = self._filters[0].block if self._filters else _UNFILTERED_FRAMES
        self._block = (length // self._hop) * self._hop * audio_format.bytes_per_frame
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
        """Mean square of the weighted sound and sample peak of each hop, full scale 1.

        The last hop is filled with silence.
        """
        import numpy as np

        hop_bytes = self._hop * self._format.bytes_per_frame
        if self._waiting:
            self._measure(bytes(self._waiting) + bytes(-len(self._waiting) % hop_bytes))
            self._waiting.clear()
        if not self._energies:
            return np.zeros(0, np.float32), np.zeros(0, np.float32)
        return np.concatenate(self._energies), np.concatenate(self._peaks)

    def _measure(self, pcm: bytes) -> None:
        import numpy as np

        # On whole numbers that takes half as long.
        hops = np.frombuffer(pcm, "<i2").reshape(-1, self._hop * self._format.channels)
        peaks = np.maximum(hops.max(axis=1).astype(np.float32), -hops.min(axis=1).astype(np.float32))
        self._peaks.append(peaks * np.float32(1 / FULL_SCALE))
        samples = to_samples(pcm, self._format)
        energies = np.zeros(len(hops), np.float32)
        for channel in range(self._format.channels):
            sound = np.ascontiguousarray(samples[:, channel])
            weighted = (self._filters[channel](sound) if self._filters else sound).reshape(-1, self._hop)
            energies += np.einsum("ij,ij->i", weighted, weighted) * np.float32(self._share / self._hop)
        self._energies.append(energies)


def level_of(energies: Floats, audio_format: AudioFormat, meter: Meter) -> float | None:
    """How loud a sound is, by its hops' energies; None where it is silent, or too short for the meter.

    Args:
        energies: what `EnvelopeMeter.finish` gave, for the same meter.
        audio_format: of the sound.
        meter: whose unit comes out.
    """
    if meter is Meter.LUFS:
        return gated_loudness(block_energies(energies, audio_format))
    if meter is Meter.REPLAY_GAIN:
        return replay_gain_volume(energies, hops_per_step(audio_format) / _STEP_S)
    return decibels(float(energies.mean(dtype="f8"))) if len(energies) else None


def decibels(energy: float) -> float | None:
    """A mean square (full scale 1) in decibels; None for 0."""
    return 10 * math.log10(energy) if energy > 0 else None


def block_energies(energies: Floats, audio_format: AudioFormat) -> npt.NDArray[np.float64]:
    """Mean squares of the gating blocks of 400 ms; none where the sound is shorter."""
    import numpy as np

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
