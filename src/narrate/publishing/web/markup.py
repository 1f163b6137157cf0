"""Pages that load nothing and run nothing but what they bring: HTML with a strict content security policy."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources
from typing import TYPE_CHECKING

from narrate.model import BlockKind, EmphasisKind
from narrate.publishing.prose import Fragment, Paragraph, fit

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "iw", "ji", "ps", "sd", "ug", "ur", "yi"})
_EMPHASIS = ((EmphasisKind.STRONG, "strong"), (EmphasisKind.EMPHASIS, "em"))
_CLASSES = {
    BlockKind.FRONT_MATTER: "front",
    BlockKind.NOTE: "note",
    BlockKind.VERSE: "verse",
    BlockKind.CAPTION: "caption",
    BlockKind.FOOTNOTE: "footnote",
    BlockKind.CLOSING: "closing",
}


def asset(name: str) -> str:
    """The content of a style sheet or a program that comes with narrate."""
    return resources.files("narrate.publishing.web").joinpath("assets", name).read_text(encoding="utf-8")


def direction(language: str) -> str:
    """``rtl`` for languages that are written from right to left, else ``ltr``."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def tag(name: str, /, *children: Element | str | None, **attributes: str | None) -> Element:
    """An HTML element.

    Args:
        name: of the element.
        children: elements and text, in order; None is left out.
        attributes: ``class_`` and ``for_`` without their line; ``aria_label`` is ``aria-label``; None is left out.
    """
    from lxml import etree

    element = etree.Element(name)
    for key, value in attributes.items():
        if value is not None:
            element.set(key.rstrip("_").replace("_", "-"), fit(value))
    for child in children:
        if isinstance(child, str):
            _append_text(element, fit(child))
        elif child is not None:
            element.append(child)
    return element


def _append_text(element: Element, text: str) -> None:
    if len(element):
        last = element[-1]
        last.tail = (last.tail or "") + text
    else:
        element.text = (element.text or "") + text


def page(*, title: str, body: Element, style: str, script: str = "", policy: str = "", language: str = "en") -> str:
    """A whole page.

    Args:
        title: of any text.
        body: its ``<body>``.
        style: CSS.
        script: a program, run when the page has been read.
        policy: directives of the content security policy beside those for style and script.
        language: of the page's own words.
    """
    from lxml import etree

    rules = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    if script:
        rules.append(f"script-src '{_digest(script)}'")
    rules += ["img-src 'self' data:", *([policy] if policy else []), "base-uri 'none'", "form-action 'none'"]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content="; ".join(rules)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", " ".join(title.split())),
        tag("style", style),
    )
    if script:
        body.append(tag("script", script))
    html = etree.tostring(tag("html", head, body, lang=language), method="html", encoding="unicode")
    return "<!DOCTYPE html>\n" + html + "\n"


def _digest(content: str) -> str:
    if re.search(r"</(?:style|script)", content, re.IGNORECASE) or "<!--" in content:
        raise ValueError("an asset would end its element")
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode("ascii")


def fragments(parts: tuple[Fragment, ...]) -> list[Element | str]:
    """Words with their emphasis, and ``<br>`` for the ends of lines."""
    found: list[Element | str] = []
    for fragment in parts:
        inner: list[Element | str] = []
        for number, line in enumerate(fragment.text.split("\n")):
            if number:
                inner.append(tag("br"))
            inner.append(line)
        for kind, name in _EMPHASIS:
            if kind in fragment.emphases:
                inner = [tag(name, *inner)]
        found += inner
    return found


def lead(text: str) -> Element | str:
    """What parts two sentences: a space, or the end of a line."""
    return tag("br") if text == "\n" else text


def block(paragraph: Paragraph, content: list[Element | str], *, deepest: int = 6) -> Element:
    """The element of a paragraph: a heading, a list's item, or ``<p>`` with a class."""
    if paragraph.level:
        return tag(f"h{min(paragraph.level, deepest)}", *content)
    if paragraph.kind is BlockKind.LIST_ITEM:
        return tag("li", *content)
    return tag("p", *content, class_=_CLASSES.get(paragraph.kind))


_GROUPS = {BlockKind.LIST_ITEM: "ul", BlockKind.LETTER: "blockquote"}


def grouped(blocks: list[tuple[Paragraph, Element]]) -> list[Element]:
    """Blocks in order, with scene breaks between them, and with lists' items and letters' paragraphs put together."""
    found: list[Element] = []
    open_kind: BlockKind | None = None
    for paragraph, element in blocks:
        if paragraph.after_break:
            found.append(tag("hr"))
            open_kind = None
        name = _GROUPS.get(paragraph.kind)
        if name is None:
            found.append(element)
            open_kind = None
        elif open_kind is paragraph.kind:
            found[-1].append(element)
        else:
            found.append(tag(name, element, role="list" if name == "ul" else None))
            open_kind = paragraph.kind
    return found
