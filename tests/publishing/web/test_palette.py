"""The palette, held against the figures it claims: contrast by WCAG, and what the colour-blind see of it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.publishing.contrast import contrast

from narrate.publishing.web import palette
from narrate.publishing.web.markup import asset

# Machado, Oliveira and Fernandes 2009, table 1, severity 1; on linear RGB.
SEEN = {
    "all colours": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour):
    values = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(colour, seen):
    xyz = XYZ @ np.clip(np.array(seen) @ linear(colour), 0, 1) / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize(
    ("colours", "grounds"), [(palette.LIGHT, palette.LIGHT_GROUNDS), (palette.DARK, palette.DARK_GROUNDS)]
)
def test_every_colour_can_be_read_on_the_page_and_on_the_mark(colours, grounds):
    assert min(contrast(colour, ground) for colour in colours for ground in grounds) >= 4.5


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("colours", [palette.LIGHT, palette.DARK])
def test_everybody_can_tell_the_colours_apart(colours, seen):
    # 2.3 is a just noticeable difference; side by side in a text people want several times that.
    distances = [
        float(np.linalg.norm(lab(one, SEEN[seen]) - lab(other, SEEN[seen])))
        for one, other in itertools.combinations(colours, 2)
    ]
    assert min(distances) > 20


def test_grounds_are_those_of_the_style_sheet():
    style = asset("page.css")
    for ground, mark in (palette.LIGHT_GROUNDS, palette.DARK_GROUNDS):
        assert f"--ground: {ground}" in style
        assert f"--mark: {mark}" in style
