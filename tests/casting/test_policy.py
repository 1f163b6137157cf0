"""Who gets which voice."""

import itertools
import math
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.casting import cast
from narrate.errors import EngineMissingError, VoiceMissingError
from narrate.model import (
    Age,
    Casting,
    CastMember,
    Character,
    Gender,
    Script,
    Voice,
    VoiceMap,
    VoiceMapEntry,
    VoiceSetting,
)

ScriptOf = Callable[[Sequence[tuple[str, int]], Iterable[Character]], Script]


def sound(setting: VoiceSetting) -> tuple[str, float, float]:
    return setting.voice, setting.rate, setting.pitch_semitones


def voice_of(casting: Casting, speaker: str | None) -> str:
    return casting.setting_for(speaker).voice


def member(casting: Casting, speaker: str) -> CastMember:
    return next(m for m in casting.members if m.character_id == speaker)


def gender_of(voices: Iterable[Voice], key: str) -> Gender:
    return next(v.gender for v in voices if v.key == key)


def test_the_narrator_gets_the_clearest_voice_and_nobody_else_has_it(script_of, espeak, people):
    script = script_of([("jack", 1), ("ann", 1), ("waiter", 1)] * 5, [people["jack"], people["ann"], people["waiter"]])
    casting = cast(script, espeak)
    assert casting.narrator.setting.voice == "pyttsx3:gmw/en-gb-x-rp"
    assert all(m.setting.voice != casting.narrator.setting.voice for m in casting.members)


def test_a_story_from_a_region_is_narrated_in_its_accent(script_of, espeak, people):
    script = script_of([("jack", 1)], [people["jack"]], language="en-US")
    assert voice_of(cast(script, espeak), None).startswith("pyttsx3:gmw/en-us")


def test_whoever_tells_the_story_speaks_with_the_narrators_voice(script_of, espeak, people):
    script = script_of([("tom", 1), ("ann", 1)] * 4, [people["tom"], people["ann"]])
    casting = cast(script, espeak)
    assert voice_of(casting, "tom") == voice_of(casting, None)
    assert "narrator" in member(casting, "tom").reason


def test_a_woman_who_tells_the_story_makes_the_narrator_a_woman(script_of, espeak):
    mary = Character("mary", "Mary", (), Gender.FEMALE, first_person=True)
    casting = cast(script_of([("mary", 1)], [mary]), espeak)
    assert gender_of(espeak, voice_of(casting, None)) is Gender.FEMALE


def test_two_tellers_who_meet_are_told_apart(script_of, espeak, people):
    other = Character("sue", "Sue", (), Gender.MALE, first_person=True)
    casting = cast(script_of([("tom", 1), ("tom", 1), ("sue", 1)], [people["tom"], other]), espeak)
    assert voice_of(casting, "tom") == voice_of(casting, None)
    assert voice_of(casting, "sue") != voice_of(casting, None)


def test_voices_follow_gender_and_the_reason_says_so(script_of, espeak, people):
    script = script_of([("jack", 1), ("ann", 1)] * 3, [people["jack"], people["ann"]])
    casting = cast(script, espeak)
    assert gender_of(espeak, voice_of(casting, "jack")) is Gender.MALE
    assert gender_of(espeak, voice_of(casting, "ann")) is Gender.FEMALE
    reason = member(casting, "ann").reason
    assert re.fullmatch(
        r"female, 3 lines; unlike Jack Hale, whom she talks to most: \d+ semitones higher, another timbre.*", reason
    )


def test_those_who_talk_to_each_other_sound_less_alike_than_those_who_do_not(script_of):
    voices = [Voice("e", f"v{n}", f"v{n}", "en", Gender.MALE, 80.0 * 2 ** (n / 12), 1) for n in range(0, 16, 5)]
    a, b, c = (Character(i, i.upper(), (), Gender.MALE) for i in "abc")
    turns = [("a", 1), ("b", 1)] * 10 + [("c", 2)] * 5
    casting = cast(script_of(turns, [a, b, c]), voices)
    at = {v.key: n for n, v in enumerate(voices)}
    apart = abs(at[voice_of(casting, "a")] - at[voice_of(casting, "b")])
    assert apart >= abs(at[voice_of(casting, "b")] - at[voice_of(casting, "c")])
    assert apart >= 2


