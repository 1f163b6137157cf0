"""What eSpeak NG is heard to say of what it is sent."""

import re
import tomllib
from pathlib import Path

import pytest
from tests.speech.espeak import phonemes

from narrate.model import UtteranceKind
from narrate.speech import normalise

CASES = tomllib.loads((Path(__file__).parent / "heard.toml").read_text("utf-8"))
ALL = [(text, words) for table in CASES.values() for text, words in table.items()]


def heard(text: str) -> str:
    """Phonemes without stress and spaces, which shift with what is written as one word."""
    return re.sub("[ˈˌ ]", "", phonemes(text))


@pytest.mark.parametrize(("text", "words"), ALL)
def test_a_text_sounds_like_the_words(text, words):
    assert heard(normalise(text, kind=UtteranceKind.NARRATION, language="en")) == heard(words)


def test_the_words_are_words():
    assert [words for _, words in ALL if re.search(r"[^\w\s.,:;!?'-]|\d", words)] == []
