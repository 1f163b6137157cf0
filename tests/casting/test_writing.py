"""voices.toml, written and completed."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.casting import cast, parse_voice_map, render_voice_map
from narrate.errors import VoiceMapError
from narrate.model import Age, Casting, Character, Gender, VoiceSetting


def sounds(casting: Casting) -> tuple[VoiceSetting, dict[str | None, VoiceSetting]]:
    return casting.narrator.setting, {m.character_id: m.setting for m in casting.members}


@pytest.fixture
def dinner(script_of, people):
    """Jack and Ann talk, the waiter comes once, Tom tells it."""
    turns = [("jack", 1), ("ann", 1)] * 8 + [("waiter", 1), ("tom", 1)]
    return script_of(turns, people.values())


def test_a_fresh_file_explains_itself_and_gives_the_casting_back(dinner, espeak):
    casting = cast(dinner, espeak)
    text = render_voice_map(None, dinner, casting)
    assert text.startswith("# ")
    assert sounds(cast(dinner, espeak, parse_voice_map(text, "v"))) == sounds(casting)
    assert text.index("[characters.jack]") < text.index("[characters.waiter]")


def test_everybody_has_the_reason_beside_them(dinner, espeak):
    text = render_voice_map(None, dinner, cast(dinner, espeak))
    assert "[characters.ann] # female, 8 lines; unlike Jack Hale, whom she talks to most" in text


def test_a_teller_follows_the_narrators_voice(dinner, espeak):
    text = render_voice_map(None, dinner, cast(dinner, espeak))
    changed = text.replace('"pyttsx3:gmw/en-gb-x-rp"', '"pyttsx3:gmw/en-us+m1"')
    assert changed != text
    casting = cast(dinner, espeak, parse_voice_map(changed, "v"))
    assert casting.setting_for("tom").voice == "pyttsx3:gmw/en-us+m1"


MINE = """\
# my own file
[characters.ann]
aliases    = [ "Annie",   # from book two
  "Nan" ]
name = 'Ann'   # the heroine

# the next is a draft
[characters.bob]
name = "Bob"
voice = "pyttsx3:gmw/en-us+m4"
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_comments_order_and_white_space_survive(dinner, espeak, newline, mark):
    existing = mark + MINE.replace("\n", newline)
    text = render_voice_map(existing, dinner, cast(dinner, espeak, parse_voice_map(existing, "v")))
    kept = text.split(newline)
    for line in existing.split(newline):
        assert line in kept
    added = [line for line in kept if line.startswith("voice = ") and kept.index(line) < kept.index("[characters.bob]")]
    assert kept[kept.index("name = 'Ann'   # the heroine") + 1] == added[0]
    assert text.count("\r\n") == (text.count("\n") if newline == "\r\n" else 0)
    assert "[characters.jack]" in text
    assert "[narrator]" in text


def test_nothing_to_add_is_byte_for_byte(dinner, espeak):
    text = render_voice_map(MINE, dinner, cast(dinner, espeak, parse_voice_map(MINE, "v")))
    odd = text.replace('gender = "male"', '  gender   =\t"male"  # sure', 1).rstrip("\n")
    assert render_voice_map(odd, dinner, cast(dinner, espeak, parse_voice_map(odd, "v"))) == odd


ALL_INLINE = """\
characters = {ann = {name = "Ann"}, jack = {name = "J"}, waiter = {name = "W"}, tom = {name = "T", first_person = true}}
"""
INLINE = """\
[characters]
ann = {name = "Ann"}
"""
OUT_OF_ORDER = """\
[characters.ann]
name = "Ann"
[narrator]
# me
[characters.jack]
name = "J"
[characters.jack.piper]
voice = "x"
[characters.waiter]
name = "W" """
DOTTED = """\
narrator.rate = 1.1
characters.ann.name = "Ann"
characters.jack.name = "J"  # Jack
characters.waiter.name = "W"
characters.tom.name = "T"
characters.tom.first_person = true
"""
INDENTED = """\
[characters.ann]
  name = "Ann"


# end"""


