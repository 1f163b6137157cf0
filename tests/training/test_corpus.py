"""Reading labelled novels, cutting them into pieces, and taking names away."""

import random
from collections import Counter

import pytest
from training.attribution.corpus import Gold, GoldSpan, bare, normal, pieces, read_novel
from training.attribution.measure import Line, share, surest
from training.attribution.samples import one_to_one

from narrate.model import Character, Gender


def test_a_novel_has_its_speech_its_speakers_and_their_names(corpus):
    gold = read_novel(corpus / "pdnc" / "the-weighing-of-skarn")

    assert len(gold.spans) > 150
    assert all(gold.text[span.start : span.end].strip("\"“”' ") for span in gold.spans)
    assert gold.names["captain maddern"] == gold.names["the pilot"] == "Captain Maddern"
    assert {"Miss Fenn", "Tor Sunde"} <= {character.name for character in gold.cast}


@pytest.mark.parametrize(("name", "plain"), [("Mrs.  O’Dell", "o'dell"), ("the old man", "man"), ("Sir", "sir")])
def test_names_are_compared_without_titles(name, plain):
    assert bare(name) == plain
    assert normal(name).islower()


def long_novel():
    """A story of some 12,000 words, in which two people speak in turn."""
    chance = random.Random(3)
    words = ["river", "stone", "lamp", "window", "evening", "road", "letter", "garden", "bread", "winter"]
    text, spans = "", []
    for number in range(900):
        who = ("Hanna Reed", "Tom Ash")[number % 2]
        speech = "“Well, " + " ".join(chance.choices(words, k=5)) + (", Tom,”" if number % 7 == 0 else ",”")
        spans.append(GoldSpan(len(text), len(text) + len(speech), "Explicit", who))
        text += f"{speech} said {who}, who had waited by the door of the house.\n\n"
    cast = [Character("h", "Hanna Reed", ("Hanna",), Gender.FEMALE), Character("t", "Tom Ash", ("Tom",), Gender.MALE)]
    return Gold("long", text, spans, {"hanna reed": "Hanna Reed", "tom ash": "Tom Ash", "tom": "Tom Ash"}, cast)


def test_pieces_keep_every_quotation_with_its_words():
    gold = long_novel()

    found = list(pieces(gold, 1))

    heard = [piece.text[span.start : span.end] for piece in found for span in piece.spans]
    told = [gold.text[span.start : span.end] for span in gold.spans]
    assert 2 <= len(found) <= 8
    assert len(heard) >= 0.9 * len(told)
    for one, other in zip(heard, told, strict=False):
        assert one.replace("sir", "Tom").replace("madam", "Hanna") == other


def test_somebody_who_lost_their_name_goes_by_a_role_everywhere():
    disguised = [piece for piece in pieces(long_novel(), 1) if "Tom Ash" not in piece.text]

    assert disguised
    for piece in disguised:
        roles = [name for name, who in piece.names.items() if who == "Tom Ash" and name.startswith("the ")]
        assert any(piece.text.lower().count(f"said {role}") > 10 for role in roles)
        assert "Tom" not in piece.text
        assert all(piece.text[span.start] == "“" for span in piece.spans)


def test_pieces_are_the_same_for_a_seed_and_differ_between_seeds():
    texts = [[piece.text for piece in pieces(long_novel(), seed)] for seed in (1, 1, 2)]

    assert texts[0] == texts[1] != texts[2]


def test_people_are_mapped_one_to_one_the_surest_first():
    overlaps = {(0, "Emma"): 9, (1, "Emma"): 10, (1, "Harriet"): 8, (2, "Harriet"): 3}

    assert one_to_one(overlaps) == {1: "Emma", 2: "Harriet"}
    assert one_to_one(overlaps, speaking=[0, 2]) == {0: "Emma", 2: "Harriet"}


def test_shares_are_of_what_was_counted():
    lines = [Line(0.9, right=True, named=True), Line(0.8, right=True, named=False), Line(0.2, right=False, named=False)]

    assert share(Counter({("all", "right"): 3, ("all", "n"): 4}), "all") == 0.75
    assert surest(lines, 0.7) == 1.0
    assert surest(lines, 1.0) == pytest.approx(2 / 3)
