"""The shipped weights still find who speaks in our own labelled stories."""

import json
from pathlib import Path

import pytest

from narrate.attribution import attribute
from narrate.intake import read_story
from narrate.model import UtteranceKind
from narrate.segmentation import segment

ROOT = Path(__file__).parents[2]
LABELLED = sorted([*(ROOT / "stories").glob("*.jsonl"), *(ROOT / "tests/data/labelled").glob("*.jsonl")])
FLOORS = {
    "the-felt-wedge": 0.86,
    "the-lamp-at-number-nine": 0.93,
    "the-last-train-to-harrow-bridge": 0.87,
    "the-river-that-would-not-go-to-bed": 0.81,
    "the-weighing-of-skarn": 0.79,
    "eleven-shirts": 0.75,
    "lost-on-the-number-six": 0.92,
    "the-letter-to-nobody": 0.87,
}
"""Shares of lines below which no change may fall: what is reached today, less three in a hundred."""
