"""The course of the loudness, on sounds whose loudness is known."""

from __future__ import annotations

import numpy as np
import pytest

from narrate.assembly import loudness_course
from narrate.model import AudioFormat

RATE_HZ = 24_000


def tone(seconds, level_db):
    """A sine of 997 Hz: at full scale in one channel it has −3.01 LUFS (BS.1770-5, Annex 1)."""
    at = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.rint(32767 * 10 ** (level_db / 20) * np.sin(2 * np.pi * 997 * at)).astype("<i2").tobytes()


def test_a_tone_that_grows_louder():
    pcm = tone(6, -40) + tone(6, -20)
    pieces = [pcm[at : at + 9998] for at in range(0, len(pcm), 9998)]

    course = loudness_course(pieces, AudioFormat(RATE_HZ), every_s=2.0)

    assert len(course) == 6
    assert course[0] == pytest.approx(-43.0, abs=0.2)
    assert course[-1] == pytest.approx(-23.0, abs=0.2)
    assert course[2] is not None
    assert -43 < course[2] < -23


def test_silence_has_none_and_a_scale_is_added():
    assert loudness_course([bytes(2 * RATE_HZ)], AudioFormat(RATE_HZ), every_s=0.5) == (None, None)
    (halved,) = loudness_course([tone(1, -26)], AudioFormat(RATE_HZ), every_s=1.0, scale_db=6.0)
    assert halved == pytest.approx(-23.0, abs=0.2)


@pytest.mark.parametrize("seconds", [8.1, 12, 15.9, 16])
def test_the_last_stretch_may_be_short(seconds):
    course = loudness_course([tone(seconds, -20)], AudioFormat(RATE_HZ), every_s=8.0)

    assert len(course) == 2
    assert course[1] == pytest.approx(-23.0, abs=0.3)


def test_nothing_has_no_course():
    assert loudness_course([], AudioFormat(RATE_HZ), every_s=1.0) == ()
