"""How well a colour can be read on another."""

from __future__ import annotations


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (W3C, Web Content Accessibility Guidelines 2.2, “contrast ratio”)."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour ``RRGGBB``, 0 to 1 (the same guidelines); ``#`` before it or not."""
    colour = colour.removeprefix("#")
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
