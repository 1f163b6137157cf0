"""Quiet patterns: for each pixel a value from 0 (ground) to 1 (figure), the same for the same numbers everywhere."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Plane = npt.NDArray[np.float32]

Pattern = Callable[["Plane", "Plane", Random, float], "Plane"]
"""Takes columns and rows in units of the cover's width, numbers that come from the title, and a pixel's size."""


def rings(x: Plane, y: Plane, random: Random, pixel: float) -> Plane:
    """Circles around a point outside the middle, as from a stone in water."""
    import numpy as np

    distance = np.hypot(x - random.uniform(0.1, 0.9), y - random.uniform(-0.1, 0.6))
    return _lines(distance / random.uniform(0.035, 0.06), 0.5, pixel / 0.045)


def stripes(x: Plane, y: Plane, random: Random, pixel: float) -> Plane:
    """Slanting stripes that grow wider."""
    import numpy as np

    angle = random.uniform(0.3, 1.2) * random.choice((-1, 1))
    along = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle)) + np.float32(1.5)
    return _lines(along**2 / np.float32(random.uniform(0.12, 0.18)), 0.5, pixel / 0.05)


def hills(x: Plane, y: Plane, random: Random, pixel: float) -> Plane:
    """Lines of height on a map of hills."""
    import numpy as np

    height = np.zeros(np.broadcast_shapes(x.shape, y.shape), np.float32)
    for _ in range(5):
        middle_x, middle_y = random.uniform(0, 1), random.uniform(-0.1, 0.6)
        size = random.uniform(0.12, 0.3)
        height += np.float32(random.uniform(0.5, 1)) * np.exp(
            -((x - middle_x) ** 2 + (y - middle_y) ** 2) / np.float32(2 * size**2)
        )
    return _lines(height * 9, 0.3, pixel * 60)


def waves(x: Plane, y: Plane, random: Random, pixel: float) -> Plane:
    """Rows of waves, each a little beside the one above it."""
    import numpy as np

    height, length = random.uniform(0.012, 0.02), random.uniform(0.16, 0.3)
    lean = random.uniform(0.2, 0.9)
    crest = np.sin((x / length + y * lean) * np.float32(2 * np.pi)) * np.float32(height)
    return _lines((y + crest) / np.float32(0.045), 0.45, pixel / 0.045)


def arches(x: Plane, y: Plane, random: Random, pixel: float) -> Plane:
    """Quarters of circles in squares, turned as chance has it (after Truchet and Smith)."""
    import numpy as np

    count = random.randint(7, 11)
    turned = np.array([[random.random() < 0.5 for _ in range(count)] for _ in range(count)])
    column, row = np.floor(x * count).astype(int), np.floor(y * count).astype(int)
    within_x, within_y = x * count - column, y * count - row
    flip = turned[row % count, column % count]
    across = np.where(flip, 1 - within_x, within_x)
    near = np.hypot(across, within_y)
    far = np.hypot(1 - across, 1 - within_y)
    width, soft = np.float32(0.16), np.float32(pixel * count)
    edge = np.minimum(np.abs(near - np.float32(0.5)), np.abs(far - np.float32(0.5)))
    plane: Plane = np.clip((width - edge) / soft + np.float32(0.5), 0, 1).astype(np.float32)
    return plane


PATTERNS: tuple[Pattern, ...] = (rings, stripes, hills, waves, arches)


def _lines(value: Plane, share: float, soft: float) -> Plane:
    """Lines where a value is near a whole number: ``share`` of it, with edges as soft as a pixel."""
    import numpy as np

    off = np.abs(value - np.rint(value))
    plane: Plane = np.clip((np.float32(share / 2) - off) / np.float32(soft) + np.float32(0.5), 0, 1).astype(np.float32)
    return plane
