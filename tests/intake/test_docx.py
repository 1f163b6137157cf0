from __future__ import annotations

import pytest
from tests.intake.manuscripts import emphasised, pages, told, zipped

from narrate.errors import StoryError
from narrate.intake.formats.word.docx import read_docx
from narrate.intake.markup.manuscript import Manuscript

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My Chapters"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Level"><w:name w:val="Opening"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Thought"><w:name w:val="Thought"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Em"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>
<w:lvlText w:val="Chapter %1"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">
<w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
"""


def docx(body: str, *, footnotes: str = "", namespace: str = W, **parts: str) -> bytes:
    def part(root: str, inside: str) -> str:
        return (
            f'<w:{root} xmlns:w="{namespace}" xmlns:v="urn:schemas-microsoft-com:vml" '
            'xmlns:o="urn:schemas-microsoft-com:office:office" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
            f"{inside}</w:{root}>"
        )

    kinds = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes"}
    rels = "".join(f'<Relationship Id="{k}" Type="{REL}/{k}" Target="{k}.xml"/>' for k in kinds)
    main = f'<Relationship Id="m" Type="{REL}/officeDocument" Target="/word/document.xml"/>'
    core = (
        '<Relationship Id="c" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/>'
    )
    return zipped(
        {
            "_rels/.rels": f"<Relationships>{main}{core}</Relationships>",
            "word/_rels/document.xml.rels": f"<Relationships>{rels}</Relationships>",
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            "word/styles.xml": part("styles", STYLES),
            "word/numbering.xml": part("numbering", NUMBERING),
            "word/footnotes.xml": part("footnotes", footnotes),
            "docProps/core.xml": parts.get("core", "<p/>"),
        }
    )


def read(body: str, **more: str) -> Manuscript:
    return read_docx(docx(body, **more), "story.docx")


def p(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def test_headings_by_style_inheritance_and_outline_level():
    manuscript = read(
        p("The Ferry", '<w:pStyle w:val="Titel"/>')
        + p("One", '<w:pStyle w:val="berschrift1"/>')
        + p("Two", '<w:pStyle w:val="Mine"/>')
        + p("Three", '<w:pStyle w:val="Level"/>')
        + p("Four", '<w:outlineLvl w:val="2"/>')
        + p("Prose.", '<w:outlineLvl w:val="9"/>')
    )

    assert told(manuscript) == [
        ("TITLE", "The Ferry"),
        ("HEADING", "One"),
        ("HEADING", "Two"),
        ("HEADING", "Three"),
        ("HEADING", "Four"),
        ("PARAGRAPH", "Prose."),
    ]
    assert [block.level for block in manuscript.blocks] == [0, 1, 1, 2, 3, 0]


def test_larger_letters_make_a_heading_of_a_short_paragraph():
    large = '<w:p><w:r><w:rPr><w:sz w:val="36"/></w:rPr><w:t>{}</w:t></w:r></w:p>'

    manuscript = read(large.format("The Bridge") + p("It was late, and nobody came.") + large.format("Stop,"))

    assert [mark for mark, _ in told(manuscript)] == ["HEADING", "PARAGRAPH", "PARAGRAPH"]


def test_the_title_style_is_for_chapters_where_it_comes_again():
    title = '<w:pStyle w:val="Titel"/>'

    manuscript = read(p("The Ferry", title) + p("It was late. " * 12) + p("The Far Bank", title))

    assert [mark for mark, _ in told(manuscript)] == ["TITLE", "PARAGRAPH", "HEADING"]


def test_emphasis_by_run_by_style_and_italics_within_italics():
    manuscript = read(
        '<w:p><w:r><w:t xml:space="preserve">a </w:t></w:r><w:r><w:rPr><w:i/></w:rPr><w:t>b</w:t></w:r>'
        '<w:r><w:rPr><w:i w:val="0"/><w:b/></w:rPr><w:t xml:space="preserve"> c</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Em"/></w:rPr><w:t xml:space="preserve"> d</w:t></w:r>'
        '<w:hyperlink><w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve"> link</w:t></w:r>'
        "</w:hyperlink></w:p>"
        '<w:p><w:pPr><w:pStyle w:val="Thought"/></w:pPr><w:r><w:t xml:space="preserve">never </w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Em"/></w:rPr><w:t>again</w:t></w:r></w:p>'
    )

    assert manuscript.text == "a b c d link\n\nnever again"
    assert emphasised(manuscript) == [("emphasis", "b"), ("strong", "c"), ("emphasis", "d"), ("emphasis", "never")]


def test_tracked_changes_are_accepted_and_comments_left_out():
    manuscript = read(
        "<w:p><w:r><w:t>She </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>always </w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<w:commentRangeStart/><w:r><w:t>came.</w:t></w:r><w:r><w:commentReference/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>" + p("paragraph.")
    )

    assert manuscript.text == "She always came.\n\nOne paragraph."


def test_breaks_tabs_symbols_and_fields():
    manuscript = read(
        "<w:p><w:r><w:t>Roses,</w:t><w:br/><w:t>violets</w:t><w:tab/><w:t>co</w:t><w:softHyphen/><w:t>al</w:t>"
        '<w:noBreakHyphen/><w:t>hole</w:t><w:sym w:font="Wingdings" w:char="F04A"/></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
        "<w:r><w:t>12</w:t></w:r></w:p>"
    )

    assert manuscript.text == "Roses,\nviolets coal-hole☺\n\n12"


def test_text_pasted_with_line_breaks_for_paragraphs():
    long = "It was late, and nobody came to the landing that day, for the ferry had gone. " * 2

    manuscript = read(f"<w:p><w:r><w:t>{long}</w:t><w:br/><w:t>{long}</w:t><w:br/><w:br/><w:t>End.</w:t></w:r></w:p>")

    assert [words for _, words in told(manuscript)] == [long.strip(), long.strip(), "End."]


def test_pages_open_with_breaks_and_sections():
    section = '<w:sectPr><w:type w:val="{}"/></w:sectPr>'
    manuscript = read(
        p("one")
        + '<w:p><w:r><w:br w:type="page"/><w:t>two</w:t></w:r></w:p>'
        + p("three", "<w:pageBreakBefore/>")
        + p("four", section.format("nextPage"))
        + p("five", section.format("nextPage"))
        + p("six")
        + section.format("continuous")
    )

    assert pages(manuscript) == ["two", "three", "five"]


def test_notes_boxes_and_pictures_come_after_their_paragraph():
    manuscript = read(
        '<w:p><w:r><w:t>Sat</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><mc:AlternateContent>'
        "<mc:Choice><w:drawing><w:txbxContent>" + p("STOP") + "</w:txbxContent></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent>" + p("STOP") + "</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t> down.</w:t></w:r></w:p>"
        '<w:p><w:r><w:drawing><wp:docPr id="1" descr="A gate. Description automatically generated"/>'
        "</w:drawing></w:r></w:p>"
        '<w:p><w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r></w:p>' + p("End."),
        footnotes='<w:footnote w:type="separator" w:id="0">'
        + p("-")
        + '</w:footnote><w:footnote w:id="2">'
        + p("A note.")
        + "</w:footnote>",
    )

    assert told(manuscript) == [
        ("PARAGRAPH", "Sat down."),
        ("FOOTNOTE", "A note."),
        ("PARAGRAPH", "STOP"),
        ("CAPTION", "A gate."),
        ("SCENE_BREAK", ""),
        ("PARAGRAPH", "End."),
    ]


def test_a_note_that_points_to_itself_is_told_once():
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    manuscript = read(
        f"<w:p><w:r><w:t>Text.</w:t></w:r>{reference}</w:p>",
        footnotes=f'<w:footnote w:id="1"><w:p><w:r><w:t>Note.</w:t></w:r>{reference}</w:p></w:footnote>',
    )

    assert told(manuscript) == [("PARAGRAPH", "Text."), ("FOOTNOTE", "Note.")]


def test_lists_and_numbered_headings_have_their_numbers():
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    heading = '<w:pStyle w:val="berschrift1"/>' + number.format(1)

    manuscript = read(p("The Wall", heading) + p("a knife", number.format(2)) + p("The Tree", heading))

    assert told(manuscript) == [
        ("HEADING", "Chapter I The Wall"),
        ("LIST_ITEM", "a knife"),
        ("HEADING", "Chapter II The Tree"),
    ]


def test_tables_are_rows_unless_they_hold_paragraphs():
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    manuscript = read(
        "<w:tbl>" + row(p("Name"), p("Age")) + row(p("Tom"), p("12")) + "</w:tbl>"
        "<w:tbl>" + row(p("Dear Hester,") + p("come."), p("")) + "</w:tbl>"
    )

    assert told(manuscript) == [
        ("TABLE_ROW", "Name; Age"),
        ("TABLE_ROW", "Tom; 12"),
        ("PARAGRAPH", "Dear Hester,"),
        ("PARAGRAPH", "come."),
    ]


def test_content_controls_contents_and_placeholders():
    manuscript = read(
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        "<w:sdtContent>" + p("One 1") + "</w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p("Click here") + "</w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtContent>" + p("It was late.") + "</w:sdtContent></w:sdt>"
        "<w:p><w:smartTag><w:r><w:t>Smart.</w:t></w:r></w:smartTag></w:p>"
    )

    assert told(manuscript) == [("CONTENTS", "One 1"), ("PARAGRAPH", "It was late."), ("PARAGRAPH", "Smart.")]


def test_a_drop_cap_and_furigana():
    manuscript = read(
        p("T", '<w:framePr w:dropCap="drop"/>') + p("he man.") + "<w:p><w:ruby><w:rt><w:r><w:t>kana</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>word</w:t></w:r></w:rubyBase></w:ruby></w:p>"
    )

    assert manuscript.text == "The man.\n\nword"


def test_properties_but_not_those_of_empty_forms():
    core = "<c><title>{}</title><creator>{}</creator><language>en-GB</language><description>Sad.</description></c>"

    full = read(p("Text."), core=core.format("The Ferry", "M. Tidewell"))
    empty = read(p("Text."), core=core.format("Microsoft Word - ferry.doc", "Administrator"))

    assert (full.title, full.author, full.language) == ("The Ferry", "M. Tidewell", "en-GB")
    assert full.metadata == (("summary", "Sad."),)
    assert (empty.title, empty.author) == (None, None)


def test_strict_documents_are_the_same():
    assert told(read(p("It was late."), namespace=STRICT)) == [("PARAGRAPH", "It was late.")]


def test_archives_that_are_no_document():
    with pytest.raises(StoryError, match="no text in it"):
        read_docx(zipped({"a.txt": "x"}), "story.docx")
    with pytest.raises(StoryError, match="can't be read as a Word document"):
        read_docx(b"PK\x03\x04 and nothing more", "story.docx")
    with pytest.raises(StoryError, match="damaged"):
        read_docx(zipped({"word/document.xml": "<a><b></a>"}), "story.docx")
