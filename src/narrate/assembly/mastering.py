"""A chapter's PCM brought to its profile's level and true peak, in two passes and bounded memory.

The first pass takes the sound's envelope. On it alone the gain is found with which the sound, *after* the limiter, has
the profile's level, by whatever meter the profile goes. The second pass applies both. The limiter's gain is a minimum
over what is about to come, smoothed: it has gone down when a peak arrives, and comes back as slowly, so it adds no
click and no distortion that one hears.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from narrate.assembly.envelope import EnvelopeMeter, hop_frames, level_of, to_pcm, to_samples
from narrate.assembly.resampling import resampled
from narrate.assembly.roomtone import RoomTone
from narrate.assembly.truepeak import CONTEXT, peaks_after
from narrate.model import AudioFormat, Level, Profile

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

HEADROOM_DB = 0.6
"""Left below the profile's true peak for what encoding and resampling add. Measured on eSpeak NG's voices, limited,
as MP3: see docs/sound.md."""

_MOST_GAIN_DB = 40.0
_MOST_LIMITING_DB = 24.0
_REACH = 5
"""Hops (25 ms) over which the limiter's gain goes down and comes back."""

_BLOCK_HOPS = 2000
_READ_S = 1.5
_UNSEEN = 10 ** (3 / 20)
"""Between two samples that stay 3 dB below the ceiling nothing is interpolated: no tone below a quarter of the sample
rate exceeds both its neighbours by more, and speech has no peaks above it."""

_SOLVED_DB = 0.01
_GAIN_DIGITS = 3
"""Of the gain in decibels: so that the last digits of another processor's arithmetic give the same bytes."""


@dataclass(frozen=True, slots=True, eq=False)
class MasteringPlan:
    """What the second pass does.

    Attributes:
        gain: a factor.
        ceiling: what nothing may exceed after it, full scale 1.
        peaks: of the sound before, one for each hop (`hop_frames`).
    """

    gain: float
    ceiling: float
    peaks: Floats

    def save(self, path: Path) -> None:
        """Write it to a file, for the workers that apply it."""
        import numpy as np

        with path.open("wb") as file:
            np.savez(file, factors=np.array([self.gain, self.ceiling]), peaks=self.peaks)

    @classmethod
    def load(cls, path: Path) -> MasteringPlan:
        """Read what `save` wrote."""
        import numpy as np

        with np.load(path) as kept:
            gain, ceiling = (float(factor) for factor in kept["factors"])
            return cls(gain, ceiling, kept["peaks"])


def mastered(
    path: Path, audio_format: AudioFormat, profile: Profile, *, headroom_db: float = HEADROOM_DB
) -> Iterator[bytes]:
    """Bring PCM to a profile's level and true peak, with room tone where it asks for that: both passes.

    Args:
        path: a file of PCM, which is read twice.
        audio_format: of the file.
        profile: the level, the true peak, the room tone, and the sample rate that comes out.
        headroom_db: how far below the profile's true peak the limiter holds the sound.

    Yields:
        As `apply_plan`.
    """
    plan = plan_mastering(path, audio_format, profile, headroom_db=headroom_db)
    yield from apply_plan(path, audio_format, profile, plan)


def plan_mastering(
    path: Path, audio_format: AudioFormat, profile: Profile, *, headroom_db: float = HEADROOM_DB
) -> MasteringPlan:
    """The first pass. Silence, and sound that is too short for the meter (400 ms for loudness), gets no gain."""
    meter = EnvelopeMeter(audio_format, profile.level.meter)
    size = audio_format.frames(_READ_S) * audio_format.bytes_per_frame
    with path.open("rb") as file:
        while block := file.read(size):
            meter.add(block)
    energies, peaks = meter.finish()
    ceiling = 10 ** ((profile.true_peak_dbtp - headroom_db) / 20)
    gain_db = _solve(energies, peaks, audio_format, level=profile.level, ceiling=ceiling)
    return MasteringPlan(10 ** (gain_db / 20), ceiling, peaks)


def apply_plan(
    path: Path,
    audio_format: AudioFormat,
    profile: Profile,
    plan: MasteringPlan,
    *,
    start: int = 0,
    end: int | None = None,
) -> Iterator[bytes]:
    """The second pass, on all of the sound or on a part of it.

    The length is kept to the nearest frame and nothing is shifted, so that the times of cues stay true.

    Args:
        path: the file of PCM.
        audio_format: of the file.
        profile: as the plan was made for.
        plan: from the first pass.
        start: frame of the file.
        end: frame of the file; None is its end.

    Yields:
        PCM at ``profile.sample_rate_hz`` (the file's own rate where that is None), with the file's channels. Parts
        are resampled, and have room tone, each by itself.
    """
    target = AudioFormat(profile.sample_rate_hz or audio_format.sample_rate_hz, audio_format.channels)
    tone = RoomTone(profile.room_tone_db, audio_format) if profile.room_tone_db is not None else None
    yield from resampled(_applied(path, audio_format, plan, tone, (start, end)), audio_format, target)


def _solve(energies: Floats, peaks: Floats, audio_format: AudioFormat, *, level: Level, ceiling: float) -> float:
    """The gain in decibels after which the limited sound has the level aimed at."""
    import numpy as np

    unlimited = level_of(energies, audio_format, level.meter)
    if unlimited is None:
        return 0.0
    first = min(level.target - unlimited, _MOST_GAIN_DB)
    gain_db = first
    for _ in range(30):
        factor = np.float32(10 ** (gain_db / 20))
        curve = _limiter_curve(peaks * factor, ceiling)
        hops: Floats = (curve[:-1] + curve[1:]) * (factor / np.float32(2))
        reached = level_of(energies * hops**2, audio_format, level.meter)
        if reached is None or abs(level.target - reached) < _SOLVED_DB:
            break
        gain_db = min(gain_db + level.target - reached, first + _MOST_LIMITING_DB, _MOST_GAIN_DB)
    return round(gain_db, _GAIN_DIGITS)


