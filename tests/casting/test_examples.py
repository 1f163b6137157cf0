"""The voice maps that ship."""

from pathlib import Path

import pytest

from narrate.casting import parse_voice_map

FOLDER = Path(__file__).parents[2] / "voices"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_an_example_can_be_read(path):
    assert parse_voice_map(path.read_text("utf-8"), str(path), engines=["pyttsx3", "silent"]).characters
