"""Deliveries as numbers."""

import pytest

from narrate.model import DELIVERIES, PLAIN, Prosody, delivery_named, nearest_delivery
from narrate.speech import prosody
from narrate.speech.deliveries.delivery import PROSODIES


@pytest.mark.parametrize("delivery", [None, "", PLAIN, "like a fish"])
def test_what_is_plain_or_not_known_does_nothing(delivery):
    assert prosody(delivery) == Prosody()


def test_every_delivery_does_something_of_its_own():
    assert tuple(PROSODIES) == DELIVERIES
    assert Prosody() not in PROSODIES.values()
    assert len(set(PROSODIES.values())) == len(DELIVERIES)


def test_a_whisper_is_softer_and_a_shout_louder_and_higher():
    assert prosody("whispering").gain_db < prosody("quietly").gain_db < 0 < prosody("shouting").gain_db
    assert prosody("shouting").pitch_semitones > 0
    assert prosody("whispering").whisper


@pytest.mark.parametrize("word", ["Whispered", " in  a whisper ", "WHISPER"])
def test_other_words_mean_the_same(word):
    assert prosody(word) == PROSODIES["whispering"]


@pytest.mark.parametrize(
    "delivery", [*DELIVERIES, "screaming, excitedly, shouting", "slowly, sobbing, sadly, whispering"]
)
def test_no_delivery_bends_a_voice_out_of_recognition(delivery):
    found = prosody(delivery)
    assert 0.85 <= found.rate <= 1.15
    assert abs(found.pitch_semitones) <= 3
    assert -6 <= found.gain_db <= 3
    assert 0.5 <= found.pitch_range <= 1.5


def test_two_deliveries_act_together():
    both = prosody("angrily, slowly")
    assert both.gain_db == prosody("angrily").gain_db
    assert both.rate < prosody("angrily").rate


@pytest.mark.parametrize(
    ("word", "delivery"),
    [("softly", "quietly"), ("crying", "sobbing"), ("Plainly", PLAIN), ("purple", None), ("", None)],
)
def test_words_for_deliveries(word, delivery):
    assert delivery_named(word) == delivery


@pytest.mark.parametrize(
    ("slip", "meant"), [("wispering", "whispering"), ("shoutng", "shouting"), ("qxz", None), ("x" * 5000, None)]
)
def test_the_nearest_delivery(slip, meant):
    assert nearest_delivery(slip) == meant
