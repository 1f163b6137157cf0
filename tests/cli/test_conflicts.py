"""Two versions side by side on a terminal that is wide enough, one below the other everywhere else."""

from __future__ import annotations

import os
import pty
import re
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width as cells

from narrate.cli.conflicts import MOST_CHARACTERS, MOST_PLACES, NARROWEST, describe
from narrate.cli.console import be_plain, harmless, terminal_width
from narrate.cli.report import Reporter
from narrate.pipeline.events import Conflicts
from narrate.scripting import SideBySide
from narrate.scripting.conflicts import ShownLine

CASES = Path(__file__).parent / "cases"
GONE = "these words are not there any more"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

REPLACED = SideBySide(
    1,
    "Chapter 1: The Ferry",
    GONE,
    (
        ShownLine(
            30, "@Hester Vane (sadly)", "“Not always, and never when the river is as high as it was this spring,”"
        ),
        ShownLine(34, "@Hester Vane", "“Only when I am tired.”"),
    ),
    (ShownLine(29, "@the ferryman", "“Never in my whole life,”"),),
    ShownLine(27, "@Narrator", "asked Hester."),
    ShownLine(31, "@Narrator", "said the ferryman."),
)
REMOVED = SideBySide(
    2,
    "終わり",
    GONE,
    (ShownLine(56, "@Hester", "“渡し舟はもう出ないと、あの人は言いました。だから橋まで歩くことにしたのです。”"),),
    (),
    ShownLine(41, "@Hester Vane", "“My aunt sent me.”"),
    None,
)


def conflicts(*places: SideBySide) -> Conflicts:
    return Conflicts(places, "book/.narrate/kept/script.1.txt", "book/script.txt", "book/.narrate/kept/conflicts.1.txt")


@pytest.mark.parametrize(
    ("name", "width"), [("wide", 100), ("just-wide-enough", NARROWEST), ("narrow", 40), ("by-ear", None)]
)
def test_both_versions_are_there(golden, name, width):
    shown = describe(conflicts(REPLACED, REMOVED), width)

    if width:
        assert max(cells(row) for row in shown.splitlines() if row.startswith("   ")) <= width
    golden(CASES / f"conflicts-{name}.txt", f"{shown}\n")


def test_only_so_many_are_shown_and_the_rest_is_counted():
    count = MOST_PLACES + 3
    places = [replaced(f"word{number}", f"other{number}") for number in range(count)]

    shown = describe(conflicts(*places), None)

    assert [f"word{number}\n" in shown for number in range(count)] == [number < MOST_PLACES for number in range(count)]
    assert "and 3 more places, see book/.narrate/kept/conflicts.1.txt" in shown
    assert shown.startswith(f"{count} choices of yours have no place")


@pytest.mark.parametrize("width", [None, 40, 100])
def test_a_line_of_a_million_words_fills_no_screen(width):
    shown = describe(conflicts(replaced("word " * 1_000_000, "x" * 1_000_000)), width)

    assert len(shown) < 8 * MOST_CHARACTERS


def test_lines_that_run_from_right_to_left_get_rows_of_their_own():
    shown = describe(conflicts(replaced("“Not always,”", "“שלום לכולם,”")), 100)

    assert " | " not in shown
    assert {"   “Not always,”", "   “שלום לכולם,”"} <= set(shown.splitlines())


def test_what_commands_a_terminal_is_not_passed_on(capsys):
    hostile = "\x1b[2Jgone\x07 \u202ebackwards\u202c \x9b31m"

    for width in (None, 40, 100):
        assert not CONTROL.search(describe(conflicts(replaced(hostile, hostile)), width).replace("\n", ""))
    Reporter(prefix="\x1b[31m: ")(conflicts(replaced(hostile, hostile)))
    assert not CONTROL.search(capsys.readouterr().err.replace("\n", ""))


def test_the_width_is_that_of_the_terminal_that_notes_go_to_unless_somebody_listens(monkeypatch):
    monkeypatch.delenv("NARRATE_PLAIN", raising=False)
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 91))
    with os.fdopen(slave, "w") as terminal, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", terminal)
        widths = {}
        for plain in (True, False):
            be_plain(plain=plain)
            widths[plain] = terminal_width()
    os.close(master)

    assert widths == {True: None, False: 91}


def test_where_there_is_no_terminal_no_width_is_assumed():
    assert terminal_width() is None


def replaced(wrote: str, says: str) -> SideBySide:
    return SideBySide(1, "One", GONE, (ShownLine(8, "@Ann", wrote),), (ShownLine(9, "@Bob", says),), None, None)


texts = st.text(st.characters(exclude_characters="|", exclude_categories=["Cs"]), min_size=1, max_size=120)
spoken = st.lists(
    st.sampled_from(["word", "字字字", "👩‍👩‍👧", "e\u0301\u0302", "a\u200bb", "—"]) | texts, min_size=1, max_size=3
)


@given(spoken, spoken, st.none() | st.integers(20, 200))
def test_nothing_of_either_version_is_lost_whatever_the_words_and_the_width_are(wrote, says, width):
    first, second = (" ".join(" ".join(words).split())[:MOST_CHARACTERS] for words in (wrote, says))

    shown = describe(conflicts(replaced(first, second)), width)

    rows = shown.split("\n")
    assert not CONTROL.search(shown.replace("\n", ""))
    if " | " in shown:
        parts = [f"{row} ".partition(" | ") for row in rows if " | " in f"{row} "]
        left, right = ("".join(part) for part in ([one[0] for one in parts], [one[2] for one in parts]))
        assert len({cells(one[0]) for one in parts}) == 1
        assert black(harmless(first)) in black(left)
        assert black(harmless(second)) in black(right)
    else:
        assert black(harmless(first)) in black(shown)
        assert black(harmless(second)) in black(shown)


def black(text: str) -> str:
    return "".join(text.split())
