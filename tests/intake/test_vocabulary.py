"""What header lines say, whatever the spelling, in one vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.intake.structure.header_lines import NOTE_KEY, PERHAPS_NOTE_KEY, mail_head, parse_header_line
from narrate.intake.structure.vocabulary import KEYS, canonical_key, is_explicit, iso_date, tidied


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("Title: The Lamp", "title", "The Lamp"),
        ("**Title:** The Lamp", "title", "The Lamp"),
        ("*Title*: The Lamp", "title", "The Lamp"),
        ("TITLE - The Lamp", "title", "The Lamp"),
        ("Title ~ The Lamp", "title", "The Lamp"),
        ("**Word Count** - 900", "words", "900"),
        ("Rating = PG", "rating", "PG"),
        ("Pairing(s): A/B", "relationships", "A/B"),
        ("Pairings/Characters: A/B, C", "relationships", "A/B, C"),
        ("SHIP: A/B", "relationships", "A/B"),
        ("Fandoms: X, Y", "fandom", "X, Y"),
        ("Archive Warning: None", "warnings", "None"),
        ("Warning/s: none", "warnings", "none"),
        ("Beta'd by: Gull", "thanks", "Gull"),
        ("Summary", "summary", ""),
        ("~Disclaimer~", "disclaimer", ""),
        ("A/N: hello", NOTE_KEY, "hello"),
        ("(A/N: hello)", NOTE_KEY, "hello"),
        ("A.N. - hello", NOTE_KEY, "hello"),
        ("AN2: hello", NOTE_KEY, "hello"),
        ("**Author's Notes**: hello", NOTE_KEY, "hello"),
        ("Chapter End Notes", NOTE_KEY, ""),
        ("Notes: hello", PERHAPS_NOTE_KEY, "hello"),
    ],
)
def test_a_key_is_known_in_any_spelling(line: str, key: str, value: str):
    found = parse_header_line(line)

    assert found is not None
    assert (found.key, found.value) == (key, value)


@pytest.mark.parametrize(
    "line",
    [
        "Jack: hi",
        "He said: no.",
        "Words - he had none left.",
        "An: who was she?",
        "And another thing: run.",
        "Complete silence.",
        "There was one rule: never open the door.",
        "Title",
    ],
)
def test_what_only_looks_like_a_key_is_none(line: str):
    assert parse_header_line(line) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "Rating: PG-13 | Pairing: A/B | Genre: angst",
            [("rating", "PG-13"), ("relationships", "A/B"), ("genre", "angst")],
        ),
        ("RATING: PG    PAIRING: H/L", [("rating", "PG"), ("relationships", "H/L")]),
        (
            "Rated: Fiction T - English - Drama/Angst - Jo, Al - Chapters: 3 - Words: 9 - Published: 3/4/2011 - id: 7",
            [
                ("rating", "T"),
                ("language", "English"),
                ("genre", "Drama/Angst"),
                ("characters", "Jo, Al"),
                ("chapters", "3"),
                ("words", "9"),
                ("date", "3/4/2011"),
                ("identifier", "7"),
            ],
        ),
        (
            "Published: 2016-02-11 Completed: 2016-03-01 Words: 90",
            [("date", "2016-02-11"), ("updated", "2016-03-01"), ("words", "90")],
        ),
        ("Summary: Jo asks one thing: why?", [("summary", "Jo asks one thing: why?")]),
    ],
)  # fmt: skip
def test_several_keys_on_one_line_are_several(line: str, found: list[tuple[str, str]]):
    header = parse_header_line(line)

    assert header is not None
    assert [(header.key, header.value), *header.more][: len(found)] == found


@pytest.mark.parametrize(
    ("rating", "explicit"),
    [
        *[
            (adult, True)
            for adult in ["NC-17", "nc17", "M", "Mature", "Explicit", "R", "MA", "18+", "FRAO", "Fiction M"]
        ],
        *[(mild, False) for mild in ["G", "PG", "PG-13", "K+", "T", "Teen And Up Audiences", "General Audiences"]],
        ("NC-17 overall, PG for this part", True),
        ("T for Maren's language", False),
        ("PG-13 (I'm being careful)", False),
        ("Not Rated", None),
        ("", None),
    ],
)
def test_a_rating_says_whether_a_story_is_for_adults(rating: str, explicit: bool | None):
    assert is_explicit(rating) is explicit


@pytest.mark.parametrize(
    ("value", "series", "number"),
    [
        ("Part 2 of The River Cycle", "The River Cycle", "2"),
        ("The River Cycle (#3)", "The River Cycle", "3"),
        ("The Foundry Stories, #03", "The Foundry Stories", "3"),
        ("The River Cycle, Book 4", "The River Cycle", "4"),
        ("Salt [2/5]", "Salt", "2"),
        ("Class of 1999", "Class of 1999", None),
        ("The River Cycle", "The River Cycle", None),
    ],
)
def test_a_series_gives_its_number(value: str, series: str, number: str | None):
    found = dict(tidied([("series", value)]))

    assert (found["series"], found.get("series number")) == (series, number)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2011-03-04", "2011-03-04"),
        ("2021-04-21 17:00:21", "2021-04-21"),
        ("Tue, 14 Mar 2000 21:04:11 GMT", "2000-03-14"),
        ("3rd of June, 2009", "2009-06-03"),
        ("March 4, 2011", "2011-03-04"),
        ("3/4/2011", "2011"),
        ("April 1999", "1999"),
        ("31/12/99", None),
        ("2011-13-40", "2011"),
        ("last week", None),
    ],
)
def test_a_date_is_taken_as_far_as_it_is_sure(text: str, date: str | None):
    assert iso_date(text) == date


def test_the_head_of_a_posting_is_told_from_a_message_in_a_story():
    posting = ["From: kestrel@example.org", "Newsgroups: alt.example", "Subject: [NEW] Salt", "", "Story."]
    message = ["From: Edmund", "To: Clara", "Subject: the cat"]

    assert [header.key for header in mail_head(posting)] == ["mail"] * 3
    assert mail_head(message) == []


def test_every_spelling_leads_to_one_key_that_is_its_own():
    for key in set(KEYS.values()):
        assert canonical_key(key) == key
    assert canonical_key("nonsense") is None


@given(st.text(max_size=300))
def test_any_line_is_read_without_an_error(text: str):
    header = parse_header_line(text)

    for key, value in [] if header is None else [(header.key, header.value), *header.more]:
        assert key
        assert value in text
    assert {key for key, _ in tidied([("series", text), ("rating", text), ("date", text)])} >= {
        "series",
        "rating",
        "date",
    }
