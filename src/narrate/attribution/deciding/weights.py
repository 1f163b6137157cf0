"""The weights of the features: natural logarithms of odds."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def weights() -> dict[str, float]:
    """Feature to weight, from ``data/weights.txt``."""
    text = resources.files("narrate.attribution").joinpath("data", "weights.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, value in pairs}