@pytest.mark.parametrize("existing", [ALL_INLINE, INLINE, OUT_OF_ORDER, DOTTED, INDENTED])
def test_whatever_form_a_person_writes_tables_in(dinner, espeak, existing):
    casting = cast(dinner, espeak, parse_voice_map(existing, "v"))
    text = render_voice_map(existing, dinner, casting)
    voice_map = parse_voice_map(text, "v")
    assert sounds(cast(dinner, espeak, voice_map)) == sounds(casting)
    assert render_voice_map(text, dinner, cast(dinner, espeak, voice_map)) == text


def test_a_form_that_cannot_be_added_to_is_refused_with_a_hint(dinner, espeak):
    existing = 'characters = {ann = {name = "Ann"}}'
    with pytest.raises(VoiceMapError, match="can't be added to") as error:
        render_voice_map(existing, dinner, cast(dinner, espeak, parse_voice_map(existing, "v")))
    assert "[characters.anna]" in error.value.hint


def test_another_engine_gets_a_key_of_its_own_and_the_first_keeps_its_voice(dinner, espeak, sapi):
    first = render_voice_map(None, dinner, cast(dinner, espeak))
    elsewhere = cast(dinner, sapi, parse_voice_map(first, "v"))
    second = render_voice_map(first, dinner, elsewhere)
    assert 'sapi5 = "Zira"' in second
    assert sounds(cast(dinner, sapi, parse_voice_map(second, "v"))) == sounds(elsewhere)
    assert sounds(cast(dinner, espeak, parse_voice_map(second, "v"))) == sounds(cast(dinner, espeak))
    assert render_voice_map(second, dinner, cast(dinner, espeak, parse_voice_map(second, "v"))) == second


def test_people_who_are_gone_stay(script_of, espeak, people, dinner):
    text = render_voice_map(None, dinner, cast(dinner, espeak))
    later = script_of([("ann", 1)], [people["ann"]])
    assert render_voice_map(text, later, cast(later, espeak, parse_voice_map(text, "v"))) == text


def test_two_people_of_one_name_keep_apart(script_of, espeak):
    guards = [Character("guard", "the guard", ("Sir",)), Character("guard-2", "The Guard", ("Sir", "the guard"))]
    script = script_of([("guard", 1), ("guard-2", 1)], guards)
    casting = cast(script, espeak)
    text = render_voice_map(None, script, casting)
    assert sounds(cast(script, espeak, parse_voice_map(text, "v"))) == sounds(casting)


words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
casts = st.lists(
    st.tuples(words, st.lists(words, max_size=3), st.sampled_from(list(Gender)), st.booleans()), min_size=1, max_size=12
)


@settings(max_examples=60, deadline=None)
@given(casts, st.integers(0, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(1, 3)), max_size=40))
def test_written_and_read_a_casting_comes_back(script_of, espeak, drawn, known, spoken):
    people = [
        Character(f"p{n}", name, tuple(aliases), gender, first)
        for n, (name, aliases, gender, first) in enumerate(drawn)
    ]
    turns = [(f"p{who % len(people)}", scene) for who, scene in spoken]
    # Given a file made for some of them, to which a person has added a comment …
    part = script_of([turn for turn in turns if int(turn[0][1:]) < known], people[:known])
    before = render_voice_map(None, part, cast(part, espeak)) + "# mine\n"
    # … when it is completed for all,
    script = script_of(turns, people)
    casting = cast(script, espeak, parse_voice_map(before, "v"))
    after = render_voice_map(before, script, casting)
    # then every line of it is there in its order, the casting comes back, and there is no more to do.
    lines = iter(after.splitlines())
    assert all(line in lines for line in before.splitlines())
    tomllib.loads(after)
    again = cast(script, espeak, parse_voice_map(after, "v"))
    assert sounds(again) == sounds(casting)
    assert render_voice_map(after, script, again) == after


def test_age_and_accent_of_the_story_are_written_for_a_person_to_correct(script_of, espeak):
    people = [Character("gran", "Grandma Moss", (), Gender.FEMALE), Character("scot", "the Scotsman", (), Gender.MALE)]
    script = script_of([("gran", 1), ("scot", 1)], people)
    written = render_voice_map(None, script, cast(script, espeak))
    characters = tomllib.loads(written)["characters"]
    assert characters["gran"]["age"] == "old"
    assert characters["scot"]["accent"] == "Scottish"
    assert "age" not in characters["scot"]
    corrected = written.replace('age = "old"', 'age = "child"')
    assert next(e for e in parse_voice_map(corrected, "v").characters if e.id == "gran").age is Age.CHILD