def test_novelty_voices_are_for_nobody_who_did_not_ask(script_of, espeak):
    crowd = [Character(f"p{n}", f"P{n}", (), Gender.UNKNOWN if n % 2 else Gender.MALE) for n in range(70)]
    casting = cast(script_of([(c.id, 1) for c in crowd], crowd), espeak)
    assert not {v.key for v in espeak if v.preference == 9} & {m.setting.voice for m in casting.members}


def test_minor_characters_share_only_with_people_they_never_meet(script_of, sapi):
    scenes = 12
    people = [Character(f"p{n}", f"P{n}", (), Gender.MALE) for n in range(scenes)]
    casting = cast(script_of([(f"p{n}", n + 1) for n in range(scenes)], people), sapi)
    shared = [m for m in casting.members if "they never meet" in m.reason]
    assert shared
    assert all(any(m.setting == other.setting for other in casting.members if other is not m) for m in shared)


def test_when_voices_run_out_they_are_varied_before_any_two_in_a_scene_share(script_of, sapi):
    people = [Character(f"p{n}", f"P{n}", (), Gender.MALE) for n in range(10)]
    casting = cast(script_of([(c.id, 1) for c in people] * 3, people), sapi)
    assert len({sound(m.setting) for m in casting.members}) == 10
    assert all(abs(m.setting.pitch_semitones) <= 5 and 0.85 <= m.setting.rate <= 1.15 for m in casting.members)
    assert any("more people than voices" in m.reason for m in casting.members)


def test_when_everything_is_taken_the_reason_says_so(script_of):
    only = [Voice("e", "v", "v", "en", Gender.MALE, 100.0, 0)]
    people = [Character(f"p{n}", f"P{n}", (), Gender.MALE) for n in range(26)]
    casting = cast(script_of([(c.id, 1) for c in people], people), only)
    assert len({sound(m.setting) for m in casting.members}) == 20  # 21 ways, one of them the narrator's
    assert any("there are no more voices" in m.reason for m in casting.members)
    assert any("hard to tell from" in m.reason for m in casting.members)


def test_where_an_engine_has_no_woman_a_man_speaks_as_high_as_he_can(script_of, people):
    men = [Voice("e", f"v{n}", f"v{n}", "en", Gender.MALE, 90.0 + 20 * n, 1) for n in range(3)]
    casting = cast(script_of([("ann", 1), ("jack", 1)], [people["ann"], people["jack"]]), men)
    assert casting.setting_for("ann").pitch_semitones > 0


def aged(pitch: float, name: str, gender: Gender, age: Age = Age.ADULT) -> Voice:
    return Voice("e", name, name, "en-GB", gender, pitch, 1, age)


def test_a_grandmother_gets_an_old_voice_and_nobody_else_does(script_of):
    voices = [aged(200 + 5 * n, f"w{n}", Gender.FEMALE) for n in range(5)]
    voices.append(aged(190, "granny", Gender.FEMALE, Age.OLD))
    people = [Character("granny", "Grandmother", (), Gender.FEMALE), Character("may", "May", (), Gender.FEMALE)]
    casting = cast(script_of([("may", 1), ("granny", 1)] * 9, people), voices)
    assert voice_of(casting, "granny") == "e:granny"
    assert "old (“Grandmother”)" in member(casting, "granny").reason
    assert voice_of(casting, "may") != "e:granny"


def test_without_old_voices_the_old_speak_more_slowly(script_of, espeak):
    people = [Character("gran", "Grandmother", (), Gender.FEMALE), Character("may", "May", (), Gender.FEMALE)]
    casting = cast(script_of([("may", 1), ("gran", 1)] * 9, people), espeak)
    assert casting.setting_for("gran").rate < 1.0 == casting.setting_for("may").rate


