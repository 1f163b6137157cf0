"""What elements say they are, by name, class, role and EPUB's types."""

from __future__ import annotations

import re

from narrate.intake.decoding.xml import Element, attribute
from narrate.intake.formats.html.tree import classes, tag_of, words_of
from narrate.intake.markup.manuscript import Mark

FORCED = "data-narrate-mark"
"""Attribute that this room's own readers of sites put on elements: the name of a `Mark` for all it holds."""

UNSEEN = frozenset({
    "script", "style", "template", "head", "noscript", "iframe", "object", "embed", "applet", "audio", "video",
    "canvas", "map", "svg-title", "select", "option", "datalist", "textarea", "button", "input", "progress", "meter",
    "rp", "rt", "rtc", "noembed", "noframes", "title", "param", "source", "track",
})  # fmt: skip
"""Elements whose words no reader of the page sees, or that are no text."""

EPUB_TYPES = {
    "toc": Mark.CONTENTS,
    "landmarks": Mark.CONTENTS,
    "page-list": Mark.CONTENTS,
    "loi": Mark.CONTENTS,
    "lot": Mark.CONTENTS,
    "index": Mark.CONTENTS,
    "copyright-page": Mark.BOILERPLATE,
    "imprint": Mark.BOILERPLATE,
    "colophon": Mark.BOILERPLATE,
    "other-credits": Mark.BOILERPLATE,
    "cover": Mark.TITLE,
    "titlepage": Mark.TITLE,
    "halftitlepage": Mark.TITLE,
    "footnote": Mark.FOOTNOTE,
    "endnote": Mark.FOOTNOTE,
    "rearnote": Mark.FOOTNOTE,
    "footnotes": Mark.FOOTNOTE,
    "endnotes": Mark.FOOTNOTE,
    "rearnotes": Mark.FOOTNOTE,
    "epigraph": Mark.QUOTE,
    "z3998:letter": Mark.QUOTE,
    "z3998:diary": Mark.QUOTE,
    "z3998:poem": Mark.VERSE,
    "z3998:verse": Mark.VERSE,
    "z3998:song": Mark.VERSE,
    "z3998:hymn": Mark.VERSE,
    "z3998:lyrics": Mark.VERSE,
}
"""EPUB 3 Structural Semantics Vocabulary, and what Standard Ebooks take from Z39.98."""

_ROLES = {
    "doc-toc": Mark.CONTENTS,
    "doc-pagelist": Mark.CONTENTS,
    "doc-index": Mark.CONTENTS,
    "doc-footnote": Mark.FOOTNOTE,
    "doc-endnote": Mark.FOOTNOTE,
    "doc-endnotes": Mark.FOOTNOTE,
    "doc-colophon": Mark.BOILERPLATE,
    "doc-credits": Mark.BOILERPLATE,
    "doc-epigraph": Mark.QUOTE,
}
_CLASSES = {
    "poem": Mark.VERSE,
    "poetry": Mark.VERSE,
    "verse": Mark.VERSE,
    "stanza": Mark.VERSE,
    "line-block": Mark.VERSE,
    "lineblock": Mark.VERSE,
    "footnote": Mark.FOOTNOTE,
    "footnotes": Mark.FOOTNOTE,
    "pg-boilerplate": Mark.BOILERPLATE,
    "msotitle": Mark.TITLE,
    "caption": Mark.CAPTION,
}
_TITLE_CLASSES = {"title": Mark.TITLE, "subtitle": Mark.TITLE, "author": Mark.BY_LINE, "byline": Mark.BY_LINE,
                  "date": Mark.HEADER}  # fmt: skip
_HEADED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BREAK = re.compile(
    r"(?:scene|section|text|thought|chapter|para|line)[-_]?(?:break|divider|separator|sep)|scenebreak|divider|separator|"
    r"asterism|ornament|transition|hr|rule",
)
_PAGE_NUMBERS = frozenset({"pagenum", "pageno", "pagebreak", "page-number", "page_number", "x-ebookmaker-pageno"})
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,4}|[ivxlc]{1,5}|[a-z]|[*†‡§¶]{1,4})[\])]?", re.IGNORECASE)
_BACK_LINK = re.compile(r"[\s↩↑⤴←^\ufe0e\ufe0f]{1,8}")
_BACK_CLASSES = frozenset({"footnote-back", "footnote-backref", "backlink", "reversefootnote", "data-footnote-backref"})


def declared_mark(element: Element, tag: str) -> Mark | None:
    """What an element says its blocks are; None where it says nothing."""
    if not element.attrib:
        return None
    # On lists and links, “type” is another attribute.
    types = (attribute(element, "type") or "").lower().split() if tag not in {"ol", "ul", "li", "a"} else []
    headed = tag in _HEADED
    found = next(
        (EPUB_TYPES[w] for w in types if w in EPUB_TYPES and not (headed and EPUB_TYPES[w] is Mark.TITLE)), None
    )
    if found is None and "bridgehead" in types:
        found = Mark.HEADING
    found = found or _ROLES.get((element.get("role") or "").lower())
    names = classes(element)
    if found is None and not headed:
        found = next((_CLASSES[name] for name in names if name in _CLASSES), None)
    if found is None and tag in {"p", "h1"} and (parent := element.getparent()) is not None and _is_title_block(parent):
        found = next((_TITLE_CLASSES[name] for name in names if name in _TITLE_CLASSES), None)
    return found


def is_break(element: Element) -> bool:
    """Whether an empty element stands for a scene break."""
    return any(_BREAK.fullmatch(name) is not None for name in classes(element))


def is_page_number(element: Element, tag: str) -> bool:
    """Whether an element is the number of a printed page."""
    if tag not in {"span", "a", "div", "p", "i", "b", "small"} or not element.attrib:
        return False
    if "pagebreak" in (attribute(element, "type") or "").split() or element.get("role") == "doc-pagebreak":
        return True
    return any(name in _PAGE_NUMBERS for name in classes(element))


def is_footnote_mark(element: Element, tag: str) -> bool:
    """Whether an element is no more than the sign that leads to a footnote, or back from it."""
    if tag not in {"a", "sup"}:
        return False
    words = words_of(element)
    if len(words) > 8:
        return False
    if tag == "sup":
        inner = [child for child in element if tag_of(child) == "a"]
        return len(inner) == 1 and is_footnote_mark(inner[0], "a")
    types = (attribute(element, "type") or "").split()
    role = element.get("role") or ""
    if "noteref" in types or role == "doc-noteref" or "backlink" in types or role == "doc-backlink":
        return True
    names = classes(element)
    if any(name in _BACK_CLASSES for name in names) or (words and _BACK_LINK.fullmatch(words)):
        return True
    target = element.get("href") or ""
    raised = any(tag_of(one) == "sup" for one in (element.getparent(), *element) if one is not None)
    noted = raised or any("footnote" in name or "noteref" in name for name in names) or words.startswith("[")
    return noted and "#" in target and _NOTE_MARK.fullmatch(words) is not None


def _is_title_block(element: Element) -> bool:
    return element.get("id") == "title-block-header" or any(
        name in {"titlepage", "title-page", "title-block"} for name in classes(element)
    )
