"""``narrate report``."""

from __future__ import annotations

import json


def test_it_makes_the_page_and_says_where(narrate, book):
    done = narrate("report", book)

    assert (done.code, done.out.strip()) == (0, str(book / "report.html"))
    assert "Report on" in (book / "report.html").read_text(encoding="utf-8")


def test_for_programs(narrate, book):
    told = json.loads(narrate("report", book, "--json").out)

    assert (told["file"], told["chapters"]) == (str(book / "report.html"), 2)
    # Silence has no loudness: no profile is met.
    assert told["missed"] == 2


def test_a_folder_without_an_audiobook(narrate, tmp_path):
    done = narrate("report", tmp_path)

    assert done.code == 3
    assert "no finished audiobook" in done.err
