"""Who speaks: cases with the speakers beside them, and what holds for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from narrate.attribution import attribute
from narrate.intake import parse_story
from narrate.model import Attributed, Character, Document, Gender, Segmentation, UtteranceKind
from narrate.segmentation import segment

CASES = Path(__file__).parent / "cases"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read(text: str) -> tuple[Document, Segmentation]:
    document = parse_story(text.encode(), "story.txt")
    return document, segment(document)


def listen(text: str, known: tuple[Character, ...] = (), *, exclusive: bool = False) -> tuple[list[str], Attributed]:
    """The name of the speaker before the words, for each utterance of dialogue."""
    document, segmentation = read(text)
    found = attribute(document, segmentation, known=known, exclusive=exclusive)
    names = {character.id: character.name for character in found.characters}
    lines = [
        f"{names.get(who.speaker or '', '-')}: {utterance.span.of(document.text)}"
        for utterance, who in zip(segmentation.utterances, found.attributions, strict=True)
        if utterance.kind is UtteranceKind.DIALOGUE
    ]
    return lines, found


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.txt")))
def test_each_line_has_its_speaker(case):
    lines, _ = listen((CASES / f"{case}.txt").read_text(encoding="utf-8"))
    assert lines == (CASES / f"{case}.speakers").read_text(encoding="utf-8").splitlines()


def test_narration_is_the_narrators_and_sure():
    document, segmentation = read((CASES / "tags.txt").read_text(encoding="utf-8"))
    found = attribute(document, segmentation)
    for utterance, who in zip(segmentation.utterances, found.attributions, strict=True):
        if utterance.kind is not UtteranceKind.DIALOGUE:
            assert (who.speaker, who.confidence, who.evidence) == (None, 1.0, "")


def test_every_line_says_why_in_words():
    document, segmentation = read((CASES / "tags.txt").read_text(encoding="utf-8"))
    found = attribute(document, segmentation)
    reasons = [who.evidence for who in found.attributions if who.speaker]
    assert reasons[0] == "‘said Tobin’ after the line"
    assert all(reasons)


def test_named_lines_are_surer_than_bare_ones():
    document, segmentation = read((CASES / "alternation.txt").read_text(encoding="utf-8"))
    said = [who for who in attribute(document, segmentation).attributions if who.speaker]
    assert said[1].confidence > said[3].confidence


def test_genders_come_from_titles_names_and_pronouns():
    _, found = listen((CASES / "one-surname.txt").read_text(encoding="utf-8"))
    genders = {character.name: character.gender for character in found.characters}
    assert genders["Aldous Perrin"] is Gender.MALE
    assert genders["Mrs. Perrin"] is Gender.FEMALE
    assert genders["Clementine Perrin"] is Gender.FEMALE


def test_the_i_of_a_story_is_marked():
    _, found = listen((CASES / "first-person.txt").read_text(encoding="utf-8"))
    assert [character.name for character in found.characters if character.first_person] == ["Anselm"]


def test_known_characters_keep_id_name_aliases_and_gender():
    given_ = Character("the-boss", "Tobin Grey", ("Tobin", "Old Grey"), Gender.FEMALE)
    lines, found = listen((CASES / "tags.txt").read_text(encoding="utf-8"), (given_,))
    assert found.characters[0] == given_
    assert lines[0].startswith("Tobin Grey: ")
    assert lines[1].startswith("Mara: ")


def test_a_known_cast_is_the_whole_cast():
    cast = (Character("a", "Tobin"), Character("b", "Odile"))
    lines, found = listen((CASES / "tags.txt").read_text(encoding="utf-8"), cast, exclusive=True)
    assert found.characters == cast
    assert {line.partition(":")[0] for line in lines} <= {"Tobin", "Odile", "-"}
    assert lines[0].startswith("Tobin: ")


def test_a_known_narrator_speaks_the_lines_of_i():
    me = Character("me", "Brother Anselm", first_person=True)
    lines, _ = listen((CASES / "first-person.txt").read_text(encoding="utf-8"), (me,))
    assert lines[1].startswith("Brother Anselm: ")


def test_an_unknown_alias_of_a_known_cast_is_still_found_by_its_words():
    cast = (Character("t", "Mr. Tobin Grey"), Character("m", "Mara Lund"))
    text = '"Come in," said Grey.\n\n"No," said Mara.\n\n"Do," said Tobin.\n'
    lines, _ = listen(text, cast, exclusive=True)
    assert [line.partition(":")[0] for line in lines] == ["Mr. Tobin Grey", "Mara Lund", "Mr. Tobin Grey"]


def test_several_at_once_are_nobody_by_name():
    text = 'Mara and Odile ran down to the quay.\n\n"Wait for us!" they cried.\n'
    lines, found = listen(text)
    assert lines == ['-: "Wait for us!"']
    assert "at once" in next(who.evidence for who in found.attributions if who.evidence)


def test_a_place_is_no_speaker():
    text = (
        'Edda came back from Lisbon in June.\n\n"Was it hot in Lisbon?" asked Nils.\n\n'
        '"Hot enough," said Edda.\n\n"I should like to see Lisbon," said Nils.\n'
    )
    _, found = listen(text)
    assert {character.name for character in found.characters} == {"Edda", "Nils"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "No dialogue at all. Only rain.",
        '"Only."\n\n"Dialogue."\n\n"Here."',
        '"',
        '"' * 500,
        "I" * 5000,
        "\u0301" * 50,
    ],
)
def test_any_shape_of_story_is_attributed(text):
    document, segmentation = read("Rain.\n\n" + text)
    found = attribute(document, segmentation)
    assert len(found.attributions) == len(segmentation.utterances)


words = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "said",
        "Jack",
        "Mrs. Hale",
        "the waiter",
        "he",
        "I",
        ",",
        ".",
        "?",
        "\n\n",
        "Élodie",
        "李",
        "a",
        "and",
        "'s",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(words, max_size=60).map(" ".join))
def test_attribution_holds_its_contract_on_any_text(text):
    document, segmentation = read("Rain.\n\n" + text)
    found = attribute(document, segmentation)
    ids = [character.id for character in found.characters]
    assert len(found.attributions) == len(segmentation.utterances)
    assert len(set(ids)) == len(ids)
    assert all(SLUG.fullmatch(id_) for id_ in ids)
    for utterance, who in zip(segmentation.utterances, found.attributions, strict=True):
        assert 0.0 <= who.confidence <= 1.0
        assert who.speaker is None or (who.speaker in ids and utterance.kind is UtteranceKind.DIALOGUE)
    assert attribute(document, segmentation) == found


@settings(max_examples=30, deadline=None)
@given(st.lists(words, max_size=60).map(" ".join))
def test_an_exclusive_cast_is_never_added_to(text):
    document, segmentation = read("Rain.\n\n" + text)
    cast = (Character("jack", "Jack"),)
    found = attribute(document, segmentation, known=cast, exclusive=True)
    assert found.characters == cast
    assert {who.speaker for who in found.attributions} <= {None, "jack"}


def test_many_quotations_in_one_paragraph_are_read_through():
    line = '"Well," said Jack. "No," Mary Number{} cried, and the old man ran '
    document, segmentation = read("".join(line.format("abcdefghij"[i % 10]) for i in range(2_000)))
    found = attribute(document, segmentation)
    names = {character.id: character.name for character in found.characters}
    said = [names.get(who.speaker or "") for who in found.attributions if who.speaker]
    assert said[:2] == ["Jack", "Mary Numbera"]
