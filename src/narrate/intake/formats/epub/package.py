"""The package of an EPUB: which files it has, in which order they are read, and what it says of the book."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from narrate.errors import StoryError
from narrate.intake.decoding.packages import Package, resolve
from narrate.intake.decoding.xml import Element, attribute
from narrate.intake.formats.html.tree import decode_markup, elements, parse_html, parse_xhtml, tag_of, words_of

CONTAINER = "META-INF/container.xml"
_PAGES = (".xhtml", ".html", ".htm", ".xml", ".xht")
_PAGE_TYPES = frozenset({"application/xhtml+xml", "text/html", "application/html", "text/x-oeb1-document"})
_HINT = "Open it in calibre and convert it to EPUB anew, or get the file again."
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_MOST_VALUE = 5000
_RATINGS = {
    "general audiences": "General Audiences",
    "teen and up audiences": "Teen And Up Audiences",
    "mature": "Mature",
    "explicit": "Explicit",
    "not rated": "Not Rated",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book."""

    path: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class BookPackage:
    """What an EPUB's package says.

    Attributes:
        spine: paths of the pages in the order they are read; those out of that order (``linear="no"``) stand last.
        items: by their ids.
        guide: what EPUB 2's guide calls a page, by path.
        ncx: path of EPUB 2's table of contents.
        cover_path: of the cover's picture.
    """

    spine: tuple[str, ...]
    items: Mapping[str, Item]
    guide: Mapping[str, str]
    ncx: str | None
    cover_path: str | None
    title: str | None
    author: str | None
    language: str | None
    metadata: tuple[tuple[str, str], ...]

    @staticmethod
    def locate(archive: Package, base: str, target: str) -> str | None:
        """The member that a link in the member ``base`` leads to, in spite of spaces, case and escapes."""
        plain = target.partition("#")[0]
        if not plain or "://" in plain[:12]:
            return None
        for one in (resolve(base, plain), resolve(base, unquote(plain)), plain, unquote(plain)):
            if one in archive:
                return one
        wanted = resolve(base, unquote(plain)).casefold()
        folded, last = _folded(archive.names)
        if wanted in folded:
            return folded[wanted]
        same = last.get(wanted.rpartition("/")[2], ())
        return same[0] if len(same) == 1 else None

    def cover(self, archive: Package) -> bytes | None:
        """The cover's picture, if it is one that can be shown."""
        if self.cover_path is None:
            return None
        picture = archive.read(self.cover_path)
        return picture if picture.startswith(_SIGNATURES) else None


