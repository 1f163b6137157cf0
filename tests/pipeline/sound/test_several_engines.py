"""One cast with voices of several engines."""

import json
import re
from pathlib import Path

import av
import numpy as np
import pytest

FOLDER = Path("output") / "The Ferry"


@pytest.fixture
def given(narrate, story):
    """Have voices.toml written for the story, and give somebody a voice there."""

    def give(person: str, voice: str, more: str = "") -> str:
        if not (FOLDER / "voices.toml").exists():
            assert narrate(story.name, "--chapters", "1").code == 0
        path = FOLDER / "voices.toml"
        changed = re.sub(
            rf"(\[{person}\](?:.*\n)*?)voice = .*", rf'\1voice = "{voice}"{more}', path.read_text("utf-8"), count=1
        )
        path.write_text(changed, encoding="utf-8")
        return changed

    return give


def spoken_by(speaker: str | None) -> list[tuple[np.ndarray, int, str]]:
    """The sound, its rate and the text of each sentence of a speaker in the finished files."""
    text = Path("The Ferry.txt").read_text("utf-8")
    found = []
    for chapter in json.loads((FOLDER / "timeline.json").read_text("utf-8"))["chapters"]:
        with av.open(str(FOLDER / chapter["file"])) as container:
            rate = container.streams.audio[0].rate
            sound = np.concatenate([frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)])
        for utterance in chapter["utterances"]:
            if utterance["speaker"] == speaker:
                for sentence in utterance["sentences"]:
                    piece = sound[round(sentence["start"] * rate) : round(sentence["end"] * rate)]
                    found.append((piece, rate, text[sentence["source"]["start"] : sentence["source"]["end"]]))
    return found


def level_db(speaker: str | None) -> float:
    loud = np.concatenate([sound for sound, _, _ in spoken_by(speaker)])
    loud = loud[np.abs(loud) > 0.05 * np.abs(loud).max()]
    return float(20 * np.log10(np.sqrt(np.mean(loud.astype(float) ** 2))))


def pace(speaker: str | None) -> float:
    """Letters a second."""
    pieces = spoken_by(speaker)
    letters = sum(sum(letter.isalpha() for letter in text) for _, _, text in pieces)
    return letters / sum(len(sound) / rate for sound, rate, _ in pieces)


def test_a_voice_of_another_engine_joins_at_the_same_level_and_pace(narrate, given, story, need):
    need("flite")
    before = given("characters.hester-vane", "flite:slt")
    done = narrate(story.name)
    assert done.code == 0, done.err
    assert "SLT, American" in done.out
    assert (FOLDER / "voices.toml").read_text("utf-8") == before
    assert level_db("hester-vane") == pytest.approx(level_db(None), abs=2.0)
    assert pace("hester-vane") == pytest.approx(pace(None), rel=0.25)
    again = narrate(story.name)
    assert "nothing to do" in again.out
    assert "flite:slt" in narrate("cast", story.name).out


def test_another_voice_of_it_makes_only_the_chapters_of_that_person_anew(narrate, given, story, need):
    need("flite")
    given("characters.the-boy", "flite:awb")
    assert narrate(story.name).code == 0
    first = next(FOLDER.glob("01*.mp3")).stat().st_mtime_ns
    given("characters.the-boy", "flite:rms")
    assert narrate(story.name).code == 0
    assert next(FOLDER.glob("01*.mp3")).stat().st_mtime_ns == first


def test_a_narrator_of_another_engine_is_locked(narrate, given, story, need):
    need("flite")
    before = given("narrator", "flite:awb", "\nlocked = true")
    done = narrate(story.name)
    assert done.code == 0, done.err
    assert (FOLDER / "voices.toml").read_text("utf-8") == before
    assert "AWB, Scottish" in done.out
    assert level_db("hester-vane") == pytest.approx(level_db(None), abs=2.0)


def test_an_engine_that_is_not_there_is_named_with_whom_it_was_to_speak_for(narrate, given, story):
    given("characters.hester-vane", "warble:lady")
    done = narrate(story.name)
    assert done.code == 4
    assert "voices.toml gives Hester Vane a voice of warble: there is no speech engine named “warble”" in done.err
    assert "one of pyttsx3 is chosen" in done.err


def test_a_voice_that_the_other_engine_lacks_is_named(narrate, given, story, need):
    need("flite")
    given("characters.hester-vane", "flite:sltt")
    done = narrate(story.name)
    assert done.code == 4
    assert "[characters.hester-vane]: flite has no voice 'sltt'" in done.err
    assert 'Did you mean "flite:slt"?' in done.err


def test_a_story_made_with_each_of_two_engines_is_not_mixed(narrate, given, story):
    given("narrator", "pyttsx3:gmw/en-gb-x-rp")
    assert narrate(story.name, "--engine", "silent").code == 0
    assert 'silent = "' in (FOLDER / "voices.toml").read_text("utf-8")
    done = narrate(story.name)
    assert done.code == 0
    assert "Narrator 1" not in done.out
    done = narrate(story.name, "--engine", "silent")
    assert "British" not in done.out