def test_a_boy_speaks_with_a_high_womans_voice(script_of, espeak):
    people = [Character("boy", "the boy", (), Gender.MALE), Character("ann", "Ann", (), Gender.FEMALE)]
    casting = cast(script_of([("boy", 1), ("ann", 1)] * 9, people), espeak)
    setting = casting.setting_for("boy")
    heard = next(v.pitch_hz or 0 for v in espeak if v.key == setting.voice) * 2 ** (setting.pitch_semitones / 12)
    assert gender_of(espeak, setting.voice) is Gender.FEMALE
    assert heard > 215


def test_an_accent_of_the_story_is_heeded(script_of, espeak):
    scot = Character("scot", "the Scotsman", (), Gender.MALE)
    casting = cast(script_of([("scot", 1)] * 3, [scot], language="en-US"), espeak)
    assert "scotland" in voice_of(casting, "scot")
    assert "Scottish by the story" in member(casting, "scot").reason
    irish = Character("pat", "the Irishman", (), Gender.MALE)
    casting = cast(script_of([("pat", 1)] * 3, [irish], language="en-US"), espeak)
    assert "Irish by the story, which no voice that fits is" in member(casting, "pat").reason
    assert voice_of(casting, "pat").startswith("pyttsx3:gmw/en-gb")


def test_people_of_a_british_story_are_british(script_of, espeak):
    people = [Character(f"p{n}", f"P{n}", (), Gender.MALE) for n in range(6)]
    casting = cast(script_of([(c.id, 1) for c in people] * 12, people, language="en-GB"), espeak)
    assert all("/en-gb" in m.setting.voice for m in casting.members)


def test_a_voice_to_avoid_is_not_given_again(script_of, espeak, people):
    script = script_of([("jack", 1), ("ann", 1)] * 9, [people["jack"], people["ann"]])
    first = voice_of(cast(script, espeak), "jack")
    again = cast(script, espeak, avoid={"jack": [first]})
    assert voice_of(again, "jack") != first
    assert gender_of(espeak, voice_of(again, "jack")) is Gender.MALE


def test_somebody_more_changes_nobodys_voice(script_of, espeak):
    rng = random.Random(3)
    crowd = [Character(f"p{n:02}", f"P{n}", (), rng.choice(list(Gender))) for n in range(25)]
    turns = [(rng.choice(crowd).id, scene) for scene in range(1, 13) for _ in range(30)]
    before = cast(script_of(turns, crowd), espeak)
    stranger = Character("zed", "Zed", (), Gender.MALE)
    after = cast(script_of([*turns, ("zed", 13)], [*crowd, stranger]), espeak)
    assert [m for m in after.members if m.character_id != "zed"] == list(before.members)


