import math

import numpy as np
import pytest

from narrate.assembly import Examiner, measure_loudness
from narrate.model import AudioFormat, Meter


@pytest.fixture
def examine(sounds):
    def run(samples, meter=Meter.LUFS, scale_db=0.0, audio_format=None):
        examiner = Examiner(audio_format or sounds.format, meter, scale_db)
        pcm = sounds.pcm(samples)
        for at in range(0, len(pcm), 40_000):
            examiner.add(pcm[at : at + 40_000])
        return examiner.finish()

    return run


def test_silence_at_the_ends_is_measured_to_a_few_milliseconds(sounds, examine):
    found = examine(np.concatenate([sounds.silence(0.7), sounds.tone(2), sounds.silence(1.3)]))
    assert found.duration_s == pytest.approx(4, abs=0.001)
    assert found.head_s == pytest.approx(0.7, abs=0.006)
    assert found.tail_s == pytest.approx(1.3, abs=0.006)


def test_room_tone_is_no_sound(sounds, examine):
    talk = np.concatenate([sounds.silence(0.7), sounds.tone(2), sounds.silence(1.3)])
    found = examine(talk + sounds.noise(4, 0.0008))
    assert found.head_s == pytest.approx(0.7, abs=0.006)
    assert found.tail_s == pytest.approx(1.3, abs=0.006)


@pytest.mark.parametrize("amplitude", [0.001, 0.01])
def test_the_noise_floor_is_that_of_the_quietest_half_second(sounds, examine, amplitude):
    talk = np.concatenate([sounds.tone(2), sounds.silence(0.6), sounds.tone(2)])
    found = examine(talk + sounds.noise(4.6, amplitude))
    # uniform noise: its root mean square is its height over √3
    assert found.noise_floor_db == pytest.approx(20 * math.log10(amplitude / math.sqrt(3)), abs=0.3)


def test_digital_silence_is_told_from_a_quiet_room(sounds, examine):
    assert examine(np.concatenate([sounds.tone(1), sounds.silence(0.6)])).noise_floor_db == -math.inf
    assert examine(sounds.tone(0.3)).noise_floor_db is None


def test_levels_by_each_meter(sounds, examine):
    talk = sounds.babble(5)
    loudness = measure_loudness([sounds.pcm(talk)], sounds.format)
    found = examine(talk)
    assert found.level == pytest.approx(loudness.integrated_lufs, abs=0.001)
    assert found.true_peak_dbtp == pytest.approx(loudness.true_peak_dbtp, abs=0.001)
    assert examine(talk, Meter.RMS).level == pytest.approx(20 * math.log10(talk.std()), abs=0.1)


def test_volume_goes_by_what_an_ear_hears_and_by_the_loudest_twentieth(sounds, examine):
    def volume(*samples):
        return examine(np.concatenate(samples), Meter.REPLAY_GAIN).level

    tone = sounds.tone(4, 0.1, 3000)
    assert volume(tone * 2) == pytest.approx(volume(tone) + 6.02, abs=0.05)
    assert volume(sounds.tone(4, 0.1, 50)) < volume(tone) - 20
    assert volume(tone, sounds.silence(16)) == pytest.approx(volume(tone), abs=0.1)
    assert volume(tone, sounds.tone(4, 0.001), sounds.silence(100)) < volume(tone) - 6


def test_volume_is_the_same_at_any_sample_rate(sounds, examine):
    def tone(rate_hz):
        return 0.1 * np.sin(2 * np.pi * 440 * np.arange(3 * rate_hz) / rate_hz)

    levels = [
        examine(tone(rate), Meter.REPLAY_GAIN, audio_format=AudioFormat(rate)).level
        for rate in (16_000, 22_050, 24_000, 44_100)
    ]
    assert max(levels) - min(levels) < 0.05


def test_sound_handed_in_softer_is_measured_as_what_it_was(sounds, examine):
    talk = sounds.babble(4)
    plain, halved = examine(talk), examine(talk / 2, scale_db=20 * math.log10(2))
    assert halved.level == pytest.approx(plain.level, abs=0.01)
    assert halved.true_peak_dbtp == pytest.approx(plain.true_peak_dbtp, abs=0.01)
    assert halved.sample_peak_db == pytest.approx(plain.sample_peak_db, abs=0.01)


@pytest.mark.parametrize("meter", list(Meter))
def test_silence_and_nothing_at_all_have_no_level(sounds, examine, meter):
    silent = examine(sounds.silence(2), meter)
    assert (silent.level, silent.sample_peak_db, silent.true_peak_dbtp) == (None, None, None)
    assert silent.head_s == silent.tail_s == silent.duration_s == 2
    assert examine(np.zeros(0), meter).level is None
