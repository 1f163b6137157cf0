"""Who has which voice, and a person's word on who is who."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FOLDER = Path("output") / "The Ferry"
VOICES = FOLDER / "voices.toml"
SCRIPT = FOLDER / "script.txt"


@pytest.fixture
def cast(narrate, story):
    def call(*words):
        return narrate("cast", story.name, "--engine", "silent", *words)

    return call


@pytest.fixture
def make(narrate, story):
    def call(*words):
        done = narrate(story.name, "--engine", "silent", *words)
        assert done.code == 0, done.err
        return done

    return call


def names(done):
    assert done.code == 0, done.err
    return [row["name"] for row in json.loads(done.out)]


def speaker_of(words):
    """The speaker line above these words in script.txt."""
    rows = SCRIPT.read_text(encoding="utf-8").splitlines()
    return next(row for row in reversed(rows[: rows.index(words)]) if row.startswith("@"))


def give(words, speaker):
    rows = SCRIPT.read_text(encoding="utf-8").splitlines()
    at = rows.index(words)
    assert rows[at - 1].startswith("@")
    rows[at - 1] = f"@{speaker}"
    SCRIPT.write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_showing_the_cast_writes_nothing(cast):
    assert "the ferryman" in names(cast("--json"))
    assert not Path("output").exists()


def test_a_merge_is_heeded_by_the_next_run(cast, make):
    make()

    shown = cast("--json", "--merge", "the boy", "the ferryman")
    make()

    assert "the boy" not in names(shown)
    assert speaker_of("“My aunt sent me.”").startswith("@the ferryman")
    assert '"the boy"' in VOICES.read_text(encoding="utf-8")


def test_a_merge_before_the_first_run_makes_the_voice_map(cast, make):
    cast("--merge", "the boy", "the ferryman")
    assert VOICES.exists()

    make()

    assert speaker_of("“My aunt sent me.”").startswith("@the ferryman")


def test_what_a_person_chose_before_a_merge_is_kept_and_their_names_understood(cast, make):
    make()
    give("“Every day since my wife died.”", "the boy (whispering)")  # the boy is about to be merged
    give("“Bells,”", "the ferryman")

    cast("--merge", "the boy", "the ferryman")
    make()

    assert speaker_of("“Every day since my wife died.”").startswith("@the ferryman (whispering)")
    assert speaker_of("“Bells,”").startswith("@the ferryman")
    assert "@the boy" not in SCRIPT.read_text(encoding="utf-8")


def test_a_renamed_person_goes_by_the_new_name_and_the_old_one_still_means_them(cast, make):
    make()
    cast("--rename", "the boy", "Peter")
    give("“Bells,”", "the boy")
    give("“Not always,”", "Peter")

    make()

    assert speaker_of("“My aunt sent me.”").startswith("@Peter")
    assert speaker_of("“Bells,”").startswith("@Peter")
    assert speaker_of("“Not always,”").startswith("@Peter")


def test_a_copy_of_the_old_map_is_kept_and_comments_stay(cast, make):
    make()
    mine = "# mine alone\n" + VOICES.read_text(encoding="utf-8")
    VOICES.write_text(mine, encoding="utf-8")

    cast("--alias", "the ferryman", "Old Joe")

    assert (FOLDER / ".narrate" / "kept" / "voices.1.toml").read_text(encoding="utf-8") == mine
    after = VOICES.read_text(encoding="utf-8")
    assert after.startswith("# mine alone\n")
    assert set(mine.splitlines()) <= set(after.splitlines())


def test_a_map_shared_by_a_series_is_the_one_that_is_edited(cast, make, tmp_path):
    shared = tmp_path / "series" / "cast.toml"
    shared.parent.mkdir()
    make("--voices", "series/cast.toml")

    cast("--voices", "series/cast.toml", "--rename", "the boy", "Peter")

    assert 'name = "Peter"' in shared.read_text(encoding="utf-8")
    assert not VOICES.exists()


def test_what_was_done_is_said_and_an_alias_that_is_not_in_the_story_too(cast):
    done = cast("--alias", "the ferryman", "Old Joe", "--rename", "the boy", "Peter")

    assert "The story never says “Old Joe”" in done.err
    assert "“Old Joe” is another name of the ferryman; the boy is called Peter" in done.err


def test_a_name_that_nobody_has_is_refused_with_the_nearest_and_nothing_is_written(cast):
    done = cast("--merge", "the boi", "the ferryman")

    assert done.code == 2
    assert "“the boy”" in done.err
    assert not Path("output").exists()


def test_a_folder_of_another_story_is_left_alone(cast, make, story, narrate, tmp_path):
    make()
    before = VOICES.read_bytes()
    other = tmp_path / "other" / "The Ferry.txt"
    other.parent.mkdir()
    other.write_text("Another\n\n“No,” said Ann Hill.\n\n“Yes,” said Bob.\n", encoding="utf-8")

    done = narrate("cast", other, "--engine", "silent", "--alias", "Bob", "Bobby")

    assert done.code == 1
    assert "another story" in done.err
    assert VOICES.read_bytes() == before


def comments():
    """What stands beside the names of the tables in voices.toml."""
    found = re.findall(r"^\[(?:characters\.)?([\w-]+)\] # (.*)$", VOICES.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(found)


def voices_of(done):
    assert done.code == 0, done.err
    return {row["name"]: row["voice"] for row in json.loads(done.out)}


class TestVoices:
    @pytest.fixture
    def cast(self, narrate, story):
        return lambda *words: narrate("cast", story.name, "--json", *words)

    def test_a_voice_is_given_by_any_name_it_goes_by(self, cast):
        shown = voices_of(cast("--voice", "the boy=en-us+f3", "--voice", "Narrator=en-gb-scotland"))
        assert shown["the boy"] == "pyttsx3:gmw/en-us+f3"
        assert shown["Narrator"] == "pyttsx3:gmw/en-gb-scotland"
        assert voices_of(cast()) == shown

    def test_whoever_is_cast_again_gets_another_voice_and_nobody_else_does(self, cast):
        before = voices_of(cast("--lock", "the ferryman"))
        done = cast("--recast", "the boy")
        after = voices_of(done)
        assert [name for name in before if before[name] != after[name]] == ["the boy"]
        assert f"the boy is cast again: {after['the boy']}" in done.err

    def test_the_file_says_why_they_have_the_voice_that_they_have_now(self, cast):
        assert cast("--lock", "the ferryman").code == 0
        reasons = comments()
        remarked = VOICES.read_text(encoding="utf-8").replace(f"# {reasons['hester-vane']}", "# my heroine, 40 lines")
        VOICES.write_text(remarked, encoding="utf-8")

        shown = {row["name"]: row["reason"] for row in json.loads(cast("--recast", "the boy").out)}
        assert shown["the boy"] == "as voices.toml says"
        again = comments()
        assert again["the-boy"] != reasons["the-boy"]
        assert again["the-boy"].startswith("male, a child (voices.toml), 4 lines; ")
        assert (again["hester-vane"], again["the-ferryman"]) == ("my heroine, 40 lines", reasons["the-ferryman"])

        cast("--recast", "Hester Vane", "--voice", "the boy=en-us+f3", "--swap", "Narrator", "the ferryman")
        assert comments() == {
            "narrator": "chosen by hand",
            "hester-vane": "my heroine, 40 lines",
            "the-boy": "chosen by hand",
            "the-ferryman": "chosen by hand",
        }
        cast("--recast", "the boy")
        assert comments()["the-boy"].startswith("male, a child (voices.toml), 4 lines; ")

    def test_two_exchange_their_voices(self, cast):
        before = voices_of(cast())
        after = voices_of(cast("--swap", "the boy", "the ferryman"))
        assert (after["the boy"], after["the ferryman"]) == (before["the ferryman"], before["the boy"])

    def test_what_can_not_be_done_is_refused_and_nothing_is_written(self, cast):
        assert cast("--voice", "the boy").code == 2
        missing = cast("--voice", "the boy=en-gb+f22")
        assert missing.code == 4
        assert "en-gb+f2" in missing.err
        assert not Path("output").exists()
        cast("--lock", "the boy")
        locked = cast("--recast", "the boy")
        assert locked.code == 2
        assert "locked" in locked.err


def test_the_cast_as_a_page_has_everybody_and_a_sound_of_each(narrate, story):
    done = narrate("cast", story.name, "--html", "new/cast.html")
    assert done.code == 0, done.err
    page = Path("new/cast.html").read_text(encoding="utf-8")
    assert (
        page.count("<audio controls")
        == page.count("<h3>")
        == len(json.loads(narrate("cast", story.name, "--json").out))
    )
    assert "the ferryman" in page
    assert not Path("output").exists()
    assert narrate("cast", story.name, "--html", "new/cast.html").code == 0
    assert Path("new/cast.html").read_text(encoding="utf-8") == page
