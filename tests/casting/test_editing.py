"""Who is who, written into voices.toml with everything else left as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.casting import CastEdits, edit_voice_map, parse_voice_map
from narrate.errors import UsageError

MAP = """\
# Mine.

[narrator]
voice = "silent:narrator" # the best

# She is the heroine.
[characters.ada]  # 40 lines
name = "Ada Thorne"
voice = "silent:female-1"
rate = 1.1  # she hurries

# nobody knows him yet
[characters.the-man] # 3 lines
name = "the man"
aliases = ["the stranger"]
gender = "male"
voice = "silent:male-2"

# Rhys: to be kept deep
[characters.rhys]
name = "Rhys Pike"
aliases = ["Rhys"]  # never Pike alone
pitch_semitones = -2
"""


def edited(content=MAP, **edits):
    return edit_voice_map(content, CastEdits(**edits))[0]


def entry(content, character_id):
    return next(entry for entry in parse_voice_map(content, "voices.toml").characters if entry.id == character_id)


def test_a_merge_gives_all_names_to_the_second():
    after = edited(merges=(("the man", "Rhys Pike"),))

    rhys = entry(after, "rhys")
    assert rhys.aliases == ("Rhys", "the man", "the stranger")
    assert rhys.gender == "male"
    assert [one.id for one in parse_voice_map(after, "voices.toml").characters] == ["ada", "rhys"]


def test_everything_else_stays_letter_by_letter():
    after = edited(merges=(("the man", "Rhys Pike"),), renames=(("Ada Thorne", "Lady Ada"),))

    gone = set(MAP.splitlines()) - set(after.splitlines())
    assert gone == {
        'name = "Ada Thorne"',
        "[characters.the-man] # 3 lines",
        'name = "the man"',
        'aliases = ["the stranger"]',
        'voice = "silent:male-2"',
        'aliases = ["Rhys"]  # never Pike alone',
    } - set(after.splitlines())
    assert "# Rhys: to be kept deep\n[characters.rhys]" in after
    assert 'aliases = ["Rhys", "the man", "the stranger"]  # never Pike alone' in after


def test_whoever_tells_the_story_stays_the_one():
    told = MAP + '\n[characters.narrator-i]\nname = "Narrator (I)"\nfirst_person = true\n'

    assert entry(edited(told, merges=(("Narrator (I)", "Ada Thorne"),)), "ada").first_person


def test_an_alias_stands_below_the_name():
    after = edited(aliases=(("Ada Thorne", "Addie"),))

    assert 'name = "Ada Thorne"\naliases = ["Addie"]\nvoice' in after
    assert len(after.splitlines()) == len(MAP.splitlines()) + 1


def test_a_new_name_keeps_the_old_one_as_an_alias_and_the_id():
    after = edited(renames=(("the man", "Mr Hart"),))

    assert entry(after, "the-man").name == "Mr Hart"
    assert entry(after, "the-man").aliases == ("the stranger", "the man")


def test_an_alias_can_become_the_name():
    assert entry(edited(renames=(("Rhys Pike", "Rhys"),)), "rhys").aliases == ("Rhys Pike",)


def test_people_go_by_any_name_or_id_and_case_means_nothing():
    expected = edited(merges=(("the man", "Rhys Pike"),))

    assert edited(merges=(("The Stranger", "rhys"),)) == expected
    assert edited(merges=(("the-man", "RHYS PIKE"),)) == expected


def test_edits_see_those_before_them():
    after = edited(
        merges=(("the man", "Rhys"), ("Rhys", "Ada Thorne")),
        aliases=(("the stranger", "Boss"),),
        renames=(("Boss", "Ada Pike"),),
    )

    [only] = parse_voice_map(after, "voices.toml").characters
    assert only.name == "Ada Pike"
    assert set(only.aliases) == {"Ada Thorne", "Rhys Pike", "Rhys", "the man", "the stranger", "Boss"}


def test_each_edit_is_told_in_a_sentence():
    _, told = edit_voice_map(MAP, CastEdits((("the man", "Rhys"),), (("Ada Thorne", "Addie"),), (("Rhys", "Pike"),)))

    assert told == (
        "“the man” is Rhys Pike",
        "“Addie” is another name of Ada Thorne",
        "Rhys Pike is called Pike",
    )


@pytest.mark.parametrize(
    ("edits", "message", "hint"),
    [
        ({"merges": (("the mann", "Rhys"),)}, "--merge: no character is called “the mann”", "“the man”"),
        ({"merges": (("Zebedee", "Rhys"),)}, "“Zebedee”", "Ada Thorne, the man, Rhys Pike"),
        ({"merges": (("Rhys", "Rhys Pike"),)}, "names of one character already", "Rhys Pike"),
        ({"aliases": (("Ada Thorne", "Rhys"),)}, "“Rhys” is a name of Rhys Pike", "--merge 'Rhys Pike' 'Ada Thorne'"),
        ({"aliases": (("Rhys", "rhys  pike"),)}, "is a name of Rhys Pike already", ""),
        ({"aliases": (("Rhys", "  "),)}, "is no name", ""),
        ({"aliases": (("Rhys", "a\x1bb"),)}, "is no name", ""),
        ({"renames": (("Rhys", "the man"),)}, "“the man” is a name of the man", "--merge"),
        ({"renames": (("Rhys", "Rhys Pike"),)}, "is called so already", ""),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(edits, message, hint):
    with pytest.raises(UsageError) as refused:
        edited(**edits)

    assert message in refused.value.message
    assert hint in refused.value.hint


@given(st.text(max_size=90), st.text(max_size=90))
def test_any_name_is_written_as_it_is_or_refused(alias, name):
    try:
        after = edited(aliases=(("Ada Thorne", alias),), renames=(("the man", name),))
    except UsageError:
        return

    assert entry(after, "ada").aliases == (" ".join(alias.split()),)
    assert entry(after, "the-man").name == " ".join(name.split())
    assert set(MAP.splitlines()) - set(after.splitlines()) <= {'name = "the man"', 'aliases = ["the stranger"]'}


@pytest.mark.parametrize(
    "content",
    [
        'characters.a = {name = "Ann"}\ncharacters.b = {name = "Bea", voice = "silent:female-1"}\n',
        '[characters]\na.name = "Ann"\nb.name = "Bea"\nb.voice = "silent:female-1"\n',
        '[characters]\na = {name = "Ann"}\nb = {name = "Bea"}\n',
        '[characters."a"]\nname = "Ann"\n[characters.b]\nname = "Bea"\n[narrator]\nvoice = "silent:narrator"\n',
        '[characters.a]\nname = "Ann"\n\n[narrator]\nvoice = "silent:narrator"\n\n[characters.b]\nname = "Bea"\n',
        '[characters.b]\nname = "Bea"\nsilent = "x"\n\n[characters.a]\nname = "Ann"',
        MAP.replace("the-man", "a").replace('"the man"', '"Ann"').replace("rhys", "b").replace("Rhys Pike", "Bea"),
        '[characters.a]\r\nname = "Ann"\r\n\r\n# B\r\n[characters.b]\r\nname = "Bea"\r\n',
    ],
)
def test_tables_of_every_kind_can_be_edited(content):
    after = edited(content, merges=(("Bea", "Ann"),), aliases=(("Ann", "Annie"),), renames=(("Ann", "Anna"),))

    assert entry(after, "a").name == "Anna"
    assert {"Bea", "Annie", "Ann"} <= set(entry(after, "a").aliases)
    assert all(one.id != "b" for one in parse_voice_map(after, "voices.toml").characters)
    assert ("\r\n" in after) == ("\r\n" in content)
