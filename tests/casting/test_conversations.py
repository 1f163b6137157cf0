"""Who talks to whom, and how unlike they sound."""

from dataclasses import replace

from narrate.casting import cast, conversations
from narrate.casting.conversations import difference
from narrate.casting.stock import Sound
from narrate.model import Character, Gender, Voice, VoiceMap, VoiceMapEntry, VoiceSetting


def test_turns_are_counted_within_scenes_and_the_talkative_come_first(script_of, espeak):
    ann, bob, cid = (Character(name, name.title(), (), Gender.FEMALE) for name in ("ann", "bob", "cid"))
    script = script_of([("ann", 1), ("bob", 1), ("ann", 1), ("cid", 2), ("ann", 2)], [ann, bob, cid])
    found = conversations(script, cast(script, espeak), espeak)
    assert [(talk.one, talk.other, talk.turns) for talk in found] == [("ann", "bob", 2), ("ann", "cid", 1)]
    assert all(talk.steps and talk.steps > 1 and talk.difference for talk in found)


def test_a_voice_of_which_nothing_is_known_has_no_distance(script_of, espeak):
    people = [Character("ann", "Ann"), Character("bob", "Bob")]
    script = script_of([("ann", 1), ("bob", 1)], people)
    casting = cast(script, espeak)
    strange = replace(casting.members[0], setting=VoiceSetting("gone:voice"))
    (talk,) = conversations(script, replace(casting, members=(strange, casting.members[1])), espeak)
    assert (talk.steps, talk.difference) == (None, "")


def test_differences_are_named_only_where_they_are_heard():
    low = Voice("e", "a", "a", "en-GB", Gender.MALE, 100.0)
    plain = Sound.of(low, VoiceSetting("e:a"))
    assert difference(plain, plain) == ""
    assert difference(Sound.of(low, VoiceSetting("e:a", pitch_semitones=1.0)), plain) == ""
    assert difference(Sound.of(low, VoiceSetting("e:a", pitch_semitones=-4.0)), plain) == "4 semitones lower"
    assert difference(Sound.of(low, VoiceSetting("e:a", rate=1.07)), plain) == "faster"
    other = Voice("e", "b", "b", "en-US", Gender.FEMALE, 200.0)
    assert difference(Sound.of(other, VoiceSetting("e:b")), plain) == (
        "12 semitones higher, another timbre, another accent"
    )


def test_the_next_book_of_a_series_keeps_voices_and_newcomers_avoid_them(script_of, espeak):
    jack, ann = Character("jack", "Jack", (), Gender.MALE), Character("ann", "Ann", (), Gender.FEMALE)
    first = cast(script_of([("jack", 1), ("ann", 1)] * 9, [jack, ann]), espeak)
    kept = tuple(VoiceMapEntry(m.character_id or "", m.character_id or "", setting=m.setting) for m in first.members)
    series = VoiceMap(first.narrator.setting, kept)
    new = [Character(f"n{n}", f"New{n}", (), Gender.MALE) for n in range(9)]
    second = cast(script_of([("ann", 1), *[(one.id, 1) for one in new]] * 9, [ann, *new]), espeak, series)
    assert second.narrator.setting == first.narrator.setting
    assert second.setting_for("ann") == first.setting_for("ann")
    absent = first.setting_for("jack")
    assert all(second.setting_for(one.id) != absent for one in new)
