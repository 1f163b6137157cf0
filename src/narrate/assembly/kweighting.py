"""The K-weighting of ITU-R BS.1770-5, Annex 1, on a stream of samples at any rate.

The recommendation gives the two filters' coefficients at 48 kHz. Here they are computed for any rate from the
analogue filters behind them (a high shelf of +4 dB and the “RLB” high-pass) by the bilinear transform; at 48 kHz
they come out as printed.
"""

from __future__ import annotations

import math

from narrate.assembly.filtering import RecursiveFilter

# Analogue prototypes: frequency in hertz, quality, gain. They reproduce the tables 1 and 2 of the recommendation
# to all printed digits (test_kweighting compares them).
_SHELF_HZ, _SHELF_Q, _SHELF_DB = 1681.974450955533, 0.7071752369554196, 3.999843853973347
_SHELF_BAND_EXPONENT = 0.4996667741545416
_HIGH_PASS_HZ, _HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773

Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]


def shelf(rate_hz: float) -> Biquad:
    """Numerator and denominator of the first filter."""
    k = math.tan(math.pi * _SHELF_HZ / rate_hz)
    high = 10 ** (_SHELF_DB / 20)
    band = high**_SHELF_BAND_EXPONENT
    a0 = 1 + k / _SHELF_Q + k * k
    numerator = (high + band * k / _SHELF_Q + k * k, 2 * (k * k - high), high - band * k / _SHELF_Q + k * k)
    denominator = (a0, 2 * (k * k - 1), 1 - k / _SHELF_Q + k * k)
    return _normalised(numerator, a0), _normalised(denominator, a0)


def high_pass(rate_hz: float) -> Biquad:
    """Numerator and denominator of the second filter; the numerator is not scaled, as in the recommendation."""
    k = math.tan(math.pi * _HIGH_PASS_HZ / rate_hz)
    a0 = 1 + k / _HIGH_PASS_Q + k * k
    return (1.0, -2.0, 1.0), _normalised((a0, 2 * (k * k - 1), 1 - k / _HIGH_PASS_Q + k * k), a0)


def k_weighting(rate_hz: int) -> RecursiveFilter:
    """Both filters, one after the other."""
    return RecursiveFilter((shelf(rate_hz), high_pass(rate_hz)))


def _normalised(coefficients: tuple[float, float, float], by: float) -> tuple[float, float, float]:
    return coefficients[0] / by, coefficients[1] / by, coefficients[2] / by
