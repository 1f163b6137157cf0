"""What finished sound is like, measured in one pass: level, peaks, noise floor, the silence at its ends."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from narrate.assembly.envelope import EnvelopeMeter, decibels, hop_frames, level_of
from narrate.assembly.loudness import PeakMeter
from narrate.model import AudioFormat, Meter

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_NOISE_WINDOW_S = 0.5
"""As the usual checkers have it: the noise floor is the root mean square of the quietest half second."""

_SOUND_DB = -50.0
_ABOVE_NOISE_DB = 12.0
"""What counts as sound at the ends of a file: above both, in 5 ms."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was measured; full scale is 0 dB.

    Attributes:
        duration_s: of the whole.
        level: in the unit of the meter that was asked for; None where it is silent or too short for the meter.
        sample_peak_db: the highest sample; None for digital silence. Above 0 where a decoder goes over full scale.
        true_peak_dbtp: the highest point, on samples or between them; likewise.
        noise_floor_db: root mean square of the quietest half second; −inf where that is digital silence, None where
            all is shorter.
        head_s: before the first sound; all of it where there is none.
        tail_s: after the last.
    """

    duration_s: float
    level: float | None
    sample_peak_db: float | None
    true_peak_dbtp: float | None
    noise_floor_db: float | None
    head_s: float
    tail_s: float


class Examiner:
    """Follows a stream of PCM. Memory is 1.6 kB a second of sound, twice that for some meters.

    Args:
        audio_format: of the stream.
        meter: by which its level is measured.
        scale_db: how much softer the stream is than the sound it stands for.
    """

    def __init__(self, audio_format: AudioFormat, meter: Meter, scale_db: float = 0.0) -> None:
        self._format = audio_format
        self._meter = meter
        self._scale_db = scale_db
        self._plain = EnvelopeMeter(audio_format, Meter.RMS)
        self._weighted = EnvelopeMeter(audio_format, meter) if meter is not Meter.RMS else None
        self._peaks = PeakMeter(audio_format)
        self._frames = 0

    def add(self, pcm: bytes) -> None:
        """The next piece: whole frames, about a second or less."""
        self._frames += len(pcm) // self._format.bytes_per_frame
        self._plain.add(pcm)
        self._peaks.add(pcm)
        if self._weighted:
            self._weighted.add(pcm)

    def finish(self) -> Examined:
        """What was found."""
        energies, peaks = self._plain.finish()
        weighted = self._weighted.finish()[0] if self._weighted else energies
        scale = 10 ** (self._scale_db / 10)
        true_peak = self._peaks.finish()
        noise_db = self._noise_floor(energies)
        head_s, tail_s = self._ends(energies * scale, noise_db)
        return Examined(
            duration_s=self._frames / self._format.sample_rate_hz,
            level=level_of(weighted * scale, self._format, self._meter),
            sample_peak_db=decibels(float(peaks.max()) ** 2 * scale) if len(peaks) else None,
            true_peak_dbtp=decibels(true_peak**2 * scale),
            noise_floor_db=noise_db,
            head_s=head_s,
            tail_s=tail_s,
        )

    @property
    def _hop_s(self) -> float:
        return hop_frames(self._format) / self._format.sample_rate_hz

    def _noise_floor(self, energies: Floats) -> float | None:
        import numpy as np

        hops = round(_NOISE_WINDOW_S / self._hop_s)
        # The last hop is filled up with silence, which is none of the sound's.
        whole = energies[: self._frames // hop_frames(self._format)]
        if len(whole) < hops:
            return None
        sums = np.convolve(whole.astype(np.float64), np.ones(hops), mode="valid") / hops
        quietest = decibels(float(sums.min()))
        return -math.inf if quietest is None else quietest + self._scale_db

    def _ends(self, energies: Floats, noise_db: float | None) -> tuple[float, float]:
        import numpy as np

        duration_s = self._frames / self._format.sample_rate_hz
        threshold_db = max(_SOUND_DB, -math.inf if noise_db is None else noise_db + _ABOVE_NOISE_DB)
        heard = np.flatnonzero(energies > 10 ** (threshold_db / 10))
        if not len(heard):
            return duration_s, duration_s
        return float(heard[0]) * self._hop_s, max(0.0, duration_s - float(heard[-1] + 1) * self._hop_s)
