"""PDF documents made here, letter by letter; what real programs print is tested in tests/acceptance."""

from __future__ import annotations

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.intake.manuscripts import emphasised, told

from narrate.errors import StoryError
from narrate.intake.formats.pdf.document import read_pdf
from narrate.intake.markup.manuscript import Manuscript

# Where a line stands (points from the left and the lower edge), its size, its font and its words.
Placed = tuple[float, float, float, str, str]
PROSE = "It was late and the old ferry did not come to the landing, so"


def pdf(*sheets: list[Placed]) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for lines in sheets:
        page = document.new_page(420, 600)
        for x, y, size, font, words in lines:
            text = pdfium.FPDFPageObj_NewTextObj(document, font.encode() + b"\x00", size)
            encoded = words.encode("utf-16-le") + b"\x00\x00"
            letters = ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_ushort))
            pdfium.FPDFText_SetText(text, letters)
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, x, y)
            pdfium.FPDFPage_InsertObject(page, text)
        page.gen_content()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(*sheets: list[Placed]) -> Manuscript:
    return read_pdf(pdf(*sheets), "story.pdf")


def body(*lines: str, top: float = 520, indents: tuple[int, ...] = ()) -> list[Placed]:
    return [
        (50 + (18 if number in indents else 0), top - 14 * number, 11, "Times-Roman", words)
        for number, words in enumerate(lines)
    ]


def test_heads_and_page_numbers_go_and_paragraphs_run_over_pages():
    sheets = [
        [
            (150, 570, 9, "Times-Roman", "The Ferry"),
            *body(PROSE, PROSE, f"Hester Vane sat down upon trunk {number} of hers again, and", top=520),
            (205, 30, 9, "Times-Roman", str(number)),
        ]
        for number in (7, 8, 9)
    ]

    manuscript = read(*sheets)

    assert "The Ferry" not in manuscript.text
    assert [mark for mark, _ in told(manuscript)] == ["PARAGRAPH"]
    assert manuscript.text.endswith("trunk 9 of hers again, and")


def test_headings_emphasis_and_divided_words():
    manuscript = read(
        [
            (150, 560, 18, "Times-Bold", "The Bridge"),
            *body(PROSE, "nobody came to the land-", "ing at all that long and quiet and dark night, and"),
            (50, 478, 11, "Times-Italic", "never"),
            (80, 478, 11, "Times-Roman", "again did anybody see the old ferry there."),
        ]
    )

    assert told(manuscript)[0] == ("HEADING", "The Bridge")
    assert "came to the landing at all" in manuscript.text
    assert emphasised(manuscript) == [("emphasis", "never")]


def test_first_lines_that_are_indented_begin_paragraphs():
    manuscript = read(body(PROSE, PROSE, PROSE, PROSE, PROSE, PROSE, indents=(2, 4)))

    assert len(manuscript.blocks) == 3


def test_pictures_of_pages_are_refused_in_words():
    with pytest.raises(StoryError, match="no text") as caught:
        read([])
    assert "OCR" in caught.value.hint


def test_a_chapter_number_at_the_top_of_its_page_stays():
    sheets = [[(205, 560, 20, "Times-Bold", str(number)), *body(PROSE, PROSE, PROSE)] for number in (1, 2, 3)]

    assert [words for mark, words in told(read(*sheets)) if mark == "HEADING"] == ["1", "2", "3"]
