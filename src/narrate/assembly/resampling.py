"""Sound at another sample rate, by FFmpeg's resampler."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from narrate.model import AudioFormat

_LAYOUTS = {1: "mono", 2: "stereo"}


def resampled(blocks: Iterable[bytes], source: AudioFormat, target: AudioFormat) -> Iterator[bytes]:
    """Resample a stream of PCM.

    Nothing is shifted in time, and the length is that of the source to the nearest frame.

    Args:
        blocks: whole frames of ``source``, in pieces of any length.
        source: their format; one or two channels.
        target: what comes out.
    """
    if source == target:
        yield from blocks
        return
    frames_in = frames_out = 0
    for block, length in _converted(blocks, source, target):
        frames_in += length
        piece = block
        if not length:  # what was left in the resampler: it may be a frame too long
            due = max(0, _scaled(frames_in, source, target) - frames_out)
            piece = block[: due * target.bytes_per_frame]
        frames_out += len(piece) // target.bytes_per_frame
        if piece:
            yield piece
    if (missing := _scaled(frames_in, source, target) - frames_out) > 0:
        yield bytes(missing * target.bytes_per_frame)


def _scaled(frames: int, source: AudioFormat, target: AudioFormat) -> int:
    return (2 * frames * target.sample_rate_hz + source.sample_rate_hz) // (2 * source.sample_rate_hz)


def _converted(blocks: Iterable[bytes], source: AudioFormat, target: AudioFormat) -> Iterator[tuple[bytes, int]]:
    """Pairs of resampled sound and the frames that went in for it; the last came of the resampler's delay."""
    import av  # noqa: PLC0415 - start-up time
    import numpy as np  # noqa: PLC0415

    resampler = av.AudioResampler("s16", _LAYOUTS[target.channels], target.sample_rate_hz)
    at = 0
    for block in blocks:
        frames = len(block) // source.bytes_per_frame
        if not frames:
            continue
        frame = av.AudioFrame.from_ndarray(
            np.frombuffer(block, "<i2").reshape(1, -1), format="s16", layout=_LAYOUTS[source.channels]
        )
        frame.sample_rate = source.sample_rate_hz
        frame.pts = at
        at += frames
        out = resampler.resample(frame)
        yield b"".join(piece.to_ndarray().astype("<i2").tobytes() for piece in out), frames
    if at:
        yield b"".join(piece.to_ndarray().astype("<i2").tobytes() for piece in resampler.resample(None)), 0
