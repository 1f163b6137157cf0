from fractions import Fraction

import av
import numpy as np
import pytest

from narrate.assembly import VOICE_LEVEL_LUFS, even_levels, gain, measure_level, measure_loudness, voice_level
from narrate.assembly.kweighting import high_pass, k_weighting, shelf
from narrate.model import AudioFormat, Clip


def ffmpeg_says(pcm, rate_hz):
    """Integrated loudness and true peak by FFmpeg's meter."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=rate_hz, format="s16", layout="mono", time_base=Fraction(1, rate_hz))
    meter, sink = graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, "<i2")[None], format="s16", layout="mono")
    frame.sample_rate = rate_hz
    frame.time_base = Fraction(1, rate_hz)
    frame.pts = 0
    source.push(frame)
    source.push(None)
    figures = {}
    while True:
        try:
            figures = dict(sink.pull().metadata)
        except (av.error.BlockingIOError, av.error.EOFError):
            return float(figures["lavfi.r128.I"]), 20 * np.log10(float(figures["lavfi.r128.true_peak"]))


def test_the_filters_are_those_that_the_recommendation_prints_for_48_khz():
    # ITU-R BS.1770-5, Annex 1, tables 1 and 2
    numerator, denominator = shelf(48_000)
    assert numerator == pytest.approx((1.53512485958697, -2.69169618940638, 1.19839281085285), abs=1e-12)
    assert denominator == pytest.approx((1, -1.69065929318241, 0.73248077421585), abs=1e-12)
    assert high_pass(48_000)[1] == pytest.approx((1, -1.99004745483398, 0.99007225036621), abs=1e-12)


def test_a_tone_of_997_hz_at_full_scale_is_minus_3_lufs(sounds):
    # ITU-R BS.1770-5: “a 0 dBFS, 1 kHz (997 Hz) sine … applied to one channel: −3.01 LKFS”
    measured = measure_loudness([sounds.pcm(sounds.tone(3, 0.9999, 997))], sounds.format)
    assert measured.integrated_lufs == pytest.approx(-3.01, abs=0.03)
    assert measured.duration_s == 3


@pytest.mark.parametrize("seed", range(3))
def test_figures_agree_with_ffmpegs_meter(sounds, seed):
    pcm = sounds.pcm(np.concatenate([sounds.babble(6, 0.2, seed), sounds.silence(2), sounds.babble(4, 0.02, seed + 9)]))
    loudness, peak = ffmpeg_says(pcm, 22_050)
    measured = measure_loudness([pcm], sounds.format)
    assert measured.integrated_lufs == pytest.approx(loudness, abs=0.05)
    assert measured.true_peak_dbtp == pytest.approx(peak, abs=0.1)


def test_a_peak_between_samples_is_found(sounds):
    # given: a quarter of the sample rate at 45°: samples at 0.707 of the wave's height
    at = np.arange(22_050)
    wave = 0.5 * np.sin(np.pi / 2 * at + np.pi / 4) * np.hanning(len(at))
    measured = measure_loudness([sounds.pcm(wave)], sounds.format)
    assert abs(wave).max() == pytest.approx(0.3536, abs=0.001)
    assert measured.true_peak_dbtp == pytest.approx(-6.02, abs=0.1)


def test_the_pieces_that_sound_comes_in_do_not_matter(sounds):
    pcm = sounds.pcm(sounds.babble(5))
    whole = measure_loudness([pcm], sounds.format)
    pieces = measure_loudness([pcm[at : at + 2 * 777] for at in range(0, len(pcm), 2 * 777)], sounds.format)
    assert pieces.integrated_lufs == pytest.approx(whole.integrated_lufs, abs=1e-4)
    assert pieces.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-4)


def test_the_filter_goes_on_from_piece_to_piece(sounds):
    noise = sounds.noise(2).astype(np.float32)
    once, often = k_weighting(22_050), k_weighting(22_050)
    pieces = np.concatenate([often(noise[at : at + 999]) for at in range(0, len(noise), 999)])
    np.testing.assert_allclose(once(noise), pieces, atol=1e-6)


@pytest.mark.parametrize("seconds", [0, 0.1, 0.39])
def test_what_is_shorter_than_a_gating_block_has_no_loudness(sounds, seconds):
    measured = measure_loudness([sounds.pcm(sounds.tone(seconds))], sounds.format)
    assert measured.integrated_lufs is None


def test_silence_has_neither_loudness_nor_peak(sounds):
    measured = measure_loudness([sounds.pcm(sounds.silence(2))], sounds.format)
    assert (measured.integrated_lufs, measured.true_peak_dbtp, measured.duration_s) == (None, None, 2)


def test_the_level_of_a_clip_of_one_word_can_be_measured(sounds):
    word, sentence = sounds.clip(sounds.tone(0.2)), sounds.clip(sounds.tone(2))
    assert measure_level(word) == pytest.approx(measure_level(sentence), abs=0.3)
    assert measure_level(sounds.clip(sounds.silence(1))) is None
    assert measure_level(Clip(sounds.format, b"")) is None
    assert voice_level([]) is None


def test_a_pause_in_a_clip_does_not_make_its_voice_softer(sounds):
    talk = sounds.babble(3)
    with_pause = sounds.clip(talk, sounds.silence(3), talk)
    assert measure_level(with_pause) == pytest.approx(measure_level(sounds.clip(talk, talk)), abs=0.5)


def test_voices_end_equally_loud(sounds):
    # given: three voices, very unlike in level and pitch
    voices = {
        "narrator": sounds.clip(sounds.babble(3, 0.3, 1)),
        "mary": sounds.clip(sounds.babble(3, 0.02, 2)),
        "tom": sounds.clip(sounds.noise(3, 0.05)),
    }
    # when
    gains = even_levels({name: measure_level(clip) for name, clip in voices.items()})
    # then
    for name, clip in voices.items():
        assert measure_level(gain(clip, gains[name])) == pytest.approx(VOICE_LEVEL_LUFS, abs=0.2)


def test_a_voice_that_could_not_be_measured_gets_no_gain_and_changes_nothing_for_others():
    assert even_levels({"a": -20.0, "b": None}) == {**even_levels({"a": -20.0}), "b": 0.0}


def test_two_channels_add_up():
    at = np.arange(96_000)
    wave = np.rint(8000 * np.sin(2 * np.pi * 997 * at / 48_000)).astype("<i2")
    mono = measure_loudness([wave.tobytes()], AudioFormat(48_000))
    both = measure_loudness([np.stack([wave, wave], axis=1).tobytes()], AudioFormat(48_000, 2))
    assert mono.integrated_lufs is not None
    assert both.integrated_lufs == pytest.approx(mono.integrated_lufs + 3.01, abs=0.01)
