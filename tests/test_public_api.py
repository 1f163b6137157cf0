"""The public API is what `__all__` says, no more and no less, and costs nothing until it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import narrate
import narrate.pipeline
import narrate.speech


def test_every_public_name_is_there():
    assert all(getattr(narrate, name) is not None for name in narrate.__all__)
    assert dir(narrate) == sorted(narrate.__all__)


def test_a_name_that_is_not_public_is_refused():
    with pytest.raises(AttributeError, match="nonsense"):
        narrate.nonsense  # noqa: B018 - the access is the point


def test_importing_the_package_loads_none_of_its_rooms():
    assert _loaded_with("narrate") == {"narrate.loading"}


def test_a_worker_loads_no_command():
    assert not [name for name in _loaded_with("narrate.pipeline.sound.finish") if "commands" in name]


@pytest.mark.parametrize("package", [narrate, narrate.pipeline, narrate.speech])
def test_what_is_loaded_when_it_is_used_is_what_is_exported(package):
    assert [getattr(getattr(package, name), "__name__", name) for name in package.__all__] == package.__all__


def _loaded_with(module: str) -> set[str]:
    program = f"import sys, {module}\nprint(*(m for m in sys.modules if m.startswith('narrate.')))"
    return set(
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    )


def test_an_audiobook_can_be_made_from_python(story, tmp_path):
    heard: list[object] = []

    options = narrate.Options(engine="silent", output=tmp_path / "book", jobs=1)
    summary = narrate.make_audiobook(story, options, listener=heard.append)

    assert [chapter.file for chapter in summary.chapters] == [p.name for p in sorted((tmp_path / "book").glob("*.mp3"))]
    assert heard
