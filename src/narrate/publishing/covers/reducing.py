"""Making a picture small enough for every chapter's file."""

from __future__ import annotations

import io

from narrate.publishing.covers.cover import SMALL, jpeg

_LARGE_BYTES = 300_000
_MOST_PIXELS = 100_000_000
"""A picture of more is not looked at: it may be small on the disk and fill the memory."""


def reduced(cover: bytes) -> bytes:
    """The picture as it is, or, where it is large, as a JPEG of 600 pixels at most; one that can't be read stays."""
    if len(cover) <= _LARGE_BYTES:
        return cover
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(cover), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return cover
            small = picture.convert("RGB")
            small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return cover
    return jpeg(small)
