"""The tables of contents that an EPUB has for programs: EPUB 3's navigation, EPUB 2's NCX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from narrate.intake.decoding.packages import Package
from narrate.intake.decoding.xml import Element, attribute
from narrate.intake.formats.epub.package import BookPackage
from narrate.intake.formats.html.tree import decode_markup, elements, parse_xhtml, tag_of, words_of

_MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table of contents: where it leads to, and what it says. ``fragment`` may be empty."""

    path: str
    fragment: str
    title: str


def read_entries(archive: Package, book: BookPackage) -> tuple[Entry, ...]:
    """The entries of the navigation, or of the NCX where there is none; empty if there is neither."""
    nav = next((item.path for item in book.items.values() if "nav" in item.properties), None)
    for path, read in ((nav, _of_navigation), (book.ncx, _of_ncx)):
        if path is None:
            continue
        root = parse_xhtml(decode_markup(archive.read(path), path), path)
        found = tuple(_located(archive, path, read(root)))
        if found:
            return found
    return ()


def _located(archive: Package, base: str, links: Iterator[tuple[str, str]]) -> Iterator[Entry]:
    for number, (target, title) in enumerate(links):
        if number >= _MOST_ENTRIES:
            return
        path = BookPackage.locate(archive, base, target)
        if path is not None and title:
            yield Entry(path, unquote(target.partition("#")[2]), title)


def _of_navigation(root: Element) -> Iterator[tuple[str, str]]:
    navs = list(elements(root, "nav"))
    toc = next((nav for nav in navs if "toc" in (attribute(nav, "type") or "").split()), navs[0] if navs else None)
    for link in elements(toc, "a") if toc is not None else ():
        yield link.get("href") or "", words_of(link)


def _of_ncx(root: Element) -> Iterator[tuple[str, str]]:
    title = ""
    for element in elements(root, "navmap", "navlabel", "content", "pagelist", "navlist"):
        tag = tag_of(element)
        if tag == "navlabel":
            title = words_of(element)
        elif tag in {"pagelist", "navlist"}:
            return
        elif tag == "content":
            yield element.get("src") or "", title
