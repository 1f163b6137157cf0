"""A small story in each format: where fuzzing begins."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from tests.intake import test_docx, test_epub, test_fb2, test_html, test_odt, test_pdf, test_rtf
from tests.intake.manuscripts import zipped

TEXT = """\
Title: The Bell of Quarrel
Author: N. Body
Rating: PG
A/N: Be kind.

CONTENTS
1. The Bell
2. The Goat

Chapter 1: The Bell

The bell had *not* rung for a year.

“Somebody cut the rope,” said Mara Quill. “It was never worn.

“Was it you?” ‘Was it me,’ he said. "No", she laughed—

* * *

Dear Hob,

It was the goat. «Oui», dit-il. – Ja, sagte er.

Yours ever,
Mara

P.S. 12 May, 3 a.m.

Chapter 2

1. bread
2. salt

Roses are red,
  violets are blue,

THE END

Please R&R! *** END OF THE PROJECT GUTENBERG EBOOK THE BELL ***
"""
_MARKDOWN = """\
---
title: T
---
# One

A *b* **c** ~~d~~ [e](f) ![g](h)[^1]

> q

* i

| a | b |
|---|---|

***

[^1]: n
"""
_MHTML = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
    f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{test_html.AO3.replace('=', '=3D')}\r\n--b--\r\n"
)
_DOCX_BODY = (
    test_docx.p("One", '<w:pStyle w:val="berschrift1"/>')
    + test_docx.p("Dear Hob,")
    + test_docx.p("x", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    + "<w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:i/></w:rPr><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    + "<w:p><w:r><w:br/></w:r></w:p>"
)
_ODT_BODY = (
    '<text:h text:outline-level="1">One</text:h>'
    + test_odt.p("A <text:span text:style-name='I'>b</text:span><text:s text:c='3'/>c")
    + "<text:list><text:list-item><text:p>i</text:p></text:list-item></text:list><table:table><table:table-row>"
    + "<table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>"
)
_FB2_BODY = (
    "<body><title><p>T</p></title><section><title><p>One</p></title><p>It <emphasis>was</emphasis> late.</p>"
    "<empty-line/><subtitle>* * *</subtitle><poem><stanza><v>Roses</v></stanza></poem>"
    "<cite><p>Dear Tom,</p></cite></section></body>"
)
_RTF_BODY = (
    r"\pard\s1 One\par\pard\plain It {\i was} \b late\b0 \'e9\u8217?.\line Next.\par{\footnote n}\trowd c\cell\row\par"
)

_SHEET: list[test_pdf.Placed] = [
    (50, 500 - 14 * n, 12, "Times-Roman", f"It was {n} o'clock, and nobody in the village had said a word.")
    for n in range(8)
]


@dataclass(frozen=True, slots=True)
class Seed:
    """A file, by its members where it is an archive (its one content under the name ``""`` where not)."""

    name: str
    members: Mapping[str, bytes]
    tokens: tuple[bytes, ...]

    def file(self, changed: Mapping[str, bytes] | None = None) -> bytes:
        """Its bytes, with some members ``changed``."""
        members = {**self.members, **(changed or {})}
        return members[""] if "" in members else zipped(dict(members))


def _plain(name: str, data: str | bytes, *tokens: str) -> Seed:
    return Seed(name, {"": data if isinstance(data, bytes) else data.encode()}, _bytes(tokens))


def _archive(name: str, data: bytes, *tokens: str) -> Seed:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Seed(name, {each: archive.read(each) for each in archive.namelist()}, _bytes(tokens))


def _bytes(tokens: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(token.encode() for token in tokens)


_HTML = (
    "<p>",
    "</p>",
    "<div class='userstuff'>",
    "</div>",
    "<hr/>",
    "<br>",
    "<h2>",
    "<i>",
    "<table><tr><td>",
    "<style>",
    "&#0;",
    "&lt;",
    "<!--",
    "]]>",
)
_WORD = (
    "<w:p>",
    "</w:p>",
    "<w:r><w:t>",
    "<w:tbl>",
    "<w:tr>",
    "<w:tc>",
    "<w:br/>",
    'w:val="-1"',
    "<w:del>",
    "<w:fldSimple>",
)
_OPEN = ("<text:p>", "</text:p>", "<text:list>", "<text:s text:c='99999999999'/>", "<table:table>", "<text:note>")
_FICTION = ("<section>", "</section>", "<p>", "<title>", "<binary>", "<empty-line/>", "<poem>")
_RICH = ("{", "}", "\\par ", "\\bin99 ", "\\u-1?", "\\'", "\\footnote", "\\row", "\\s1", "\\uc9 ", "\\*")
_PRINTED = ("endobj", "stream", "/Length 9", "BT", "Tj", "<<", ">>", "[", "xref")
_WORDS = (
    "“",
    "”",
    "‘",
    "’",
    '"',
    "'",
    "«",
    "»",
    "—",
    "– ",
    "\n",
    "\n\n",
    "***",
    "\ufeff",
    "\u200b",
    "\u2028",
    "\x00",
    "Chapter 1\n",
    "A/N: ",
    "Title: ",
    "THE END",
)

SEEDS = {
    "text": _plain("story.txt", TEXT, *_WORDS),
    "html": _plain("story.html", test_html.AO3, *_HTML, *_WORDS),
    "web page": _plain("story.html", test_html.WEB_PAGE, *_HTML),
    "mhtml": _plain("story.mhtml", _MHTML, *_HTML, "--b\r\n", "=3D"),
    "markdown": _plain("story.md", _MARKDOWN, *_HTML, "```", "# ", "[^1]", "> ", "|"),
    "epub": _archive(
        "story.epub",
        test_epub.book(OEBPS__content_opf=test_epub.opf("a.xhtml", "b.xhtml"), **test_epub.TWO),
        *_HTML,
        "<itemref idref='p0'/>",
        "href='../../x'",
    ),
    "docx": _archive("story.docx", test_docx.docx(_DOCX_BODY), *_WORD),
    "odt": _archive("story.odt", zipped({"content.xml": test_odt.flat(_ODT_BODY), "meta.xml": "<a/>"}), *_OPEN),
    "fodt": _plain("story.fodt", test_odt.flat(_ODT_BODY), *_OPEN),
    "fb2": _plain("story.fb2", test_fb2.book(_FB2_BODY), *_FICTION),
    "rtf": _plain("story.rtf", test_rtf.HEAD + _RTF_BODY + "}", *_RICH),
    "pdf": _plain("story.pdf", test_pdf.pdf(_SHEET), *_PRINTED),
}
"""By the name of the format."""
