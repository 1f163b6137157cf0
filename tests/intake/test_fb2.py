from __future__ import annotations

import base64

import pytest
from tests.intake.manuscripts import emphasised, pages, told, zipped

from narrate.errors import StoryError
from narrate.intake.formats.fb2 import read_fb2
from narrate.intake.markup.manuscript import Manuscript

PNG = b"\x89PNG\r\n\x1a\n and so on"
DESCRIPTION = f"""
<title-info><genre>sf</genre><author><first-name>M.</first-name><last-name>Tidewell</last-name></author>
<author><nickname>Ann</nickname></author><book-title>The Ferry</book-title>
<annotation><p>A sad</p><p>story.</p></annotation>
<coverpage><image l:href="#c.png"/></coverpage><lang>en</lang><sequence name="Rivers" number="2"/></title-info>
</description>{{}}<binary id="c.png">{base64.b64encode(PNG).decode()}</binary>
"""


def book(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" '
        f'xmlns:l="http://www.w3.org/1999/xlink"><description>{DESCRIPTION.format(body)}</FictionBook>'
    ).encode()


def read(body: str) -> Manuscript:
    return read_fb2(book(body), "story.fb2")


def test_sections_titles_epigraphs_poems_and_notes():
    manuscript = read(
        "<body><title><p>M. Tidewell</p><p>The Ferry</p></title><epigraph><p>So it is.</p>"
        "<text-author>Anon</text-author>"
        "</epigraph><section><title><p>One</p><p>The Bridge</p></title><section><p>It <emphasis>was</emphasis> late"
        '<a l:href="#n1" type="note">[1]</a>.</p><empty-line/><subtitle>* * *</subtitle><p>Next.</p>'
        "<cite><p>Dear Tom,</p></cite><poem><stanza><v>Roses,</v><v>violets</v></stanza></poem></section></section>"
        '<section><title><p>Two</p></title><subtitle>Night</subtitle><image l:href="#i" alt="A gate"/>'
        "<table><tr><th>Name</th><th>Age</th></tr></table></section></body>"
        '<body name="notes"><section id="n1"><title><p>1</p></title><p>A note.</p></section>'
        '<section id="n2"><p>Lonely.</p></section></body>'
    )

    assert told(manuscript) == [
        ("TITLE", "M. Tidewell\nThe Ferry"),
        ("QUOTE", "So it is."),
        ("QUOTE", "Anon"),
        ("HEADING", "One\nThe Bridge"),
        ("PARAGRAPH", "It was late."),
        ("FOOTNOTE", "A note."),
        ("PARAGRAPH", "* * *"),
        ("PARAGRAPH", "Next."),
        ("QUOTE", "Dear Tom,"),
        ("VERSE", "Roses,\nviolets"),
        ("HEADING", "Two"),
        ("HEADING", "Night"),
        ("CAPTION", "A gate"),
        ("TABLE_ROW", "Name; Age"),
        ("FOOTNOTE", "Lonely."),
    ]
    assert emphasised(manuscript) == [("emphasis", "was")]
    assert pages(manuscript) == ["One\nThe Bridge", "Two"]


def test_what_the_book_says_of_itself():
    manuscript = read("<body><section><p>Text.</p></section></body>")

    assert (manuscript.title, manuscript.author, manuscript.language) == ("The Ferry", "M. Tidewell & Ann", "en")
    assert dict(manuscript.metadata) == {
        "series": "Rivers",
        "series number": "2",
        "summary": "A sad story.",
        "genre": "sf",
    }
    assert manuscript.cover == PNG


def test_zipped_other_encodings_and_careless_markup():
    russian = book("<body><p>Ночь.</p></body>").decode().replace("utf-8", "windows-1251").encode("cp1251")
    careless = book("<body><p>Salt & pepper&nbsp;too</p></body>")

    assert told(read_fb2(zipped({"a.txt": "x", "in/story.fb2": russian}), "story.fb2.zip")) == [("PARAGRAPH", "Ночь.")]
    assert read_fb2(careless, "story.fb2").text.endswith("pepper\xa0too")


def test_what_is_no_book():
    with pytest.raises(StoryError, match="no FictionBook"):
        read_fb2(b"<html/>", "story.fb2")
    with pytest.raises(StoryError, match="holds no FictionBook"):
        read_fb2(zipped({"a.txt": "x"}), "story.fb2.zip")
    with pytest.raises(StoryError, match="damaged"):
        read_fb2(b"", "story.fb2")
