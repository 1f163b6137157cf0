"""The public API is what `__all__` says, no more and no less, and costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import narrate


def test_every_public_name_is_there():
    assert all(getattr(narrate, name) is not None for name in narrate.__all__)
    assert dir(narrate) == sorted(narrate.__all__)


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="nonsense"):
        narrate.nonsense  # noqa: B018 - the access is the point


def test_importing_the_package_loads_none_of_its_rooms():
    program = "import sys, narrate\nassert not [m for m in sys.modules if m.startswith('narrate.')], sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_an_audiobook_can_be_made_from_python(story, tmp_path):
    heard: list[object] = []

    options = narrate.Options(engine="silent", output=tmp_path / "book", jobs=1)
    summary = narrate.make_audiobook(story, options, listener=heard.append)

    assert [chapter.file for chapter in summary.chapters] == [p.name for p in sorted((tmp_path / "book").glob("*.mp3"))]
    assert heard
