"""Lines of which a person said who speaks them: they stay, and the lines around them profit."""

from __future__ import annotations

import pytest

from narrate.attribution import attribute
from narrate.intake import parse_story
from narrate.model import Attribution, Character, Gender, UtteranceKind
from narrate.segmentation import segment

STORY = """\
“You're late,” said Orla Finch.

“The road was flooded,” said Bram Oake.

Wind shook the shutters, and the lamp swung on its hook.

“It is always flooded.”

“Not always.”

“Since the dam went, always.”

“Then somebody ought to mend the dam.”
"""
ORLA = Character("orla", "Orla Finch", ("Orla",), Gender.FEMALE)
BRAM = Character("bram", "Bram Oake", ("Bram",), Gender.MALE)
OPEN = ("“It is always flooded.”", "“Not always.”", "“Since the dam went, always.”", "“Then somebody ought")


def found(text=STORY, fixed=None, known=(ORLA, BRAM)) -> dict[str, Attribution]:
    """The attributions of the dialogue, by its text."""
    document = parse_story(text.encode(), "story.txt")
    segmentation = segment(document)
    places = {document.text.index(words): who for words, who in (fixed or {}).items()}
    done = attribute(document, segmentation, known=known, fixed=places)
    return {
        utterance.span.of(document.text): attribution
        for utterance, attribution in zip(segmentation.utterances, done.attributions, strict=True)
        if utterance.kind is UtteranceKind.DIALOGUE
    }


def speaker(attributions: dict[str, Attribution], beginning: str) -> str | None:
    return next(one.speaker for text, one in attributions.items() if text.startswith(beginning))


@pytest.mark.parametrize(("first", "second"), [("orla", "bram"), ("bram", "orla")])
def test_a_fixed_line_decides_its_neighbours(first, second):
    done = found(fixed={OPEN[0]: first})

    assert [speaker(done, line) for line in OPEN] == [first, second, first, second]


def test_a_fixed_line_is_certain_and_says_why():
    done = found(fixed={OPEN[1]: "bram"})

    assert done[OPEN[1]] == Attribution("bram", 1.0, "chosen by hand")


def test_a_fixed_line_stays_against_what_the_story_says():
    done = found(fixed={"“You're late,”": "bram"})

    assert done["“You're late,”"].speaker == "bram"
    assert done["“The road was flooded,”"].speaker == "bram"


def test_nobody_is_an_answer_too():
    assert found(fixed={OPEN[0]: None})[OPEN[0]] == Attribution(None, 1.0, "chosen by hand")


def test_any_place_inside_the_line_will_do():
    assert found(fixed={"always flooded": "bram"})[OPEN[0]].confidence == 1.0


@pytest.mark.parametrize("fixed", [{"Wind shook": "bram"}, {OPEN[0]: "somebody-else"}])
def test_what_can_not_be_heeded_changes_nothing(fixed):
    assert found(fixed=fixed) == found()


def test_two_speakers_fixed_in_one_paragraph_are_two():
    text = STORY.replace("“Not always.”", "“Not always.” The lamp swung. “Look at the lamp!”")

    done = found(text, {"“Not always.”": "orla", "“Look at the lamp!”": "bram"})

    assert (done["“Not always.”"].speaker, done["“Look at the lamp!”"].speaker) == ("orla", "bram")


def test_the_rest_of_the_same_speech_goes_with_it_less_surely():
    text = STORY.replace("“Not always.”", "“Not always.” The lamp swung. “Look at the lamp!”")

    done = found(text, {"“Not always.”": "orla"})

    assert done["“Look at the lamp!”"].speaker == "orla"
    assert done["“Look at the lamp!”"].confidence < 1.0


def test_where_all_but_one_line_is_certain_the_one_is_decided_as_ever():
    whole = found()
    certain = {text: one.speaker for text, one in whole.items() if not text.startswith(OPEN[1])}

    done = found(fixed=certain)

    assert speaker(done, OPEN[1]) == speaker(whole, OPEN[1])
    assert {text: one.speaker for text, one in done.items()} == {text: one.speaker for text, one in whole.items()}


def test_where_every_line_is_certain_nothing_is_left_to_decide():
    whole = found()

    done = found(fixed={text: one.speaker for text, one in whole.items()})

    assert {text: (one.speaker, one.confidence) for text, one in done.items()} == {
        text: (one.speaker, 1.0) for text, one in whole.items()
    }
