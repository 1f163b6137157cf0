"""Thirty people in one room, heard: what the cast sounds like, not what it was set to."""

import itertools
import random
from dataclasses import replace

import pytest

from narrate.casting import cast
from narrate.casting.distance import PITCH_STEP_SEMITONES, accent_steps, pitch_semitones, timbre_steps
from narrate.casting.measuring import measure
from narrate.model import Character, Gender, SynthesisRequest
from narrate.synthesis import EngineHost, load_engine

# Not what the catalogue was measured on.
TEXT = (
    "She would have answered him, but the train was already in the station. "
    "In the morning they packed, and paid the bill."
)


@pytest.mark.parametrize(("language", "women"), [("en-GB", 0.4), ("en-US", 0.15)])
def test_any_two_of_thirty_people_in_a_room_are_told_apart(script_of, language, women):
    rng = random.Random(7)
    people = [
        Character(f"p{n}", f"P{n}", (), Gender.FEMALE if rng.random() < women else Gender.MALE) for n in range(30)
    ]
    script = script_of([(rng.choice(people).id, 1) for _ in range(600)], people, language)
    voices = {voice.key: voice for voice in load_engine("pyttsx3").voices()}
    casting = cast(script, tuple(voices.values()))
    heard = {}
    with EngineHost("pyttsx3") as host:
        for member in (casting.narrator, *casting.members):
            way = member.setting
            said = host.synthesize(SynthesisRequest(TEXT, way.voice_id, language, way.rate, way.pitch_semitones))
            found = measure(said, TEXT)
            heard[member.character_id] = replace(voices[way.voice], pitch_hz=found.pitch_hz, sound=found.sound)
    assert len(heard) == 31
    assert all(70 <= (voice.pitch_hz or 0) <= 330 for voice in heard.values())
    alike = [
        (one, other)
        for one, other in itertools.combinations(heard, 2)
        if abs(pitch_semitones(heard[one]) - pitch_semitones(heard[other])) < PITCH_STEP_SEMITONES
        and timbre_steps(heard[one], heard[other]) < 1.0
        and not accent_steps(heard[one], heard[other])
    ]
    assert not alike


def test_whoever_is_cast_again_does_not_sound_as_before(script_of):
    people = [Character("ann", "Ann", (), Gender.FEMALE), Character("bob", "Bob", (), Gender.MALE)]
    script = script_of([("ann", 1), ("bob", 1)] * 9, people, "en-GB")
    voices = {voice.key: voice for voice in load_engine("pyttsx3").voices()}
    had: list[str] = []
    for _ in range(4):
        now = cast(script, tuple(voices.values()), avoid={"bob": had}).setting_for("bob").voice
        assert all(
            timbre_steps(voices[now], voices[before]) >= 1.0 or accent_steps(voices[now], voices[before])
            for before in had
        )
        had.append(now)
