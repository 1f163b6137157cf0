"""What engines are sent."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import UtteranceKind
from narrate.speech import normalise
from narrate.speech.normalising import rules_of
from narrate.speech.rules.rule import signs_of, words_of
from narrate.speech.rules.vocabulary import LANGUAGES, vocabulary

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
KINDS = {"heading": UtteranceKind.HEADING, "note": UtteranceKind.NOTE}
kinds = st.sampled_from(list(UtteranceKind))
languages = st.sampled_from(["en", "en-GB", "de", "fr", "es", "it", "pt", "nl"])


def spoken(text: str, kind: UtteranceKind = UtteranceKind.NARRATION, language: str = "en") -> str:
    return normalise(text, kind=kind, language=language)


def cases() -> list[tuple[str, str, str, str]]:
    """Language, rule, text, what is said. ``language-de.toml`` is German; a rule ``heading-…`` is about headings."""
    found = []
    for file in FILES:
        language = file.stem.removeprefix("language-") if file.stem.startswith("language-") else "en"
        for rule, table in tomllib.loads(file.read_text("utf-8")).items():
            found += [(language, rule, text, said) for text, said in table.items()]
    return found


@pytest.mark.parametrize(("language", "rule", "text", "said"), cases())
def test_a_rule_says(language, rule, text, said):
    kind = KINDS.get(rule.partition("-")[0], UtteranceKind.NARRATION)
    assert spoken(text, kind, language) == said


def test_other_languages_keep_their_symbols_from_english_words():
    assert spoken("Jansen & Zonen, Mr. Chips, 5 %", language="nl") == "Jansen & Zonen, Mr. Chips, 5 %"


def test_a_date_that_could_be_either_follows_the_country():
    assert spoken("4/5/2004", language="en-US") == "the fifth of April two thousand-and-four"
    assert spoken("4/5/2004", language="en-GB") == "the fourth of May two thousand-and-four"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_a_language_is_of_the_right_kind(language):
    tables = vocabulary(language).tables
    assert {"decimal", "group", "point", "minus", "range"} <= set(tables["numbers"])
    for name, table in tables.items():
        for key, value in table.items():
            assert key
            assert isinstance(value, str | list | dict | bool | int), (name, key)


listed = {
    language: [key for table in vocabulary(language).tables.values() for key in (*table, *map(str.upper, table))]
    for language in LANGUAGES
}
examples = st.sampled_from([text for _, _, text, _ in cases()])
around = st.sampled_from(["", " ", ". ", "' ", "-", "—", "5", " I ", "’s ", "…", "Hale ", "“", "#"])


@given(st.data(), st.sampled_from(LANGUAGES), kinds)
def test_a_rule_that_is_passed_over_would_have_done_nothing(data, language, kind):
    known = st.sampled_from(listed[language])
    pieces = data.draw(st.lists(st.tuples(st.one_of(known, examples), around), max_size=6))
    text = "".join(map("".join, pieces))
    words, signs, here = vocabulary(language), signs_of(text), set(words_of(text))
    for rule in rules_of(words, kind):
        over = (rule.signs and rule.signs.isdisjoint(signs)) or (rule.words is not None and rule.words.isdisjoint(here))
        assert not over or not rule.search(text) or rule.apply(text, words) == text, rule.apply


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
