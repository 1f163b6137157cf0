from __future__ import annotations

import pytest

from narrate.intake.structure.headings import Level, parse_heading


@pytest.mark.parametrize(
    ("line", "level", "number", "title"),
    [
        ("Kapitel Eins", Level.CHAPTER, 1, ""),
        ("KAPITEL ZWÖLF: Der Turm", Level.CHAPTER, 12, "Der Turm"),
        ("Das zweite Kapitel", Level.CHAPTER, 2, ""),
        ("Erster Teil", Level.PART, 1, ""),
        ("Chapitre premier – Le Bac", Level.CHAPTER, 1, "Le Bac"),
        ("Vingt et unième chapitre", Level.CHAPTER, 21, ""),
        ("Première partie", Level.PART, 1, ""),
        ("Capítulo Veintidós", Level.CHAPTER, 22, ""),
        ("Capítulo primeiro. A casa", Level.CHAPTER, 1, "A casa"),
        ("Capitolo primo", Level.CHAPTER, 1, ""),
        ("Hoofdstuk een", Level.CHAPTER, 1, ""),
    ],
)
def test_headings_numbered_in_words_of_other_languages(line: str, level: Level, number: int, title: str):
    heading = parse_heading(line)

    assert heading is not None
    assert (heading.level, heading.number, heading.title) == (level, number, title)


@pytest.mark.parametrize(
    "line", ["Die Nacht war kalt", "Ein Teil davon war wahr.", "Zwei Bücher lagen da", "La première fois", "O primeiro"]
)
def test_what_only_begins_so(line: str):
    assert parse_heading(line) is None
