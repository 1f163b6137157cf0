"""A person's word on who has which voice."""

import tomllib

import pytest

from narrate.casting import VoiceEdits, edit_voices
from narrate.errors import UsageError, VoiceMapError

MAP = """\
# ours
[narrator]
voice = "pyttsx3:gmw/en-gb"

# the hero
[characters.ann]
name = "Ann Hill"   # of the Hills
aliases = ["Ann"]
voice = "pyttsx3:gmw/en-gb+f2"
rate = 0.93
pitch_semitones = -2.0
gain_db = 1.0
kokoro = "af_sky"

[characters.jack]
name = "Jack"
voice = "kokoro:am_adam"
pyttsx3 = {voice = "gmw/en-us+m3", pitch_semitones = 4.0}
locked = true

[characters.tom]
name = "Tom"
first_person = true

[characters.bob]
name = "Bob"
voice = "pyttsx3:gmw/en-gb+m1"
"""


def edited(**edits):
    return edit_voices(MAP, VoiceEdits(**edits), "pyttsx3")


def people(content):
    return tomllib.loads(content)["characters"]


def test_a_voice_comes_plain_and_everything_else_stays():
    done = edited(voices=(("Ann", "pyttsx3:gmw/en-us+f3"),))
    assert people(done.content)["ann"] == {
        "name": "Ann Hill",
        "aliases": ["Ann"],
        "voice": "pyttsx3:gmw/en-us+f3",
        "gain_db": 1.0,
        "kokoro": "af_sky",
    }
    kept = done.content.splitlines()
    assert all(line in kept for line in ("# ours", "# the hero", 'name = "Ann Hill"   # of the Hills'))
    assert done.told == ("Ann Hill speaks with pyttsx3:gmw/en-us+f3",)


def test_a_voice_beside_another_engines_has_a_line_of_its_own():
    jack = people(edited(voices=(("Jack", "pyttsx3:gmw/en-us+m4"),)).content)["jack"]
    assert jack["voice"] == "kokoro:am_adam"
    assert jack["pyttsx3"] == {"voice": "gmw/en-us+m4"}


def test_a_voice_of_another_engine_is_locked_so_that_it_is_kept():
    bob = people(edited(voices=(("Bob", "flite:slt"),)).content)["bob"]
    assert bob == {"name": "Bob", "voice": "flite:slt", "locked": True}


def test_the_narrator_has_a_name_too():
    done = edited(voices=(("narrator", "pyttsx3:gmw/en-us"),), locks=("Narrator",))
    assert tomllib.loads(done.content)["narrator"] == {"voice": "pyttsx3:gmw/en-us", "locked": True}


def test_two_exchange_their_voices_with_pitch_and_pace():
    done = people(edited(swaps=(("Ann", "Jack"),)).content)
    assert done["ann"]["voice"] == "pyttsx3:gmw/en-us+m3"
    assert done["ann"]["pitch_semitones"] == 4.0
    assert "rate" not in done["ann"]
    assert done["jack"]["pyttsx3"] == {
        "voice": "gmw/en-gb+f2",
        "rate": 0.93,
        "pitch_semitones": -2.0,
        "gain_db": 1.0,
    }
    assert done["jack"]["voice"] == "kokoro:am_adam"


def test_swapping_twice_changes_nobody():
    once = edited(swaps=(("Ann", "Bob"),)).content
    twice = edit_voices(once, VoiceEdits(swaps=(("Bob", "Ann"),)), "pyttsx3").content
    assert people(twice) == people(MAP)


def test_whoever_is_cast_again_loses_the_voice_and_is_not_to_get_it_back():
    done = edited(recasts=("Ann", "Narrator"))
    assert done.avoid == {"ann": "pyttsx3:gmw/en-gb+f2", None: "pyttsx3:gmw/en-gb"}
    assert people(done.content)["ann"] == {"name": "Ann Hill", "aliases": ["Ann"], "gain_db": 1.0, "kokoro": "af_sky"}


@pytest.mark.parametrize(
    ("edits", "message", "hint"),
    [
        ({"recasts": ("Jack",)}, "Jack's voice is locked", "locked = true"),
        ({"recasts": ("An",)}, "no character is called “An”", "“Ann”"),
        ({"swaps": (("Ann", "Ann Hill"),)}, "names of one character", ""),
        ({"swaps": (("Ann", "Tom"),)}, "Tom tells the story", '--swap "Narrator"'),
        ({"locks": ("Nobody",)}, "--lock: no character is called “Nobody”", ""),
    ],
)
def test_what_makes_no_sense_is_refused(edits, message, hint):
    with pytest.raises(UsageError) as error:
        edited(**edits)
    assert message in error.value.message
    assert hint in error.value.hint


def test_what_a_hint_says_to_type_is_an_order_of_ours_alone():
    hostile = MAP.replace('name = "Tom"', 'name = "Tom $(reboot)"')

    with pytest.raises(UsageError) as error:
        edit_voices(hostile, VoiceEdits(locks=("Tom $(reboot)",)), "pyttsx3")

    assert "--voice 'Tom $(reboot)=VOICE'" in error.value.hint


def test_a_broken_map_is_named():
    with pytest.raises(VoiceMapError):
        edit_voices("[characters", VoiceEdits(locks=("Ann",)), "pyttsx3")


def test_whoever_has_another_engines_voice_alone_loses_it_too():
    apart = MAP.replace('voice = "pyttsx3:gmw/en-gb+m1"', 'voice = "flite:slt"')
    done = edit_voices(apart, VoiceEdits(recasts=("Bob",)), "pyttsx3")
    assert people(done.content)["bob"] == {"name": "Bob"}
    assert done.avoid == {"bob": "flite:slt"}
