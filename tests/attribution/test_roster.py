"""Which names are one person's."""

from __future__ import annotations

import pytest

from narrate.attribution.analysis import analyse
from narrate.attribution.characters import slug
from narrate.attribution.forms import form_of, parse, same_first
from narrate.intake import parse_story
from narrate.model import Gender
from narrate.segmentation import segment


def people(text: str) -> list[set[str]]:
    document = parse_story(text.encode(), "story.txt")
    roster = analyse(document, segment(document), (), exclusive=False).roster
    return [set(person.spelling.values()) for person in roster.people]


def test_mr_and_mrs_are_two_people():
    found = people('"Well," said Mr. Orme.\n\n"Well?" said Mrs. Orme.\n')
    assert {"Mr. Orme"} in found
    assert {"Mrs. Orme"} in found


def test_a_full_name_gathers_its_parts():
    text = (
        'Gareth Pugh came in, and Gareth sat down.\n\n"I am late," said Gareth.\n\n'
        '"You are, Mr. Pugh," said Nia.\n\n"Very late, Pugh," said Nia.\n'
    )
    assert {"Gareth Pugh", "Gareth", "Mr. Pugh", "Pugh"} in people(text)


def test_brothers_of_one_surname_stay_apart():
    text = 'Gareth Pugh and Owen Pugh came in.\n\n"Late," said Gareth.\n\n"Very," said Owen.\n'
    found = people(text)
    assert not any({"Gareth", "Owen"} <= names for names in found)


def test_a_pet_name_that_only_speech_uses_joins_the_formal_one():
    text = (
        'Elizabeth went up, and Elizabeth came down.\n\n"Here, Lizzie," said Tom.\n\n"I come," said Elizabeth.\n\n'
        '"Lizzie, quick," said Tom.\n'
    )
    assert {"Elizabeth", "Lizzie"} in people(text)


def test_the_captain_is_the_only_captain():
    text = '"Aye," said Captain Roe.\n\nThe ship turned.\n\n"Aye," said the captain.\n'
    assert any({"Captain Roe", "the captain"} <= names for names in people(text))


def test_the_by_lines_author_is_nobody():
    text = 'The Well\n\nby Agnes Marlow\n\n"Deep," said Tom.\n\n"Deep indeed," said Ivo.\n'
    assert not any("Agnes Marlow" in names for names in people(text))


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Mrs. John Orme", Gender.FEMALE),
        ("Sir William", Gender.MALE),
        ("Elinor Orme", Gender.FEMALE),
        ("Dr. Orme", Gender.UNKNOWN),
    ],
)
def test_names_tell_a_gender(name, gender):
    assert parse(form_of(name.split())).gender is gender


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("bob", "robert", True), ("peggy", "margaret", True), ("j", "john", True), ("tom", "tim", False)],
)
def test_short_forms_of_first_names(one, other, same):
    assert same_first(one, other) is same


@pytest.mark.parametrize(
    ("name", "expected"), [("Élodie O’Brien", "elodie-obrien"), ("the 456", "the-456"), ("李", "")]
)
def test_slugs_are_ascii(name, expected):
    assert slug(name) == expected
