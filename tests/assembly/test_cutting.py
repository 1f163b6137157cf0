import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.assembly import MasteringPlan, places_to_cut
from narrate.assembly.cutting import PART_S
from narrate.assembly.envelope import hop_frames
from narrate.model import AudioFormat

FORMAT = AudioFormat(22_050)
HOP = hop_frames(FORMAT)
A_MINUTE = round(60 * FORMAT.sample_rate_hz / HOP)
GRID, MARGIN = 576, 2304


def plan(*stretches):
    """A plan of stretches: so many hops of sound, then so many of silence."""
    peaks = [np.repeat(np.array([0.3, 0.0], np.float32), hops) for hops in stretches]
    return MasteringPlan(1.0, 0.7, np.concatenate(peaks))


@given(
    st.lists(st.tuples(st.integers(1, 3 * A_MINUTE), st.integers(0, 400)), max_size=60), st.sampled_from([576, 1728])
)
def test_cuts_are_on_the_grid_in_silence_and_in_order(stretches, grid):
    made = plan(*stretches) if stretches else plan((0, 0))
    cuts = places_to_cut(made, FORMAT, grid, MARGIN)
    assert list(cuts) == sorted(set(cuts))
    for cut in cuts:
        assert cut % grid == 0
        around = made.peaks[(cut - MARGIN) // HOP : -(-(cut + MARGIN) // HOP)]
        assert not around.any()


def test_a_long_chapter_has_parts_of_about_four_minutes():
    made = plan(*[(A_MINUTE // 6, 100)] * 180)
    ends = [0, *places_to_cut(made, FORMAT, GRID, MARGIN), len(made.peaks) * HOP]
    lengths_s = np.diff(ends) / FORMAT.sample_rate_hz
    assert len(lengths_s) > 6
    assert lengths_s == pytest.approx(PART_S, rel=0.1)


@pytest.mark.parametrize(
    "made",
    [
        plan((0, 0)),
        plan(*[(A_MINUTE // 2, 100)] * 9),  # short enough to stay whole
        plan((40 * A_MINUTE, 0)),  # music: nowhere silent
        plan(*[(A_MINUTE, 30)] * 30),  # its silences are too short
        plan((20 * A_MINUTE, 0), (1, 400)),  # silent, but far from where a part should begin
    ],
)
def test_what_has_no_good_place_stays_whole(made):
    assert places_to_cut(made, FORMAT, GRID, MARGIN) == ()
