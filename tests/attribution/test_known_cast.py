"""Characters that a person gave are found again among the people of the story."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.attribution import attribute
from narrate.intake import parse_story, read_story
from narrate.model import Character, Gender
from narrate.segmentation import segment

ROOT = Path(__file__).parents[2]
STORIES = sorted([*(ROOT / "stories").glob("*.txt"), *(ROOT / "tests/data/labelled").glob("*.txt")])


def speakers(text, known=(), *, exclusive=False):
    document = parse_story(text.encode(), "story.txt")
    found = attribute(document, segment(document), known=known, exclusive=exclusive)
    return [attribution.speaker for attribution in found.attributions if attribution.evidence], found


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_cast_that_a_run_found_changes_nothing_when_it_is_given_back(path):
    document = read_story(path)
    segmentation = segment(document)
    found = attribute(document, segmentation)
    again = attribute(document, segmentation, known=found.characters)
    assert again.characters == found.characters
    assert [one.speaker for one in again.attributions] == [one.speaker for one in found.attributions]


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_with_that_cast_alone_hardly_a_line_moves(path):
    document = read_story(path)
    segmentation = segment(document)
    found = attribute(document, segmentation)
    again = attribute(document, segmentation, known=found.characters, exclusive=True)
    moved = sum(one.speaker != other.speaker for one, other in zip(found.attributions, again.attributions, strict=True))
    assert moved <= 1


def test_a_french_cast_changes_nothing_either():
    text = (
        "« Bonsoir », dit la postière.\n\n« Bonsoir, madame », dit Luc.\n\nLa postière leva les yeux.\n\n"
        "« Une lettre ? » demanda la postière.\n\n« Oui », dit l’institutrice.\n\n« Merci », dit la postière.\n"
    )
    first, found = speakers(text)
    second, again = speakers(text, found.characters)
    assert (second, again.characters) == (first, found.characters)


def test_two_people_of_the_story_are_one_where_the_cast_says_so():
    text = '"Well," said Ruth.\n\n"Well," said Tom.\n\n"So," said Mrs. Lind.\n\n"So," said Tom.\n'
    found, _ = speakers(text, [Character("ruth", "Ruth Lind", ("Ruth", "Mrs. Lind"), Gender.FEMALE)])
    assert found == ["ruth", "tom", "ruth", "tom"]


def test_one_person_of_the_story_is_two_where_the_cast_says_so():
    text = 'Hugh Lind came in.\n\n"Well," said Hugh.\n\n"Well," said Tom.\n\n"So," said Mr. Lind.\n'
    known = [Character("hugh", "Hugh Lind", ("Hugh",)), Character("old", "Aron Lind", ("Mr. Lind",))]
    found, _ = speakers(text, known)
    assert found == ["hugh", "tom", "old"]


def test_a_full_name_that_the_story_never_uses_takes_the_first_name():
    text = '"Well," said Hugh.\n\n"Well," said Tom.\n'
    found, _ = speakers(text, [Character("h", "Hugh Lind")])
    assert found == ["h", "tom"]


def test_the_count_is_the_only_count_of_the_list():
    text = '"Well," said the count.\n\n"Well," said Tom.\n\n"So," said the count.\n\n"So," said Tom.\n'
    known = [Character("orlo", "Count Orlo", (), Gender.MALE), Character("tom", "Tom")]
    found, _ = speakers(text, known, exclusive=True)
    assert found == ["orlo", "tom", "orlo", "tom"]


def test_nobody_but_the_list_speaks_where_it_is_exclusive():
    text = '"Well," said Hugh.\n\n"Well," said Tom.\n\n"So," said the waiter.\n'
    found, again = speakers(text, [Character("hugh", "Hugh")], exclusive=True)
    assert set(found) <= {"hugh", None}
    assert [character.id for character in again.characters] == ["hugh"]
