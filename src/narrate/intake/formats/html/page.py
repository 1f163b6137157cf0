"""Reader of web pages: what an archive, a converter or a browser saved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.intake.decoding.xml import Element, walk
from narrate.intake.formats.html.content import set_menus_aside
from narrate.intake.formats.html.sites import Facts, read_ao3, read_fanficfare, read_fanfiction_net
from narrate.intake.formats.html.styles import StyleSheet
from narrate.intake.formats.html.text import PageTeller
from narrate.intake.formats.html.tree import classes, decode_markup, elements, parse_html, parse_xhtml, tag_of, words_of
from narrate.intake.markup.manuscript import Manuscript, ManuscriptBuilder
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.outline import Outline

_SITE = re.compile(r"\s+(?:\||::|»|·|•)\s+|\s+[-–—]\s+(?=[^-–—]{1,60}$)")
_AO3_TITLE = re.compile(r"(?P<title>.{1,300}) - (?P<author>[^-]{1,100}) - .{1,300}")
_META = {
    "author": "author",
    "dc.creator": "author",
    "article:author": "author",
    "og:title": "title",
    "dc.title": "title",
    "description": "summary",
    "og:description": "summary",
    "dc.description": "summary",
    "dcterms.date": "date",
    "dc.date": "date",
    "date": "date",
    "article:published_time": "date",
    "keywords": "keywords",
}
_MOST_VALUE = 5000


def read_html_story(data: bytes, name: str) -> Outline:
    """The outline of a web page.

    Raises:
        StoryError: it is no text, or made to break programs that read it.
    """
    return outline_manuscript(read_html(data, name))


def read_html(data: bytes, name: str) -> Manuscript:
    """What a web page says.

    Raises:
        StoryError: it is no text, or made to break programs that read it.
    """
    return page_manuscript(decode_markup(data, name), name)


def page_manuscript(text: str, name: str) -> Manuscript:
    """What a page says.

    Args:
        text: HTML or XHTML.
        name: what messages call it.

    Raises:
        StoryError: it is made to break programs that read it.
    """
    head = text[:2000].lower()
    xhtml = "<?xml" in head and "xmlns" in head
    root = parse_xhtml(text, name) if xhtml else parse_html(text, name)
    special = read_ao3(root) or read_fanfiction_net(root) or read_fanficfare(root)
    if special is None:
        set_menus_aside(root)
    facts = _together(special, _general(root))
    builder = ManuscriptBuilder()
    if special is not None and (chapter := dict(special.metadata).get("chapter")):
        # FanFiction.net names the chapter in a menu alone.
        builder.entry(chapter)
    walk(root, PageTeller(builder, sheet_of(root), ornaments=repeated_pictures([root])))
    return builder.manuscript(title=facts.title, author=facts.author, language=facts.language, metadata=facts.metadata)


def sheet_of(root: Element) -> StyleSheet:
    """The style sheets that stand in the page itself."""
    sheet = StyleSheet()
    for element in elements(root, "style"):
        sheet.add(element.text or "")
    return sheet


def repeated_pictures(roots: list[Element]) -> frozenset[str]:
    """Addresses of pictures that stand alone in several places: they divide scenes."""
    counts: dict[str, int] = {}
    for root in roots:
        for element in elements(root, "img"):
            parent = element.getparent()
            if parent is not None and tag_of(parent) in {"p", "div", "center"} and not words_of(parent):
                source = element.get("src") or ""
                counts[source] = counts.get(source, 0) + 1
    return frozenset(source for source, count in counts.items() if source and count > 1)


def _together(special: Facts | None, general: Facts) -> Facts:
    if special is None:
        return general
    kept = tuple(pair for pair in special.metadata if pair[0] != "chapter")
    return Facts(
        special.title or general.title, special.author or general.author, special.language or general.language, kept
    )


def _general(root: Element) -> Facts:
    """What any page may say: language, meta elements, title, microformats."""
    found: dict[str, str] = {}
    for element in elements(root, "meta"):
        key = (element.get("name") or element.get("property") or "").lower()
        value = " ".join((element.get("content") or "").split())
        if key in _META and value and not value.startswith("http"):
            found.setdefault(_META[key], value[:_MOST_VALUE])
    for element in elements(root, "a", "span", "p"):
        if "author" not in found and _is_author(element) and len(words_of(element)) < 80:
            found["author"] = re.sub(r"^by:?\s+", "", words_of(element), flags=re.IGNORECASE)
    headings = [words_of(element) for element in elements(root, "h1") if words_of(element)]
    titles = [words_of(element) for element in elements(root, "title") if words_of(element)]
    title = found.pop("title", None) or (_page_title(titles[0], headings, found) if titles else None)
    author = found.pop("author", None)
    language = next((element.get("lang") for element in elements(root, "html") if element.get("lang")), None)
    return Facts(title, author or None, language, tuple(found.items()))


def _is_author(element: Element) -> bool:
    return (
        element.get("rel") == "author"
        or element.get("itemprop") == "author"
        or (tag_of(element) == "p" and "author" in classes(element))
    )


def _page_title(title: str, headings: list[str], found: dict[str, str]) -> str | None:
    """The story's title out of the browser's, which has the site's name behind it."""
    if len(headings) == 1 and headings[0].casefold() in title.casefold():
        return headings[0]
    if title.endswith("[Archive of Our Own]") and (match := _AO3_TITLE.match(title)):
        found.setdefault("author", match["author"].strip())
        return match["title"].strip()
    plain = next(_parts(title), title)
    return plain if plain.casefold() not in {"untitled", "untitled document", "document", "index", "story"} else None


def _parts(title: str) -> Iterator[str]:
    for part in _SITE.split(title):
        if part.strip():
            yield part.strip()
