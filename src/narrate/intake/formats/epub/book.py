"""Reader of EPUB books, versions 2 and 3, as converters and shops really make them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrate.errors import StoryError
from narrate.intake.decoding.packages import Package
from narrate.intake.decoding.xml import Element, attribute, walk
from narrate.intake.formats.epub.contents import Entry, read_entries
from narrate.intake.formats.epub.package import BookPackage, open_package
from narrate.intake.formats.epub.rights import refuse_locked
from narrate.intake.formats.html.classes import FORCED
from narrate.intake.formats.html.page import repeated_pictures, sheet_of
from narrate.intake.formats.html.sites import Facts, force, read_ao3, read_fanficfare
from narrate.intake.formats.html.styles import StyleSheet
from narrate.intake.formats.html.text import PageTeller
from narrate.intake.formats.html.tree import decode_markup, elements, parse_xhtml, tag_of, words_of
from narrate.intake.markup.divisions import same_words
from narrate.intake.markup.manuscript import Manuscript, ManuscriptBuilder, Mark, MarkedBlock
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.outline import Outline

_LINKED_SHARE = 0.6
_FEWEST_LINKS = 3
_TITLE_PAGE = re.compile(r"(?:half-?)?title-?page|title_page", re.IGNORECASE)
_LEGAL = re.compile(
    r"copyright (?:©|\(c\)|\d{4}|page)|©\s?\d{4}|all rights reserved|\bISBN\b|public domain|creative commons",
    re.IGNORECASE,
)
_MOST_LEGAL = 6000
_GUIDE = {"toc": Mark.CONTENTS, "copyright-page": Mark.BOILERPLATE, "title-page": Mark.TITLE, "cover": Mark.TITLE}


@dataclass(frozen=True, slots=True)
class _Page:
    path: str
    root: Element


def read_epub_story(data: bytes, name: str) -> Outline:
    """The outline of an EPUB book.

    Raises:
        StoryError: it is damaged beyond reading, locked by copy protection, or made to break programs that read it.
    """
    return outline_manuscript(read_epub(data, name))


def read_epub(data: bytes, name: str) -> Manuscript:
    """What the pages of an EPUB book say, in the order they are read.

    Raises:
        StoryError: as `read_epub_story`.
    """
    archive = Package(data, name, "an EPUB book")
    book = open_package(archive, name)
    refuse_locked(archive, book, name)
    pages = [_Page(path, parse_xhtml(decode_markup(archive.read(path), f"{name}: {path}"), f"{name}: {path}"))
             for path in book.spine]  # fmt: skip
    facts = [fact for page in pages if (fact := read_ao3(page.root) or read_fanficfare(page.root)) is not None]
    for page in pages:
        _mark_page(page, book)
    manuscript = _tell(archive, book, pages, read_entries(archive, book))
    manuscript = _with_facts(manuscript, facts)
    if not manuscript.text.strip():
        raise StoryError(f"{name} holds no words: its pages are pictures, or empty", hint="Is it a comic or a scan?")
    return _with_title_page(manuscript)


def _tell(archive: Package, book: BookPackage, pages: Sequence[_Page], entries: Sequence[Entry]) -> Manuscript:
    builder = ManuscriptBuilder()
    ornaments = repeated_pictures([page.root for page in pages])
    sheets: dict[str, str] = {}
    by_page: dict[str, dict[str, str]] = {}
    for entry in entries:
        by_page.setdefault(entry.path, {}).setdefault(entry.fragment, entry.title)
    for page in pages:
        builder.part(page.path)
        named = by_page.get(page.path, {})
        ids = {element.get("id") or element.get("name") for element in elements(page.root)} if len(named) else set()
        lost = next((title for fragment, title in named.items() if not fragment or fragment not in ids), None)
        if lost is not None:
            builder.entry(lost)
        walk(page.root, PageTeller(builder, _styles(archive, page, sheets), named, ornaments))
    return builder.manuscript(
        title=book.title,
        author=book.author,
        language=book.language,
        metadata=book.metadata,
        cover=book.cover(archive),
    )


def _styles(archive: Package, page: _Page, sheets: dict[str, str]) -> StyleSheet:
    sheet = sheet_of(page.root)
    for link in elements(page.root, "link"):
        if "stylesheet" not in (link.get("rel") or "stylesheet").lower():
            continue
        path = BookPackage.locate(archive, page.path, link.get("href") or "")
        if path is None or not path.lower().endswith(".css"):
            continue
        if path not in sheets:
            sheets[path] = archive.read(path).decode("utf-8", errors="replace")
        sheet.add(sheets[path])
    return sheet


def _mark_page(page: _Page, book: BookPackage) -> None:
    """What a page is as a whole: contents, a title page, the legal page."""
    body = next(elements(page.root, "body"), page.root)
    if any(element.get(FORCED) for element in elements(body)):
        return
    words = words_of(body)
    kind = _GUIDE.get(book.guide.get(page.path, ""))
    stem = page.path.rpartition("/")[2].rpartition(".")[0]
    if kind is Mark.TITLE and len(words) > 600:
        kind = None
    if kind is None and len(words) < 600 and (_TITLE_PAGE.search(stem) or _TITLE_PAGE.search(body.get("class") or "")):
        kind = Mark.TITLE
    if kind is None and len(words) < _MOST_LEGAL and len(_LEGAL.findall(words)) >= 2 and "copyright" in words.lower():
        kind = Mark.BOILERPLATE
    if kind is None and _is_contents(body, words):
        kind = Mark.CONTENTS
    if kind is Mark.TITLE:
        for element in elements(body):
            if attribute(element, "type") or element.get(FORCED):
                return
    if kind is not None:
        force(body, kind)


def _is_contents(body: Element, words: str) -> bool:
    """Whether nearly all words of a page lead to other places of the book."""
    linked = count = 0
    for element in elements(body, "a"):
        target = element.get("href") or ""
        inside = target and "://" not in target and not target.startswith("mailto:")
        text = words_of(element) if inside and tag_of(element) == "a" else ""
        if len(text) > 1:
            linked += len(text)
            count += 1
    return count >= _FEWEST_LINKS and linked >= _LINKED_SHARE * len(words)


def _with_facts(manuscript: Manuscript, facts: Sequence[Facts]) -> Manuscript:
    """What the pages say of the story beside what the package says."""
    metadata = dict(manuscript.metadata)
    title, author, language = manuscript.title, manuscript.author, manuscript.language
    for fact in facts:
        if title and fact.title and title.startswith(f"{fact.title} - "):
            # The name of the page, which a converter took for that of the book.
            title = fact.title
        title, author, language = title or fact.title, author or fact.author, language or fact.language
        for key, value in fact.metadata:
            metadata.setdefault(key, value)
    metadata.pop("chapter", None)
    return replace(manuscript, title=title, author=author, language=language, metadata=tuple(metadata.items()))


def _with_title_page(manuscript: Manuscript) -> Manuscript:
    """Title and author are announced once; the publisher's name and the like on a title page are not."""
    blocks: list[MarkedBlock] = []
    titled = named = False
    for block in manuscript.blocks:
        if block.mark is Mark.TITLE:
            words = block.span.of(manuscript.text)
            if not titled and (manuscript.title is None or _matches(words, manuscript.title)):
                titled = True
            elif not named and manuscript.author and _matches(words, manuscript.author):
                named = True
                block = replace(block, mark=Mark.BY_LINE)  # noqa: PLW2901
            else:
                block = replace(block, mark=Mark.HEADER)  # noqa: PLW2901
        blocks.append(block)
    return replace(manuscript, blocks=tuple(blocks))


def _matches(words: str, known: str) -> bool:
    plain, name = words.casefold(), known.casefold()
    return (
        same_words(words, known)
        or (name in plain and len(plain) <= 2 * len(name) + 20)
        or (plain.strip() in name and len(plain.strip()) > 3)
    )
