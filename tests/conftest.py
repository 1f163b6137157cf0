"""What all tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from narrate import Options, make_audiobook
from narrate.cli.app import run as run_command

# How long an example takes says more of the machine than of the code: nothing here is judged by the clock.
settings.register_profile("narrate", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("narrate")

ROOT = Path(__file__).parent.parent


class Finished(NamedTuple):
    """A command that has run: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Narrate = Callable[..., Finished]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write what is found as what is expected.")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that holds what is expected; ``--update-golden`` writes that file instead."""

    def compare(path: Path, found: str) -> None:
        if request.config.getoption("--update-golden"):
            path.write_text(found, encoding="utf-8")
        assert found == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    """No test reads or writes what belongs to the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("NARRATE_CACHE_DIR", str(home / "clips"))
    # Making a cover takes a third of a second: the tests of covers have it made.
    monkeypatch.setenv("NARRATE_COVER", "none")
    monkeypatch.setenv("NARRATE_DEBUG", "1")
    for name in (
        "NARRATE_ENGINE",
        "NARRATE_OUTPUT",
        "NARRATE_PROFILE",
        "NARRATE_JOBS",
        "NARRATE_NOTES",
        "NARRATE_DEVICE",
        "NARRATE_ENGINES",
        "NARRATE_VOICE_CATALOGUE",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def narrate(tmp_path, monkeypatch, capfd) -> Narrate:
    """Run the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> Finished:
        capfd.readouterr()
        code = run_command([str(word) for word in words])
        return Finished(code, *capfd.readouterr())

    return call


@pytest.fixture
def stories() -> Path:
    """The folder of our own stories."""
    return ROOT / "stories"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A short story of two chapters, alone in the current folder."""
    path = tmp_path / "The Ferry.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def _ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the short story's audiobook; not to be changed."""
    folder = tmp_path_factory.mktemp("ferry")
    path = folder / "The Ferry.txt"
    path.write_text(STORY, encoding="utf-8")
    make_audiobook(path, Options(engine="silent", output=folder / "The Ferry", jobs=1, cover=Path("none")))
    return folder / "The Ferry"


@pytest.fixture
def book(_ferry: Path, tmp_path: Path) -> Path:
    """A folder that `narrate` has finished: the short story's audiobook, in two chapters of silence."""
    shutil.copytree(_ferry, tmp_path / "book")
    return tmp_path / "book"


@pytest.fixture
def need() -> Callable[[str], str]:
    """The path of an independent tool; skips, saying so, where it is not installed."""

    def find(tool: str) -> str:
        path = shutil.which(tool)
        if path is None:
            pytest.skip(f"{tool} is not installed; .ci/run installs it")
        return path

    return find


STORY = """\
The Ferry

by M. Tidewell

Chapter One: The Near Bank

The ferry was late. “It is always late,” said Hester Vane, and she sat down on her trunk.

“Not always,” said the ferryman. “Only when I am tired.”

“And are you tired?” Hester asked.

“Every day since my wife died.”

Hester looked at the water. “I am sorry,” she said.


It was dark when they pushed off. Nobody spoke for a while.

“What is in the trunk?” the ferryman asked.

“Bells,” said Hester. “Forty of them.”

Chapter Two: The Far Bank

A boy with a lantern stood at the landing. “You are Miss Vane,” he said. “My aunt sent me.”

“Is she well?” asked Hester.

“She is not,” said the boy. “She wants the bells tonight.”

The ferryman laughed. “Then she shall have them,” he said, and he lifted the trunk as if it held nothing.
"""
