"""Which quotations of a paragraph one person speaks."""

import pytest

from narrate.attribution.deciding.chain import ties
from narrate.attribution.evidence.analysis import analyse
from narrate.intake import parse_story
from narrate.model import Character, Gender
from narrate.segmentation import segment

ADA = Character("ada", "Ada Moss", ("Ada",), Gender.FEMALE)
TOM = Character("tom", "Tom Reed", ("Tom",), Gender.MALE)
KIT = Character("kit", "Kit")


@pytest.mark.parametrize(
    ("paragraph", "turns"),
    [
        ("“What is it?” she asked Kit, and Kit answered, “Grass.”", 2),
        ("“What is it?” Ada asked, and Tom answered, “Grass.”", 2),
        ("“What is it?” she asked. “Grass?” she said again.", 1),
        ("“It is,” said Ada, “what it is.”", 1),
        ("“It is,” she said, and the lamp went out. “What it is,” said Ada.", 1),
    ],
)
def test_tags_part_two_who_speak_in_one_paragraph(paragraph, turns):
    document = parse_story(f"Ada met Tom and Kit.\n\n{paragraph}\n".encode(), "story.txt")

    assert len(analyse(document, segment(document), (ADA, TOM, KIT), exclusive=True).turns) == turns


@pytest.mark.parametrize(
    ("story", "tie"),
    [
        (
            "“Allow me,” said Ada. She crossed the long room to the window and lifted the lid of the box.",
            "same0_tail_he",
        ),
        ("“Allow me,” said Ada.", "same0_he"),
    ],
)
def test_ties_tell_whether_somebody_acts_behind_the_line_before(story, tie):
    document = parse_story(f"{story}\n\n“It is a wedge,” she told them.\n".encode(), "story.txt")

    analysis = analyse(document, segment(document), (), exclusive=False)

    assert ties(analysis.facts)[1][0] == tie
