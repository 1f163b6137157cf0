"""Loudness and true peak of a stream, and the evening of voices.

Loudness is that of ITU-R BS.1770-5, in LUFS; one channel counts as one channel (players that give mono to two
loudspeakers are 3 LU louder).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from narrate.assembly.envelope import EnvelopeMeter, block_energies, gated_loudness, hop_frames, to_samples
from narrate.assembly.truepeak import CONTEXT, overshoot, true_peaks
from narrate.model import AudioFormat, Clip

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

VOICE_LEVEL_LUFS = -28.0
"""The level that all voices are brought to before mastering. Speech has peaks some 20 dB above its loudness (measured
on eSpeak NG: 16 to 21); so a shouted line has 6 dB left to full scale, and the noise of 16 bit is 70 dB below."""

_MOST_EVENING_DB = 30.0
_PIECE_S = 1.0

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Loudness:
    """What a meter says of a piece of sound.

    Attributes:
        integrated_lufs: None where nothing is above −70 LUFS, or all is shorter than 400 ms.
        true_peak_dbtp: None for digital silence.
        duration_s: how long it is.
    """

    integrated_lufs: float | None
    true_peak_dbtp: float | None
    duration_s: float


def measure_loudness(blocks: Iterable[bytes], audio_format: AudioFormat) -> Loudness:
    """Measure a stream of PCM, in pieces of whole frames of any length; memory is 1.6 kB a second of sound."""
    meter = EnvelopeMeter(audio_format)
    peaks = PeakMeter(audio_format)
    frames = 0
    for block in blocks:
        for piece in _pieces(block, audio_format):
            meter.add(piece)
            peaks.add(piece)
        frames += len(block) // audio_format.bytes_per_frame
    peak = peaks.finish()
    energies, _ = meter.finish()
    return Loudness(
        gated_loudness(block_energies(energies, audio_format)),
        20 * math.log10(peak) if peak > 0 else None,
        frames / audio_format.sample_rate_hz,
    )


def measure_level(clip: Clip) -> float | None:
    """Loudness of a clip in LUFS, of whatever length; None where it holds no sound."""
    return voice_level([clip])


def voice_level(clips: Iterable[Clip]) -> float | None:
    """How loud a voice is, in LUFS, from clips of it; None where they hold no sound.

    The gating blocks of all clips are gated together; a clip shorter than 400 ms is one block.
    """
    import numpy as np

    found = []
    for clip in clips:
        meter = EnvelopeMeter(clip.format)
        meter.add(clip.pcm)
        energies, _ = meter.finish()
        blocks = block_energies(energies, clip.format)
        found.append(blocks if len(blocks) or not len(energies) else energies.mean(keepdims=True, dtype=np.float64))
    return gated_loudness(np.concatenate(found)) if found else None


def even_levels(levels: Mapping[Key, float | None], target_lufs: float = VOICE_LEVEL_LUFS) -> dict[Key, float]:
    """Gains in decibels that make voices equally loud.

    The target is fixed, not a mean over the cast: so a voice that comes or goes changes nothing for the others.

    Args:
        levels: loudness of each voice in LUFS; None where it could not be measured, which gets no gain.
        target_lufs: what all are brought to.
    """
    return {
        key: 0.0 if level is None else round(min(max(target_lufs - level, -_MOST_EVENING_DB), _MOST_EVENING_DB), 3)
        for key, level in levels.items()
    }


class PeakMeter:
    """The true peak of a stream. Only hops that can exceed what was found so far are interpolated."""

    def __init__(self, audio_format: AudioFormat) -> None:
        import numpy as np

        self._format = audio_format
        self._hop = hop_frames(audio_format)
        self._context = np.zeros((2 * CONTEXT, audio_format.channels), np.float32)
        self._peak = 0.0

    def add(self, pcm: bytes) -> None:
        """The next piece."""
        self._add(to_samples(pcm, self._format))

    def finish(self) -> float:
        """The peak; full scale is 1."""
        import numpy as np

        self._add(np.zeros((CONTEXT + self._hop, self._format.channels), np.float32))
        return self._peak

    def _add(self, samples: npt.NDArray[np.float32]) -> None:
        import numpy as np

        stretch = np.concatenate([self._context, samples])
        self._context = stretch[-2 * CONTEXT :]
        for channel in stretch.T:
            self._search(np.ascontiguousarray(channel))

    def _search(self, channel: npt.NDArray[np.float32]) -> None:
        import numpy as np

        length = self._hop + 2 * CONTEXT
        if len(channel) < length:
            channel = np.concatenate([channel, np.zeros(length - len(channel), np.float32)])
        starts = np.arange(0, len(channel) - length + 1, self._hop)
        if starts[-1] + length < len(channel):
            starts = np.append(starts, len(channel) - length)
        hops = np.lib.stride_tricks.sliding_window_view(channel, length)[starts]
        ceilings = np.abs(hops).max(axis=1) * overshoot()
        # The loudest first: it rules out most of the others.
        for chosen in np.array_split(np.argsort(-ceilings, kind="stable"), max(1, len(starts) // 16)):
            open_ = chosen[ceilings[chosen] > self._peak]
            if not len(open_):
                return
            self._peak = max(self._peak, float(true_peaks(hops[open_]).max()))


def _pieces(block: bytes, audio_format: AudioFormat) -> Iterator[bytes]:
    """The block in pieces of a second at most, so that a long block does not cost memory."""
    length = audio_format.frames(_PIECE_S) * audio_format.bytes_per_frame
    for at in range(0, len(block), length):
        yield block[at : at + length]
