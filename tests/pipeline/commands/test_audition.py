"""One line of a story in several voices."""

from pathlib import Path

import av
import pytest

from narrate.config import Options
from narrate.pipeline import hold_audition, make_audiobook, show_cast

FERRYMAN = "c1u7"


@pytest.fixture
def options(tmp_path):
    return Options(jobs=1, output=tmp_path / "book")


def mp3_length_s(path) -> float:

    with av.open(str(path)) as file:
        return float(file.duration or 0) / av.time_base


def test_without_names_one_hears_the_voice_in_use_and_those_that_would_be_next(story, options, tmp_path):
    held = hold_audition(story, options, FERRYMAN, output=tmp_path / "all.mp3")
    assert (held.speaker, held.text) == ("the ferryman", "“Not always,”")
    assert held.heard[0].setting.voice == next(s.voice for s in show_cast(story, options) if s.name == "the ferryman")
    assert len({heard.setting.voice for heard in held.heard}) == len(held.heard) == 5
    starts = [heard.start_s for heard in held.heard]
    assert starts == sorted(starts)
    assert starts[0] == 0.0 < starts[1]
    assert mp3_length_s(tmp_path / "all.mp3") > starts[-1] + 0.8
    assert not (tmp_path / "book").exists()


def test_voices_that_are_named_are_heard_in_that_order_a_file_each(story, options, tmp_path):
    held = hold_audition(story, options, FERRYMAN, ["en-us+m3", "en-gb+f2"], output=tmp_path / "both", separate=True)
    assert [Path(heard.file).name for heard in held.heard] == ["1 gmw en-us+m3.mp3", "2 gmw en-gb+f2.mp3"]
    assert all(mp3_length_s(heard.file) > 0.3 for heard in held.heard)


def test_lines_have_the_numbers_of_script_txt(story, options, tmp_path):
    make_audiobook(story, Options(jobs=1, output=tmp_path / "book", engine="silent"))
    rows = (tmp_path / "book" / "script.txt").read_text(encoding="utf-8").splitlines()
    row = rows.index("“My aunt sent me.”") + 1
    held = hold_audition(story, options, str(row), ["en-us"], output=tmp_path / "one.mp3")
    assert (held.speaker, held.text) == ("the boy", "“My aunt sent me.”")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("c9u9",), 2, "no line of the story has the id c9u9"),
        (("3",), 2, "to count lines in"),
        ((FERRYMAN, "en-gb+m33"), 4, "en-gb+m3"),
    ],
)
def test_what_is_not_there_is_named(narrate, story, words, code, message):
    done = narrate("voices", "audition", story.name, *words)
    assert done.code == code
    assert message in done.err


def test_the_command_says_who_is_heard_where(narrate, story):
    done = narrate("voices", "audition", story.name, FERRYMAN, "en-us", "en-gb+f2")
    assert done.code == 0, done.err
    assert done.out.startswith("the ferryman: “Not always,”\n")
    assert "pyttsx3:gmw/en-gb+f2" in done.out
    assert Path(f"audition {FERRYMAN}.mp3").exists()
