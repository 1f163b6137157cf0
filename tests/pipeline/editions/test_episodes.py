"""What episodes keep, whatever becomes of the chapters around them."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Edition, EditionChapter
from narrate.pipeline.editions.episodes import EpisodeRegister, slug

FEED = str(uuid.uuid5(uuid.NAMESPACE_URL, "https://example.org/"))
START = dt.datetime(2027, 1, 4, 6, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


def book(titles):
    chapters = tuple(
        EditionChapter(number, title, f"{number}.mp3", Path(), 1.0, ()) for number, title in enumerate(titles, 1)
    )
    return Edition(Path(), "T", "", "", "en", "listen", len(titles), (), (), chapters)


titles = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1, max_size=8)


@given(titles, titles)
def test_a_chapter_keeps_what_it_has(before, after):
    register = EpisodeRegister(FEED, [], START, WEEK)
    old = {one["title"]: dict(one) for one in register.of_book("b", book(before))}

    later = EpisodeRegister(FEED, register.records, START, WEEK)
    new = later.of_book("b", book(after))

    for record in new:
        if record["title"] in old:
            assert (record["guid"], record["published"]) == (
                old[record["title"]]["guid"],
                old[record["title"]]["published"],
            )
    assert len({record["guid"] for record in later.records}) == len(later.records)
    assert len({record["published"] for record in later.records}) == len(later.records)
    assert later.new <= len(set(after) - set(before))


@given(titles)
def test_a_renamed_chapter_is_known_by_its_number(before):
    register = EpisodeRegister(FEED, [], START, WEEK)
    guids = [one["guid"] for one in register.of_book("b", book(before))]

    renamed = register.of_book("b", book([*before[:-1], "another name"]))

    assert [one["guid"] for one in renamed] == guids


def test_books_do_not_share_episodes():
    register = EpisodeRegister(FEED, [], START, WEEK)
    one, other = (register.of_book(name, book("ab")) for name in ("one", "other"))

    assert not {each["guid"] for each in one} & {each["guid"] for each in other}


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_slug_is_fit_for_any_server_and_no_two_names_share_it(one, other):
    assert all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in slug(one))
    assert slug(one)
    assert (slug(one) == slug(other)) == (one == other)
