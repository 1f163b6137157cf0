import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import lfilter

from narrate.assembly.filtering import RecursiveFilter
from narrate.assembly.kweighting import high_pass, shelf
from narrate.assembly.truepeak import CONTEXT, peaks_after, true_peaks


@given(st.lists(st.integers(0, 400), max_size=8), st.sampled_from([8_000, 22_050, 48_000]), st.integers(0, 2**32 - 1))
def test_a_recursive_filter_is_the_recursion_however_the_samples_come(lengths, rate_hz, seed):
    # given
    sound = np.random.default_rng(seed).uniform(-1, 1, sum(lengths)).astype(np.float32)
    pieces = np.split(sound, np.cumsum(lengths))
    expected = sound.astype(np.float64)
    for numerator, denominator in (shelf(rate_hz), high_pass(rate_hz)):
        expected = lfilter(numerator, denominator, expected)
    # when
    weighted = RecursiveFilter((shelf(rate_hz), high_pass(rate_hz)))
    filtered = np.concatenate([weighted(piece) for piece in pieces])
    # then
    np.testing.assert_allclose(filtered, expected, atol=1e-5)


def test_a_recursive_filter_forgets_nothing_in_a_long_piece():
    # given: a high-pass that answers for seconds
    slow = ((1.0, -1.0), (1.0, -0.9999))
    step = np.ones(200_000, np.float32)
    # then
    np.testing.assert_allclose(RecursiveFilter((slow,))(step), lfilter(*slow, step.astype(np.float64)), atol=2e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_peaks_after_all_samples_are_the_true_peak_of_the_stretch(seed):
    sound = np.random.default_rng(seed).uniform(-1, 1, 500).astype(np.float32)
    at = np.arange(CONTEXT - 1, len(sound) - CONTEXT)
    between = peaks_after(sound, at)
    assert len(between) == len(at)
    assert max(between.max(), abs(sound[CONTEXT:-CONTEXT]).max()) == pytest.approx(float(true_peaks(sound[None])[0]))
