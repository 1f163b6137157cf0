from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.manuscripts import emphasised, pages, told

from narrate.errors import StoryError
from narrate.intake.formats.word.rtf import read_rtf
from narrate.intake.markup.manuscript import Manuscript

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times;}{\f2\fcharset2 Symbol;}"
    r"{\f3\fcharset128 Mincho;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Quote;}{\*\cs3 Emphasis;}}"
)


def read(body: str, head: str = HEAD) -> Manuscript:
    return read_rtf((head + body + "}").encode("latin-1"), "story.rtf")


def test_paragraphs_styles_and_emphasis():
    manuscript = read(
        r"\pard\s1 The Bridge\par\pard\plain It {\i was} \b late\b0  and {\ul cold}.\line Next line."
        "\r\n"
        r"\par\pard\s2 Dear Hester\par\pard\plain End"
    )

    assert told(manuscript) == [
        ("HEADING", "The Bridge"),
        ("PARAGRAPH", "It was late and cold.\nNext line."),
        ("QUOTE", "Dear Hester"),
        ("PARAGRAPH", "End"),
    ]
    assert emphasised(manuscript) == [("emphasis", "was"), ("strong", "late"), ("strong", "cold")]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (r"caf\'e9 \ldblquote Yes\rdblquote\emdash no\~man", "café “Yes”—no\xa0man"),
        (r"\u8220?Oui\u8221?", "“Oui”"),
        (r"\uc2\u8364\'3f\'3fx", "€x"),
        (r"\uc0\u233 t\u233", "été"),
        (r"{\uc1\u-10179?\u-8704?}", "😀"),
        (r"{\f1\'cf\'f0\'e8}", "При"),
        (r"{\f3\'93\'fa\'96\'7b}", "日本"),
        (r"{\f2\'b7} item", "• item"),
        (r"co\-operate\_now \{a\} \\ b", "cooperate-now {a} \\ b"),
        (r"{\upr{plain}{\*\ud{\u960?}}}", "π"),
        (r"a{\*\unknown lost}{\pict\bin3 }}}b}c", "ac"),
        (r"a{\v hidden}{\deleted gone}{\xe entry}b", "ab"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt{\ul the map}}}", "the map"),
    ],
)
def test_characters_and_what_is_no_text(written: str, says: str):
    manuscript = read(r"\pard " + written + r"\par")

    assert manuscript.text == says
    assert manuscript.emphases == ()


def test_notes_come_after_their_paragraph():
    manuscript = read(
        r"\pard Sat{\super\chftn}{\*\footnote\pard{\super\chftn} A {\i note}.\par} down.\par\pard End.\par"
    )

    assert told(manuscript) == [("PARAGRAPH", "Sat down."), ("FOOTNOTE", "A note."), ("PARAGRAPH", "End.")]


def test_tables_lists_pages_and_rules():
    manuscript = read(
        r"\trowd\cellx1\cellx2\pard\intbl Name\cell Age\cell\row"
        r"\trowd\cellx1\pard\intbl Dear Tom,\par come.\cell\row"
        r"\pard{\listtext\'b7\tab}\ls1 a knife\par\pard{\listtext 2.\tab}\ls2 second\par"
        r"\pard one\page two\par\sect three\par\pard\brdrb\brdrs\par\pard four\par"
    )

    assert told(manuscript) == [
        ("TABLE_ROW", "Name; Age"),
        ("PARAGRAPH", "Dear Tom,"),
        ("PARAGRAPH", "come."),
        ("LIST_ITEM", "a knife"),
        ("LIST_ITEM", "2. second"),
        ("PARAGRAPH", "one"),
        ("PARAGRAPH", "two"),
        ("PARAGRAPH", "three"),
        ("SCENE_BREAK", ""),
        ("PARAGRAPH", "four"),
    ]
    assert pages(manuscript) == ["two", "three"]


def test_pictures_have_their_words_and_boxes_theirs():
    manuscript = read(
        r"\pard A{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv A gate}}}\pngblip 8950}}"
        r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard STOP\par}}{\shprslt old}} b\par"
    )

    assert told(manuscript) == [("PARAGRAPH", "A b"), ("CAPTION", "A gate"), ("PARAGRAPH", "STOP")]


def test_what_the_document_says_of_itself():
    manuscript = read(
        r"{\info{\title The Ferry}{\author M. Tidewell}{\author M. Tidewell}{\operator X}}\pard Text.\par"
    )

    assert (manuscript.title, manuscript.author) == ("The Ferry", "M. Tidewell")
    assert told(manuscript) == [("PARAGRAPH", "Text.")]


def test_what_is_none_and_what_is_nested_without_end():
    with pytest.raises(StoryError, match="no Rich Text"):
        read_rtf(b"It was late.", "story.rtf")
    with pytest.raises(StoryError, match="nested too deep"):
        read_rtf(b"{\\rtf1 " + b"{" * 100_000, "story.rtf")


PIECES = (
    r"{ } \par \u8220? \'e9 \i \cell \row \trowd {\*\footnote a \ \uc9 {\info {\stylesheet \bin99 \sect \page \u-1 "
    r"{\listtext {\shp{\*\shpinst{\shptxt \intbl \f2 \s1"
)


@given(st.lists(st.sampled_from(PIECES.split()), max_size=60))
def test_any_document_is_read_or_refused(words: list[str]):
    try:
        manuscript = read_rtf(("{\\rtf1 " + " ".join(words)).encode("latin-1"), "story.rtf")
    except StoryError:
        return
    assert manuscript.text == manuscript.text.encode("utf-8").decode("utf-8")
    assert all(
        block.span.of(manuscript.text).strip() or block.mark.name == "SCENE_BREAK" for block in manuscript.blocks
    )
