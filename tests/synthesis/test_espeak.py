"""eSpeak NG with and without pyttsx3 between: the same sound, the same word times."""

import itertools
import sys
from typing import Any

import numpy as np
import pytest

from narrate.errors import VoiceMissingError
from narrate.model import Clip, Pronunciation, SynthesisRequest
from narrate.synthesis import EngineHost, load_engine
from narrate.synthesis.engine import Transcriber
from narrate.synthesis.engines.espeak_words import Mark, word_times

LINES = (
    "Good evening.",
    "“Who goes there?” she asked — and nobody, at nine o'clock, said a word!",
    "In 1984 the U.S. paid 12 000.50 for it; Dr. Hill didn't…",
    "Naïve Zürich, 東京, smile 🙂 and & <b>bold</b> [[h@l'oU]].",
    "one\ttwo\nthree\x00four",
    "word " * 30,
)
MANNERS: tuple[dict[str, Any], ...] = (
    {},
    {"rate": 0.4},
    {"rate": 3.7},
    {"pitch_semitones": -5.0},
    {"pitch_semitones": 7.0, "pitch_range": 1.7},
    {"whisper": True},
    {"pitch_range": 0.4, "rate": 1.3},
)
VOICES = ("gmw/en-gb-x-rp", "gmw/en-us+f3", "gmw/en-gb+m7", "roa/fr+f1")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="pyttsx3 is on eSpeak NG on Linux alone")
def test_the_two_ways_to_espeak_sound_the_same():
    requests = [
        SynthesisRequest(line, voice, **manner)
        for line, voice, manner in itertools.product(LINES, VOICES, MANNERS)  # every line in every way
    ]
    said = "Siobhan sat by the weir."
    requests.append(SynthesisRequest(said, VOICES[0], pronunciations=(Pronunciation(0, 7, "ʃɪˈvɔːn"),)))
    with EngineHost("pyttsx3") as usual, EngineHost("espeak") as straight:
        for request in requests:
            assert straight.synthesize(request) == usual.synthesize(request), request


def spoken_words(text: str, **manner) -> list[tuple[str, float, float]]:
    with EngineHost("espeak") as host:
        clip = host.synthesize(SynthesisRequest(text, "gmw/en-gb-x-rp", **manner))
    assert all(0 <= word.start_s <= word.end_s <= clip.duration_s for word in clip.words)
    assert all(one.end_s <= two.start_s for one, two in itertools.pairwise(clip.words))
    return [(text[word.start : word.end], word.start_s, word.end_s) for word in clip.words]


def test_every_word_has_its_time_in_order():
    text = "Good evening, “Ianto” said: in 1984 it's twenty-one — here—there. The U.S. isn't, café."
    words = [word for word, _, _ in spoken_words(text)]
    assert words == text.replace("—", " ").split()


def test_a_word_is_where_its_sound_is():
    # A silence that only one word's place explains: the text says where it must be.
    text = "Aaaah, zoom."
    words = spoken_words(text)
    with EngineHost("espeak") as host:
        clip = host.synthesize(SynthesisRequest(text, "gmw/en-gb-x-rp"))
        alone = host.synthesize(SynthesisRequest("zoom.", "gmw/en-gb-x-rp"))
    assert loudness(clip, words[1][1], words[1][2]) == pytest.approx(loudness(alone, 0.0, 10.0), rel=0.25)
    assert words[1][2] - words[1][1] == pytest.approx(alone.duration_s, abs=0.1)


def loudness(clip: Clip, start_s: float, end_s: float) -> float:
    samples = np.frombuffer(clip.pcm, "<i2").astype(float)
    return float(np.sqrt(np.mean(samples[clip.format.frames(start_s) : clip.format.frames(end_s)] ** 2)))


def test_the_times_follow_the_rate():
    usual, quick = spoken_words("One two three four five."), spoken_words("One two three four five.", rate=2.0)
    assert quick[-1][1] == pytest.approx(usual[-1][1] / 2, rel=0.1)


def test_words_whose_sound_a_lexicon_gives_have_their_times_too():
    text = "Poor Siobhan Hill sat."
    words = spoken_words(text, pronunciations=(Pronunciation(5, 17, "ʃɪˈvɔːn"),))
    assert [word for word, _, _ in words] == ["Poor", "Siobhan", "sat."]


def test_a_text_that_is_not_sent_as_it_is_has_no_word_times():
    assert spoken_words("one\ttwo [[x]]  three") == []


def test_events_that_are_no_words_are_left_out():
    marks = [Mark(0, 0, ends=False), Mark(1, 5, ends=False), Mark(99, 7, ends=False), Mark(4, 10, ends=False)]
    assert word_times(marks, "one two", None, 10) == ((0, 3, 0.0, 1.0),)  # the second never ends
    assert word_times([*marks, Mark(7, 30, ends=True)], "one two", None, 10) == ((0, 3, 0.0, 1.0), (4, 7, 1.0, 3.0))


def test_voices_are_those_of_the_default_engine_under_its_own_name():
    usual, straight = load_engine("pyttsx3").voices(), load_engine("espeak").voices()
    assert [voice.id for voice in straight] == [voice.id for voice in usual]
    assert {voice.engine for voice in straight} == {"espeak"}
    with EngineHost("espeak") as host, pytest.raises(VoiceMissingError, match="nobody"):
        host.synthesize(SynthesisRequest("Hello.", "gmw/en-us+nobody"))


def test_it_tells_how_it_says_a_word():
    usual, straight = load_engine("pyttsx3"), load_engine("espeak")
    assert isinstance(usual, Transcriber)
    assert isinstance(straight, Transcriber)
    words = ("Siobhan", "weir", "1984")
    assert straight.transcribe(words, "gmw/en-gb") == usual.transcribe(words, "gmw/en-gb")
