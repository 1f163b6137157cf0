"""``narrate report``."""

from __future__ import annotations

import json

from narrate import make_report
from narrate.cli.report import Reporter


def test_it_makes_the_page_and_says_where(narrate, book):
    done = narrate("report", book)

    assert (done.code, done.out.strip()) == (0, str(book / "report.html"))
    assert "Report on" in (book / "report.html").read_text(encoding="utf-8")


def test_for_programs(narrate, book):
    told = json.loads(narrate("report", book, "--json").out)

    assert (told["file"], told["chapters"]) == (str(book / "report.html"), 2)
    # Silence has no loudness: no profile is met.
    assert told["missed"] == 2


def test_on_long_work_it_says_so(book, capsys, monkeypatch):
    monkeypatch.setattr("narrate.cli.report.STILL_WORKING_S", -1)

    make_report(book, listener=Reporter())

    assert [line.partition(":")[0] for line in capsys.readouterr().err.splitlines()] == [
        "Measuring", "Still measuring", "Still measuring",
    ]  # fmt: skip


def test_a_folder_without_an_audiobook(narrate, tmp_path):
    done = narrate("report", tmp_path)

    assert done.code == 3
    assert "no finished audiobook" in done.err
