"""Deliveries as numbers."""

import pytest

from narrate.model import Prosody
from narrate.speech import DELIVERIES, prosody


@pytest.mark.parametrize("delivery", [None, "", "like a fish"])
def test_what_is_not_known_is_plain(delivery):
    assert prosody(delivery) == Prosody()


def test_a_whisper_is_softer_and_a_shout_louder_and_higher():
    assert prosody("whispering").gain_db < 0 < prosody("shouting").gain_db
    assert prosody("shouting").pitch_semitones > 0


@pytest.mark.parametrize("word", ["Whispered", " in  a whisper ", "WHISPER"])
def test_other_words_mean_the_same(word):
    assert prosody(word) == DELIVERIES["whispering"]


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_no_delivery_bends_a_voice_out_of_recognition(delivery):
    found = prosody(delivery)
    assert found == DELIVERIES[delivery] != Prosody()
    assert 0.85 <= found.rate <= 1.15
    assert abs(found.pitch_semitones) <= 3
    assert -6 <= found.gain_db <= 4
