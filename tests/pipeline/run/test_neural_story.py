"""A story spoken by neural voices: real libraries, tiny models."""

import json

import pytest
from tests.synthesis.tiny_voices import write_all, write_kokoro, write_piper

from narrate.pipeline.sound.engines import describe_engine

STORY = "“It is late,” said Hester Vane, and she sat down.\n\n“I am tired,” said the ferryman.\n"


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.fixture
def voices(tmp_path, monkeypatch):
    folder = tmp_path / "voices"
    write_all(folder)
    monkeypatch.setenv("NARRATE_PIPER_VOICES", str(folder / "piper"))
    monkeypatch.setenv("NARRATE_KOKORO_VOICES", str(folder / "kokoro"))
    describe_engine.cache_clear()
    return folder


def sound(folder):
    (path,) = folder.glob("*.mp3")
    return path.read_bytes()


def test_any_number_of_workers_says_the_same_and_tells_when_each_word_is_heard(narrate, story, voices):
    one = narrate(story, "--engine", "piper", "-o", "one", "--jobs", "1")
    two = narrate(story, "--engine", "piper", "-o", "two", "--jobs", "2")

    assert (one.code, two.code) == (0, 0), one.err + two.err
    assert sound(story.parent / "one") == sound(story.parent / "two")
    told = json.loads((story.parent / "one" / "timeline.json").read_text(encoding="utf-8"))
    spoken = [each for chapter in told["chapters"] for said in chapter["utterances"] for each in said["sentences"]]
    assert len(spoken) >= 4
    assert all(sentence["words"] for sentence in spoken)


def test_another_edition_of_a_voice_is_noticed_and_one_voice_more_is_no_reason_to_speak_again(narrate, story, voices):
    def again():
        done = narrate(story, "--engine", "piper", "-o", "out")
        assert done.code == 0, done.err
        return "Speaking" in done.err, sound(story.parent / "out")

    first = again()
    write_piper(voices / "piper", "en_GB-another-low")
    more = again()
    slower = {"noise_scale": 0.1, "length_scale": 1.3, "noise_w": 0.1}
    write_piper(voices / "piper", "en_GB-tiny-high", inference=slower)
    other = again()

    assert [spoke for spoke, _ in (first, more, other)] == [True, False, True]
    assert first[1] == more[1] != other[1]


def cast(blend):
    somebody = f'[characters.hester-vane]\nname = "Hester Vane"\nvoice = "kokoro:{blend}"\n'
    return f'[narrator]\nvoice = "kokoro:af_heart"\n\n{somebody}'


def test_a_person_may_be_given_a_blend_of_voices(narrate, story, voices, tmp_path):
    (tmp_path / "map.toml").write_text(cast("bf_emma*0.7+af_heart*0.3"), encoding="utf-8")

    done = narrate(story, "--engine", "kokoro", "-o", "out", "--voices", "map.toml")

    assert done.code == 0, done.err
    assert "Emma and Heart" in done.out
    told = json.loads((tmp_path / "out" / "timeline.json").read_text(encoding="utf-8"))
    assert "kokoro:bf_emma*0.7+af_heart*0.3" in {speaker["voice"] for speaker in told["speakers"]}


def test_a_blend_of_voices_that_are_not_there_is_named_with_its_table(narrate, story, voices, tmp_path):
    (tmp_path / "map.toml").write_text(cast("bf_emma*0.7+bf_nobody*0.3"), encoding="utf-8")

    done = narrate("cast", story, "--engine", "kokoro", "--voices", "map.toml")

    assert done.code == 4
    assert "[characters.hester-vane]: kokoro has no voice 'bf_emma*0.7+bf_nobody*0.3'" in done.err


def test_a_model_named_in_narrate_toml_is_taken(narrate, story, voices, tmp_path):
    write_kokoro(voices / "kokoro", "kokoro-v1.0.int8")
    (tmp_path / "narrate.toml").write_text('engine = "kokoro"\nengines.kokoro.model = "kokoro-v1.0.int4"\n')

    done = narrate(story, "-o", "out")

    assert done.code == 4
    assert "Did you mean “kokoro-v1.0.int8”?" in done.err
    assert not (tmp_path / "out").exists()
