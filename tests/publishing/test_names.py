import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.publishing import chapter_file_name, story_folder_name, underscored_file_name

REFUSED = set('<>:"/\\|?*')


@pytest.mark.parametrize(
    ("number", "count", "title", "name"),
    [
        (1, 9, "The Bridge", "01 The Bridge.mp3"),
        (7, 120, "The Bridge", "007 The Bridge.mp3"),
        (1, 1, "", "01.mp3"),
        (1, 1, "…", "01 ….mp3"),
        (2, 3, "Either/Or: A Tale", "02 Either-Or - A Tale.mp3"),
        (2, 3, "What?  “No!”", "02 What “No!”.mp3"),
        (2, 3, "../../etc/passwd", "02 -..-etc-passwd.mp3"),
        (2, 3, "CON", "02 CON.mp3"),
        (2, 3, "The end...", "02 The end.mp3"),
        (2, 3, "a\0b\tc\nd", "02 ab c d.mp3"),
        (2, 3, "\u202egnp.exe\u200b", "02 gnp.exe.mp3"),
        (2, 3, "שלום עולם", "02 שלום עולם.mp3"),
        (2, 3, "cafe\u0301", "02 caf\u00e9.mp3"),
    ],
)
def test_names_that_people_and_file_systems_can_read(number, count, title, name):
    assert chapter_file_name(number, count, title) == name


@pytest.mark.parametrize(
    ("stem", "name"),
    [("my story", "my story"), ("CON", "CON_"), ("nul.old", "nul.old_"), ("com1", "com1_"), ("..", "story"),
     ("", "story"), ("-rf", "rf"), ("A: B", "A - B")],
)  # fmt: skip
def test_folders_of_stories(stem, name):
    assert story_folder_name(stem) == name


def test_a_long_title_is_cut_at_a_word():
    title = "and then they went on " * 30
    name = chapter_file_name(1, 5, title)
    assert len(name.encode()) <= 255
    assert title.startswith(name[3:-4])
    assert name[3:-4].split()[-1] in title.split()


def test_a_long_title_is_not_cut_inside_a_letter():
    name = chapter_file_name(1, 5, "x" + "q\u0323\u0307" * 100)
    assert not unicodedata.combining(name[-5]) or name[-6:-4] == "\u0323\u0307"


def test_the_order_of_the_names_is_that_of_the_story():
    names = [chapter_file_name(number, 1000, "Z" if number % 2 else "A") for number in range(1, 1001)]
    assert names == sorted(names)


def assert_safe(name):
    assert name
    assert len(name.encode()) <= 255
    assert not REFUSED & set(name)
    assert unicodedata.normalize("NFC", name) == name
    assert name == name.strip()
    assert not name.endswith(".")
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in name)


@given(st.text(max_size=300), st.integers(1, 99))
def test_any_title_gives_a_safe_name_that_begins_with_its_number(title, number):
    name = chapter_file_name(number, 99, title)
    assert_safe(name)
    assert name.startswith(f"{number:02d}")
    assert not name[2:3].isdigit()
    assert name.endswith(".mp3")


@given(st.text(max_size=300))
def test_any_story_gives_a_safe_folder(stem):
    name = story_folder_name(stem)
    assert_safe(name)
    assert not name.startswith((".", "-"))


@pytest.mark.parametrize(
    ("number", "count", "book", "author", "name"),
    [
        (1, 9, "The Bridge", "A. Hale", "the_bridge_01_hale.mp3"),
        (7, 120, "Émile’s Straße", "Zoë de la Fère", "emiles_strasse_007_fere.mp3"),
        (2, 3, "Either/Or: A Tale", "", "either_or_a_tale_02_anonymous.mp3"),
        (1, 1, "Мост", "Ким", "book_01_anonymous.mp3"),
    ],
)
def test_names_as_librivox_has_them(number, count, book, author, name):
    assert underscored_file_name(number, count, book, author) == name


@given(st.text(max_size=400), st.text(max_size=60))
def test_underscored_names_hold_nothing_but_letters_digits_and_underscores(book, author):
    name = underscored_file_name(3, 12, book, author)
    assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*\.mp3", name)
    assert len(name) < 255
