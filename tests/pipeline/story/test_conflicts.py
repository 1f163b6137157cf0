"""What a person changed while the story changed, too: nothing of theirs is lost, and they are told."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from narrate import workspace
from narrate.pipeline.run import book
from narrate.pipeline.story import preparation

BOOK = Path("book")
SCRIPT, VOICES = BOOK / "script.txt", BOOK / "voices.toml"
LINE = "“Not always,” said the ferryman. “Only when I am tired.”\n\n"


def changed(path: Path, old: str, new: str) -> str:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.fixture
def make(narrate, story):
    """Make the audiobook; the first time is done."""

    def again(*words):
        done = narrate(story.name, "--engine", "silent", "-o", "book", "--jobs", "1", *words)
        assert done.code == 0, done.err
        return done

    again()
    return again


@pytest.fixture
def meanwhile(monkeypatch):
    """Have a person change files at a certain moment of the next run."""

    def act(module, name, action):
        done = getattr(module, name)

        def acting(*args, **kwargs):
            monkeypatch.setattr(module, name, done)
            action()
            return done(*args, **kwargs)

        monkeypatch.setattr(module, name, acting)

    return act


def test_an_edit_without_a_place_is_shown_beside_what_stands_there_now(make, story):
    edited = changed(SCRIPT, "@the ferryman\n“Not", "@Hester Vane\n“Not")
    changed(story, LINE, "“Never once,” said the ferryman. “And you are early.”\n\n")

    done = make("--quiet")

    kept = BOOK / ".narrate/kept"
    assert "Note: 1 choice of yours has no place in the story as it is now:" in done.err
    assert "@Hester Vane\n“Not always,”\nThe story says now" in done.err
    assert "@the ferryman\n“Never once,”" in done.err
    assert f"both are kept: your script.txt as it was is {kept}/script.1.txt, and {SCRIPT} is the story" in done.err
    assert sorted(path.name for path in kept.iterdir()) == ["conflicts.1.txt", "script.1.txt"]
    assert (kept / "script.1.txt").read_text(encoding="utf-8") == edited
    listed = (kept / "conflicts.1.txt").read_text(encoding="utf-8")
    assert "@Hester Vane\n“Not always,”" in listed
    assert "@the ferryman\n“Never once,”" in listed
    assert "Not always" not in SCRIPT.read_text(encoding="utf-8")
    assert "nothing to do" in make().out


@pytest.mark.parametrize("call", [1, 2])
def test_a_run_that_is_cut_short_while_it_keeps_them_shows_them_again(make, narrate, story, monkeypatch, call):
    edited = changed(SCRIPT, "@the ferryman\n“Not", "@Hester Vane\n“Not")
    changed(story, LINE, "“Never once,” said the ferryman. “And you are early.”\n\n")
    write, calls = workspace.write_atomically, []

    def cut_short(path, data):
        calls.append(path)
        if [one for one in calls if one.suffix == ".txt"][call:]:
            raise KeyboardInterrupt
        return write(path, data)

    monkeypatch.setattr(workspace, "write_atomically", cut_short)
    assert narrate(story.name, "--engine", "silent", "-o", "book", "--jobs", "1").code == 130
    monkeypatch.setattr(workspace, "write_atomically", write)

    assert SCRIPT.read_text(encoding="utf-8") == edited
    assert "@Hester Vane\n“Not always,”\nThe story says now" in make().err
    assert "Never once" in SCRIPT.read_text(encoding="utf-8")
    assert edited in [path.read_text(encoding="utf-8") for path in (BOOK / ".narrate/kept").glob("script.*")]


def test_a_second_time_the_first_list_stays(make, story):
    for number, words in enumerate(["“Never,” said the ferryman.\n\n", LINE], 1):
        changed(SCRIPT, "@the ferryman\n“N", f"@Hester Vane ({'sadly' if number == 1 else 'angrily'})\n“N")
        changed(story, LINE if number == 1 else "“Never,” said the ferryman.\n\n", words)
        make()

    lists = [path.read_text(encoding="utf-8") for path in sorted((BOOK / ".narrate/kept").glob("conflicts.*"))]
    assert ["sadly" in lists[0], "angrily" in lists[-1]] == [True, True]
    assert len(lists) == 2


def test_a_script_that_is_saved_while_the_story_is_read_is_not_replaced(make, narrate, story, meanwhile):
    changed(story, "tired", "weary")
    meanwhile(preparation, "keep", lambda: changed(SCRIPT, "@the ferryman\n“Not", "@Hester Vane\n“Not"))

    done = narrate(story.name, "--engine", "silent", "-o", "book", "--jobs", "1")

    assert done.code == 1
    assert "book/script.txt was changed while the story was read" in done.err
    assert "@Hester Vane\n“Not" in SCRIPT.read_text(encoding="utf-8")
    make()
    assert "@Hester Vane (by hand)\n“Not" in SCRIPT.read_text(encoding="utf-8")


def test_a_voice_map_that_is_saved_while_the_story_is_read_stays(make, story, meanwhile):
    changed(story, "tired", "weary")
    meanwhile(preparation, "keep", lambda: changed(VOICES, "[narrator]", "[narrator]\nrate = 1.2"))

    done = make()

    assert "voices.toml was changed while the story was read: this run has the voices that stood there" in done.err
    assert "rate = 1.2" in VOICES.read_text(encoding="utf-8")
    assert "nothing to do" not in make().out
    assert "nothing to do" in make().out


@pytest.mark.parametrize(
    "edit",
    [
        (SCRIPT, "@the ferryman\n“Not", "@Hester Vane\n“Not"),
        (VOICES, "[narrator]", "[narrator]\nrate = 1.2"),
    ],
    ids=["script", "voices"],
)
def test_what_is_saved_while_the_story_is_spoken_is_heeded_by_the_next_run(make, story, meanwhile, edit):
    changed(story, "tired", "weary")
    meanwhile(book, "produce", lambda: changed(*edit))
    make()

    assert "nothing to do" not in make().out
    assert "nothing to do" in make().out


def test_what_another_story_adds_to_a_shared_map_in_the_meantime_is_nothing_new(make, story, meanwhile):
    changed(story, "tired", "weary")
    theirs = '\n[characters.somebody-else]\nname = "Somebody Else"\nvoice = "silent:male1"\n'
    meanwhile(book, "produce", lambda: VOICES.write_text(VOICES.read_text(encoding="utf-8") + theirs, encoding="utf-8"))
    make()

    assert "nothing to do" in make().out


def test_somebody_whom_the_story_calls_otherwise_now_can_have_their_voice_back(make, narrate, story):
    given = changed(VOICES, 'voice = "silent:female-1"', 'voice = "silent:female-3"')
    assert "hester-vane" in given
    make()
    text = story.read_text(encoding="utf-8").replace("Hester", "Agatha").replace("Vane", "Thorne")
    story.write_text(text, encoding="utf-8")

    done = make("--quiet")

    assert "Hester Vane, whom book/voices.toml gives a voice, says nothing in the story any more" in done.err
    assert "Agatha Thorne is new to it" in done.err
    told = shlex.split(done.err.partition("voice back: ")[2].splitlines()[0])
    assert told[:2] == ["narrate", "cast"]
    assert narrate(*told[1:], "--engine", "silent", "-o", "book").code == 0
    assert "silent:female-3" in narrate("cast", story.name, "--engine", "silent", "-o", "book").out
    assert "gives a voice" not in make("--quiet").err


def test_who_merely_says_nothing_any_more_is_not_mentioned(make, story):
    text = story.read_text(encoding="utf-8").replace("“You are Miss Vane,” he said. “My aunt sent me.”", "He nodded.")
    story.write_text(text, encoding="utf-8")

    assert "gives a voice" not in make().err
