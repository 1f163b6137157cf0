"""Stories that several people tell as “I”."""

import pytest

from narrate.attribution import attribute
from narrate.attribution.evidence.analysis import analyse
from narrate.intake import parse_story
from narrate.model import Character, Gender, UtteranceKind
from narrate.segmentation import segment

WREN = "I had the key on Monday. I put it in my coat.\n\n“Why me?” I asked.\n\n“You are careful,” said Odd.\n\n"
ODD = "I found it in the road. I kept it.\n\n“Is that mine?” said Wren.\n\n“It was,” I said.\n\n"
THIRD = "Wren had the key. She put it in her coat.\n\n“Why me?” asked Wren.\n\n“You are careful,” said Odd.\n\n"


def tellings(text):
    """The names above the stretches that count, as the roster shows their tellers."""
    document = parse_story(text.encode(), "story.txt")
    roster = analyse(document, segment(document), (), exclusive=False).roster
    return [" ".join(sorted(roster.people[who].spelling.values())) for _, _, who in roster.tellers]


def speakers(text, known=()):
    document = parse_story(text.encode(), "story.txt")
    segmentation = segment(document)
    found = attribute(document, segmentation, known=known)
    names = {character.id: character.name for character in found.characters}
    return [
        names.get(who.speaker or "")
        for utterance, who in zip(segmentation.utterances, found.attributions, strict=True)
        if utterance.kind is UtteranceKind.DIALOGUE
    ], found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Wren's POV", "Odd’s pov"),
        ("POV: Wren", "POV - Odd"),
        ("Wren's point of view", "~*~ Odd POV ~*~"),
        ("Chapter 1: Wren", "Chapter 2: Odd"),
        ("***\n\nWren", "***\n\nOdd"),
        ("**Wren**", "**Odd**"),
    ],
)
def test_who_is_i_changes_with_the_heading(first, second):
    text = f"The Lost Key\n\nby Ann Other\n\n{first}\n\n{WREN}{second}\n\n{ODD}"

    assert tellings(text) == ["Wren", "Odd"]
    assert speakers(text)[0] == ["Wren", "Odd", "Wren", "Odd"]


def test_one_teller_under_headings_is_the_i_of_the_story():
    lines, found = speakers(f"Wren's POV\n\n{WREN}")

    assert lines == ["Wren", "Odd"]
    assert [character.name for character in found.characters if character.first_person] == ["Wren"]


def test_a_teller_of_whom_only_the_heading_speaks_is_somebody():
    assert speakers(f"Ilse's POV\n\n{WREN}Odd's POV\n\n{ODD}")[0] == ["Ilse", "Odd", "Wren", "Odd"]


def test_known_characters_tell():
    known = (Character("w", "Wren Ashby", ("Wren",), Gender.FEMALE), Character("o", "Odd Ness", ("Odd",), Gender.MALE))

    lines, found = speakers(f"Wren's POV\n\n{WREN}Odd's POV\n\n{ODD}", known)

    assert lines == ["Wren Ashby", "Odd Ness", "Wren Ashby", "Odd Ness"]
    assert found.characters[:2] == known


@pytest.mark.parametrize(
    "text",
    [
        f"Wren's POV\n\n{THIRD}",
        f"Chapter 1: Odd\n\n{WREN}Chapter 2: The Road\n\n{WREN}",
        f"Chapter 1: Odd\n\nOdd was late. I knew Odd, my friend Odd. I saw Odd.\n\n{WREN}",
        f"***\n\nWren.\n\n{WREN}***\n\nOdd.\n\n{WREN}",
        f"***\n\nLater\n\n{WREN}***\n\nThe Next Day\n\n{ODD}",
    ],
    ids=["third person", "one chapter of several", "a chapter about somebody", "sentences", "no names"],
)
def test_no_heading_makes_an_i_of_somebody_else(text):
    assert tellings(text) == []
