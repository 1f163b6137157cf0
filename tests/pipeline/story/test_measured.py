"""Voices that nobody has measured are measured on first use, once."""

import json
from dataclasses import replace

import pytest

from narrate.config import Options
from narrate.pipeline.events import StageStarted
from narrate.pipeline.sound.engines import describe_engine
from narrate.pipeline.story.measured import measured_voices, record_of

OPTIONS = Options(jobs=1)


@pytest.fixture
def unmeasured():
    """eSpeak NG as it would be if nothing was known of four of its voices."""
    engine = describe_engine("pyttsx3")
    ids = {"gmw/en-gb", "gmw/en-gb+f2", "gmw/en-us+m8", "gmw/de"}
    few = [replace(voice, pitch_hz=None, sound=None) for voice in engine.voices if voice.id in ids]
    return replace(engine, voices=tuple(few))


@pytest.fixture
def told():
    return []


def test_those_of_the_storys_language_are_measured_and_come_out_as_in_the_catalogue(unmeasured, told):
    found = {voice.id: voice for voice in measured_voices(unmeasured, unmeasured.voices, "en-GB", OPTIONS, told.append)}
    known = {voice.id: voice for voice in describe_engine("pyttsx3").voices}
    assert found["gmw/de"].sound is None
    for voice_id in ("gmw/en-gb", "gmw/en-gb+f2", "gmw/en-us+m8"):
        assert found[voice_id] == known[voice_id]
    assert [event.detail for event in told if isinstance(event, StageStarted)] == [
        "3 voices that nobody has measured yet; once only"
    ]


def test_the_second_time_nothing_is_said(unmeasured, told):
    first = measured_voices(unmeasured, unmeasured.voices, "en", OPTIONS, lambda _: None)
    assert measured_voices(unmeasured, unmeasured.voices, "en", OPTIONS, told.append) == first
    assert told == []


def test_a_new_version_of_the_engine_is_measured_anew(unmeasured, told):
    measured_voices(unmeasured, unmeasured.voices, "en", OPTIONS, lambda _: None)
    measured_voices(replace(unmeasured, fingerprint="newer"), unmeasured.voices, "en", OPTIONS, told.append)
    assert len(told) == 1


@pytest.mark.parametrize("content", ["", "[]", '{"x": {"pitch_hz": 1}}', "\0"])
def test_a_broken_record_is_made_again(unmeasured, content):
    path = record_of("pyttsx3")
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    assert all(
        v.sound
        for v in measured_voices(unmeasured, unmeasured.voices, "en", OPTIONS, lambda _: None)
        if v.id != "gmw/de"
    )
    assert len([record for record in json.loads(path.read_bytes()).values() if record]) == 3


@pytest.mark.parametrize("change", [{"speaks": False}, {"needs_network": True}])
def test_what_costs_money_or_makes_no_sound_is_left_as_it_is(unmeasured, told, change):
    engine = replace(unmeasured, **change)
    assert measured_voices(engine, engine.voices, "en", OPTIONS, told.append) == engine.voices
    assert told == []


def test_an_engine_that_can_not_speak_is_left_to_say_so_itself(unmeasured):
    voices = tuple(replace(voice, id=f"none/{number}") for number, voice in enumerate(unmeasured.voices))
    engine = replace(unmeasured, voices=voices)
    assert measured_voices(engine, engine.voices, "en", OPTIONS, lambda _: None) == voices