class TestWithAMap:
    def entry(self, voice: str, name: str = "Ann", character_id: str = "ann") -> VoiceMapEntry:
        return VoiceMapEntry(character_id, name, setting=VoiceSetting(voice))

    def test_what_it_says_is_kept_even_a_novelty(self, script_of, espeak, people):
        entry = replace(self.entry("pyttsx3:gmw/en-us+Demonic"), locked=True)
        casting = cast(script_of([("ann", 1)], [people["ann"]]), espeak, VoiceMap(characters=(entry,)))
        assert voice_of(casting, "ann") == "pyttsx3:gmw/en-us+Demonic"
        assert member(casting, "ann").reason == "as voices.toml says"
        assert member(casting, "ann").locked

    def test_a_person_is_known_by_another_name(self, script_of, espeak):
        entry = replace(self.entry("pyttsx3:gmw/en-us+f2", "Annabel Hill", "annabel-hill"), aliases=("Ann",))
        casting = cast(script_of([("ann", 1)], [Character("ann", "ann")]), espeak, VoiceMap(characters=(entry,)))
        assert voice_of(casting, "ann") == "pyttsx3:gmw/en-us+f2"

    def test_newcomers_avoid_the_voices_of_absent_people(self, script_of, sapi, people):
        entry = self.entry("sapi5:Mark", "Bob", "bob")
        casting = cast(script_of([("jack", 1)] * 20, [people["jack"]]), sapi, VoiceMap(characters=(entry,)))
        assert sound(casting.setting_for("jack")) != ("sapi5:Mark", 1.0, 0.0)

    def test_a_voice_kept_for_this_engine_is_taken(self, script_of, sapi, people):
        entry = VoiceMapEntry(
            "ann", "Ann", setting=VoiceSetting("pyttsx3:x", rate=0.9), other_voices=(("sapi5", "Mark"),)
        )
        casting = cast(script_of([("ann", 1)], [people["ann"]]), sapi, VoiceMap(characters=(entry,)))
        assert casting.setting_for("ann") == VoiceSetting("sapi5:Mark", rate=0.9)

    def test_a_voice_of_another_engine_leaves_the_choice_but_not_the_manner(self, script_of, sapi, people):
        entry = VoiceMapEntry("ann", "Ann", setting=VoiceSetting("pyttsx3:x", rate=0.9))
        casting = cast(script_of([("ann", 1)], [people["ann"]]), sapi, VoiceMap(characters=(entry,)))
        assert casting.setting_for("ann") == VoiceSetting("sapi5:Zira", rate=0.9)

    def test_the_narrator_too(self, script_of, sapi, people):
        script = script_of([("ann", 1)], [people["ann"]])
        voice_map = VoiceMap(VoiceSetting("sapi5:Mark", gain_db=1.0))
        assert cast(script, sapi, voice_map).narrator.setting == VoiceSetting("sapi5:Mark", gain_db=1.0)

    def test_age_and_accent_that_a_person_wrote_count(self, script_of, espeak, people):
        entry = VoiceMapEntry("jack", "Jack Hale", age=Age.OLD, accent="Glasgow")
        casting = cast(script_of([("jack", 1)] * 3, [people["jack"]]), espeak, VoiceMap(characters=(entry,)))
        assert "scotland" in voice_of(casting, "jack")
        assert "old (voices.toml)" in member(casting, "jack").reason

    def test_the_tellers_own_voice_narrates(self, script_of, sapi, people):
        entry = self.entry("sapi5:Mark", "Tom", "tom")
        casting = cast(script_of([("tom", 1)], [people["tom"]]), sapi, VoiceMap(characters=(entry,)))
        assert casting.narrator.setting.voice == "sapi5:Mark"

    def test_case_does_not_matter_in_a_voices_name(self, script_of, sapi, people):
        voice_map = VoiceMap(characters=(self.entry("sapi5:zira"),))
        assert voice_of(cast(script_of([("ann", 1)], [people["ann"]]), sapi, voice_map), "ann") == "sapi5:Zira"

    def test_a_voice_the_engine_lacks_is_an_error_that_names_the_nearest(self, script_of, espeak, people):
        voice_map = VoiceMap(characters=(self.entry("pyttsx3:gmw/en-us+f22"),))
        with pytest.raises(VoiceMissingError) as error:
            cast(script_of([("ann", 1)], [people["ann"]]), espeak, voice_map)
        assert error.value.exit_code == 4
        assert "[characters.ann]" in error.value.message
        assert '"pyttsx3:gmw/en-us+f2"' in error.value.hint

    def test_a_lacking_voice_of_somebody_absent_is_no_matter(self, script_of, espeak, people):
        voice_map = VoiceMap(characters=(self.entry("pyttsx3:gone", "Bob", "bob"),))
        assert cast(script_of([("ann", 1)], [people["ann"]]), espeak, voice_map).members


def test_an_engine_without_voices_is_an_error(script_of, people):
    with pytest.raises(EngineMissingError):
        cast(script_of([("ann", 1)], [people["ann"]]), ())


crowds = st.lists(st.sampled_from(list(Gender)), min_size=1, max_size=34)
turns = st.lists(st.tuples(st.integers(0, 33), st.integers(1, 4)), min_size=1, max_size=120)


