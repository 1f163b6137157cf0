"""``narrate feed``."""

from __future__ import annotations

import json


def test_it_says_what_was_made_and_where_it_goes(narrate, book):
    done = narrate("feed", book, "--url", "https://example.org/story")

    assert done.code == 0
    assert "2 episodes, 2 new" in done.out
    assert "https://example.org/story/feed.xml" in done.out
    assert (book.parent / "podcast" / "feed.xml").is_file()


def test_for_programs(narrate, book, tmp_path):
    done = narrate(
        "feed", book, "--url", "https://example.org/", "-o", tmp_path / "x", "--json", "--start", "2027-01-04"
    )

    assert json.loads(done.out) == {
        "folder": str(tmp_path / "x"),
        "address": "https://example.org/feed.xml",
        "episodes": 2,
        "new": 2,
    }


def test_what_is_wrong_is_said(narrate, book):
    assert narrate("feed", book, "--url", "example.org").code == 2
    done = narrate("feed", book, "--url", "https://example.org/", "--start", "tomorrow")
    assert (done.code, "no date" in done.err) == (2, True)
