"""Deliveries that are found in our own stories, against labels made by hand."""

import tomllib
from pathlib import Path

import pytest

from narrate.config import Options
from narrate.model import UtteranceKind
from narrate.pipeline.story.analysis import analyse, read_document

TESTS = Path(__file__).parents[2]
LABELS = tomllib.loads((TESTS / "data" / "deliveries.toml").read_text(encoding="utf-8"))
PRECISION, RECALL = 0.95, 0.65
"""Below these no change may fall. What is missed is told by a whole sentence, not by a tag."""


def path_of(name: str) -> Path:
    return next(
        path for folder in ("stories", "tests/data/labelled") for path in TESTS.parent.glob(f"{folder}/{name}.txt")
    )


@pytest.fixture(scope="module")
def lines():
    """Of each story, the words of each line of dialogue with the delivery that is found."""
    found = {}
    for name in LABELS:
        script = analyse(read_document(path_of(name), Options()), Options())
        found[name] = [
            (" ".join(line.utterance.span.of(script.text).split()), line.delivery)
            for line in script.lines()
            if line.utterance.kind is UtteranceKind.DIALOGUE
        ]
    return found


def test_every_label_is_of_one_line(lines):
    for name, labels in LABELS.items():
        for opening in labels:
            assert sum(words.startswith(opening) for words, _ in lines[name]) == 1, (name, opening)


def test_what_is_found_is_right_and_most_is_found(lines):
    right, wrong = 0, []
    for name, labels in LABELS.items():
        for words, delivery in lines[name]:
            wanted = next((label for opening, label in labels.items() if words.startswith(opening)), None)
            right += delivery is not None and delivery == wanted
            if delivery not in {None, wanted}:
                wrong.append((name, words[:60], delivery, wanted))
    assert sum(map(len, lines.values())) > 600
    assert right / (right + len(wrong)) >= PRECISION, wrong
    assert right / sum(map(len, LABELS.values())) >= RECALL
