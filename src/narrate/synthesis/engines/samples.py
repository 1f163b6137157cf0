"""Samples of neural engines as clips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from narrate.errors import SynthesisError
from narrate.model import AudioFormat, Clip, WordTime

if TYPE_CHECKING:
    import numpy as np

LOUDEST = 0.98
"""The largest sample, of full scale; what is louder is turned down as a whole, and so does not clip."""


def clip_of(parts: Sequence[np.ndarray[Any, Any]], rate_hz: int, words: Sequence[WordTime] = ()) -> Clip:
    """Samples between −1 and 1, one part after the other, as a clip.

    Args:
        parts: of any shape.
        rate_hz: samples a second.
        words: when they are heard.

    Raises:
        SynthesisError: there are none, or some are no numbers.
    """
    import numpy as np

    samples = np.concatenate([np.ravel(part) for part in parts]).astype(np.float64) if parts else np.zeros(0)
    if not samples.size:
        raise SynthesisError("there is nothing to say in this text")
    loudest = float(np.max(np.abs(samples)))
    if not np.isfinite(loudest):
        raise SynthesisError("the model's samples are no numbers")
    if loudest > LOUDEST:
        samples *= LOUDEST / loudest
    return Clip(AudioFormat(rate_hz), np.rint(samples * 32767).astype("<i2").tobytes(), tuple(words))
