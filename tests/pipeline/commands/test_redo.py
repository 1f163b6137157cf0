"""Lines said again: another take where the engine has several, and only their chapters made anew."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from narrate.pipeline.sound.engines import describe_engine
from narrate.synthesis.engines.silent import SilentEngine

BOOK = Path("output") / "The Ferry"


def rows():
    return (BOOK / "script.txt").read_text(encoding="utf-8").splitlines()


def test_the_chapter_of_a_line_is_made_anew_and_no_other(narrate, story):
    assert narrate(story.name, "--engine", "silent").code == 0
    stamps = {path.name: path.stat().st_mtime_ns for path in BOOK.glob("*.mp3")}
    number = rows().index("“My aunt sent me.”") + 1

    done = narrate("redo", story.name, number, "--engine", "silent")

    assert done.code == 0, done.err
    assert "silent says a line the same way every time" in done.err
    changed = [path.name for path in sorted(BOOK.glob("*.mp3")) if path.stat().st_mtime_ns != stamps[path.name]]
    assert len(changed) == 1
    assert changed[0].startswith("02 ")
    assert "nothing to do" in narrate(story.name, "--engine", "silent").out


def test_an_engine_with_takes_is_asked_for_the_next_one_each_time(narrate, story, monkeypatch):
    assert narrate(story.name, "--engine", "silent").code == 0
    describe_engine.cache_clear()
    wanted = SilentEngine.capabilities
    monkeypatch.setattr(SilentEngine, "capabilities", replace(wanted, takes=True))
    try:
        first = narrate("redo", story.name, "c2u2", "--engine", "silent")
        assert first.code == 0, first.err
        assert "same way" not in first.err
        assert narrate("redo", story.name, "c2u2", "c1u1", "--engine", "silent").code == 0
    finally:
        describe_engine.cache_clear()
    takes = json.loads((BOOK / ".narrate" / "takes.json").read_text(encoding="utf-8"))
    assert {name: record["take"] for name, record in takes.items()} == {"c1u1": 1, "c2u2": 2}


def test_a_server_is_asked_anew_for_the_line_and_nothing_else(narrate, story, server):
    assert narrate(story.name, "--engine", "openai").code == 0
    before = len(server.requests)

    for _ in range(2):
        done = narrate("redo", story.name, "c2u2", "--engine", "openai")
        assert done.code == 0, done.err
        assert "same way" not in done.err

    (words,) = {asked["input"] for asked in server.requests[before:]}
    assert len(server.requests) == before + 2
    assert words in story.read_text(encoding="utf-8")
    assert "nothing to do" in narrate(story.name, "--engine", "openai").out
    assert len(server.requests) == before + 2


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("c9u9", "no line of the story has the id c9u9"),
        ("9999", "nothing is spoken on line 9999"),
        ("x", "'x' is no line"),
    ],
)
def test_what_is_no_line_is_refused(narrate, story, line, message):
    assert narrate(story.name, "--engine", "silent").code == 0
    done = narrate("redo", story.name, line, "--engine", "silent")
    assert done.code == 2
    assert message in done.err


def test_a_story_of_which_nothing_was_made_is_refused(narrate, story):
    done = narrate("redo", story.name, "3", "--engine", "silent")
    assert done.code == 2
    assert "Make it first" in done.err
    assert not BOOK.exists()
