"""Where the story is on a page saved from the web: menus, comments and side columns are none of it.

The words of a page weigh by the paragraphs they stand in; links weigh nothing. From the body we go down to the
element that nearly all of the weight is in. What is left beside the way is boilerplate, as long as it is light: in
doubt a paragraph stays, since a story without it is worse than one with a menu.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from narrate.intake.decoding.xml import Element
from narrate.intake.formats.html.classes import FORCED, UNSEEN
from narrate.intake.formats.html.sites import force
from narrate.intake.formats.html.tree import tag_of, words_of
from narrate.intake.markup.manuscript import Mark

# Elements in a block of links; more are a page nested without end.
_MOST_INSIDE = 80

_CHROME_TAGS = frozenset({"nav", "footer", "aside", "form", "menu", "dialog"})
_NAMED_TAGS = frozenset({"div", "section", "ul", "ol", "header", "table", "span", "aside", "a", "dl"})
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "dialog", "form"})
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|sidebar|side-?bar|comments?|commentlist|disqus|respond|reviews?|footer|"
    r"site-header|masthead|breadcrumbs?|share|sharing|sharedaddy|social|related|recommend(?:ed|ations)?|cookies?|"
    r"consent|adverts?|advertisement|ads?|adsbygoogle|promo|banner|pagination|pager|newsletter|subscribe|signup|login|"
    r"widget|toolbar|skip-link|popup|modal|tag-?cloud|jp-relatedposts)(?:$|[\s_-])"
)
_HEADS = re.compile(r"(?:^|[\s_-])(?:entry|post|story|article|chapter)(?:$|[\s_-])")
_LINK_WORDS = re.compile(
    r"(?:(?:go )?(?:to )?(?:the )?(?:next|previous|prev|first|last|back|forward|home|index|top|contents|older|newer|"
    r"table of contents|share|tweet|reply|print|download|read more|continue)\b|[«»‹›<>←→]).{0,60}",
    re.IGNORECASE,
)
_BLOCKS = frozenset({
    "p", "div", "td", "li", "blockquote", "pre", "section", "article", "main", "center", "body", "font", "span", "dd",
})  # fmt: skip
_SHORTEST_PROSE = 25
_MOST_OF_IT = 0.8
_STILL_STORY = 600


def set_menus_aside(root: Element) -> None:
    """Say of everything on the page that is plainly not the story that it is boilerplate."""
    body = next((element for element in root.iter(etree.Element) if tag_of(element) == "body"), root)
    chrome = [element for element in body.iter(etree.Element) if _is_chrome(element)]
    if not chrome:
        _set_links_aside(body)
        return
    weights = _weights(body)
    whole = weights.get(body, 0)
    for element in chrome:
        # What is named like a menu, but holds most of the words, is the story all the same.
        if weights.get(element, 0) <= 0.5 * whole and element.get(FORCED) is None:
            force(element, Mark.BOILERPLATE)
    weights = _weights(body)
    at = body
    while (heavy := _heaviest(at, weights)) is not None:
        for beside in at:
            if beside is not heavy and tag_of(beside) and not _is_heading(beside) and beside.get(FORCED) is None:
                force(beside, Mark.BOILERPLATE)
        at = heavy
    _set_links_aside(at)


def _heaviest(parent: Element, weights: dict[Element, int]) -> Element | None:
    """The child that nearly all words are in, if what stands beside it is light."""
    whole = weights.get(parent, 0)
    best = max(parent, key=lambda child: weights.get(child, 0), default=None)
    if (
        best is None
        or not whole
        or weights.get(best, 0) < _MOST_OF_IT * whole
        or tag_of(best) in {"p", "span", "table"}
    ):
        return None
    return best if whole - weights[best] < _STILL_STORY else None


def _weights(body: Element) -> dict[Element, int]:
    """Characters of prose in each element, without those in links and in what was set aside."""
    weights: dict[Element, int] = {}
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if not tag_of(element):
            continue
        if event == "start":
            weights[element] = 0
            continue
        tag = tag_of(element)
        if tag in UNSEEN or tag == "a" or element.get(FORCED) == Mark.BOILERPLATE.name:
            weights[element] = 0
        else:
            weights[element] += len((element.text or "").strip())
        parent = element.getparent()
        if element is not body and parent is not None:
            own = weights[element]
            if tag in _BLOCKS and own < _SHORTEST_PROSE:
                own = 0
            weights[parent] = weights.get(parent, 0) + own + len((element.tail or "").strip())
    return weights


def _is_chrome(element: Element) -> bool:
    tag = tag_of(element)
    if tag in {"html", "body", "p", "em", "i", "b"} or element.get(FORCED) is not None:
        return False
    if tag in _CHROME_TAGS or (element.get("role") or "").lower() in _CHROME_ROLES:
        return True
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower()[:500]
    return len(names) > 1 and tag in _NAMED_TAGS and _CHROME.search(names) is not None


def _is_heading(element: Element) -> bool:
    tag = tag_of(element)
    if tag in {"h1", "h2", "h3"}:
        return True
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower()[:500]
    headed = tag in {"header", "hgroup"} or _HEADS.search(names) is not None
    return headed and any(tag_of(one) in {"h1", "h2", "h3"} for one in element.iterdescendants())


def _set_links_aside(root: Element) -> None:
    """“Next chapter”, “Back to top”: blocks that hold nothing but such links."""
    for element in _small_blocks(root):
        inside = list(islice(element.iterdescendants(), _MOST_INSIDE + 1))
        if len(inside) > _MOST_INSIDE:
            continue
        words = words_of(element)
        if not words or len(words) > 160 or element.get(FORCED) is not None:
            continue
        links = [words_of(one) for one in inside if tag_of(one) == "a" and one.get("href")]
        linked = sum(len(link) for link in links)
        if (
            links
            and linked >= 0.75 * len(words.replace("|", "").strip())
            and all(_LINK_WORDS.match(link) for link in links if link)
        ):
            force(element, Mark.BOILERPLATE)


def _small_blocks(root: Element) -> Iterator[Element]:
    for element in root.iter(etree.Element):
        if tag_of(element) in {"p", "div", "center", "ul", "td"} and len(element) <= 12:
            first = next(iter(element), None)
            if first is not None and len(element.text or "") < 160:
                yield element