def crowd_script(script_of: ScriptOf, genders: Sequence[Gender], spoken: Sequence[tuple[int, int]]) -> Script:
    people = [Character(f"p{n}", f"Person {n}", (), gender) for n, gender in enumerate(genders)]
    chosen = [(f"p{who % len(people)}", scene) for who, scene in sorted(spoken, key=lambda turn: turn[1])]
    return script_of(chosen, people)


@settings(max_examples=40, deadline=None)
@given(crowds, turns, st.integers(0, 99))
def test_nobody_sounds_like_anybody_they_meet_and_order_does_not_matter(script_of, espeak, genders, spoken, seed):
    script = crowd_script(script_of, genders, spoken)
    casting = cast(script, espeak)
    scenes: dict[int, set[str]] = {}
    for line in script.lines():
        scenes.setdefault(line.utterance.scene, set()).add(line.attribution.speaker or "")
    for present in scenes.values():
        sounds = [sound(casting.setting_for(speaker)) for speaker in sorted(present)]
        assert len(set(sounds)) == len(sounds)
        assert sound(casting.narrator.setting) not in sounds
    shuffled = list(espeak)
    random.Random(seed).shuffle(shuffled)
    assert cast(script, shuffled) == casting


def test_men_who_talk_are_set_apart_by_pitch_where_the_engine_can_move_it(script_of):
    voices = [Voice("e", f"en-us+m{n}", f"M{n}", "en-US", Gender.MALE, 100.0 + n, 1) for n in range(6)]
    people = [Character(name, name.title(), (), Gender.MALE) for name in ("ann", "bob", "cid")]
    script = script_of([("ann", 1), ("bob", 1), ("cid", 1)] * 8, people)

    bent = cast(script, voices)
    plain = cast(script, voices, bendable=False)

    heard = {voice.key: voice.pitch_hz or 0.0 for voice in voices}
    pitches = sorted(12 * math.log2(heard[m.setting.voice]) + m.setting.pitch_semitones for m in bent.members)
    assert all(higher - lower > 1.5 for lower, higher in itertools.pairwise(pitches))
    assert pitches[-1] - pitches[0] > 6
    assert all(m.setting.pitch_semitones == 0 for m in plain.members)


def test_no_voice_is_moved_to_where_it_sounds_no_longer_human(script_of):
    voices = [Voice("e", f"en-us+m{n}", f"M{n}", "en-US", Gender.MALE, 82.0 + n, 1) for n in range(8)]
    people = [Character(f"p{n}", f"P{n}", (), Gender.MALE) for n in range(6)]

    casting = cast(script_of([(f"p{n}", 1) for n in range(6)] * 4, people), voices)

    heard = {voice.key: voice.pitch_hz or 0.0 for voice in voices}
    pitches = [heard[m.setting.voice] * 2 ** (m.setting.pitch_semitones / 12) for m in casting.members]
    assert min(pitches) >= 78
    assert max(pitches) > 95


def test_people_of_a_foreign_story_have_voices_of_its_country(script_of, people):
    voices = [
        Voice("pyttsx3", f"roa/{code}+{kind}{n}", code, language, gender, pitch + 8 * n, n)
        for code, language in (("pt", "pt-PT"), ("pt-br", "pt-BR"), ("es", "es"))
        for kind, gender, pitch in (("m", Gender.MALE, 90.0), ("f", Gender.FEMALE, 180.0))
        for n in range(1, 5)
    ]
    turns, cast_of = [("jack", 1), ("ann", 1)] * 5, [people["jack"], people["ann"]]
    brazilian = cast(script_of(turns, cast_of, language="pt-BR"), voices)
    assert {m.setting.voice.partition("+")[0] for m in (brazilian.narrator, *brazilian.members)} == {
        "pyttsx3:roa/pt-br"
    }
    mexican = cast(script_of(turns, cast_of, language="es-419"), voices)
    assert {m.setting.voice.partition("+")[0] for m in (mexican.narrator, *mexican.members)} == {"pyttsx3:roa/es"}
