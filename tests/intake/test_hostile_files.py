"""Files made to break parsers, or fill up a computer: an error for people, in little memory and without recursion."""

from __future__ import annotations

import pytest
from tests.intake.manuscripts import zipped

from narrate.errors import StoryError
from narrate.intake import parse_story
from narrate.intake.decoding.packages import Package
from narrate.intake.decoding.xml import content, parse_xml

DOCUMENT = '<w:document xmlns:w="w"><w:body>{}</w:body></w:document>'
LAUGHS = "<!DOCTYPE x [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12))


def docx(document: str) -> bytes:
    return zipped({"word/document.xml": document})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("story.docx", docx(DOCUMENT.format("<w:p>" * 100_000))),
        ("story.docx", docx(DOCUMENT.format("<w:tbl><w:tr><w:tc>" * 50_000))),
        ("story.fb2", b"<FictionBook>" + b"<section>" * 200_000),
        ("story.fodt", b"<office:document><office:body>" + b"<text:list>" * 200_000),
        ("story.rtf", b"{\\rtf1" + b"{\\*\\footnote" * 50_000),
        ("story.pdf", b"%PDF-1.7\n" + b"[" * 200_000),
        ("story.docx", docx(DOCUMENT.format(" " * 300_000_000))),
        ("story.docx", docx(DOCUMENT.format("<w:p/>" * 6_000_000))),
        ("story.docx", zipped({f"{n}": b"" for n in range(20_001)} | {"word/document.xml": DOCUMENT})),
        ("story.docx", docx(LAUGHS + "]>" + DOCUMENT.format("&a11;"))),
    ],
    ids=["paragraphs", "tables", "sections", "lists", "groups", "arrays", "bomb", "tags", "members", "laughs"],
)
def test_it_is_refused_in_words(name: str, data: bytes):
    with pytest.raises(StoryError) as caught:
        parse_story(data, name)
    assert caught.value.message.startswith(name)
    assert caught.value.hint


def test_entities_bring_in_no_files_and_do_not_grow(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    root = parse_xml(f'<!DOCTYPE a [<!ENTITY f SYSTEM "{secret.as_uri()}">]><a>x&f;</a>'.encode(), "a.xml")

    assert "secret" not in content(root).replace(str(secret), "")


def test_names_that_lead_out_of_an_archive_are_not_there():
    package = Package(zipped({"../a": "x", "/b": "x", "c:/d": "x", "e\\..\\f": "x", "g/h": "x"}), "a.zip", "a test")

    assert package.names == ("g/h",)


@pytest.mark.parametrize("name", ["story.docx", "story.odt", "story.fb2", "story.rtf", "story.pdf"])
@pytest.mark.parametrize("data", [b"\x00" * 100, b"PK\x03\x04" * 50, b"<a/>", b"\xff\xfe<\x00", b"%PDF-1.4\n%%EOF"])
def test_something_else_under_that_name(name: str, data: bytes):
    with pytest.raises(StoryError) as caught:
        parse_story(data, name)
    assert caught.value.hint
