"""Covers: what is on them, that it can be read, and that the same title gives the same picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.publishing.contrast import contrast

from narrate.publishing.covers import make_cover, reduced
from narrate.publishing.covers import setting as setting_module
from narrate.publishing.covers.cover import SCHEMES
from narrate.publishing.covers.setting import LEADING, Frame, fitted, font, lacking, settable

FRAME = Frame(2580, 1100, largest=560, smallest=150, lines=5)
LONG = "Nobody Calls Her Cassandra, and Other Stories of the Long Winter That Nobody Wanted to Remember"


def picture(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.fixture(scope="module")
def made():
    return make_cover("The Ferry", "M. Tidewell")


def test_it_has_the_sizes_that_directories_and_players_take(made):
    assert picture(made.large).size == (3000, 3000)
    assert picture(made.small).size == (600, 600)
    assert len(made.large) < 900_000
    assert len(made.small) < 120_000
    assert Image.open(io.BytesIO(made.large)).format == "JPEG"


def test_the_same_title_gives_the_same_picture_and_another_another(made):
    assert make_cover("The Ferry", "M. Tidewell") == made
    assert make_cover("The Ferry", "N. Tidewell").large != made.large


@pytest.mark.parametrize(("ground", "figure", "ink"), SCHEMES)
def test_the_ink_is_read_on_its_ground_and_the_pattern_is_quiet(ground, figure, ink):
    assert contrast(ink, ground) >= 7
    assert 1.05 <= contrast(figure, ground) <= 1.6


def test_at_64_pixels_the_title_still_stands_out(made):
    tiny = np.asarray(picture(made.large).resize((64, 64), Image.Resampling.LANCZOS).convert("L")).astype(int)
    title = tiny[29:42, 4:60]
    ground = np.median(tiny[44:52, 4:60])

    # Letters some ten pixels tall, most of whose strokes reach the ink's own lightness
    assert (np.abs(title - ground) > 100).mean() > 0.15


def test_nothing_of_the_title_lies_on_the_pattern_or_outside(made):
    with_title = np.asarray(picture(made.large).convert("L")).astype(int)
    ground = with_title[-20, 20]
    inked = np.abs(with_title[1330:] - ground) > 90
    rows, columns = np.nonzero(inked)

    assert rows.min() > 60
    assert columns.min() > 150
    assert columns.max() < 2850


@pytest.mark.parametrize("title", ["It", "The Ferry", LONG, LONG * 3, "Donaudampfschifffahrtsgesellschaftskapitän" * 2])
def test_any_title_has_room(title):
    setting = fitted(settable(title), "Bold", FRAME)

    assert FRAME.smallest <= setting.size <= FRAME.largest
    assert 1 <= len(setting.lines) <= FRAME.lines
    assert len(setting.lines) * setting.size * LEADING <= FRAME.height
    assert all(font("Bold", setting.size).getlength(line) <= FRAME.width for line in setting.lines)


def test_a_title_is_set_whole_unless_it_is_far_too_long():
    assert " ".join(fitted(LONG, "Bold", FRAME).lines) == LONG
    assert fitted(LONG * 3, "Bold", FRAME).lines[-1].endswith("…")


@pytest.mark.parametrize("letters", ["a", "a ", "word "])
def test_a_title_as_long_as_a_book_is_no_more_work_than_one_as_long_as_a_page(monkeypatch, letters):
    measured = []

    class Counting:
        def __init__(self, *how):
            self.face = font(*how)

        def getlength(self, text):
            measured.append(len(text))
            return self.face.getlength(text)

    monkeypatch.setattr(setting_module, "font", Counting)
    work = []
    for count in (5_000, 500_000):
        assert fitted(letters * count, "Bold", FRAME).lines[-1].endswith("…")
        work.append(sum(measured))
        measured.clear()

    assert work[0] == work[1]


def test_lines_are_about_as_long():
    setting = fitted("The Guest at the Salt Inn and the Winter", "Bold", FRAME)
    lengths = [font("Bold", setting.size).getlength(line) for line in setting.lines]

    assert min(lengths) > 0.5 * max(lengths)


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("Ænéid ßœ ŵ – “No…”", ""),
        ("Преступление", ""),
        ("Ιλιάδα", ""),
        ("שלום", "שלום"),
        ("她 Her", "她"),
        ("سلام", "سلام"),
    ],
)
def test_letters_that_the_font_has_not_are_told(title, missing):
    assert lacking(settable(title)) == missing


def test_a_title_that_can_not_be_set_is_left_out_rather_than_shown_as_boxes():
    made = make_cover("שלום", "Anon")
    lower = np.asarray(picture(made.small).convert("L")).astype(int)[275:480]

    assert set(made.lacking) == set("שלום")
    assert np.ptp(lower) < 12


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_setting(text):
    text = settable(text)
    if text and not lacking(text):
        assert fitted(text, "Bold", FRAME).lines


def test_a_large_picture_is_reduced_for_the_chapters():
    noise = np.random.default_rng(0).integers(0, 255, (900, 1400, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "PNG")

    small = picture(reduced(out.getvalue()))

    assert small.size == (600, 386)


@pytest.mark.parametrize("cover", [b"\xff\xd8\xff\xe0 small", b"\xff\xd8\xff\xe0" + bytes(400_000)])
def test_a_picture_that_is_small_or_can_not_be_read_stays(cover):
    assert reduced(cover) == cover
