"""EPUB books, put together here as converters and shops make them, and as they are broken in the wild."""

# ruff: noqa: E501 - pages are shown as they are

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

import pytest

from narrate.errors import StoryError
from narrate.intake import parse_story
from narrate.model import Document

PROSE = (
    "The rain came down on the roof like gravel, and nobody in the house said a word about it until the morning came."
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'


def page(body: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>x</title>{head}</head><body>{body}</body></html>"
    )


def opf(*pages: str, metadata: str = "", manifest: str = "", spine: str = "", guide: str = "") -> str:
    items = "".join(f'<item id="p{n}" href="{p}" media-type="application/xhtml+xml"/>' for n, p in enumerate(pages))
    refs = "".join(f'<itemref idref="p{n}"/>' for n, _ in enumerate(pages))
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:opf="http://www.idpf.org/2007/opf"><metadata>{metadata}</metadata><manifest>{items}{manifest}</manifest>'
        f"<spine>{refs}{spine}</spine><guide>{guide}</guide></package>"
    )


def book(**files: str | bytes) -> bytes:
    """An EPUB of these files; keys have two underscores for a slash and one for a point."""
    named = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    named.setdefault("META-INF/container.xml", CONTAINER)
    return archive(named)


def archive(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read(data: bytes) -> Document:
    return parse_story(data, "story.epub")


def told(document: Document) -> list[str]:
    return [b.span.of(document.text) for b in document.blocks()]


def titles(document: Document) -> list[str | None]:
    return [chapter.title for chapter in document.chapters]


TWO = {
    "OEBPS__a_xhtml": page(f"<h2>Morning</h2><p>{PROSE}</p>"),
    "OEBPS__b_xhtml": page(f"<h2>Evening</h2><p>{PROSE}</p>"),
}


def test_pages_are_read_in_the_order_of_the_spine_and_named():
    document = read(book(**TWO, OEBPS__content_opf=opf("b.xhtml", "a.xhtml")))

    assert titles(document) == ["Evening", "Morning"]
    assert [(part.path, part.start) for part in document.parts] == [
        ("OEBPS/b.xhtml", 0), ("OEBPS/a.xhtml", len("Evening\n\n") + len(PROSE) + 2),
    ]  # fmt: skip


def test_what_the_package_says_of_the_book():
    metadata = (
        "<dc:title id='t'>The Bell</dc:title><dc:creator opf:role='aut'>A. Ringer</dc:creator>"
        "<dc:creator opf:role='ill'>P. Ainter</dc:creator><dc:creator>B. Ringer</dc:creator>"
        "<dc:language>en-GB</dc:language><dc:date>2020-01-02T00:00:00+00:00</dc:date>"
        "<dc:description>&lt;p&gt;Nobody &lt;i&gt;rings&lt;/i&gt;.&lt;/p&gt;</dc:description>"
        "<dc:publisher>Ropes</dc:publisher><dc:subject>Explicit</dc:subject><dc:subject>Bells</dc:subject>"
        "<meta name='calibre:series' content='Bells'/><meta name='calibre:series_index' content='2.0'/>"
        "<meta name='cover' content='c'/>"
    )
    manifest = '<item id="c" href="c.png" media-type="image/png"/>'
    document = read(
        book(**TWO, OEBPS__c_png=PNG, OEBPS__content_opf=opf("a.xhtml", metadata=metadata, manifest=manifest))
    )
    found = dict(document.metadata)

    assert (document.title, document.author, document.language) == ("The Bell", "A. Ringer & B. Ringer", "en-GB")
    assert (found["series"], found["series number"], found["date"]) == ("Bells", "2", "2020-01-02")
    assert (found["summary"], found["publisher"], found["rating"]) == ("Nobody rings.", "Ropes", "Explicit")
    assert document.cover == PNG


def test_what_epub_3_refines():
    metadata = (
        "<dc:title id='s'>A Story</dc:title><dc:title id='t'>The Bell</dc:title>"
        "<meta refines='#t' property='title-type'>main</meta>"
        "<dc:creator id='i'>P. Ainter</dc:creator><meta refines='#i' property='role'>ill</meta>"
        "<dc:creator id='a'>A. Ringer</dc:creator><meta refines='#a' property='role'>aut</meta>"
        "<meta id='c' property='belongs-to-collection'>Bells</meta><meta refines='#c' property='group-position'>3</meta>"
    )
    document = read(book(**TWO, OEBPS__content_opf=opf("a.xhtml", metadata=metadata)))

    assert (document.title, document.author) == ("The Bell", "A. Ringer")
    assert dict(document.metadata) | {"series": "Bells", "series number": "3"} == dict(document.metadata)


@pytest.mark.parametrize("version", [2, 3])
def test_the_table_of_contents_names_chapters_without_headings(version: int):
    files = {"OEBPS__a_xhtml": page(f"<p>{PROSE}</p>"), "OEBPS__b_xhtml": page(f"<p id='x'>{PROSE}</p>")}
    if version == 3:
        manifest = '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        links = "<ol><li><a href='a.xhtml'>Morning</a></li><li><a href='b.xhtml#x'>Evening</a></li></ol>"
        files["OEBPS__nav_xhtml"] = page(f"<nav epub:type='toc'>{links}</nav>")
    else:
        manifest = '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        points = "".join(
            f"<navPoint><navLabel><text>{title}</text></navLabel><content src='{target}'/></navPoint>"
            for title, target in (("Morning", "a.xhtml"), ("Evening", "b.xhtml#x"))
        )
        files["OEBPS__toc_ncx"] = f"<ncx><navMap>{points}</navMap></ncx>"
    document = read(book(**files, OEBPS__content_opf=opf("a.xhtml", "b.xhtml", manifest=manifest)))

    assert titles(document) == ["Morning", "Evening"]
    assert told(document) == [PROSE, PROSE]


