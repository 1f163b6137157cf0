"""What a person fixed in script.txt is used for the lines marked ``?``, and for no others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import narrate.attribution
from narrate.attribution import NOTHING_FIXED
from narrate.model import Attributed, Attribution, Character, UtteranceKind

SCRIPT = Path("output/The Ferry/script.txt")
HESTER, FERRYMAN, BOY = (Character(name.lower(), name) for name in ("Hester", "Ferryman", "Boy"))


class Wavering:
    """Sure of lines with a question mark and unsure of others; changes its mind about all once told anything."""

    name = "ranker"

    def __init__(self) -> None:
        self.told: list[dict[str, str | None]] = []

    def attribute(
        self,
        document,
        segmentation,
        *,
        known=(),
        exclusive=False,
        fixed: Mapping[int, str | None] = NOTHING_FIXED,
        notify,
    ) -> Attributed:
        del known, exclusive, notify
        self.told.append({document.text[start:].split("”")[0]: who for start, who in fixed.items()})
        guess = BOY.id if fixed else HESTER.id
        attributions = [
            Attribution(None)
            if utterance.kind is not UtteranceKind.DIALOGUE
            else Attribution(guess, 0.9 if "?" in utterance.span.of(document.text) else 0.4, "a guess")
            for utterance in segmentation.utterances
        ]
        return Attributed((HESTER, FERRYMAN, BOY), tuple(attributions))

    def fingerprint(self) -> str:
        return "wavering 1"


@pytest.fixture
def attributor(monkeypatch) -> Wavering:
    wavering = Wavering()
    monkeypatch.setattr(narrate.attribution, "load_attributor", lambda _name=None: wavering)
    return wavering


def give(words: str, speaker: str) -> None:
    """Change who speaks a line in script.txt."""
    lines = SCRIPT.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(words))
    lines[at - 1] = f"@{speaker}"
    SCRIPT.write_text("\n".join(lines), encoding="utf-8")


def speakers() -> dict[str, str]:
    lines = SCRIPT.read_text(encoding="utf-8").split("\n")
    return {line: lines[at - 1] for at, line in enumerate(lines) if line.startswith("“")}


def test_only_unsure_lines_that_nobody_touched_are_decided_again(narrate, story, attributor):
    narrate(story.name, "--engine", "silent")
    before = speakers()
    give("“Not always,”", "Ferryman")
    done = narrate(story.name, "--engine", "silent")

    after = speakers()
    assert done.code == 0, done.err
    assert attributor.told == [{}, {"“Not always,": "ferryman"}]
    assert after["“Not always,”"].startswith("@Ferryman")
    unsure = {line for line, mark in before.items() if mark.endswith("?")} - {"“Not always,”"}
    assert unsure
    assert {after[line] for line in unsure} == {"@Boy ?"}
    sure = before.keys() - unsure - {"“Not always,”"}
    assert sure
    assert {line: after[line] for line in sure} == {line: before[line] for line in sure}
    assert "another speaker now, by the lines that you fixed" in done.err + done.out


def test_it_looks_again_only_when_something_was_fixed_since(narrate, story, attributor):
    narrate(story.name, "--engine", "silent")
    give("“Not always,”", "Ferryman")
    narrate(story.name, "--engine", "silent")
    written = SCRIPT.read_text(encoding="utf-8")
    looks = len(attributor.told)

    narrate(story.name, "--engine", "silent")

    assert len(attributor.told) == looks
    assert SCRIPT.read_text(encoding="utf-8") == written


def test_what_was_fixed_also_tells_a_new_analysis(narrate, story, attributor):
    narrate(story.name, "--engine", "silent")
    give("“Not always,”", "Ferryman")
    story.write_text(story.read_text(encoding="utf-8").replace("The ferry was late.", "The old ferry was late."))

    narrate(story.name, "--engine", "silent")

    assert attributor.told[-1] == {"“Not always,": "ferryman"}
    assert speakers()["“Not always,”"].startswith("@Ferryman")


def test_without_edits_nothing_is_looked_at_twice(narrate, story, attributor):
    narrate(story.name, "--engine", "silent")
    narrate(story.name, "--engine", "silent")

    assert attributor.told == [{}]
