from __future__ import annotations

import pytest

from narrate.intake.formats.pdf.hyphens import Hyphens

TEXT = [
    "The lamplighter came with a half-open door.",
    "An old lamp, an old door, a lamp and a door.",
    "He had well-",
    "being",
]


@pytest.mark.parametrize(
    ("first", "second", "between"),
    [
        ("the lamp", "lighter said", ""),  # the whole word stands elsewhere
        ("it was half", "open still", "-"),  # the word stands elsewhere with its hyphen
        ("a lamp", "door of iron", "-"),  # both halves are words that come often
        ("under", "neath it", ""),  # nothing tells: most hyphens at line ends are the printer's
        ("Anglo", "Saxon", "-"),  # a name begins behind it
        ("mother-in", "law", "-"),  # it has a hyphen already
        ("from 1914", "1918", "-"),
        ("", "door", "-"),
    ],
)
def test_a_word_divided_at_a_line_s_end(first: str, second: str, between: str):
    assert Hyphens(TEXT).joined(first, second) == between