def test_types_tell_contents_legal_pages_notes_and_verse():
    pages = {
        "OEBPS__t_xhtml": page("<section epub:type='titlepage'><h1>The Bell</h1><p>A. Ringer</p><p>Ropes &amp; Sons</p></section>"),
        "OEBPS__c_xhtml": page("<nav epub:type='toc'><ol><li><a href='a.xhtml'>One</a></li></ol></nav>"),
        "OEBPS__l_xhtml": page("<section epub:type='copyright-page'><p>All rights reserved.</p></section>"),
        "OEBPS__a_xhtml": page(
            f"<section epub:type='chapter'><h2>Morning</h2><p>{PROSE}<a epub:type='noteref' href='n.xhtml#1'>1</a></p>"
            f"<blockquote epub:type='z3998:verse'><p><span>The bell</span><br/><span>is down</span></p></blockquote><p>{PROSE}</p></section>"
        ),
        "OEBPS__n_xhtml": page("<section epub:type='endnotes'><ol><li epub:type='endnote' id='1'><p>He did. <a epub:type='backlink' href='#'>↩</a></p></li></ol></section>"),
    }  # fmt: skip
    metadata = "<dc:title>The Bell</dc:title><dc:creator>A. Ringer</dc:creator>"
    order = ("t.xhtml", "c.xhtml", "l.xhtml", "a.xhtml", "n.xhtml")
    document = read(book(**pages, OEBPS__content_opf=opf(*order, metadata=metadata)))

    assert [(b.kind.value, b.span.of(document.text)) for b in document.blocks()] == [
        ("front-matter", "The Bell"),
        ("front-matter", "A. Ringer"),
        ("heading", "Morning"),
        ("paragraph", PROSE),
        ("verse", "The bell\nis down"),
        ("paragraph", PROSE),
        ("footnote", "He did."),
    ]
    left_out = [o.span.of(document.text) for o in document.omitted]
    assert {"Ropes & Sons", "One", "All rights reserved."} <= set(left_out)


def test_italics_by_class_as_calibre_makes_them():
    css = ".calibre1 { font-style: italic } p.calibre2 { display: block }"
    link = '<link rel="stylesheet" href="../style%20sheet.css"/>'
    files = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": opf("text/a_split_000.html"),
        "OEBPS/style sheet.css": css,
        "OEBPS/text/a_split_000.html": page(
            f"<p class='calibre2'>He <span class='calibre1'>ran</span>. {PROSE}</p>", link
        ),
    }
    document = read(archive(files))

    assert [e.span.of(document.text) for e in document.emphases] == ["ran"]


