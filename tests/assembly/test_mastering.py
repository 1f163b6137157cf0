import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from narrate.assembly import Examiner, mastered, measure_loudness
from narrate.assembly.mastering import _limiter_curve
from narrate.assembly.roomtone import RoomTone
from narrate.model import PROFILES, AudioFormat

LISTEN, PODCAST = PROFILES["listen"], PROFILES["podcast"]


def true_peak(pcm, audio_format):
    return measure_loudness([pcm], audio_format).true_peak_dbtp


@pytest.fixture
def master(tmp_path, sounds):
    def run(samples, profile=LISTEN):
        path = tmp_path / "chapter.pcm"
        path.write_bytes(sounds.pcm(samples))
        return b"".join(mastered(path, sounds.format, profile))

    return run


@pytest.mark.parametrize("profile", [LISTEN, PODCAST], ids=lambda profile: profile.name)
@pytest.mark.parametrize("amplitude", [0.003, 0.05, 0.3])
def test_a_chapter_has_its_profiles_loudness_and_true_peak(sounds, master, profile, amplitude):
    out = master(sounds.babble(20, amplitude), profile)
    measured = measure_loudness([out], AudioFormat(profile.sample_rate_hz or 22_050))
    assert measured.integrated_lufs == pytest.approx(profile.loudness_lufs, abs=0.3)
    assert measured.true_peak_dbtp <= profile.true_peak_dbtp - 0.4


def test_peaks_far_above_the_voice_are_limited_without_costing_loudness(sounds, master):
    # given: speech with a slap every second, 20 dB above it
    talk = sounds.babble(20, 0.03)
    for second in range(20):
        talk[second * 22_050 : second * 22_050 + 200] += sounds.tone(0.1, 0.9, 700)[:200]
    # when
    out = master(talk)
    measured = measure_loudness([out], sounds.format)
    # then
    assert measured.integrated_lufs == pytest.approx(LISTEN.loudness_lufs, abs=0.5)
    assert true_peak(out, sounds.format) <= LISTEN.true_peak_dbtp


def test_peaks_between_samples_are_limited_too(sounds, master):
    wave = 0.9 * np.sin(np.pi / 2 * np.arange(22_050) + np.pi / 4) * np.hanning(22_050)
    talk = np.concatenate([sounds.babble(10, 0.02), wave])
    assert true_peak(master(talk), sounds.format) <= LISTEN.true_peak_dbtp - 0.4


def test_sound_that_needs_no_limiter_is_only_made_louder(sounds, master):
    talk = sounds.tone(3, 0.05)
    out = sounds.samples(master(talk))
    factor = out.std() / talk.std()
    np.testing.assert_allclose(out, talk * factor, atol=2e-4)


def test_nothing_is_shifted_in_time(sounds, master):
    # given: a click at 3 s and one near the end
    talk = sounds.babble(9, 0.02)
    talk[3 * 22_050 - 500 : 3 * 22_050 + 500] = 0
    talk[3 * 22_050] = 0.9
    # when: it is resampled to twice the rate
    out = sounds.samples(master(talk, PODCAST))
    # then
    assert len(out) == 2 * len(talk)
    assert 6 * 22_050 - 1000 + np.argmax(abs(out[6 * 22_050 - 1000 : 6 * 22_050 + 1000])) == pytest.approx(
        6 * 22_050, abs=1
    )


@pytest.mark.parametrize("seconds", [0, 0.001, 0.3, 2])
def test_silence_stays_silence(sounds, master, seconds):
    assert master(sounds.silence(seconds)) == sounds.pcm(sounds.silence(seconds))


@pytest.mark.parametrize("seconds", [0.01, 0.2, 0.39])
def test_what_is_too_short_to_measure_gets_no_gain(sounds, master, seconds):
    tone = sounds.tone(seconds, 0.3)
    assert master(tone) == sounds.pcm(tone)


def test_one_click_in_a_silent_chapter_is_no_disaster(sounds, master):
    talk = sounds.silence(5)
    talk[40_000] = 0.5
    out = sounds.samples(master(talk))
    assert np.isfinite(out).all()
    assert abs(out).max() <= 10 ** (LISTEN.true_peak_dbtp / 20)


def test_the_same_sound_gives_the_same_bytes(sounds, master):
    talk = sounds.babble(15, 0.2)
    assert master(talk) == master(talk)


def examined(pcm, profile):
    examiner = Examiner(AudioFormat(profile.sample_rate_hz or 22_050), profile.level.meter)
    for at in range(0, len(pcm), 60_000):
        examiner.add(pcm[at : at + 60_000])
    return examiner.finish()


@pytest.mark.parametrize("name", ["acx", "librivox"])
@pytest.mark.parametrize("amplitude", [0.003, 0.3])
def test_a_profile_that_goes_by_another_meter_has_its_level(sounds, master, name, amplitude):
    profile = PROFILES[name]
    talk = np.concatenate([sounds.silence(0.7), sounds.babble(15, amplitude), sounds.silence(2)])
    found = examined(master(talk, profile), profile)
    assert found.level == pytest.approx(profile.level.target, abs=0.3)
    assert found.true_peak_dbtp <= profile.true_peak_dbtp - 0.4


def test_room_tone_lies_under_everything(sounds, master):
    # given: words, and digital silence around them
    acx = PROFILES["acx"]
    talk = np.concatenate([sounds.silence(1), sounds.babble(6, 0.1), sounds.silence(2)])
    # when
    out = sounds.samples(master(talk, acx))
    # then: no window of 10 ms is silent, and the level is that which was asked for
    windows = out[: len(out) // 441 * 441].reshape(-1, 441)
    assert np.abs(windows).max(axis=1).min() > 0
    quiet = out[2000:40_000]
    assert 20 * np.log10(quiet.std()) == pytest.approx(acx.room_tone_db, abs=1)
    assert abs(quiet.mean()) < 1e-4
    # … and where nothing is asked for, silence stays silence.
    assert not np.any(sounds.samples(master(talk))[:20_000])


def test_room_tone_has_no_seam_where_it_comes_round_again(sounds):
    tone = RoomTone(-40.0, sounds.format)
    sound = tone.under(np.zeros((40 * 22_050, 1), np.float32))[:, 0]
    steps = np.diff(sound)
    assert abs(steps).max() < 6 * steps.std()


@settings(max_examples=60, deadline=None)
@given(
    arrays.arrays(np.float32, st.integers(0, 60), elements=st.floats(0, 8, width=32)),
    st.floats(0.05, 1),
)
def test_the_limiters_curve_holds_every_hop_under_the_ceiling(peaks, ceiling):
    curve = _limiter_curve(peaks, ceiling)
    assert len(curve) == len(peaks) + 1
    assert curve.min() > 0
    assert curve.max() <= 1.0001
    # linear between the edges: the larger edge is the most that a hop gets
    assert (np.maximum(curve[:-1], curve[1:]) * peaks <= ceiling * 1.0001).all()
