"""The package document and the navigation document of an EPUB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from narrate.model import Edition
from narrate.publishing.epub.content import ChapterContent, clock, markup, xhtml
from narrate.publishing.identity import book_uuid, modified
from narrate.publishing.prose import fit
from narrate.publishing.web.markup import tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"

CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

_FEATURES = (
    "synchronizedAudioText", "structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability",
)  # fmt: skip
_SUMMARY = (
    "The whole text with a recording of every sentence: it can be read, heard, or both at once. Headings and lists are "
    "marked up, there is a table of contents, and nothing depends on colour or pictures. The voices are synthetic."
)


@dataclass(frozen=True, slots=True)
class Names:
    """The files of a chapter, seen from the package document."""

    text: str
    overlay: str
    sound: str


def chapter_names(number: int, count: int) -> Names:
    """The names of the files of a chapter, from 1."""
    digits = f"{number:0{max(2, len(str(count)))}d}"
    return Names(f"chapter-{digits}.xhtml", f"chapter-{digits}.smil", f"audio/chapter-{digits}.mp3")


def package(edition: Edition, chapters: Sequence[tuple[Names, ChapterContent]], cover: tuple[str, str] | None) -> str:
    """The package document.

    Args:
        edition: the book.
        chapters: in order.
        cover: file and media type of the cover picture; None if there is none.
    """
    from lxml import etree

    names: Any = {None: _OPF, "dc": _DC}  # the stubs know no default namespace
    root = etree.Element(f"{{{_OPF}}}package", nsmap=names, version="3.0")
    root.set("unique-identifier", "book-id")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", edition.language)
    metadata = etree.SubElement(root, f"{{{_OPF}}}metadata")
    _describe(metadata, edition)
    for name, value in _accessibility(cover=cover is not None):
        _meta(metadata, name, value)
    _meta(metadata, "media:duration", clock(sum(content.duration_ms for _, content in chapters)))
    for reader in edition.readers[:1]:
        _meta(metadata, "media:narrator", f"{reader.voice_name} (synthetic voice)")
    _meta(metadata, "media:active-class", "-epub-media-overlay-active")
    manifest = etree.SubElement(root, f"{{{_OPF}}}manifest")
    spine = etree.SubElement(root, f"{{{_OPF}}}spine")
    for item, in_spine in _items(chapters, cover):
        etree.SubElement(manifest, f"{{{_OPF}}}item", item)
        if in_spine:
            etree.SubElement(spine, f"{{{_OPF}}}itemref", idref=item["id"])
    for number, (_, content) in enumerate(chapters, 1):
        if content.heard:
            _meta(metadata, "media:duration", clock(content.duration_ms), refines=f"#overlay-{number}")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True).decode("utf-8")


def _describe(metadata: Element, edition: Edition) -> None:
    _dc(metadata, "identifier", f"urn:uuid:{book_uuid(edition)}", "book-id")
    _dc(metadata, "title", edition.title, "title")
    _dc(metadata, "language", edition.language)
    if edition.author:
        _dc(metadata, "creator", edition.author, "author")
        _meta(metadata, "role", "aut", refines="#author", scheme="marc:relators")
    if edition.date:
        _dc(metadata, "date", edition.date)
    for key, name in (("summary", "description"), ("publisher", "publisher"), ("rights", "rights")):
        if edition.told(key):
            _dc(metadata, name, edition.told(key))
    _meta(metadata, "dcterms:modified", modified(edition))
    if series := edition.told("series"):
        _meta(metadata, "belongs-to-collection", series, identity="series")
        _meta(metadata, "collection-type", "series", refines="#series")
        if number := edition.told("series number"):
            _meta(metadata, "group-position", number, refines="#series")


def _accessibility(*, cover: bool) -> Iterator[tuple[str, str]]:
    """Schema.org's properties as the EPUB Accessibility 1.1 specification (section 2) asks for them."""
    for mode in ("textual", "auditory", *(["visual"] if cover else [])):
        yield "schema:accessMode", mode
    for enough in ("textual", "auditory", "textual,auditory"):
        yield "schema:accessModeSufficient", enough
    for feature in (*_FEATURES, *(["alternativeText"] if cover else [])):
        yield "schema:accessibilityFeature", feature
    yield "schema:accessibilityHazard", "none"
    yield "schema:accessibilitySummary", _SUMMARY


def _items(
    chapters: Sequence[tuple[Names, ChapterContent]], cover: tuple[str, str] | None
) -> Iterator[tuple[dict[str, str], bool]]:
    """The manifest's items, and whether each is in the spine."""
    nav = {"id": "nav", "href": "nav.xhtml", "media-type": "application/xhtml+xml", "properties": "nav"}
    if cover:
        file, media_type = cover
        picture = {"id": "cover-picture", "href": file, "media-type": media_type, "properties": "cover-image"}
        yield picture, False
        yield {"id": "cover", "href": "cover.xhtml", "media-type": "application/xhtml+xml"}, True
    yield nav, True
    yield {"id": "style", "href": "book.css", "media-type": "text/css"}, False
    for number, (names, content) in enumerate(chapters, 1):
        text = {"id": f"chapter-{number}", "href": names.text, "media-type": "application/xhtml+xml"}
        if content.heard:
            text["media-overlay"] = f"overlay-{number}"
        yield text, True
        if content.heard:
            overlay = {"id": f"overlay-{number}", "href": names.overlay, "media-type": "application/smil+xml"}
            yield overlay, False
            yield {"id": f"sound-{number}", "href": names.sound, "media-type": "audio/mpeg"}, False


def _dc(metadata: Element, name: str, text: str, identity: str | None = None) -> None:
    from lxml import etree

    element = etree.SubElement(metadata, f"{{{_DC}}}{name}", {"id": identity} if identity else {})
    element.text = " ".join(fit(text).split())


def _meta(metadata: Element, name: str, text: str, *, identity: str | None = None, **attributes: str) -> None:
    from lxml import etree

    element = etree.SubElement(metadata, f"{{{_OPF}}}meta", property=name)
    for key, value in (("id", identity), *attributes.items()):
        if value:
            element.set(key, value)
    element.text = " ".join(fit(text).split())


def navigation(edition: Edition, chapters: Sequence[tuple[Names, ChapterContent]], *, cover: bool) -> str:
    """The navigation document: the table of contents, and landmarks."""
    contents = "\n".join(markup(tag("li", tag("a", content.title, href=names.text))) for names, content in chapters)
    first = chapters[0][0].text
    landmarks = [("bodymatter", first, "Beginning of the text"), ("toc", "#toc", "Table of contents")]
    if cover:
        landmarks.insert(0, ("cover", "cover.xhtml", "Cover"))
    places = "\n".join(f'<li><a epub:type="{kind}" href="{href}">{words}</a></li>' for kind, href, words in landmarks)
    by = markup(tag("p", edition.author, class_="front")) if edition.author else ""
    body = (
        f"{markup(tag('h1', edition.title))}\n{by}\n"
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-label="{escape("Table of contents")}">\n'
        f"<ol>\n{contents}\n</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" aria-label="Landmarks" hidden="hidden">\n<ol>\n{places}\n</ol>\n</nav>'
    )
    return xhtml(edition, edition.title, body)
