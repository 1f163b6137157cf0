"""Attributors by name, and that all of them keep one contract."""

from __future__ import annotations

import re

import pytest

from narrate.attribution import DEFAULT_ATTRIBUTOR, Attributor, attribute, attributor_names, load_attributor
from narrate.errors import AttributorError
from narrate.intake import parse_story
from narrate.model import Character
from narrate.segmentation import segment

STORY = """\
“You're late,” said Orla Finch.

“The road was flooded,” said Bram.

“It is always flooded.”
"""


def test_the_default_is_the_one_that_needs_nothing():
    document = parse_story(STORY.encode(), "story.txt")
    segmentation = segment(document)

    found = load_attributor().attribute(document, segmentation)

    assert load_attributor().name == DEFAULT_ATTRIBUTOR == "ranker"
    assert found == attribute(document, segmentation)


def test_a_name_that_is_not_there_lists_the_known_ones():
    with pytest.raises(AttributorError) as missed:
        load_attributor("rnker")

    assert "“rnker”" in missed.value.message
    assert "Did you mean “ranker”?" in missed.value.hint
    assert missed.value.exit_code == 4


@pytest.mark.parametrize("name", ["os:system", "narrate.attribution.attributors.ranker:RankerAttributor", ""])
def test_no_name_runs_code_that_no_package_declares(name):
    with pytest.raises(AttributorError):
        load_attributor(name)


def test_every_attributor_is_one_and_says_its_name():
    names = attributor_names()

    assert "ranker" in names
    for name in names:
        attributor = load_attributor(name)
        assert isinstance(attributor, Attributor)
        assert attributor.name == name


def test_known_characters_come_first_as_they_were_given():
    document = parse_story(STORY.encode(), "story.txt")
    known = (Character("mrs-finch", "Mrs Finch", ("Orla Finch", "Orla")),)

    found = load_attributor().attribute(document, segment(document), known=known, exclusive=True)

    assert found.characters == known
    assert found.attributions[0].speaker == "mrs-finch"


def test_the_fingerprint_is_of_the_weights():
    assert re.fullmatch(r"ranker [0-9a-f]{16}", load_attributor().fingerprint())
    assert load_attributor().fingerprint() == load_attributor().fingerprint()
