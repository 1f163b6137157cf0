from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from narrate.errors import StoryError
from narrate.intake import parse_story, read_story
from narrate.model import fill_omissions

STORY = "Zoë’s Café\n\n“It’s late,” said Zoë — and it was.\r\n\r\nNobody came in.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_the_text_is_that_of_the_decoded_file_as_it_is(encoding: str):
    document = parse_story(STORY.encode(encoding), "story.txt")

    assert document.text == STORY
    assert document.source.characters == len(STORY)
    assert document.source.sha256 == hashlib.sha256(STORY.encode(encoding)).hexdigest()
    assert document.title == "Zoë’s Café"


def test_big_endian_utf16_with_a_mark():
    assert parse_story(b"\xfe\xff" + STORY.encode("utf-16-be"), "story.txt").text == STORY


def test_latin1_and_other_alphabets():
    latin = "Él dijo que no. La niña salió a la calle, y el señor también."
    russian = "Старик вышел из дома рано утром. Никто его не видел, и никто не ждал. " * 20

    assert parse_story(latin.encode("latin-1"), "story.txt").text == latin
    assert parse_story(russian.encode("cp1251"), "story.txt").text == russian


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "他走进了房间。“你在哪里？”她问道。没有人回答，只有风声从窗外传来。\n"),
        ("big5", "他走進了房間。「你在哪裡？」她問道。沒有人回答，只有風聲從窗外傳來。\n"),
        ("shift_jis", "彼は部屋に入った。「どこにいるの」と彼女は尋ねた。誰も答えなかった。\n"),
        ("euc_jp", "彼は部屋に入った。「どこにいるの」と彼女は尋ねた。誰も答えなかった。\n"),
        ("euc_kr", "그는 방으로 들어갔다. “어디 있어?” 그녀가 물었다. 아무도 대답하지 않았다.\n"),
        ("koi8-r", "Он вошёл в комнату. - Где ты? - спросила она. Никто не ответил.\n"),
    ],
)
@pytest.mark.parametrize("times", [1, 40])
def test_east_asian_and_russian_encodings(encoding: str, text: str, times: int):
    assert parse_story((text * times).encode(encoding), "story.txt").text == text * times


def test_a_few_broken_bytes_spoil_no_story():
    text = "“Yes,” she said. " * 20
    data = text.encode()[:-4] + b"\xe2\x80"

    assert parse_story(data, "story.txt").text.startswith(text[:-20])


def test_nul_and_end_of_file_characters_are_survivable():
    document = parse_story(b"It was late.\x00\n\nNobody came.\n\x1a", "story.txt")

    assert document.text == "It was late.\x00\n\nNobody came.\n\x1a"


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass")))
@example(b"\xff\xfe\x00\xd8a\x00")
def test_any_bytes_give_a_document_or_an_error_for_people(data: bytes):
    try:
        document = parse_story(data, "story.txt")
    except StoryError:
        return
    else:
        fill_omissions(document.text, [block.span for block in document.blocks()], document.omitted)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/epub+zip", "EPUB"),
        (gzip.compress(b"It was late.", mtime=0), "gzip"),
        (b"ID3\x04\x00\x00", "MP3"),
        (bytes(range(256)) * 8, "not a text file"),
        (b"", "empty"),
        (b" \r\n\t\x0c", "white space"),
        (b"\xef\xbb\xbf", "white space"),
        (b"*** --- ***", "no words"),
    ],
)
def test_what_is_no_story_is_refused_with_a_hint(data: bytes, says: str):
    with pytest.raises(StoryError, match=says) as caught:
        parse_story(data, "story.txt")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("story.mobi", "ebook-convert"),
        ("story.AZW3", "ebook-convert"),
        ("story.doc", "LibreOffice"),
        ("story.pages", "export"),
    ],
)
def test_formats_without_a_reader_are_named(name: str, do: str):
    with pytest.raises(StoryError, match="does not read") as caught:
        parse_story(b"It was late.", name)
    assert do in caught.value.hint


@pytest.mark.parametrize("name", ["story.txt", "story", "story.doc", "story.epub", "story.docx"])
def test_what_is_in_a_file_counts_before_its_suffix(name: str):
    page = b"<!DOCTYPE html><html><body><p>It was <i>late</i>.</p></body></html>"

    assert parse_story(page, name).text == "It was late."
    assert parse_story(b"{\\rtf1 It was late.}", name).text == "It was late."


def test_a_text_that_speaks_of_tags_is_plain_text():
    text = "He wrote <html> on the board.\n\n<p> came next."

    assert parse_story(text.encode(), "story.txt").text == text


@pytest.mark.parametrize("name", ["story.txt", "story.text", "story.md", "story", "story.v2"])
def test_other_suffixes_are_plain_text(name: str):
    assert parse_story(b"It was late.", name).text == "It was late."


def test_title_and_author_given_count_instead_of_those_found():
    document = parse_story(b"The Lamp\nby Ann Other\n\nIt was late.\n", "story.txt", title="A", author="B")

    assert (document.title, document.author) == ("A", "B")


def test_a_file_is_read_whole(tmp_path: Path):
    path = tmp_path / "story.txt"
    path.write_bytes(STORY.encode())

    document = read_story(path)

    assert document.text == STORY
    assert document.source.path == str(path)


def test_paths_that_are_no_file_are_explained(tmp_path: Path):
    with pytest.raises(StoryError, match="folder") as folder:
        read_story(tmp_path)
    with pytest.raises(StoryError, match="no file") as missing:
        read_story(tmp_path / "nothing.txt")
    with pytest.raises(StoryError):
        read_story(Path("a\x00b.txt"))
    assert folder.value.hint
    assert missing.value.hint
