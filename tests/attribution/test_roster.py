"""Which names are one person's."""

from __future__ import annotations

import pytest

from narrate.attribution.evidence.analysis import analyse
from narrate.attribution.language.forms import form_of, is_diminutive, parse, same_first
from narrate.attribution.people.characters import slug
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


def test_a_title_before_a_name_is_part_of_it_however_often_it_is_written_small():
    text = 'Count Orlo came in. The count bowed, and the count sat.\n\n"Late," said the count.\n\n"Yes," said Nia.\n'
    assert any({"Count Orlo", "the count"} <= names for names in people(text))


def test_a_general_is_not_the_captain_of_his_name():
    text = '"Halt," said General Roe.\n\n"Sir," said Captain Roe.\n\n"Halt," said General Roe.\n'
    assert not any({"General Roe", "Captain Roe"} <= names for names in people(text))


def test_a_last_name_of_several_words_is_found_under_a_title():
    text = 'Ines de la Vega rose.\n\n"Yes," said Ines.\n\n"No," said Tom.\n\n"Yes," said Miss de la Vega.\n'
    assert any({"Ines", "Miss de la Vega"} <= names for names in people(text))


def test_a_title_begins_another_name():
    text = 'Mr. Roe Miss Lind and the rest came.\n\n"Yes," said Mr. Roe.\n\n"No," said Miss Lind.\n'
    assert {"Mr. Roe"} in people(text)
    assert {"Miss Lind"} in people(text)


@pytest.mark.parametrize(
    "reveal",
    [
        '"I\'m Ivo," said the stranger.',
        '"My name is Ivo," said the stranger.',
        '"Call me Ivo." The stranger sat down.',
        '"I walked," he said. "I\'m Ivo."',
        "The stranger said that his name was Ivo.",
        "He introduced himself as Ivo.",
    ],
)
def test_a_stranger_takes_the_name_that_he_gives(reveal):
    came = 'A stranger came in.\n\n"Cold," said the stranger.\n\n"It is," said Nia.\n\n'
    text = f'{came}{reveal}\n\n"Ivo, then," said Nia.\n\n"Yes," said Ivo.\n'
    assert any({"Ivo", "the stranger"} <= names for names in people(text))


@pytest.mark.parametrize(
    "told",
    [
        '"I\'m Nia," said the stranger.',  # a name that the story has used of somebody else
        "\"I'm Ivo's brother,\" said the stranger.",
        '"I\'m Ivo," said Tom.',
    ],
)
def test_a_stranger_takes_no_other_name(told):
    came = 'A stranger came in. Nia stood up.\n\n"Cold," said the stranger.\n\n"It is," said Nia.\n\n'
    text = f'{came}{told}\n\n"Ivo," said Nia.\n'
    assert {"the stranger"} in people(text)


def test_a_role_is_who_answers_when_the_role_is_called_by_name():
    text = (
        '"Late, Basil," said Nia.\n\n"Yes," said the painter.\n\n"Basil, sit," said Nia.\n\n"No," said the painter.\n\n'
        '"Basil," said Nia.\n\n"What?" said the painter.\n\n"Nothing," said Nia.\n\n"Good," said Basil.\n'
    )
    assert {"Basil", "the painter"} in people(text)


def test_those_who_answer_each_other_are_two():
    text = (
        '"Late, Basil," said Nia.\n\n"Yes," said the painter.\n\n"I am not," said Basil.\n\n'
        '"Basil, sit," said the painter.\n\n'
        '"No," said Basil.\n\n"Basil," said Nia.\n\n"What?" said the painter.\n\n"Good," said Basil.\n'
    )
    assert {"the painter"} in people(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("skaggs", "skaggsy", True), ("cass", "cassie", True), ("rob", "robin", False), ("al", "aly", False)],
)
def test_endings_that_make_a_pet_name(one, other, same):
    assert is_diminutive(one, other) is same


def test_a_role_that_ends_in_a_name_is_that_person():
    text = '"Oh," said the weary Orlo.\n\n"Yes," said Nia.\n\n"Oh," said Orlo.\n'
    assert any({"Orlo", "the weary orlo"} <= names for names in people(text))


@pytest.mark.parametrize(
    ("name", "gender"), [("Mom", Gender.FEMALE), ("Gran", Gender.FEMALE), ("Grandad", Gender.MALE)]
)
def test_what_a_family_calls_its_own_tells_a_gender(name, gender):
    document = parse_story(f"Alex came down.\n\n“You're late,” said {name}.\n\n“Sorry,” said Alex.\n".encode(), "a.txt")

    roster = analyse(document, segment(document), (), exclusive=False).roster

    assert [person.gender for person in roster.people if (name.lower(),) in person.forms] == [gender]