def _limiter_curve(peaks: Floats, ceiling: float) -> Floats:
    """The limiter's gain at the edges of hops, one value more than hops; linear between them.

    Args:
        peaks: of each hop, after the gain.
        ceiling: what no hop may exceed.
    """
    import numpy as np

    needed = np.minimum(1, ceiling / np.maximum(peaks, ceiling)).astype(np.float32)
    if not len(needed) or needed.min() == 1:
        return np.ones(len(needed) + 1, np.float32)
    # An edge belongs to the hop before and the hop after it. The minimum reaches as far to either side as the
    # smoothing does, so that every smoothed value that touches a hop is a mean of values that suit it.
    least = _least_of(np.pad(needed, 2 * _REACH, constant_values=1), 2 * _REACH)
    weights = np.hanning(2 * _REACH + 1)[1:-1].astype(np.float32)
    return np.convolve(least, weights / weights.sum(), mode="valid")[1:-1]


def _least_of(values: Floats, width: int) -> Floats:
    """The least of each ``width`` neighbours, by doubling."""
    import numpy as np

    least, reach = values, 1
    while reach < width:
        step = min(reach, width - reach)
        least, reach = np.minimum(least[:-step], least[step:]), reach + step
    return least


def _applied(
    path: Path, audio_format: AudioFormat, plan: MasteringPlan, tone: RoomTone | None, part: tuple[int, int | None]
) -> Iterator[bytes]:
    """The second pass, on the frames of a part."""
    hop = hop_frames(audio_format)
    start, end = part
    hops = len(plan.peaks) if end is None else min(-(-end // hop), len(plan.peaks))
    with path.open("rb") as file:
        for first in range(start // hop, hops, _BLOCK_HOPS):
            last = min(first + _BLOCK_HOPS, hops)
            samples = _read(file, first * hop, last * hop, audio_format)
            limited = _limited(samples, _gains(file, first, last, audio_format, plan), hop)
            wanted = slice(max(start - first * hop, 0), None if end is None else end - first * hop)
            yield to_pcm(tone.under(limited[wanted]) if tone else limited[wanted])


def _limited(samples: Floats, gains: Floats | float, hop: int) -> Floats:
    import numpy as np

    if isinstance(gains, float):
        samples *= np.float32(gains)
    else:
        ramp = np.arange(hop, dtype=np.float32) / np.float32(hop)
        curve = (gains[:-1, None] + (gains[1:] - gains[:-1])[:, None] * ramp).reshape(-1, 1)
        samples *= curve[: len(samples)]
    return samples


def _gains(file: BinaryIO, first: int, last: int, audio_format: AudioFormat, plan: MasteringPlan) -> Floats | float:
    """The factor at the edges of the hops from ``first`` to ``last``; one number where the limiter has no work."""
    import numpy as np

    hop = hop_frames(audio_format)
    start, end = max(first - 2 * _REACH, 0), min(last + 2 * _REACH, len(plan.peaks))
    peaks = plan.peaks[start:end] * np.float32(plan.gain)
    if not len(peaks) or peaks.max() * _UNSEEN <= plan.ceiling:
        return plan.gain
    around = _read(file, start * hop - CONTEXT, end * hop + CONTEXT, audio_format)
    if missing := (end - start) * hop + 2 * CONTEXT - len(around):
        around = np.pad(around, ((0, missing), (0, 0)))
    seen = plan.ceiling / (plan.gain * _UNSEEN)
    places = _near_peaks(plan.peaks, (start, end), seen, hop) + CONTEXT
    for channel in around.T:
        at = places[np.maximum(np.abs(channel[places]), np.abs(channel[places + 1])) > seen]
        found = peaks_after(channel, at) * np.float32(plan.gain)
        # What lies between two hops is a peak of both.
        for neighbour in (at, at + 1):
            np.maximum.at(peaks, np.clip((neighbour - CONTEXT) // hop, 0, len(peaks) - 1), found)
    curve = _limiter_curve(peaks, plan.ceiling)
    return curve[first - start : last - start + 1] * np.float32(plan.gain)


def _near_peaks(peaks: Floats, hops: tuple[int, int], seen: float, hop: int) -> npt.NDArray[np.intp]:
    """Frames from the one before some hops to the last of them that are, or stand before, one of a hop with a peak.

    Args:
        peaks: of all hops.
        hops: the first, and the one after the last; frames are counted from the first.
        seen: what makes a peak.
        hop: frames in a hop.
    """
    import numpy as np

    start, end = hops
    before = min(start, 1)
    high = np.flatnonzero(peaks[start - before : end + 1] > seen) - before
    frames = (high[:, None] * hop + np.arange(-1, hop)).reshape(-1)
    return frames[(frames >= -1) & (frames < (end - start) * hop)]


def _read(file: BinaryIO, start: int, end: int, audio_format: AudioFormat) -> Floats:
    """Frames from the file; silence before its beginning, none after its end."""
    import numpy as np

    file.seek(max(start, 0) * audio_format.bytes_per_frame)
    pcm = file.read((end - max(start, 0)) * audio_format.bytes_per_frame)
    samples = to_samples(pcm, audio_format)
    before = max(-start, 0)
    return np.pad(samples, ((before, 0), (0, 0))) if before else samples
