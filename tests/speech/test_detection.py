"""Deliveries found in the narration, in marks and in capitals."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scripts import one_chapter

from narrate.model import (
    DELIVERIES,
    Attribution,
    Character,
    Line,
    Script,
    ScriptChapter,
    Span,
    Utterance,
    UtteranceKind,
)
from narrate.speech import with_deliveries
from narrate.speech.deliveries.manner_words import LANGUAGES, words_for

CASES = tomllib.loads(Path(__file__).with_name("deliveries.toml").read_text(encoding="utf-8"))["case"]
_PIECE = re.compile(r"“[^”]*”|[^“]+")


def script(text: str, language: str = "en", speakers: tuple[str | None, ...] = ("ana",)) -> Script:
    """Of paragraphs with a blank line between them; whoever speaks comes round in turn, one for each paragraph."""
    lines: list[Line] = []
    start = 0
    for number, paragraph in enumerate(text.split("\n\n")):
        for piece in _PIECE.finditer(paragraph):
            words = piece[0].strip()
            if not words:
                continue
            first = start + piece.start() + piece[0].index(words)
            speech = words.startswith("“")
            lines.append(
                Line(
                    Utterance(
                        f"c1u{len(lines) + 1}",
                        UtteranceKind.DIALOGUE if speech else UtteranceKind.NARRATION,
                        Span(first, first + len(words)),
                        0,
                        1,
                        number,
                    ),
                    Attribution(speakers[number % len(speakers)] if speech else None, 0.9 if speech else 1.0),
                )
            )
        start += len(paragraph) + 2
    people = (Character("ana", "Ana Lind"), Character("bo", "Bo", ("Bobby",)), Character("cy", "Cy"))
    return one_chapter(text, lines, people, language, title="T")


def found(of: Script) -> list[str]:
    """For each quotation its delivery, or “-”; narration has none."""
    deliveries = []
    for line in with_deliveries(of).lines():
        if line.utterance.kind is UtteranceKind.DIALOGUE:
            deliveries.append(line.delivery or "-")
        else:
            assert line.delivery is None
    return deliveries


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_cases(case):
    paragraphs = case["text"].strip().split("\n\n")
    of = [script(paragraph, case.get("language", "en")) for paragraph in paragraphs]
    if any(paragraph.endswith(":") for paragraph in paragraphs) or "language" in case or "capitals" in case["why"]:
        of = [script("\n\n".join(paragraphs), case.get("language", "en"))]
    quotations = re.findall("“[^”]*”.{0,40}", case["text"])
    got = [one for part in of for one in found(part)]
    assert list(zip(quotations, got, strict=False)) == list(zip(quotations, case["found"].split(), strict=False))
    assert len(got) == len(case["found"].split())


def test_what_is_told_of_somebody_else_is_not_told_of_the_speaker():
    assert found(script("“Yes.” Bo's voice was cold.")) == ["-"]
    assert found(script("“Yes.” Ana's voice was cold.")) == ["coldly"]
    assert found(script("“Yes.” Bo's voice was cold.", speakers=("bo",))) == ["coldly"]


def test_it_does_not_go_on_to_the_next_speaker():
    assert found(script("“No,” she whispered.\n\n“Yes.”", speakers=("ana", "bo"))) == ["whispering", "-"]


def test_it_goes_on_over_the_paragraphs_of_one_speech():
    one = script("“No,” she whispered. “Not here.”\n\n“Nor there.”")
    lines = one.chapters[0].lines
    last = replace(lines[-1], utterance=replace(lines[-1].utterance, continues=True))
    speech = replace(one, chapters=(ScriptChapter("T", (*lines[:-1], last)),))

    assert found(one) == ["whispering", "whispering", "-"]
    assert found(speech) == ["whispering"] * 3


def test_what_a_person_chose_stays():
    of = script("“No,” she whispered.\n\n“No,” he shouted.")
    lines = of.chapters[0].lines
    chosen = (replace(lines[0], edited=True), lines[1], replace(lines[2], delivery="singing"), lines[3])

    after = with_deliveries(replace(of, chapters=(ScriptChapter("T", chosen),)))

    assert [line.delivery for line in after.lines()] == [None, None, "singing", None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lists_of_a_language_agree_with_themselves(language):
    words = words_for(language)
    assert words is not None
    told = {*words.verbs.values(), *words.adverbs.values(), *words.participles.values(), *words.voice_words.values()}
    assert told - {None} <= set(DELIVERIES)
    assert len(told) > 15
    for listed in (words.verbs, words.adverbs, words.participles, words.voice_words):
        assert all(word == word.lower() and "’" not in word for word in listed)
    # A verb that stood behind one of these could never be found.
    assert not words.nouny & set(words.verbs)


PARTS = [*"“” ,.!?…:;—-'’()\n", "she ", "said ", "whispered ", "and ", "voice ", "low ", "HEY ", "Bo ", "x"]


@given(st.lists(st.sampled_from(PARTS), max_size=60).map("".join))
def test_any_text_is_read_and_nothing_but_deliveries_changes(text):
    of = script(text)

    after = with_deliveries(of)

    assert {line.delivery for line in after.lines()} <= {None, *DELIVERIES}
    assert [replace(line, delivery=None) for line in after.lines()] == list(of.lines())
    assert with_deliveries(after) == after
