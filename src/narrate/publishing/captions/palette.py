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
