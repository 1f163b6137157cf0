"""Pitch, timbre, brightness, speed and level, on sounds of which they are known and on eSpeak NG against Praat."""

import math

import numpy as np
import parselmouth
import pytest

from narrate.casting.measuring import measure, sample_text
from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis import EngineHost

RATE = 22_050


def clip(samples) -> Clip:
    return Clip(AudioFormat(RATE), (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def vowel(pitch_hz: float, formants=(700, 1200, 2600), seconds=2.0, gain=0.2) -> Clip:
    """A buzz through resonances."""
    t = np.arange(int(RATE * seconds)) / RATE
    sound = np.zeros_like(t)
    for number in range(1, int(8000 / pitch_hz)):
        hz = number * pitch_hz
        strength = sum(1 / (1 + ((hz - formant) / 90) ** 2) for formant in formants)
        sound += strength / number * np.sin(2 * np.pi * hz * t + number)
    return clip(gain * sound / np.abs(sound).max())


@pytest.mark.parametrize("pitch_hz", [75, 100, 147, 220, 330])
def test_the_pitch_of_a_buzz_is_its_own(pitch_hz):
    found = measure(vowel(pitch_hz), "ah")
    assert found.pitch_hz == pytest.approx(pitch_hz, rel=0.005)
    assert found.steadiness > 0.95


def test_pitch_and_level_do_not_change_the_timbre_but_the_mouth_does():
    plain = measure(vowel(110), "ah").sound.timbre
    assert math.dist(plain, measure(vowel(110, gain=0.05), "ah").sound.timbre) < 0.3
    higher = math.dist(plain, measure(vowel(131), "ah").sound.timbre)
    shorter = math.dist(plain, measure(vowel(110, formants=(840, 1440, 3120)), "ah").sound.timbre)
    assert shorter > 1.5 * higher


def test_brightness_speed_and_level():
    t = np.arange(RATE * 2) / RATE
    tone = measure(clip(0.5 * np.sin(2 * np.pi * 1000 * t)), "abcde fghij")
    assert tone.sound.brightness_hz == pytest.approx(1000, abs=15)
    assert tone.sound.letters_per_s == pytest.approx(5, rel=0.02)
    assert tone.sound.level_db == pytest.approx(20 * math.log10(0.5 / math.sqrt(2)), abs=0.1)


def test_noise_has_no_pitch():
    noise = np.random.default_rng(1).normal(0, 0.1, RATE * 2)
    assert measure(clip(noise), "sh").steadiness < 0.05


@pytest.mark.parametrize("samples", [np.zeros(RATE), np.ones(100)])
def test_silence_can_not_be_measured(samples):
    with pytest.raises(ValueError, match="nothing to hear"):
        measure(clip(samples), "")


def test_pitches_are_those_of_praat():
    text = sample_text("en-GB")
    with EngineHost("pyttsx3") as host:
        for voice in ("gmw/en-gb-x-rp", "gmw/en-gb-x-rp+f2", "gmw/en-us+m8", "gmw/en-gb+Annie"):
            said = host.synthesize(SynthesisRequest(text, voice, "en"))
            sound = parselmouth.Sound(np.frombuffer(said.pcm, "<i2").astype(float) / 32768, said.format.sample_rate_hz)
            pitches = sound.to_pitch().selected_array["frequency"]
            assert measure(said, text).pitch_hz == pytest.approx(np.median(pitches[pitches > 0]), rel=0.015)
