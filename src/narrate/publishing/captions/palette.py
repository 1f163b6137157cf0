"""Colours by which captions tell characters apart."""

from __future__ import annotations

from narrate.model import Edition

NARRATOR = "FFFFFF"

COLOURS = ("77AADD", "EE8866", "EEDD88", "FFAABB", "99DDFF", "44BB99", "BBCC33", "AAAA00", "DDDDDD")
"""Paul Tol, “Colour Schemes” (SRON/EPS/TN/09-002, 3.2), the scheme “light”: told apart with any kind of colour vision,
and light enough to be read on black."""


def colours(edition: Edition) -> dict[str | None, tuple[str, int]]:
    """For each reader a colour as ``RRGGBB``, and how often it was given before: the later ones need another mark."""
    given: dict[str | None, tuple[str, int]] = {None: (NARRATOR, 0)}
    characters = [reader.id for reader in edition.readers if reader.id is not None]
    for index, character in enumerate(characters):
        given[character] = (COLOURS[index % len(COLOURS)], index // len(COLOURS))
    return given


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (W3C, Web Content Accessibility Guidelines 2.2, “contrast ratio”)."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour ``RRGGBB``, 0 to 1 (the same guidelines)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
