"""Who is in the reader's mind, and what pronouns and forms of address around a line tell."""

import pytest

from narrate.attribution.evidence.analysis import analyse
from narrate.attribution.evidence.context import CANDIDATE_CONTEXT, TURN_CONTEXT
from narrate.intake import parse_story
from narrate.model import Character, Gender
from narrate.segmentation import segment

TOM = Character("tom", "Tom Reed", ("Tom",), Gender.MALE)
ADA = Character("ada", "Ada Moss", ("Ada",), Gender.FEMALE)
EVE = Character("eve", "Eve Hart", ("Eve",), Gender.FEMALE)


def seen(text, turn):
    """The columns of a turn, and those of Tom, Ada and Eve."""
    document = parse_story(text.encode(), "story.txt")
    analysis = analyse(document, segment(document), (TOM, ADA, EVE), exclusive=True)
    context = analysis.scorer().context
    people = context.of_candidates(turn, [0, 1, 2], [0, 1, 2])
    return (
        dict(zip(TURN_CONTEXT, context.of_turn(turn), strict=True)),
        *(dict(zip(CANDIDATE_CONTEXT, people[one], strict=True)) for one in (0, 1, 2)),
    )


def test_a_pronoun_goes_to_who_acted_last_though_a_sentence_lies_between():
    _, tom, ada, eve = seen("Eve slept by the door.\n\nAda came in. Everybody jumped. “It is cold,” she said.\n", 0)

    assert (ada["fits_rank"], eve["fits_rank"]) == (0, 1)
    assert tom["fits_share"] == 0


def test_pronouns_keep_somebody_in_mind_whom_no_name_recalls():
    story = "Ada came in. She hung up her coat. She lit the lamp. She sat down.\n\n“It is cold.”\n\nEve laughed.\n"

    _, _, ada, _ = seen(story, 0)

    assert (ada["focus"], ada["last_acting"], ada["in_mind_rank"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("address", "called"),
    [("sir", 1), ("my dear sir", 1), ("madam", -1), ("my good woman", 0), ("the sir is old", 0)],
)
def test_forms_of_address_tell_the_gender_of_who_is_spoken_to(address, called):
    _, tom, _, _ = seen(f"Tom and Ada waited.\n\n“Well, {address}.”\n", 0)

    assert tom["called+0"] == called


def test_text_that_lost_its_apostrophes_still_says_ma_am():
    _, tom, ada, _ = seen("Tom and Ada waited.\n\n“Indeed, Ma am, I do.”\n", 0)

    assert (tom["called+0"], ada["called+0"]) == (-1, 1)


@pytest.mark.parametrize(
    ("tag", "verb"), [("Ada added", 1), ("Ada replied", 2), ("asked Ada", 3), ("said Ada", 4), ("Ada smiled", 0)]
)
def test_verbs_tell_who_goes_on_who_answers_and_who_asks(tag, verb):
    assert seen(f"“It is cold,” {tag}.\n", 0)[0]["verb"] == verb


def test_the_owner_of_a_role_is_not_who_speaks():
    _, tom, ada, _ = seen("Tom sat down. Ada stood.\n\n“It is cold,” said his sister.\n", 0)

    assert (tom["owner"], ada["owner"]) == (1, -1)


def test_who_acts_after_a_line_is_found_up_to_the_next_line():
    story = "“It is cold.”\n\nThe wind rose. Tom shut the door.\n\n“Better.”\n\nAda nodded.\n"

    assert seen(story, 0)[1]["acts_after"] == 1
    assert seen(story, 1)[2]["acts_after"] == 1
