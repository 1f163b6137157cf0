"""One clip at a time: the engine's own silence off, no click at its ends, a gain, another format."""

from __future__ import annotations

import functools
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from narrate.model import AudioFormat, Clip, WordTime

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SILENCE_DB = -50.0
"""Below this level, relative to the clip's loudest window, is the engine's silence. The weakest sounds of speech,
[f], [θ] and the burst of an unstressed plosive, lie some 30 to 40 dB below the vowels; the tests hold it to bursts
that weak."""

WINDOW_MS = 5
LEAD_MARGIN_MS = 15
TAIL_MARGIN_MS = 25
FADE_MS = 4
_LEAST_SOUND = 4
"""Half the peak-to-peak range, in steps of 16 bit, that counts as sound at all."""


def trim(clip: Clip) -> Clip:
    """Take off the silence that the engine put around a clip, its offset from zero, and any click at its ends.

    The ends are the first and the last window that hold sound, with a margin; so a plosive's burst stays, however
    long its closure. A clip without any sound is returned as it is.
    """
    import numpy as np

    samples = np.frombuffer(clip.pcm, "<i2").reshape(-1, clip.format.channels)
    heard = _sounding(samples, clip.format)
    if heard is None:
        return clip
    inner = _faded(_centred(samples[heard]), clip.format.frames(FADE_MS / 1000))
    trimmed = Clip(clip.format, inner.tobytes())
    return replace(trimmed, words=_shifted(clip, heard.start, trimmed.duration_s))


def gain(clip: Clip, gain_db: float) -> Clip:
    """Make a clip louder or softer. What would exceed full scale stays at it."""
    if not gain_db:
        return clip
    return replace(clip, pcm=bytes(_segment(clip.pcm, clip.format).apply_gain(gain_db).raw_data))


def conform(clip: Clip, audio_format: AudioFormat) -> Clip:
    """The same sound in another format, of the same length to the nearest frame."""
    if clip.format == audio_format:
        return clip
    from narrate.assembly.resampling import resampled

    return Clip(audio_format, b"".join(resampled([clip.pcm], clip.format, audio_format)), clip.words)


def _shifted(clip: Clip, cut_frames: int, left_s: float) -> tuple[WordTime, ...]:
    """The words of a clip that has lost so many frames at its beginning, and lasts ``left_s`` now."""
    cut_s = cut_frames / clip.format.sample_rate_hz
    return tuple(
        WordTime(start, end, min(max(start_s - cut_s, 0.0), left_s), min(max(end_s - cut_s, 0.0), left_s))
        for start, end, start_s, end_s in clip.words
    )


def _sounding(samples: npt.NDArray[np.int16], audio_format: AudioFormat) -> slice | None:
    """Where there is sound, with margins.

    The level of a window is half its peak-to-peak range: an offset from zero does not count as sound.
    """
    import numpy as np

    window = max(1, audio_format.frames(WINDOW_MS / 1000))
    count = -(-len(samples) // window)
    if not count:
        return None
    starts = np.arange(count) * window
    levels = (np.maximum.reduceat(samples, starts).astype(np.int32) - np.minimum.reduceat(samples, starts)).max(
        axis=1
    ) / 2
    threshold = max(float(levels.max()) * 10 ** (SILENCE_DB / 20), _LEAST_SOUND)
    loud = np.flatnonzero(levels >= threshold)
    if not len(loud):
        return None
    start = int(loud[0]) * window - audio_format.frames(LEAD_MARGIN_MS / 1000)
    end = (int(loud[-1]) + 1) * window + audio_format.frames(TAIL_MARGIN_MS / 1000)
    return slice(max(start, 0), end)


def _centred(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """The samples about zero. Not by pydub, whose samples wrap around at full scale."""
    import numpy as np

    offset = np.rint(samples.mean(axis=0)).astype(np.int32)
    if not offset.any():
        return samples
    centred: npt.NDArray[np.int16] = np.clip(samples - offset, -32768, 32767).astype("<i2")
    return centred


def _faded(samples: npt.NDArray[np.int16], frames: int) -> npt.NDArray[np.int16]:
    """The samples with so many faded in and out. Not by pydub, which takes a third of a millisecond for each."""
    import numpy as np

    if not frames or len(samples) < 2 * frames:
        return samples
    ramp = (np.arange(frames, dtype=np.float32) / np.float32(frames))[:, None]
    faded = samples.copy()
    faded[:frames] = np.rint(samples[:frames] * ramp)
    faded[-frames:] = np.rint(samples[-frames:] * ramp[::-1])
    return faded


def _segment(pcm: bytes, audio_format: AudioFormat) -> Any:  # noqa: ANN401 - pydub has no types
    return _pydub()(data=pcm, sample_width=2, frame_rate=audio_format.sample_rate_hz, channels=audio_format.channels)


@functools.cache
def _pydub() -> Any:  # noqa: ANN401 - pydub has no types
    with warnings.catch_warnings():
        # It misses ffmpeg, which we never ask it for, and its regular expressions have stray escapes.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment

    return AudioSegment
