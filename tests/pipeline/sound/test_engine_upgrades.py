"""An engine that speaks otherwise than it did: it is noticed, whoever it speaks for and however long narrate runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narrate.synthesis.engines import openai
from narrate.synthesis.engines.silent import SilentEngine

VOICES = Path("output/The Ferry/voices.toml")


@pytest.fixture
def mixed(narrate, story, server):
    """The Ferry by silent voices, but for Hester Vane, for whom a server speaks."""
    assert narrate(story.name, "--engine", "silent").code == 0
    content = VOICES.read_text(encoding="utf-8")
    table = re.compile(r"(\[characters\.hester-vane\](?:.*\n)*?)voice = .*")
    VOICES.write_text(table.sub(r'\1voice = "openai:af_sky"', content, count=1), encoding="utf-8")

    def make():
        before = len(server.requests)
        done = narrate(story.name, "--engine", "silent")
        assert done.code == 0, done.err
        return done.out, len(server.requests) - before

    return make


def test_another_version_of_an_engine_that_speaks_for_one_person_is_noticed(mixed, monkeypatch):
    _, first = mixed()
    again, none = mixed()
    monkeypatch.setattr(openai, "_REVISION", openai._REVISION + 1)
    after, second = mixed()

    assert first > 0
    assert ("nothing to do" in again, none) == (True, 0)
    assert ("nothing to do" in after, second) == (False, first)
    assert "nothing to do" in mixed()[0]


def test_an_engine_that_is_renewed_while_narrate_watches_is_noticed(narrate, tmp_path, monkeypatch):
    for name in ("Anna", "Bertha"):
        (tmp_path / f"{name}.txt").write_text(f"“It is late,” said {name}.\n", encoding="utf-8")
    words = ("Anna.txt", "Bertha.txt", "--engine", "silent")  # what a look into a watched folder leads to

    assert narrate(*words).out.count("1 made") == 2
    assert narrate(*words).out.count("unchanged") == 2
    monkeypatch.setattr(SilentEngine, "fingerprint", lambda _: "another")
    assert narrate(*words).out.count("1 made") == 2
