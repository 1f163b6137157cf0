"""Clips that are no answer, and clips that may be a bad one."""

import itertools
import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis import ClipCache, EngineHost, Renderer, close_hosts
from narrate.synthesis.quality import Expected, doubt_of, fault_of, words_within

DOUBTS = {
    "bad babbling line here": "long for it",
    "bad hasty line that goes on for quite some time, and then goes on again": "short for it",
    "bad clipped line here": "are clipped",
    "bad quiet line here": "very quiet",
    "bad bursting line here": "begins with a burst",
}

MANNERS: tuple[dict[str, Any], ...] = ({}, {"rate": 2.0}, {"whisper": True}, {"pitch_semitones": 4.0})


@pytest.mark.usefixtures("faulty_engines")
class TestDoubts:
    @pytest.mark.parametrize(("text", "doubt"), DOUBTS.items())
    def test_a_doubtful_line_is_made_again_once(self, text, doubt):
        with EngineHost("doubtful") as host:
            kept = SynthesisRequest(text, "one")
            assert doubt in doubt_of(kept, host.synthesize(kept))
            better = SynthesisRequest(f"{text} once", "one")
            assert doubt_of(better, host.synthesize(better)) == ""
            assert doubt_of(better, host.synthesize(better)) == ""

    def test_an_engine_that_is_never_better_is_not_asked_twice_for_ever(self):
        with EngineHost("doubtful") as host:
            for number in range(3):
                host.synthesize(SynthesisRequest(f"bad clipped line {number}", "one"))
            once = SynthesisRequest("bad clipped line once", "one")
            assert doubt_of(once, host.synthesize(once))
            assert not doubt_of(once, host.synthesize(once))

    def test_an_engine_with_takes_says_it_otherwise(self):
        with EngineHost("takes") as host:
            request = SynthesisRequest("bad clipped line here", "one")
            clip = host.synthesize(request)
            assert doubt_of(request, clip) == ""
            assert host.synthesize(request) == clip

    def test_what_was_doubtful_is_told_whether_made_now_or_earlier(self, tmp_path):
        requests = [SynthesisRequest(text, "one") for text in ("a good line", *DOUBTS)]
        cache = ClipCache(tmp_path / "cache")
        with ThreadPoolExecutor(2) as executor:
            renderer = Renderer("doubtful", executor, tmp_path, cache=cache, batch_characters=60)
            first = renderer.submit(requests).result()
            from_spool = renderer.submit(requests).result()
            first.discard()
            from_cache = renderer.submit(requests).result()
        close_hosts()
        assert [doubt.index for doubt in first.doubts] == [1, 2, 3, 4, 5]
        assert all(word in doubt.message for doubt, word in zip(first.doubts, DOUBTS.values(), strict=True))
        assert from_spool.doubts == from_cache.doubts == first.doubts
        assert from_cache.cached == len(requests)
        assert not first.failures


@pytest.mark.parametrize("engine", ["espeak", "flite"])
def test_a_real_engine_gives_no_cause_for_doubt(engine, need):
    if engine != "espeak":
        need(engine)
    texts = (
        "Yes.",
        "Shh!",
        "Psst, she hissed.",
        "I am.",
        "In 1984 the U.S. paid 12 000.50.",
        "東京",
        "Ha! “Go on, then…”",
    )
    voice = {"espeak": "gmw/en-gb-x-rp+f2", "flite": "slt"}[engine]
    with EngineHost(engine, retries=0) as host:
        for text, manner in itertools.product(texts, MANNERS):
            request = SynthesisRequest(text, voice, **manner)
            assert doubt_of(request, host.synthesize(request)) == "", request


def test_engines_that_do_not_speak_are_silent_without_fault():
    request = SynthesisRequest("Nothing to hear.", "one")
    clip = Clip(AudioFormat(16000), bytes(32000))
    assert fault_of(request, clip) == "the engine answered with silence"
    mute = Expected(speaks=False)
    assert fault_of(request, clip, mute) == doubt_of(request, clip, mute) == ""


def test_a_voice_may_have_no_sound_for_another_script():
    request = SynthesisRequest("東京", "one")
    assert fault_of(request, Clip(AudioFormat(16000), bytes(32000))) == ""
    assert doubt_of(request, Clip(AudioFormat(16000), bytes(32000))) == "it is very quiet"


@given(st.text(max_size=40), st.binary(max_size=4000), st.sampled_from([8000, 16000, 44100]), st.sampled_from([1, 2]))
def test_any_sound_is_judged(text, pcm, rate, channels):
    request, clip = SynthesisRequest(text, "one"), Clip(AudioFormat(rate, channels), pcm)
    if not fault_of(request, clip):
        assert isinstance(doubt_of(request, clip), str)


def test_stereo_is_judged_by_its_first_channel():
    tone = (8000 * np.sin(np.arange(16000) / 20)).astype("<i2")
    clip = Clip(AudioFormat(16000, 2), np.column_stack((tone, np.zeros_like(tone))).tobytes())
    request = SynthesisRequest("Good evening.", "one")
    assert fault_of(request, clip) == doubt_of(request, clip) == ""


@pytest.mark.parametrize(
    "told",
    [
        [[0, 4, 0.0, 0.5], [3, 6, 0.5, 0.6]],
        [[0, 4, 0.0, 0.5], [5, 99, 0.5, 0.6]],
        [[0, 4, 0.5, 0.4]],
        [[0, 4, 0.0, 7.0]],
        [[0, 4, 0.0, math.nan]],
        [["a", 4, 0.0, 0.5]],
        [[0, 4, 0.0]],
        [[4, 4, 0.0, 0.5]],
    ],
)
def test_times_of_words_that_can_not_be_are_left_out(told):
    assert words_within(told, "good line", 1.0) == ()
    assert len(words_within([[0, 4, 0.0, 0.5], [5, 9, 0.5, 1.0]], "good line", 1.0)) == 2
