"""What a person fixed in script.txt is used for the lines of its chapter marked ``?``, and for no others."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import narrate.attribution
from narrate.attribution import NOTHING_FIXED
from narrate.config import Options
from narrate.model import Attributed, Attribution, Character, UtteranceKind
from narrate.pipeline.story.job import Job
from narrate.pipeline.story.revision import keep, revise
from narrate.workspace import Workspace

BOOK = Path("output/The Ferry")
SCRIPT, RECORD = BOOK / "script.txt", BOOK / ".narrate/analysis.json"
NEAR, FAR = "“Not always,", "“My aunt sent me."
THIRD = """
Chapter Three: The House

“Are you there?” asked Hester.

“Where else?” said the boy.
"""
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
def attributor(monkeypatch, tmp_path) -> Wavering:
    wavering = Wavering()
    monkeypatch.chdir(tmp_path)
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


def run(story: Path, output: Path = BOOK, **options: Any) -> None:
    """The part of a run that makes the script."""
    job = Job.of(story, Options(engine="silent", output=output, **options))
    with job.workspace as workspace:
        keep(revise(job.read, job.sha256, job.options, (), workspace), workspace)


def near() -> set[str]:
    """The lines of the first chapter."""
    first = SCRIPT.read_text(encoding="utf-8").partition("\n## 2.")[0]
    return {line for line in first.split("\n") if line.startswith("“")}


def test_only_unsure_lines_that_nobody_touched_are_decided_again(narrate, story, attributor):
    narrate(story.name, "--engine", "silent")
    before = speakers()
    give("“Not always,”", "Ferryman")
    done = narrate(story.name, "--engine", "silent")

    after = speakers()
    assert done.code == 0, done.err
    assert after["“Not always,”"].startswith("@Ferryman")
    unsure = {line for line, mark in before.items() if mark.endswith("?")} & near() - {"“Not always,”"}
    assert unsure
    assert {after[line] for line in unsure} == {"@Boy ?"}
    others = before.keys() - unsure - {"“Not always,”"}
    assert {"“And are you tired?”", "“My aunt sent me.”"} <= others
    assert {line: after[line] for line in others} == {line: before[line] for line in others}
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

    assert attributor.told[-1][NEAR] == "ferryman"
    assert speakers()["“Not always,”"].startswith("@Ferryman")


def test_without_edits_nothing_is_looked_at_twice(narrate, story, attributor):
    narrate(story.name, "--engine", "silent")
    narrate(story.name, "--engine", "silent")

    assert attributor.told == [{}]


def test_of_chapters_that_are_not_looked_at_every_line_is_certain(story, attributor):
    run(story)
    before = speakers()
    give("“Not always,”", "Ferryman")
    run(story)

    far = {line.rstrip("”"): "hester" for line in before.keys() - near()}
    assert attributor.told == [{}, {NEAR: "ferryman", **far}]


def test_a_later_fix_looks_at_its_own_chapter_alone(story, attributor):
    run(story)
    give("“Not always,”", "Ferryman")
    run(story)
    first = {line: speaker for line, speaker in speakers().items() if line in near()}
    give("“My aunt sent me.”", "Ferryman")
    run(story)

    after = speakers()
    assert {line: after[line] for line in first} == first
    assert after["“You are Miss Vane,”"] == "@Boy ?"
    told = attributor.told[-1]
    assert {line.rstrip("”") for line in first} <= told.keys()
    assert {line: told[line] for line in told if line + "”" not in first} == {FAR: "ferryman"}
    assert (told[NEAR], told["“I am sorry,"]) == ("ferryman", "boy")


def test_two_chapters_fixed_at_once_are_both_looked_at(story, attributor):
    run(story)
    give("“Not always,”", "Ferryman")
    give("“My aunt sent me.”", "Boy")
    run(story)

    assert attributor.told[1:] == [{NEAR: "ferryman", FAR: "boy"}]
    assert speakers()["“I am sorry,”"] == speakers()["“You are Miss Vane,”"] == "@Boy ?"


def test_a_fix_that_is_taken_back_is_as_if_it_had_not_been(story, attributor):
    run(story)
    before = speakers()
    give("“Not always,”", "Ferryman")
    run(story)
    give("“Not always,”", "Hester ?")
    run(story)

    assert attributor.told[2:] == [{}]
    assert speakers() == before
    run(story)
    assert len(attributor.told) == 3


def test_a_chapter_without_unsure_lines_is_not_looked_at(story, attributor):
    story.write_text(story.read_text(encoding="utf-8") + THIRD, encoding="utf-8")
    run(story)
    give("“Where else?”", "Boy")
    run(story)

    assert attributor.told == [{}]
    assert speakers()["“Where else?”"] == "@Boy"
    give("“Not always,”", "Ferryman")
    run(story)
    assert attributor.told[1]["“Where else?"] == "boy"
    assert len(attributor.told) == 2


def test_a_delivery_of_narration_is_no_fix(story, attributor):
    run(story)
    lines = SCRIPT.read_text(encoding="utf-8").split("\n")
    at = lines.index("A boy with a lantern stood at the landing.")
    SCRIPT.write_text("\n".join([*lines[:at], "@Narrator (whispering)", *lines[at:]]), encoding="utf-8")
    run(story)

    assert attributor.told == [{}]


def test_a_line_given_to_the_narrator_is_told_as_nobodys(story, attributor):
    run(story)
    give("“Not always,”", "Narrator")
    run(story)

    assert attributor.told[1][NEAR] is None


def test_the_story_is_not_read_again(story, attributor, monkeypatch):
    run(story)
    monkeypatch.setattr(Job, "read", None)
    give("“Not always,”", "Ferryman")
    run(story)

    assert len(attributor.told) == 2


def test_a_record_of_an_earlier_version_has_all_fixed_chapters_looked_at_once(story, attributor):
    run(story)
    give("“Not always,”", "Ferryman")
    run(story)
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    RECORD.write_text(json.dumps({**record, "fixed": "0f" * 32}), encoding="utf-8")
    give("“My aunt sent me.”", "Boy")
    run(story)

    assert attributor.told[2:] == [{NEAR: "ferryman", FAR: "boy"}]
    run(story)
    assert len(attributor.told) == 3


def test_parts_of_a_divided_chapter_are_looked_at_together(story, attributor):
    dark = "It was dark when they pushed off. "
    story.write_text(story.read_text(encoding="utf-8").replace(dark, dark * 30), encoding="utf-8")
    run(story, max_chapter=1.0)
    assert "(1 of " in SCRIPT.read_text(encoding="utf-8")
    give("“Not always,”", "Ferryman")
    run(story, max_chapter=1.0)

    assert speakers()["“Bells,”"] == "@Boy ?"
    assert speakers()["“My aunt sent me.”"] == "@Hester ?"


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_run_cut_short_while_the_script_is_kept_ends_with_the_same_bytes(story, attributor, monkeypatch, writes):
    run(story)
    give("“Not always,”", "Ferryman")
    shutil.copytree(BOOK, "undisturbed")
    run(story, output=Path("undisturbed"))
    done: list[str] = []

    def write(name, self, *args, **kwargs):
        if len(done) == writes:
            raise KeyboardInterrupt
        done.append(name)
        return whole[name](self, *args, **kwargs)

    whole = {name: getattr(Workspace, name) for name in ("write_text", "write_json")}
    with monkeypatch.context() as cut:
        for name in whole:
            cut.setattr(Workspace, name, lambda self, *args, name=name, **kwargs: write(name, self, *args, **kwargs))
        with pytest.raises(KeyboardInterrupt):
            run(story)

    run(story)
    assert SCRIPT.read_bytes() == Path("undisturbed/script.txt").read_bytes()
    assert RECORD.read_bytes() == Path("undisturbed/.narrate/analysis.json").read_bytes()
