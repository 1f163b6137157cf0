"""What engines are sent."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import UtteranceKind
from narrate.speech import normalise

CASES = tomllib.loads((Path(__file__).parent / "normalisation.toml").read_text("utf-8"))
KINDS = {"heading": UtteranceKind.HEADING, "note": UtteranceKind.NOTE}
kinds = st.sampled_from(list(UtteranceKind))
languages = st.sampled_from(["en", "en-GB", "de"])


def spoken(text: str, kind: UtteranceKind = UtteranceKind.NARRATION, language: str = "en") -> str:
    return normalise(text, kind=kind, language=language)


@pytest.mark.parametrize(
    ("rule", "text", "said"), [(rule, text, said) for rule, table in CASES.items() for text, said in table.items()]
)
def test_a_rule_says(rule, text, said):
    kind = KINDS.get(rule.partition("-")[0], UtteranceKind.NARRATION)
    assert spoken(text, kind) == said


def test_other_languages_keep_their_symbols_from_english_words():
    assert spoken("Müller & Söhne, Mr. Chips, 5 %", language="de") == "Müller & Söhne, Mr. Chips, 5 %"


ordinary = st.text("abcdefghijklmnopqrstuvwxyzäéß", min_size=1, max_size=9)
marks = st.sampled_from([" ", ", ", ". ", "! ", "? ", "; ", " – ", "—", "... ", "” ", " “", "* ", " _", "\n", " ("])


@given(st.lists(st.tuples(ordinary, marks), max_size=12))
def test_no_ordinary_word_is_lost(pieces):
    # Given words that are not among those respelt (no stretched letters, no sounds without a vowel),
    words = [re.sub(r"(.)\1{2,}", r"\1\1", "wo" + "o".join(word)) for word, _ in pieces]
    text = "".join(word + mark for word, (_, mark) in zip(words, pieces, strict=True))
    # then they are all there, in their order.
    said = spoken(text)
    assert "".join(c if c.isalnum() else " " for c in said).split() == words


markup = st.text(st.sampled_from(list("aAbIVXLC19 .,?!'’“”-—–*_~/#[]<>|\\&$£%@…()\n:;MmrshHoO0")), max_size=40)


@given(st.one_of(markup, st.text(max_size=60)), kinds, languages)
def test_what_comes_out_is_one_plain_line_and_stays_so(text, kind, language):
    said = spoken(text, kind, language)
    assert said == said.strip()
    assert not set(said) & set('\n\r\t“”„«»"[]{}<>|\\^*_~#')
    assert spoken(said, kind, language) == said
    assert bool(said) or not any(c.isalnum() for c in text)


@pytest.mark.parametrize(
    "piece", ["'", "“", "-", ".", ". ", "!", "?!", "*", "a*", "I", "A", "$1", "www.", "a-", "( ", "[", "M/", "—", "'a"]
)
def test_hostile_text_ends_soon(piece):
    # In quadratic time this would be minutes.
    said = spoken(piece * 60_000)
    assert len(said) <= 10 * 60_000
