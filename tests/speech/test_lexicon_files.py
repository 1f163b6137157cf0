"""Lexicons as files: lexicon.toml, and PLS for other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import LexiconError
from narrate.speech import Entry, add_entries, parse_lexicon, read_pls, write_pls

CONTENT = """\
# names
Ianto = "YAN-toe"
Cthulhu = "/kəˈθuːluː/"
"St. Asaph" = {say = "Saint Assaf", forms = false}
WI = {ipa = "[ˌdʌbəljuːˈaɪ]", say = "double-you eye", exact = true}
"""


def test_each_line_is_an_entry():
    assert parse_lexicon(CONTENT, "lexicon.toml") == (
        Entry("Ianto", "YAN-toe"),
        Entry("Cthulhu", ipa="kəˈθuːluː"),
        Entry("St. Asaph", "Saint Assaf", forms=False),
        Entry("WI", "double-you eye", "ˌdʌbəljuːˈaɪ", exact=True),
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('A = "x"\n\nIanto = YAN\nB = "y"', "line 3"),
        ('A = "x"\nB = "y"\nA = "z"\nC = "w"', "line 3"),
        ("\nIanto = 5", "line 2: Ianto must have a text"),
        ('\n\nIanto = "/j@nt/"', "line 3: Ianto: '@' is no sign"),
        ('Ianto = ""', "line 1: Ianto does not say how"),
        ('Ianto = "[[]]"', "line 1: Ianto does not say how"),
        ('A = "x"\n"..." = "y"', "line 2: ... is no word"),
        ('Ianto = {sya = "x"}', "line 1: Ianto has an unknown key 'sya'"),
        ("Ianto = {exact = 1, say = 'x'}", "line 1: Ianto: exact and forms are true or false"),
        (f'Ianto = "{"x" * 300}"', "line 1: Ianto: say and ipa must be texts"),
        ("a = " + "[" * 5000, "line 1"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(content, says):
    with pytest.raises(LexiconError) as caught:
        parse_lexicon(content, "lexicon.toml")
    assert says in caught.value.message or says == "line 1"
    assert caught.value.hint


def test_a_table_of_narrate_toml():
    assert parse_lexicon('engine = "x"\n[lexicon]\nIanto = "yan-toe"\n', "narrate.toml", table="lexicon") == (
        Entry("Ianto", "yan-toe"),
    )
    assert parse_lexicon('engine = "x"\n', "narrate.toml", table="lexicon") == ()


entries = st.lists(
    st.builds(
        Entry,
        st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).map(
            lambda t: "a" + t
        ),
        st.sampled_from(["yan-toe", "Saint Assaf", ""]),
        st.sampled_from(["ˈjæntəʊ", "kəˈθuːluː"]),
        exact=st.booleans(),
        forms=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda entry: entry.word,
)


@given(entries)
def test_what_is_written_is_read_again(found):
    assert parse_lexicon(add_entries("# mine\n", found), "lexicon.toml") == tuple(found)


def test_what_is_added_leaves_the_rest_alone():
    added = add_entries(CONTENT, [Entry("Gwen", ipa="ɡwɛn")])
    assert added == CONTENT + 'Gwen = "/ɡwɛn/"\n'
    in_front_of_tables = add_entries('[Ianto]\nsay = "x"\n', [Entry("Gwen", "gwen")])
    assert [entry.word for entry in parse_lexicon(in_front_of_tables, "")] == ["Gwen", "Ianto"]


def test_pls_comes_back_as_it_went():
    found = parse_lexicon(CONTENT, "lexicon.toml")
    again = read_pls(write_pls(found, "en-GB"), "x.pls")
    assert [(e.word, e.say, e.ipa) for e in again.entries] == [(e.word, e.say, e.ipa) for e in found]
    assert again.left_out == ()


def test_pls_of_another_program():
    content = """<?xml version="1.0" encoding="UTF-8"?>
    <lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
      <!-- a comment --><meta name="x" content="y"/>
      <lexeme><grapheme>judgment</grapheme><grapheme>judgement</grapheme><phoneme>ˈdʒʌdʒ.mənt</phoneme></lexeme>
      <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
      <lexeme><grapheme>route</grapheme><phoneme>ɹaʊt</phoneme><phoneme prefer="true">ɹuːt</phoneme></lexeme>
      <lexeme><grapheme>odd</grapheme><phoneme alphabet="x-sampa">Qd</phoneme></lexeme>
      <lexeme><phoneme>ɒd</phoneme></lexeme>
    </lexicon>"""
    found = read_pls(content.encode(), "x.pls")
    assert {entry.word: entry.say or entry.ipa for entry in found.entries} == {
        "judgment": "ˈdʒʌdʒ.mənt",
        "judgement": "ˈdʒʌdʒ.mənt",
        "W3C": "World Wide Web Consortium",
        "route": "ɹuːt",
    }
    assert [reason.split(": ", 1)[0] for reason in found.left_out] == ["x.pls, line 7", "x.pls, line 8"]


BOMB = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><lexicon>&b;</lexicon>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><lexicon>&a;</lexicon>'


@pytest.mark.parametrize("content", ["", "<lexicon", "<html/>", BOMB, OUTSIDE, "<a>" * 3000, "\x00"])
def test_a_file_that_is_no_lexicon_or_wants_more_than_to_be_read_is_refused(content):
    with pytest.raises(LexiconError) as caught:
        read_pls(content.encode(), "x.pls")
    assert "x.pls" in caught.value.message
    assert caught.value.hint
