"""Texts for programs that read one old encoding."""

import pytest
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import SynthesisError
from narrate.synthesis.engines.plain_text import in_encoding


@pytest.mark.parametrize(
    ("text", "ascii_text"),
    [
        ("“Quotes” and ‘these’…", "\"Quotes\" and 'these'..."),
        ("Naïve Zürich, cafe\u0301", "Naive Zurich, cafe"),
        ("here—there – and here", "here, there, and here"),
        ("1914–18", "1914-18"),
        ("東京", "DongJing"),
        ("a smile 🙂 here", "a smile slight smile here"),
        ("zero\u200bwidth, soft\u00adhyphen", "zerowidth, softhyphen"),
        ("one\ntwo\x00three", "one two three"),
    ],
)
def test_ascii(text, ascii_text):
    assert in_encoding(text, "ascii") == ascii_text.encode("ascii")


def test_what_an_encoding_has_stays():
    assert in_encoding("Perché — così… 東京", "latin-1") == "Perché, così... DongJing".encode("latin-1")
    assert in_encoding("Kůň", "iso-8859-2") == "Kůň".encode("iso-8859-2")
    assert in_encoding("मौन", "utf-8") == "मौन".encode()


@pytest.mark.parametrize("text", ["", "…", "“—”", "\u200b"])
def test_nothing_to_say_is_said(text):
    with pytest.raises(SynthesisError, match="nothing to say"):
        in_encoding(text, "ascii")


@given(st.text(alphabet=st.characters(categories=("L", "Zs")), min_size=1).filter(str.strip))
def test_no_word_of_any_script_is_lost(text):
    # Letters that nobody ever wrote in another script are the exception: they have no transliteration at all.
    said = in_encoding(f"begin {text} end", "ascii").split()
    assert said[0].startswith(b"begin")
    assert said[-1].endswith(b"end")
    for word in text.split():
        written = anyascii(word)
        if any(letter.isalnum() for letter in written):
            assert any(letter.isalnum() for part in said[1:-1] for letter in part.decode())
