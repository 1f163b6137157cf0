from __future__ import annotations

import pytest
from tests.intake.manuscripts import emphasised, pages, told, zipped

from narrate.errors import StoryError
from narrate.intake.formats.word.odt import read_odt
from narrate.intake.markup.manuscript import Manuscript

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *((each, each) for each in ("office", "text", "style", "table", "meta")),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)
STYLES = """
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"/>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/>
<style:style style:name="New" style:family="paragraph">
<style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="Ruled" style:family="paragraph">
<style:paragraph-properties fo:border-bottom="1pt"/></style:style>
<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Q" style:family="paragraph" style:parent-style-name="Quotations"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Gone" style:family="section"><style:section-properties text:display="none"/></style:style>
<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1"/></text:list-style>
"""


def flat(body: str, meta: str = "") -> str:
    return (
        f'<?xml version="1.0"?><office:document {SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:meta>{meta}</office:meta><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def read(body: str, meta: str = "") -> Manuscript:
    return read_odt(flat(body, meta).encode(), "story.fodt")


def p(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def test_headings_by_element_and_by_style_and_pages():
    manuscript = read('<text:h text:outline-level="2">One</text:h>' + p("Two", "P1") + p("Three", "New") + p("q", "Q"))

    assert told(manuscript) == [("HEADING", "One"), ("HEADING", "Two"), ("PARAGRAPH", "Three"), ("QUOTE", "q")]
    assert [block.level for block in manuscript.blocks] == [2, 1, 0, 0]
    assert pages(manuscript) == ["Three"]


def test_words_spaces_and_emphasis():
    manuscript = read(
        p(
            'It <text:span text:style-name="I">was</text:span>\n  <text:span text:style-name="B">late</text:span>.'
            "<text:line-break/>Next<text:tab/>line<text:s text:c='3'/>here<text:soft-page-break/>."
            "<office:annotation><text:p>no</text:p></office:annotation><text:ruby><text:ruby-base>base</text:ruby-base>"
            "<text:ruby-text>up</text:ruby-text></text:ruby>"
        )
    )

    assert manuscript.text == "It was late.\nNext line here.base"
    assert emphasised(manuscript) == [("emphasis", "was"), ("strong", "late")]


def test_tracked_deletions_hidden_sections_and_rules():
    manuscript = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        + p("kept")
        + '<text:section text:style-name="Gone">'
        + p("hidden")
        + "</text:section>"
        + p("", "Ruled")
        + p("more")
    )

    assert told(manuscript) == [("PARAGRAPH", "kept"), ("SCENE_BREAK", ""), ("PARAGRAPH", "more")]


def test_lists_tables_notes_frames_and_contents():
    def row(*cells: str) -> str:
        inside = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{inside}</table:table-row>"

    manuscript = read(
        "<text:table-of-content><text:index-body>" + p("One 1") + "</text:index-body></text:table-of-content>"
        '<text:list text:style-name="N"><text:list-item>' + p("first") + "</text:list-item><text:list-item>"
        + p("second") + '<text:list text:style-name="L"><text:list-item>' + p("inner") + "</text:list-item></text:list>"
        "</text:list-item></text:list><table:table>" + row(p("Name"), p("Age")) + "</table:table>"
        + p("Sat<text:note><text:note-citation>1</text:note-citation><text:note-body>" + p("A note.")
            + "</text:note-body></text:note> down.<draw:frame><draw:image/><svg:desc>A gate</svg:desc></draw:frame>"
            "<draw:frame><draw:text-box>" + p("STOP") + "</draw:text-box></draw:frame>")
    )  # fmt: skip

    assert told(manuscript) == [
        ("CONTENTS", "One 1"),
        ("LIST_ITEM", "1. first"),
        ("LIST_ITEM", "2. second"),
        ("LIST_ITEM", "inner"),
        ("TABLE_ROW", "Name; Age"),
        ("PARAGRAPH", "Sat down."),
        ("CAPTION", "A gate"),
        ("FOOTNOTE", "A note."),
        ("PARAGRAPH", "STOP"),
    ]


def test_what_the_document_says_of_itself():
    manuscript = read(
        p("Text."),
        "<dc:title>The Ferry</dc:title><meta:initial-creator>M. Tidewell</meta:initial-creator>"
        "<dc:language>en-GB</dc:language><meta:keyword>river</meta:keyword><meta:keyword>bells</meta:keyword>",
    )

    assert (manuscript.title, manuscript.author, manuscript.language) == ("The Ferry", "M. Tidewell", "en-GB")
    assert manuscript.metadata == (("keywords", "river, bells"),)


def test_packages_and_what_is_none():
    package = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": flat(p("Text."))}

    assert told(read_odt(zipped({**package}), "story.odt")) == [("PARAGRAPH", "Text.")]
    with pytest.raises(StoryError, match="password"):
        read_odt(zipped({**package, "META-INF/manifest.xml": "<m:encryption-data/>"}), "story.odt")
    with pytest.raises(StoryError, match="holds no text"):
        read_odt(zipped({"content.xml": "<a/>"}), "story.odt")
    with pytest.raises(StoryError, match="no text in it"):
        read_odt(zipped({"a.xml": "<a/>"}), "story.odt")


@pytest.mark.parametrize("name", ["paragraph", "row", "cell", "table-row", "hanging", "p"])
def test_elements_that_nobody_knows_are_read_through(name: str):
    assert told(read(f"<text:{name}/>" + p("One") + f"<text:{name}></text:{name}>"))[:1] == [("PARAGRAPH", "One")]