@pytest.mark.parametrize(
    "files",
    [
        {"OEBPS/content.opf": opf("My%20Page.xhtml"), "OEBPS/My Page.xhtml": page(f"<p>{PROSE}</p>")},
        {"OEBPS/content.opf": opf("my page.XHTML"), "OEBPS/My Page.xhtml": page(f"<p>{PROSE}</p>")},
        {"OEBPS/content.opf": opf("wrong/place.xhtml"), "OEBPS/place.xhtml": page(f"<p>{PROSE}</p>")},
        {"OEBPS/content.opf": opf("gone.xhtml", "a.xhtml"), "OEBPS/a.xhtml": page(f"<p>{PROSE}</p>")},
        {"OEBPS/content.opf": opf("a.xhtml"), "OEBPS/a.xhtml": f"<html><body><p>{PROSE}<br>&nbsp;&bogus;<p></b></html"},
        {"OEBPS/content.opf": opf("a.xhtml").replace("</spine>", ""), "OEBPS/a.xhtml": page(f"<p>{PROSE}</p>")},
        {"elsewhere.opf": opf("a.xhtml"), "a.xhtml": page(f"<p>{PROSE}</p>"), "META-INF/container.xml": "<container/>"},
        {"a.xhtml": page(f"<p>{PROSE}</p>")},
        {"OEBPS/content.opf": opf("a.xhtml"), "OEBPS/a.xhtml": page(f"<p>{PROSE}</p>"), "../../evil.xhtml": "evil"},
    ],
    ids=[
        "escaped",
        "case",
        "wrong folder",
        "missing page",
        "no XHTML",
        "broken package",
        "wrong container",
        "no package",
        "path",
    ],
)
def test_broken_books_are_read_all_the_same(files: dict[str, str | bytes]):
    assert PROSE in read(archive({"META-INF/container.xml": CONTAINER, **files})).text


def encrypted(target: str, algorithm: str = "http://www.w3.org/2001/04/xmlenc#aes128-cbc") -> str:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
        f'<enc:CipherReference URI="{target}"/></enc:CipherData></enc:EncryptedData></encryption>'
    )


@pytest.mark.parametrize(
    ("member", "whose"),
    [
        ("META-INF/rights.xml", "Adobe"),
        ("META-INF/sinf.xml", "Apple"),
        ("META-INF/license.lcpl", "Readium"),
        ("x", "DRM"),
    ],
)
def test_a_locked_book_is_refused_in_words(member: str, whose: str):
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER,
        "META-INF/encryption.xml": encrypted("OEBPS/a.xhtml"),
        member: "x",
        "OEBPS/content.opf": opf("a.xhtml"),
        "OEBPS/a.xhtml": zlib.compress(b"secret"),
    }
    with pytest.raises(StoryError, match=whose) as caught:
        read(archive(files))
    assert "lock" in caught.value.hint


def test_scrambled_fonts_lock_nothing():
    lock = encrypted("OEBPS/font.otf", "http://www.idpf.org/2008/embedding")
    files: dict[str, str | bytes] = {
        "META-INF/encryption.xml": lock,
        "META-INF/container.xml": CONTAINER,
        "OEBPS/font.otf": b"x",
    }
    files |= {"OEBPS/content.opf": opf("a.xhtml"), "OEBPS/a.xhtml": page(f"<p>{PROSE}</p>")}

    assert told(read(archive(files))) == [PROSE]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip" + bytes(90), "EPUB"),
        (archive({"META-INF/container.xml": CONTAINER, "mimetype": "application/epub+zip"}), "no pages"),
        (book(OEBPS__content_opf=opf("a.xhtml"), OEBPS__a_xhtml=page("<img src='1.jpg'/>")), "no words"),
        (book(OEBPS__content_opf=opf("a.xhtml"), OEBPS__a_xhtml=b"<p>" + b" " * 300_000_000), "far more than a story"),
    ],
    ids=["cut off", "empty", "pictures", "bomb"],
)
def test_what_is_no_readable_book_is_refused_with_a_hint(data: bytes, says: str):
    with pytest.raises(StoryError, match=says) as caught:
        read(data)
    assert caught.value.hint
