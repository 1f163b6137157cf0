"""HTML and XHTML from strangers → trees, however they are written."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator

from lxml import etree

from narrate.errors import StoryError
from narrate.intake.decoding.encoding import decode
from narrate.intake.decoding.xml import Element

_MOST_TAGS = 4_000_000
_SNIFFED_BYTES = 4096
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w.:-]{2,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s{0,100}<\?xml\b[^>]{0,400}\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# Characters that XML forbids, and that no reader sees.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What browsers take these for (WHATWG Encoding Standard).
_TAKEN_FOR = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}


def decode_markup(data: bytes, name: str) -> str:
    """The characters of an HTML or XML file: by its byte-order mark, as UTF-8, or in the encoding it declares.

    Raises:
        StoryError: it is no text.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, name)
    declared = _DECLARED.search(data[:_SNIFFED_BYTES])
    if declared is not None and b"\x00" not in data[:_SNIFFED_BYTES]:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        encoding = declared[1].decode("ascii", errors="replace").lower()
        try:
            return data.decode(_TAKEN_FOR.get(encoding, encoding))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name)


def parse_html(text: str, name: str) -> Element:
    """The tree of a page as browsers would read it, whatever faults it has.

    Raises:
        StoryError: there is nothing in it, or it is nested deeper than anything that people write.
    """
    _refuse_too_many_tags(text, name)
    # The large limits are for long paragraphs and unclosed tags: HTML has no entities to blow up.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(_encoded(_XML_DECLARATION.sub("", text, count=1)), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise StoryError(f"{name} can't be read as a web page: {error}", hint="Is it the right file?") from None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise StoryError(
            f"{name} has tags nested thousands deep",
            hint="Open it in a browser, copy the story, save it as plain text.",
        )
    if root is None:
        raise StoryError(f"{name} holds nothing to read", hint="Is it the right file?")
    return root


def parse_xhtml(text: str, name: str) -> Element:
    """The tree of an XHTML page; of one that is not well formed, what a browser would make of it.

    Raises:
        StoryError: as `parse_html`.
    """
    _refuse_too_many_tags(text, name)
    plain = _ENTITY.sub(_named, _XML_DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_encoded(plain), parser)
    except (etree.XMLSyntaxError, ValueError):
        return parse_html(text, name)


def classes(element: Element) -> tuple[str, ...]:
    """The classes of an element, lower-case, without the numbers that calibre puts behind them."""
    return tuple(word.rstrip("0123456789").rstrip("-_") for word in (element.get("class") or "").lower().split())


def by_id(root: Element, identifier: str) -> Element | None:
    """The first element of this id."""
    return next((element for element in elements(root) if element.get("id") == identifier), None)


def elements(root: Element, *tags: str) -> Iterator[Element]:
    """All elements (of these local names), in the order of the document."""
    for element in root.iter(etree.Element):
        if not tags or tag_of(element) in tags:
            yield element


def tag_of(element: Element) -> str:
    """The local name of an element, lower-case; empty for entities and their like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def words_of(element: Element | None) -> str:
    """All the words in an element, on one line."""
    if element is None:
        return ""
    return " ".join("".join(str(piece) for piece in element.itertext()).split())


def _named(match: re.Match[str]) -> str:
    return match[0] if match[1] in _XML_ENTITIES else html.unescape(match[0]).replace("&", "&amp;").replace("<", "&lt;")


def _encoded(text: str) -> bytes:
    return _FORBIDDEN.sub(" ", text).encode("utf-8")


def _refuse_too_many_tags(text: str, name: str) -> None:
    if text.count("<") + text.count("=") > _MOST_TAGS:
        raise StoryError(f"{name} has more markup in it than a story can have", hint="Is it the right file?")
