"""The cover: a pattern above, title and author on a plain ground below."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from narrate.publishing.covers.patterns import PATTERNS
from narrate.publishing.covers.setting import LEADING, Frame, Setting, fitted, font, lacking, settable

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 3000
"""Pixels: the most that podcast directories take."""

SMALL = 600
"""Pixels of the picture that goes into every chapter's file."""

REVISION = 1
"""Raised whenever the same title would give another picture."""

SCHEMES = (
    ("1F2A44", "2C3A5C", "F4EFE6"),
    ("3B1F2B", "512C3C", "F6ECE7"),
    ("17332E", "23473F", "EEF5EF"),
    ("F3EBDD", "E3D4BA", "2A2118"),
    ("2B2B2B", "3D3D3D", "F2F2F0"),
    ("4A2C17", "613C22", "FBF1E4"),
    ("E7EEF2", "CBDAE3", "15242E"),
    ("26223F", "383257", "F0EDFA"),
    ("F6E7E1", "EACABF", "3A1610"),
    ("0F3B4A", "194F62", "EAF6FA"),
    ("EDEFE0", "D6DBBE", "23270F"),
    ("44131A", "5C1D26", "FCEDED"),
)
"""Ground, figure and ink. Ink on ground has a contrast of 7 or more (WCAG 2.2, level AAA)."""

_HORIZON = 1320
_MARGIN = 210
_TITLE = Frame(SIDE - 2 * _MARGIN, 1080, largest=560, smallest=150, lines=5)
_AUTHOR = Frame(SIDE - 2 * _MARGIN, 280, largest=180, smallest=110, lines=2)
_FOOT = 190
_RULE = (260, 10)
_QUALITY = 86


@dataclass(frozen=True, slots=True)
class MadeCover:
    """A cover as JPEG pictures.

    Attributes:
        large: 3000 pixels square.
        small: 600 pixels square.
        lacking: letters that the font has not; where there are any, what they belong to is not on the cover.
    """

    large: bytes
    small: bytes
    lacking: str


def make_cover(title: str, author: str = "") -> MadeCover:
    """Make a cover. The same title and author give the same picture."""
    title, author = settable(title), settable(author)
    seed = hashlib.sha256(f"{title}\n{author}".encode("utf-8", "replace")).digest()
    random = Random(seed)
    ground, figure, ink = random.choice(SCHEMES)
    picture = _painted(ground, figure, random)
    missing = lacking(title + author)
    _set(picture, "" if lacking(title) else title, "" if lacking(author) else author, ink)
    from PIL import Image as images  # noqa: N813 - start-up time

    small = picture.resize((SMALL, SMALL), images.Resampling.LANCZOS)
    return MadeCover(jpeg(picture), jpeg(small), missing)


def _painted(ground: str, figure: str, random: Random) -> Image:
    import numpy as np
    from PIL import Image as images  # noqa: N813

    pattern = random.choice(PATTERNS)
    places = np.arange(SIDE, dtype=np.float32) / np.float32(SIDE)
    x, y = places[None, :].astype(np.float32), places[:_HORIZON, None].astype(np.float32)
    share = np.broadcast_to(pattern(x, y, random, 1 / SIDE), (_HORIZON, SIDE))
    mask = images.fromarray(np.rint(share * 255).astype(np.uint8))
    picture = images.new("RGB", (SIDE, SIDE), f"#{ground}")
    picture.paste(images.new("RGB", (SIDE, _HORIZON), f"#{figure}"), (0, 0), mask)
    return picture


def _set(picture: Image, title: str, author: str, ink: str) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)

    def write(setting: Setting, style: str, top: float) -> None:
        face = font(style, setting.size)
        for number, line in enumerate(setting.lines):
            draw.text((_MARGIN, top + number * setting.size * LEADING), line, font=face, fill=f"#{ink}", anchor="ls")

    taken = 0.0
    if author:
        setting = fitted(author, "Regular", _AUTHOR)
        first = SIDE - _FOOT - (len(setting.lines) - 1) * setting.size * LEADING
        write(setting, "Regular", first)
        rule = first - setting.size * 1.4
        draw.rectangle((_MARGIN, rule, _MARGIN + _RULE[0], rule + _RULE[1]), fill=f"#{ink}")
        taken = max(SIDE - rule - 440, 0)
    if title:
        setting = fitted(title, "Bold", replace(_TITLE, height=_TITLE.height - round(taken)))
        # The first base line lies a capital's height under the frame's top.
        write(setting, "Bold", _HORIZON + 120 + setting.size * 0.75)


def jpeg(picture: Image) -> bytes:
    """A picture as a JPEG file; the same picture is the same bytes."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, subsampling=0, optimize=False)
    return out.getvalue()
