"""The main job, as a person meets it: a story in, an audiobook out, mended by hand, run again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import mutagen.mp3
import pytest

FOLDER = Path("output") / "The Ferry"


def sounds(folder=FOLDER):
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in sorted(folder.glob("*.mp3"))}


@pytest.fixture
def made(narrate, story):
    done = narrate(story.name, "--engine", "silent")
    assert done.code == 0, done.err
    return done


def test_a_story_becomes_tagged_chapters_in_order(made):
    assert list(sounds()) == ["01 Chapter One - The Near Bank.mp3", "02 Chapter Two - The Far Bank.mp3"]
    first = mutagen.mp3.MP3(FOLDER / "01 Chapter One - The Near Bank.mp3")
    assert str(first["TALB"]) == "The Ferry"
    assert str(first["TPE1"]) == "M. Tidewell"
    assert str(first["TRCK"]) == "1/2"
    assert isinstance(first.info, mutagen.mp3.MPEGInfo)
    assert first.info.bitrate_mode is mutagen.mp3.BitrateMode.CBR
    assert first.info.length > 10


def test_the_folder_holds_what_the_readme_says(made):
    assert {path.name for path in FOLDER.iterdir() if path.suffix != ".mp3"} == {
        "script.txt",
        "voices.toml",
        "timeline.json",
        ".narrate",
    }


def test_the_summary_names_the_voices_and_the_folder(made):
    assert "The Ferry by M. Tidewell: 2 chapters" in made.out
    assert "Hester Vane" in made.out
    assert str(FOLDER) in made.out


def test_progress_is_lines_that_append(made):
    assert "2 of 2 done: " in made.err
    assert "\r" not in made.err
    assert "\x1b" not in made.err


def test_the_timeline_covers_every_spoken_word_in_order(made, narrate, story):
    script = json.loads(narrate("script", story.name, "--format", "json").out)
    text = story.read_text(encoding="utf-8")
    spoken = [u for chapter in script["chapters"] for u in chapter["utterances"]]
    timeline = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))
    heard = [u for chapter in timeline["chapters"] for u in chapter["utterances"]]

    assert [u["id"] for u in heard] == [u["id"] for u in spoken]
    assert all(u["text"] == text[u["start"] : u["end"]] for u in spoken)
    for chapter in timeline["chapters"]:
        times = [time for u in chapter["utterances"] for time in (u["start"], u["end"])]
        assert times == sorted(times)
        assert times[-1] <= chapter["duration"]


def test_running_again_touches_nothing(made, narrate, story):
    before = {path: path.stat().st_mtime_ns for path in FOLDER.rglob("*") if path.is_file()}

    again = narrate(story.name, "--engine", "silent")

    after = {path: path.stat().st_mtime_ns for path in FOLDER.rglob("*") if path.is_file()}
    changed = {path.name for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert again.code == 0
    assert "nothing to do" in again.out
    assert changed <= {"lock"}


def test_a_changed_speaker_makes_its_chapter_anew_and_no_other(made, narrate, story):
    before = sounds()
    script = FOLDER / "script.txt"
    content = script.read_text(encoding="utf-8")
    line = "“She wants the bells tonight.”"
    speaker = content[: content.index(line)].rpartition("\n@")[0]
    assert line in content
    edited = re.sub(r"@[^\n]+\n(?=“She wants the bells)", "@Hester Vane\n", content)
    assert edited != content
    script.write_text(edited, encoding="utf-8")

    again = narrate(story.name, "--engine", "silent")

    assert again.code == 0, again.err
    after = sounds()
    first, second = before
    assert speaker
    assert after[first] == before[first]
    assert after[second][0] != before[second][0]
    assert script.read_text(encoding="utf-8") == edited
    heard = json.loads((FOLDER / "timeline.json").read_text(encoding="utf-8"))["chapters"][1]["utterances"]
    start = story.read_text(encoding="utf-8").index("“She wants the bells")
    assert next(u["speaker"] for u in heard if u["source"]["start"] == start) == "hester-vane"


def test_an_edit_survives_a_changed_story(made, narrate, story):
    script = FOLDER / "script.txt"
    content = script.read_text(encoding="utf-8")
    script.write_text(re.sub(r"@[^\n]+\n(?=“She wants the bells)", "@Hester Vane\n", content), encoding="utf-8")
    story.write_text(story.read_text(encoding="utf-8").replace("The ferry was late.", "The ferry was very late."))

    again = narrate(story.name, "--engine", "silent")

    assert again.code == 0, again.err
    content = script.read_text(encoding="utf-8")
    assert "very late" in content
    assert "@Hester Vane (by hand)\n“She wants the bells" in content
    assert any((FOLDER / ".narrate" / "kept").iterdir())


def test_a_speaker_nobody_knows_is_refused_with_the_nearest_name(made, narrate, story):
    before = sounds()
    script = FOLDER / "script.txt"
    content = script.read_text(encoding="utf-8").replace("@Hester Vane\n", "@Hester Vain\n", 1)
    script.write_text(content, encoding="utf-8")

    again = narrate(story.name, "--engine", "silent")

    assert again.code == 3
    assert re.search(r"script\.txt:\d+", again.err)
    assert "Hester Vane" in again.err
    assert sounds() == before
    assert script.read_text(encoding="utf-8") == content


def test_a_voice_chosen_in_voices_toml_is_kept(made, narrate, story):
    voices = FOLDER / "voices.toml"
    lines = voices.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("[characters.hester-vane]"))
    chosen = next(i for i in range(at, len(lines)) if lines[i].startswith("voice ="))
    others = {line for line in lines if line.startswith("voice =")} - {lines[chosen]}
    lines[chosen] = min(others)
    voices.write_text("\n".join(lines) + "\n", encoding="utf-8")

    again = narrate(story.name, "--engine", "silent")

    assert again.code == 0, again.err
    assert voices.read_text(encoding="utf-8") == "\n".join(lines) + "\n"


def test_a_new_person_in_voices_toml_can_be_given_lines(made, narrate, story):
    voices, script = FOLDER / "voices.toml", FOLDER / "script.txt"
    voices.write_text(voices.read_text(encoding="utf-8") + '\n[characters.old-tom]\nname = "Old Tom"\n')
    content = script.read_text(encoding="utf-8")
    script.write_text(re.sub(r"@[^\n]+\n(?=“She wants the bells)", "@Old Tom\n", content), encoding="utf-8")

    again = narrate(story.name, "--engine", "silent", "--json")

    assert again.code == 0, again.err
    assert "Old Tom" in {speaker["name"] for speaker in json.loads(again.out)["speakers"]}


def test_the_same_story_gives_the_same_bytes(made, narrate, story):
    before = {name: data for name, (_, data) in sounds().items()}

    done = narrate(story.name, "--engine", "silent", "-o", "other", "--jobs", "1")

    assert done.code == 0, done.err
    assert {name: data for name, (_, data) in sounds(Path("other")).items()} == before
    for name in ("script.txt", "voices.toml", "timeline.json"):
        assert (Path("other") / name).read_bytes() == (FOLDER / name).read_bytes()


def test_chapters_can_be_made_one_at_a_time(narrate, story):
    assert narrate(story.name, "--engine", "silent", "--chapters", "2").code == 0
    assert list(sounds()) == ["02 Chapter Two - The Far Bank.mp3"]
    second = sounds()["02 Chapter Two - The Far Bank.mp3"]

    assert narrate(story.name, "--engine", "silent").code == 0

    assert len(sounds()) == 2
    assert sounds()["02 Chapter Two - The Far Bank.mp3"] == second


def test_several_stories_go_to_folders_of_their_own(narrate, story, tmp_path):
    (tmp_path / "other.txt").write_text("Once there was a hen. “Cluck,” said the hen.", encoding="utf-8")

    done = narrate(story.name, "missing.txt", "other.txt", "--engine", "silent", "-o", "shelf")

    assert done.code == 3
    assert "missing.txt" in done.err
    assert len(list(Path("shelf").glob("*/*.mp3"))) == 3


def test_two_stories_of_one_name_don_t_share_a_folder(made, narrate, tmp_path):
    (tmp_path / "sub").mkdir()
    other = tmp_path / "sub" / "The Ferry.txt"
    other.write_text("Quite another story.", encoding="utf-8")

    refused = narrate(other, "--engine", "silent")

    assert refused.code == 1
    assert "another story" in refused.err
    assert len(sounds()) == 2
