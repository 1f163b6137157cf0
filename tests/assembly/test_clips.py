import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.assembly import conform, gain, trim
from narrate.model import AudioFormat, Clip

MARGINS_S = 0.05


def test_the_engines_silence_goes_and_the_sound_stays(sounds):
    clip = sounds.clip(sounds.silence(0.4), sounds.tone(0.5), sounds.silence(0.9))
    trimmed = trim(clip)
    assert 0.5 <= trimmed.duration_s <= 0.5 + MARGINS_S
    assert abs(sounds.samples(trimmed.pcm)).max() == pytest.approx(0.5, abs=0.01)


def test_hiss_is_silence_too(sounds):
    clip = sounds.clip(sounds.noise(0.4, 0.001), sounds.tone(0.5), sounds.noise(0.9, 0.001))
    assert trim(clip).duration_s <= 0.5 + MARGINS_S


@pytest.mark.parametrize("closure_s", [0.03, 0.08, 0.12, 0.2])
def test_a_plosives_burst_after_its_closure_stays(sounds, closure_s):
    # given: a vowel, the lips closed, and a burst of 8 ms that is 34 dB weaker
    burst = sounds.noise(0.008, 0.01)
    clip = sounds.clip(sounds.silence(0.1), sounds.tone(0.3), sounds.silence(closure_s), burst, sounds.silence(0.5))
    # when
    trimmed = sounds.samples(trim(clip).pcm)
    # then: the burst is there whole, at its full level
    after = trimmed[sounds.format.frames(0.3 + closure_s - 0.005) :]
    assert (after**2).sum() == pytest.approx((burst**2).sum(), rel=0.02)


def test_a_soft_onset_stays(sounds):
    breath = sounds.noise(0.09, 0.006, seed=3)
    trimmed = trim(sounds.clip(sounds.silence(0.2), breath, sounds.tone(0.3), sounds.silence(0.2)))
    assert trimmed.duration_s >= 0.39


def test_no_click_at_the_ends(sounds):
    # given: a clip that begins and ends in full swing
    clip = sounds.clip(sounds.tone(0.3, 0.8, hz=100)[55:-55])
    # when: it stands in silence
    joined = np.concatenate([sounds.silence(0.1), sounds.samples(trim(clip).pcm), sounds.silence(0.1)])
    # then: no step is larger than what the fade and the tone need
    assert abs(np.diff(joined)).max() < 0.8 * 2 * np.pi * 100 / 22_050 + 0.8 / sounds.format.frames(0.003)


def test_an_offset_from_zero_is_removed_and_does_not_hide_silence(sounds):
    clip = sounds.clip(np.concatenate([sounds.silence(0.4), sounds.tone(0.5), sounds.silence(0.4)]) + 0.1)
    trimmed = trim(clip)
    assert trimmed.duration_s <= 0.5 + MARGINS_S
    assert abs(sounds.samples(trimmed.pcm).mean()) < 0.001


def test_an_offset_at_full_scale_does_not_wrap_around(sounds):
    clip = sounds.clip(np.concatenate([np.full(4000, -1.0), np.full(8000, 0.999)]))
    inner = sounds.samples(trim(clip).pcm)[200:-200]
    assert abs(np.diff(inner)).max() < 2
    assert (np.diff(inner) < -0.01).sum() == 0


def test_a_clip_without_sound_is_left_as_it_is(sounds):
    clip = sounds.clip(sounds.silence(0.7))
    assert trim(clip) == clip
    assert trim(Clip(sounds.format, b"")) == Clip(sounds.format, b"")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=2000).map(lambda data: data[: len(data) // 4 * 4]), st.sampled_from([1, 2]))
def test_any_clip_is_trimmed_to_no_more_than_it_was(data, channels):
    clip = Clip(AudioFormat(8000, channels), data)
    assert trim(clip).frames <= clip.frames


def test_gain_is_in_decibels_and_saturates(sounds):
    clip = sounds.clip(sounds.tone(0.2, 0.25))
    assert abs(sounds.samples(gain(clip, 6.0).pcm)).max() == pytest.approx(0.25 * 10 ** (6 / 20), abs=0.001)
    assert abs(sounds.samples(gain(clip, 20).pcm)).max() <= 1
    assert abs(np.diff(sounds.samples(gain(clip, 40).pcm))).max() <= 2
    assert gain(clip, 0) is clip


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 24_000, 44_100, 48_000])
def test_another_sample_rate_keeps_pitch_level_and_length(sounds, rate_hz):
    clip = sounds.clip(sounds.tone(1, hz=440))
    converted = conform(clip, AudioFormat(rate_hz))
    assert converted.frames == rate_hz
    heard = sounds.samples(converted.pcm)
    assert np.argmax(abs(np.fft.rfft(heard))) == 440
    assert np.sqrt((heard[2000:-2000] ** 2).mean()) == pytest.approx(0.5 / np.sqrt(2), rel=0.01)


def test_two_channels_become_one(sounds):
    left = sounds.tone(0.2)
    clip = Clip(AudioFormat(22_050, 2), sounds.pcm(np.stack([left, left], axis=1)))
    converted = conform(clip, sounds.format)
    assert converted.frames == clip.frames
    np.testing.assert_allclose(sounds.samples(converted.pcm), left, atol=0.01)


@pytest.mark.parametrize(("from_hz", "to_hz"), [(16000, 22050), (16000, 24000), (32000, 22050), (24000, 22050)])
def test_another_rate_brings_nothing_that_was_not_there(from_hz, to_hz):
    seconds = np.arange(from_hz) / from_hz
    tone = (16000 * np.sin(2 * np.pi * 7000 * seconds)).astype("<i2")
    found = conform(Clip(AudioFormat(from_hz), tone.tobytes()), AudioFormat(to_hz))
    middle = np.frombuffer(found.pcm, "<i2")[to_hz // 4 : 3 * to_hz // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.blackman(len(middle))))
    at = 7000 * len(middle) // to_hz
    beside = np.concatenate((spectrum[: at - 8], spectrum[at + 9 :]))
    assert 20 * np.log10(beside.max() / spectrum[at]) < -80
    assert found.duration_s == pytest.approx(1.0, abs=1e-4)