@lru_cache(maxsize=2)
def _folded(names: tuple[str, ...]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Names of members by their small letters, whole and without folders."""
    last: dict[str, list[str]] = {}
    for name in names:
        last.setdefault(name.casefold().rpartition("/")[2], []).append(name)
    return {name.casefold(): name for name in names}, last


def open_package(archive: Package, name: str) -> BookPackage:
    """Read an EPUB's package.

    Raises:
        StoryError: there is none, and no pages either.
    """
    path = _package_path(archive, name)
    if path is None:
        return _without_package(archive, name)
    root = parse_xhtml(decode_markup(archive.read(path), f"{name}: {path}"), f"{name}: {path}")
    items = _items(archive, root, path)
    spine, ncx = _spine(root, items)
    if not spine:
        spine = [
            item.path for item in items.values() if item.media_type in _PAGE_TYPES and "nav" not in item.properties
        ]
    if not spine:
        return _without_package(archive, name)
    metadata = next(elements(root, "metadata"), root)
    facts = _Metadata(metadata)
    return BookPackage(
        spine=tuple(dict.fromkeys(spine)),
        items=items,
        guide=_guide(archive, root, path),
        ncx=ncx or next((i.path for i in items.values() if i.media_type == "application/x-dtbncx+xml"), None),
        cover_path=_cover_path(root, items),
        title=facts.title,
        author=facts.author,
        language=facts.first("language"),
        metadata=facts.pairs(),
    )


def _package_path(archive: Package, name: str) -> str | None:
    if CONTAINER in archive:
        root = parse_html(decode_markup(archive.read(CONTAINER), name), name)
        for element in elements(root, "rootfile"):
            path = BookPackage.locate(archive, "", element.get("full-path") or "")
            if path is not None:
                return path
    return next((member for member in archive.names if member.lower().endswith(".opf")), None)


def _without_package(archive: Package, name: str) -> BookPackage:
    """A book that lost its package: its pages in the order of their names."""
    pages = sorted(member for member in archive.names if member.lower().endswith(_PAGES) and "META-INF" not in member)
    if not pages:
        raise StoryError(f"{name} is no EPUB book: there are no pages in it", hint=_HINT)
    return BookPackage(tuple(pages), {}, {}, None, None, None, None, None, ())


def _items(archive: Package, root: Element, path: str) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for element in elements(root, "item"):
        member = BookPackage.locate(archive, path, element.get("href") or "")
        if member is not None and element.get("id"):
            properties = frozenset((element.get("properties") or "").split())
            items[element.get("id") or ""] = Item(member, (element.get("media-type") or "").lower(), properties)
    return items


def _spine(root: Element, items: Mapping[str, Item]) -> tuple[list[str], str | None]:
    linear: list[str] = []
    beside: list[str] = []
    ncx = None
    for spine in elements(root, "spine"):
        toc = items.get(spine.get("toc") or "")
        ncx = toc.path if toc is not None else ncx
        for element in elements(spine, "itemref"):
            item = items.get(element.get("idref") or "")
            if item is None or not (item.media_type in _PAGE_TYPES or item.path.lower().endswith(_PAGES)):
                continue
            if element.get("linear") == "no":
                # The table of contents, notes in pop-ups; the navigation is for programs.
                beside += [] if "nav" in item.properties else [item.path]
            else:
                linear.append(item.path)
    return [*linear, *beside], ncx


def _guide(archive: Package, root: Element, path: str) -> dict[str, str]:
    guide: dict[str, str] = {}
    for element in elements(root, "reference"):
        member = BookPackage.locate(archive, path, element.get("href") or "")
        if member is not None:
            guide.setdefault(member, (element.get("type") or "").lower())
    return guide


def _cover_path(root: Element, items: Mapping[str, Item]) -> str | None:
    named = next((i.path for i in items.values() if "cover-image" in i.properties), None)
    if named is not None:
        return named
    for element in elements(root, "meta"):
        item = items.get(element.get("content") or "") if element.get("name") == "cover" else None
        if item is not None and item.media_type.startswith("image/"):
            return item.path
    pictures = ((key, item) for key, item in items.items() if item.media_type in {"image/jpeg", "image/png"})
    return next((item.path for key, item in pictures if "cover" in key.lower() or "cover" in item.path.lower()), None)


class _Metadata:
    """Dublin Core, with what EPUB 3 refines of it and calibre adds."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._refined: dict[tuple[str, str], str] = {}
        self._named: dict[str, str] = {}
        for element in elements(root, "meta"):
            refines, key = (element.get("refines") or "").lstrip("#"), element.get("property") or ""
            if refines and key:
                self._refined.setdefault((refines, key), words_of(element))
            elif element.get("name"):
                self._named.setdefault(element.get("name") or "", element.get("content") or "")
            elif key:
                self._named.setdefault(key, words_of(element))
                if key == "belongs-to-collection" and element.get("id"):
                    self._named.setdefault("collection id", element.get("id") or "")

    def all(self, name: str) -> Iterator[tuple[Element, str]]:
        """Elements of Dublin Core of this name that say something."""
        for element in elements(self._root, name, f"dc:{name}"):
            if (words := words_of(element)) and tag_of(element) != "meta":
                yield element, words[:_MOST_VALUE]

    def first(self, name: str) -> str | None:
        """The first of them."""
        return next((words for _, words in self.all(name)), None)

    @property
    def title(self) -> str | None:
        """The main title."""
        titles = list(self.all("title"))
        main = (
            words for element, words in titles if self._refined.get((element.get("id") or "", "title-type")) == "main"
        )
        return next(main, titles[0][1] if titles else None)

    @property
    def author(self) -> str | None:
        """Those who wrote it: creators that are not said to have another part in it."""
        names = []
        for element, words in self.all("creator"):
            role = attribute(element, "role") or self._refined.get((element.get("id") or "", "role")) or "aut"
            known = words.lower() not in {"unknown", "unknown author", "anonymous author"}
            if role.lower() in {"aut", "author", "cre"} and known and words not in names:
                names.append(words)
        if len(names) < 2:
            return names[0] if names else None
        return f"{', '.join(names[:-1])} & {names[-1]}"

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All else that is of use."""
        found: dict[str, str] = {}
        series = self._named.get("calibre:series") or self._named.get("belongs-to-collection")
        if series:
            found["series"] = series
        identifier = self._named.get("collection id", "")
        number = self._named.get("calibre:series_index") or self._refined.get((identifier, "group-position"))
        if series and number:
            found["series number"] = re.sub(r"\.0+$", "", number)
        if date := self.first("date"):
            found["date"] = date[:10] if not date.startswith("0101") else ""
        if description := self.first("description"):
            found["summary"] = _plain(description)
        for key in ("publisher", "rights"):
            if words := self.first(key):
                found[key] = words
        subjects = [words for _, words in self.all("subject")]
        rating = next((_RATINGS[one.lower()] for one in subjects if one.lower() in _RATINGS), None)
        if rating:
            found["rating"] = rating
        if subjects:
            found["subjects"] = ", ".join(subjects)[:_MOST_VALUE]
        return tuple((key, value) for key, value in found.items() if value)


def _plain(description: str) -> str:
    """A description's words: many are HTML within XML."""
    return words_of(parse_html(f"<div>{description}</div>", "the description")) if "<" in description else description
