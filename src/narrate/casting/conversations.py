"""Who talks to whom, and how unlike the two sound."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.casting.distance import PITCH_STEP_SEMITONES
from narrate.casting.meetings import meetings_of
from narrate.casting.stock import Sound, steps_between
from narrate.model import Casting, Script, Voice

_HEARD_SEMITONES = 1.5
_HEARD_SPEED_STEPS = 0.4


@dataclass(frozen=True, slots=True)
class Conversation:
    """Two people who talk to each other.

    Attributes:
        one: a character's id.
        other: the other's.
        turns: how often what they say follows on each other in a scene.
        steps: how unlike they sound, as `narrate.casting.distance` counts; None where a voice is not known.
        difference: the same in words (“5 semitones higher, another timbre”: than the other).
    """

    one: str
    other: str
    turns: int
    steps: float | None
    difference: str


def conversations(script: Script, casting: Casting, voices: Sequence[Voice]) -> tuple[Conversation, ...]:
    """All who talk to each other in a script, most turns first; the one with more lines is ``one``."""
    meetings = meetings_of(script)
    by_key = {voice.key: voice for voice in voices}
    place = {speaker: number for number, speaker in enumerate(meetings.by_lines())}
    found = []
    for one, talks in meetings.talks.items():
        for other, turns in talks.items():
            if place[one] < place[other]:
                sounds = [
                    Sound.of(by_key[setting.voice], setting)
                    for setting in (casting.setting_for(one), casting.setting_for(other))
                    if setting.voice in by_key
                ]
                if len(sounds) == 2:
                    steps = round(math.hypot(*steps_between(sounds[0], sounds[1])), 1)
                    found.append(Conversation(one, other, turns, steps, difference(sounds[0], sounds[1])))
                else:
                    found.append(Conversation(one, other, turns, None, ""))
    return tuple(sorted(found, key=lambda talk: (-talk.turns, place[talk.one], place[talk.other])))


def difference(one: Sound, other: Sound) -> str:
    """In what one sound differs from another, in words; empty where it hardly does."""
    pitch, timbre, accent, speed = steps_between(one, other)
    semitones = abs(pitch) * PITCH_STEP_SEMITONES
    said = []
    if semitones >= _HEARD_SEMITONES:
        said.append(f"{semitones:.0f} semitones {'higher' if pitch > 0 else 'lower'}")
    if timbre >= 1.0:
        said.append("another timbre")
    if accent:
        said.append("another accent")
    if not said and abs(speed) >= _HEARD_SPEED_STEPS:
        said.append("faster" if speed > 0 else "slower")
    return ", ".join(said)
