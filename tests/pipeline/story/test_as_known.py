"""An old script under the names that voices.toml has now."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from narrate.intake import parse_story
from narrate.model import Attributed, Attribution, Character, Gender, Script, Segmentation, UtteranceKind
from narrate.pipeline.story.analysis import as_known
from narrate.scripting import apply_script_file, build_script, parse_script_file, write_script_file
from narrate.segmentation import segment

IANTO = Character("ianto-jones", "Ianto Jones", ("Ianto",), Gender.MALE)
MAN = Character("the-man", "the man", ("the stranger",))
RHYS = Character("rhys", "Rhys", ("Pike",))
"""Who speaks the three lines of the story."""


@pytest.fixture
def script() -> Script:
    document = parse_story("“One.”\n\n“Two.”\n\n“Three.”\n".encode(), "story.txt")
    segmentation = segment(document)
    return build_script(document, segmentation, attributed(segmentation, (IANTO, MAN, RHYS)))


def attributed(segmentation: Segmentation, speakers: Sequence[Character]) -> Attributed:
    """Lines of dialogue given to ``speakers`` in turn."""
    found: list[Attribution] = []
    said = 0
    for utterance in segmentation.utterances:
        if utterance.kind is UtteranceKind.DIALOGUE:
            found.append(Attribution(speakers[said % len(speakers)].id, 0.9, "in turn"))
            said += 1
        else:
            found.append(Attribution(None))
    return Attributed(tuple(speakers), tuple(found))


def speakers(script):
    return [line.attribution.speaker for line in script.lines()]


def test_whoever_was_merged_becomes_the_other_lines_and_all(script):
    merged = Character("ianto-jones", "Ianto Jones", ("Ianto", "the man", "the stranger"))

    now = as_known(script, (merged, RHYS))

    assert speakers(now) == ["ianto-jones", "ianto-jones", "rhys"]
    assert [character.id for character in now.characters] == ["ianto-jones", "rhys"]


@pytest.mark.parametrize("name", ["the man", "the stranger", "THE MAN", "Ianto", "Ianto Jones"])
def test_every_old_name_in_script_txt_means_the_one_who_is_left(script, name):
    merged = Character("ianto-jones", "Ianto Jones", ("Ianto", "the man", "the stranger"))
    content = write_script_file(script).replace("@Rhys", f"@{name}")

    read = apply_script_file(as_known(script, (merged, RHYS)), parse_script_file(content, "script.txt"))

    assert speakers(read) == ["ianto-jones"] * 3


@pytest.mark.parametrize("name", ["Rhys", "Pike", "Mr Pike"])
def test_a_renamed_person_is_understood_by_old_and_new_names(script, name):
    renamed = Character("rhys", "Mr Pike", ("Pike", "Rhys"))
    content = write_script_file(script).replace("@the man", f"@{name}")

    read = apply_script_file(as_known(script, (IANTO, MAN, renamed)), parse_script_file(content, "script.txt"))

    assert speakers(read) == ["ianto-jones", "rhys", "rhys"]


def test_a_name_that_went_to_somebody_else_means_them_alone(script):
    now = as_known(script, (Character("ianto-jones", "Ianto Jones", ("Ianto", "Pike")),))
    content = write_script_file(script).replace("@the man", "@Pike")

    read = apply_script_file(now, parse_script_file(content, "script.txt"))

    assert speakers(read) == ["ianto-jones", "ianto-jones", "rhys"]


def test_people_the_old_script_did_not_have_can_be_given_lines(script):
    now = as_known(script, (Character("gwen", "Gwen Cooper"),))

    assert {"gwen", "the-man", "rhys", "ianto-jones"} == {character.id for character in now.characters}


def test_nothing_known_changes_nothing(script):
    assert as_known(script, ()) == script
