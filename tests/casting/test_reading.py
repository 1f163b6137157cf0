"""voices.toml, read."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.casting import parse_voice_map
from narrate.errors import VoiceMapError
from narrate.model import Gender, VoiceMap, VoiceMapEntry, VoiceSetting

WHOLE = """
[narrator]
voice = "pyttsx3:gmw/en-gb-x-rp"
sapi5 = "David"

[characters.anna-hill]
name = "Anna Hill"
aliases = ["Anna", "Miss Hill"]
gender = "female"
first_person = true
voice = "pyttsx3:gmw/en-gb+f3"
rate = 1.1
pitch_semitones = -2
gain_db = 1.5
locked = true
kokoro = "af_sky"
sapi5 = {voice = "Zira", rate = 0.9}
"""


def test_everything_a_file_can_say():
    assert parse_voice_map(WHOLE, "voices.toml") == VoiceMap(
        VoiceSetting("pyttsx3:gmw/en-gb-x-rp"),
        (
            VoiceMapEntry(
                "anna-hill",
                "Anna Hill",
                ("Anna", "Miss Hill"),
                Gender.FEMALE,
                first_person=True,
                setting=VoiceSetting("pyttsx3:gmw/en-gb+f3", 1.1, -2.0, 1.5),
                other_voices=(("kokoro", "af_sky"),),
                locked=True,
                other_settings=(VoiceSetting("sapi5:Zira", rate=0.9),),
            ),
        ),
        (VoiceSetting("sapi5:David"),),
    )


def test_an_empty_file_is_an_empty_map():
    assert parse_voice_map("", "voices.toml") == VoiceMap()
    assert parse_voice_map("\ufeff# nothing\r\n", "voices.toml") == VoiceMap()


def test_a_manner_without_a_voice_is_kept():
    parsed = parse_voice_map('[characters.a]\nname = "A"\nrate = 0.9\n', "v")
    assert parsed.characters[0].setting == VoiceSetting("", rate=0.9)


# What is wrong in the file → words of the message, words of the hint.
MISTAKES = {
    'voices = "x"': (["voices.toml, voices"], ["narrator, characters"]),
    '[narator]\nvoice = "e:v"': (["voices.toml, narator"], ["Did you mean narrator"]),
    'narrator = "e:v"': (["narrator", "no table"], ["[narrator]"]),
    '[narrator]\nvoise = "e:v"': (["narrator.voise"], ["Did you mean voice"]),
    '[narrator]\nvoice = "rp"': (["narrator.voice", "names no engine"], ["engine:voice"]),
    '[narrator]\nvoice = "e:"': (["narrator.voice"], ["engine:voice"]),
    '[narrator]\nvoice = ""': (["narrator.voice"], ["between the marks"]),
    '[narrator]\nvoice = "e:v"\nrate = 3': (["narrator.rate", "between 0.5 and 2"], ["rate = 1"]),
    '[narrator]\nvoice = "e:v"\nrate = nan': (["narrator.rate"], []),
    '[narrator]\nvoice = "e:v"\nrate = true': (["narrator.rate"], []),
    '[narrator]\nvoice = "e:v"\ngain_db = "loud"': (["narrator.gain_db", "-20 and 12"], []),
    '[narrator]\nvoice = "e:v"\npitch_semitones = -13': (["narrator.pitch_semitones", "-12 and 12"], []),
    '[narrator]\nvoice = "e:v"\ne = "w"': (["narrator.e"], ["one of the two"]),
    '[characters.a]\nvoice = "e:v"': (["characters.a.name", "missing"], ["name ="]),
    '[characters.a]\nname = "A"\ngender = "femal"': (["characters.a.gender"], ["Did you mean female", "unknown"]),
    '[characters.a]\nname = "A"\ngender = 1': (["characters.a.gender"], ["male, female, unknown"]),
    '[characters.a]\nname = "A"\naliases = "B"': (["characters.a.aliases"], ["aliases = ["]),
    '[characters.a]\nname = "A"\nlocked = "yes"': (["characters.a.locked"], ["locked = true"]),
    '[characters.a]\nname = "A"\nlocket = true': (["characters.a.locket"], ["Did you mean locked"]),
    '[characters.a]\nname = "A"\nloud = 3': (["characters.a.loud"], ["Allowed are name"]),
    '[characters.a]\nname = "A"\npiper = {rate = 1}': (["characters.a.piper.voice", "missing"], []),
    '[characters.a]\nname = "A"\npiper = {voice = "x", rat = 1}': (["characters.a.piper.rat"], ["Did you mean rate"]),
    '[characters."Anna Hill"]\nname = "A"': (["Anna Hill", "no id"], ["[characters.anna-hill]"]),
    '[characters.a]\nname = "A"\n[characters.b]\nname = "b"\naliases = [" a "]': (
        ["characters.b.aliases", "characters.a"],
        ["one person"],
    ),
    '[characters.a]\nname = "A"\n[characters.b]\nname = "a"': (["characters.b.name", "characters.a"], []),
    '[narrator]\nvoice = "e:v"\n[characters.a\nname = 1': (["line 3", "not TOML"], []),
    "[narrator]\nvoice = e:v": (["line 2"], []),
    'a = "': (["line 1"], []),
    "a = " + "[" * 5000: (["voices.toml"], []),
}


@pytest.mark.parametrize("content", MISTAKES, ids=lambda content: content[:40].replace("\n", " "))
def test_a_mistake_is_named_with_its_place_and_what_to_do(content):
    message, hint = MISTAKES[content]
    with pytest.raises(VoiceMapError) as error:
        parse_voice_map(content, "voices.toml")
    for words in ["voices.toml", *message]:
        assert words in error.value.message
    for words in hint:
        assert words in error.value.hint
    assert error.value.hint


def test_an_installed_engine_is_never_taken_for_a_slip():
    content = '[characters.a]\nname = "A"\nvoices = "x"'
    with pytest.raises(VoiceMapError):
        parse_voice_map(content, "v")
    assert parse_voice_map(content, "v", engines=["voices"]).characters[0].other_voices == (("voices", "x"),)


def test_a_misspelt_engine_is_an_error_where_engines_are_known():
    with pytest.raises(VoiceMapError) as error:
        parse_voice_map('[narrator]\nvoice = "pytsx3:v"', "v", engines=["pyttsx3", "silent"])
    assert '"pyttsx3:v"' in error.value.hint
    assert parse_voice_map('[narrator]\nvoice = "kokoro:v"', "v", engines=["pyttsx3", "silent"]).narrator


@given(st.text(max_size=200))
def test_any_text_is_a_map_or_a_mistake(content):
    with contextlib.suppress(VoiceMapError):
        assert isinstance(parse_voice_map(content, "voices.toml"), VoiceMap)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('age = "chlid"', "Did you mean child?"),
        ("age = 9", "Allowed are child, adult, old, unknown."),
        ('accent = "Scotish"', "Did you mean Scottish?"),
        ('accent = "Martian"', "or a tag: en-IE"),
    ],
)
def test_ages_and_accents_that_are_none_are_named(line, hint):
    with pytest.raises(VoiceMapError) as error:
        parse_voice_map(f'[characters.ann]\nname = "Ann"\n{line}\n', "voices.toml")
    assert "characters.ann" in error.value.message
    assert hint in error.value.hint


@pytest.mark.parametrize("accent", ["Scottish", "glaswegian", "New York", "en-IE"])
def test_accents_are_names_words_or_tags(accent):
    (entry,) = parse_voice_map(f'[characters.ann]\nname = "Ann"\naccent = "{accent}"\n', "v").characters
    assert entry.accent == accent
