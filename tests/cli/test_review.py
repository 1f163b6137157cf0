"""What a person had better look at first."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FOLDER = Path("output") / "The Ferry"


def doubts(narrate, story, *options):
    done = narrate("review", story.name, "--json", *options)
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_the_most_doubtful_come_first_and_as_many_as_asked(narrate, story):
    found = doubts(narrate, story)

    sure = [line["confidence"] for line in found]
    assert sure == sorted(sure)
    assert len(found) > 3
    assert doubts(narrate, story, "--most", "2") == found[:2]


def test_before_anything_is_made_lines_are_told_by_their_place_in_the_story(narrate, story):
    rows = story.read_text(encoding="utf-8").splitlines()

    for line in doubts(narrate, story):
        assert line["script_line"] is None
        assert line["text"] in rows[line["story_line"] - 1]
    assert not Path("output").exists()


def test_afterwards_by_their_line_in_script_txt(narrate, story):
    narrate(story.name, "--engine", "silent")
    rows = (FOLDER / "script.txt").read_text(encoding="utf-8").splitlines()

    found = doubts(narrate, story)

    assert found
    for line in found:
        at = line["script_line"]
        assert rows[at - 1].startswith(f"@{line['speaker']}")
        assert rows[at] == line["text"]


def test_what_a_person_chose_or_confirmed_is_not_shown_again(narrate, story):
    narrate(story.name, "--engine", "silent")
    script = FOLDER / "script.txt"
    first = doubts(narrate, story)[0]
    rows = script.read_text(encoding="utf-8").splitlines()
    rows[first["script_line"] - 1] = "@Hester Vane (by hand)"
    script.write_text("\n".join(rows) + "\n", encoding="utf-8")

    assert first["text"] not in [line["text"] for line in doubts(narrate, story)]


def test_parts_of_one_speech_are_one_doubt(narrate, story):
    narrate(story.name, "--engine", "silent")
    rows = (FOLDER / "script.txt").read_text(encoding="utf-8").splitlines()

    found = doubts(narrate, story)

    line = next(line for line in found if line["text"] == "“Bells,”")
    [further] = line["further_script_lines"]
    assert rows[further] == "“Forty of them.”"
    assert "“Forty of them.”" not in [line["text"] for line in found]


def test_each_line_stands_among_its_neighbours(narrate, story):
    line = next(line for line in doubts(narrate, story) if line["text"] == "“Every day since my wife died.”")

    assert [shown["text"] for shown in line["before"]] == ["“And are you tired?”", "Hester asked."]
    assert [shown["text"] for shown in line["after"]] == ["Hester looked at the water.", "“I am sorry,”"]
    assert all(other != line["speaker"] for other in line["others"])
    assert line["evidence"]


def test_a_person_reads_where_why_and_what_to_do(narrate, story):
    narrate(story.name, "--engine", "silent")

    out = narrate("review", story.name, "--most", "1").out

    assert re.match(r"1\. script\.txt line [\d, ]+, chapter [12]: @", out)
    assert re.search(r"\d+% sure: ", out)
    assert "\n  > " in out
    assert str(FOLDER / "script.txt") in out


def test_a_story_without_dialogue_has_nothing_to_review(narrate, tmp_path):
    path = tmp_path / "Quiet.txt"
    path.write_text("Quiet\n\nIt rained all day, and nobody said a word.\n", encoding="utf-8")

    assert "No line of dialogue is in doubt" in narrate("review", path.name).out


@pytest.mark.parametrize("most", ["0", "-1", "many"])
def test_as_many_must_be_a_number(narrate, story, most):
    assert narrate("review", story.name, "--most", most).code == 2


def test_a_known_cast_must_be_there(narrate, story):
    done = narrate("review", story.name, "--known-cast")

    assert done.code == 3
    assert "voices.toml" in done.err


def test_a_missing_story_is_said_in_words(narrate):
    done = narrate("review", "nowhere.txt")

    assert done.code == 3
    assert "nowhere.txt" in done.err
