"""Sound at another sample rate, by FFmpeg's resampler."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from narrate.model import AudioFormat

if TYPE_CHECKING:
    from av.filter import Graph

_LAYOUTS = {1: "mono", 2: "stereo"}

_FILTER_SIZE = 128
"""FFmpeg's own 32 lets the mirror image of 7 kHz through at −38 dB when a voice of 16 kHz joins a chapter of 22 kHz:
it hisses. From 128 on it is below what 16 bits hold, up to 95 % of the band. It costs 1 ms a second of sound."""


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
    import av
    import numpy as np

    graph = _graph(source, target)
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
        graph.push(frame)
        yield _pulled(graph), frames
    if at:
        graph.push(None)
        yield _pulled(graph), 0


def _graph(source: AudioFormat, target: AudioFormat) -> Graph:
    from av.filter import Graph

    rate, layout = source.sample_rate_hz, _LAYOUTS[source.channels]
    graph = Graph()
    nodes = (
        graph.add("abuffer", f"sample_rate={rate}:sample_fmt=s16:channel_layout={layout}:time_base=1/{rate}"),
        graph.add("aresample", f"{target.sample_rate_hz}:filter_size={_FILTER_SIZE}"),
        graph.add("aformat", f"sample_fmts=s16:channel_layouts={_LAYOUTS[target.channels]}"),
        graph.add("abuffersink"),
    )
    for node, following in itertools.pairwise(nodes):
        node.link_to(following)
    graph.configure()
    return graph


def _pulled(graph: Graph) -> bytes:
    import av

    found = []
    while True:
        try:
            found.append(graph.pull())
        except (av.BlockingIOError, av.EOFError):
            return b"".join(piece.to_ndarray().astype("<i2").tobytes() for piece in found)
