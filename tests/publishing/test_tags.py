import pytest
from mutagen.id3 import ID3

from narrate.errors import InputError, OutputError
from narrate.model import AudioFormat
from narrate.publishing import ChapterTags, cover_type, write_mp3, write_tags
from narrate.publishing.tags import language_code

JPEG = b"\xff\xd8\xff\xe0" + bytes(200)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
TAGS = ChapterTags(
    title="The “Bridge” – Мост",
    album="A Long Way",
    author="Ann Author",
    narrator="A synthetic voice",
    track=3,
    tracks=12,
    language="en-GB",
    description="Two people\nand a river.",
    cover=JPEG,
)


@pytest.fixture
def mp3(tmp_path, talk):
    path = tmp_path / "03.mp3"
    write_mp3(path, [talk(1, 22_050)], AudioFormat(22_050), 64)
    return path


def test_players_find_every_tag(mp3):
    write_tags(mp3, TAGS)
    read = ID3(mp3, translate=False)
    assert read.version == (2, 3, 0)
    texts = {key: str(read[key]) for key in ("TIT2", "TALB", "TPE1", "TPE2", "TCOM", "TRCK", "TCON", "TLAN")}
    assert texts == {
        "TIT2": "The “Bridge” – Мост",
        "TALB": "A Long Way",
        "TPE1": "Ann Author",
        "TPE2": "Ann Author",
        "TCOM": "A synthetic voice",
        "TRCK": "3/12",
        "TCON": "Audiobook",
        "TLAN": "eng",
    }
    assert all(read[key].encoding == 1 for key in texts)
    [comment] = read.getall("COMM")
    assert (comment.lang, comment.desc, str(comment)) == ("eng", "", "Two people\nand a river.")
    [picture] = read.getall("APIC")
    assert (picture.mime, picture.type, picture.data) == ("image/jpeg", 3, JPEG)


def test_a_date_is_the_year_of_version_2_3(mp3):
    write_tags(mp3, ChapterTags("One", "Book", date="2021-05-04"))
    read = ID3(mp3, translate=False)
    assert str(read["TYER"]) == "2021"
    assert "TDRC" not in read


def test_a_series_is_found_by_players_that_show_it_and_by_those_that_sort_by_it(mp3):
    write_tags(mp3, ChapterTags("One", "Book", series="The River Cycle", series_number="2"))
    read = ID3(mp3, translate=False)
    assert str(read["TIT1"]) == "The River Cycle, 2"
    assert (str(read["TXXX:SERIES"]), str(read["TXXX:SERIES-PART"])) == ("The River Cycle", "2")


def test_sound_and_lengths_stay(mp3, probe, decode):
    before, length = decode(mp3), probe(mp3).length
    audio = mp3.read_bytes()
    write_tags(mp3, TAGS)
    assert mp3.read_bytes().endswith(audio)
    assert probe(mp3).length == length
    assert (decode(mp3) == before).all()


def test_tags_written_again_are_the_same_bytes_and_leave_nothing_behind(mp3):
    write_tags(mp3, TAGS)
    once = mp3.read_bytes()
    write_tags(mp3, ChapterTags("Another", "Book", cover=PNG, description="long " * 2000))
    write_tags(mp3, TAGS)
    assert mp3.read_bytes() == once


def test_there_is_no_tag_of_version_1(mp3):
    mp3.write_bytes(mp3.read_bytes() + b"TAG" + bytes(125))
    write_tags(mp3, TAGS)
    assert mp3.read_bytes()[-128:-125] != b"TAG"


def test_what_is_empty_is_left_out(mp3):
    write_tags(mp3, ChapterTags("One", "Book"))
    assert sorted(ID3(mp3, translate=False)) == ["TALB", "TCON", "TIT2", "TLAN", "TRCK"]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("a\0b", "ab"),
        ("<script>&amp;", "<script>&amp;"),
        ("\ud800!", "?!"),
        ("\U0001f600 שלום", "\U0001f600 שלום"),
        ("x" * 9000, "x" * 9000),
    ],
)
def test_any_title_comes_back(mp3, title, read):
    write_tags(mp3, ChapterTags(title, "Book"))
    assert str(ID3(mp3)["TIT2"]) == read


def test_a_slash_does_not_make_two_titles(mp3):
    write_tags(mp3, ChapterTags("Either/Or", "Book", author="A/B"))
    assert ID3(mp3, translate=False)["TIT2"].text == ["Either/Or"]
    assert ID3(mp3)["TPE1"].text == ["A/B"]


@pytest.mark.parametrize(("data", "media_type"), [(JPEG, "image/jpeg"), (PNG, "image/png")])
def test_a_cover_is_known_by_its_signature(data, media_type):
    assert cover_type(data) == media_type


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8", b"%PDF-1.4"])
def test_another_picture_is_refused_before_anything_is_written(data):
    with pytest.raises(InputError) as caught:
        ChapterTags("One", "Book", cover=data)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "eng"),
        ("en-GB", "eng"),
        ("de_AT", "deu"),
        ("cy", "cym"),
        ("ast", "ast"),
        ("x-klingon", "und"),
        ("", "und"),
    ],
)
def test_languages_by_three_letters(language, code):
    assert language_code(language) == code


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(OutputError, match=r"missing\.mp3"):
        write_tags(tmp_path / "missing.mp3", TAGS)
