"""A page's tree → what a manuscript is built of."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrate.intake.decoding.xml import Element
from narrate.intake.formats.html.classes import (
    FORCED,
    UNSEEN,
    declared_mark,
    is_break,
    is_footnote_mark,
    is_page_number,
)
from narrate.intake.formats.html.styles import StyleSheet
from narrate.intake.formats.html.tree import elements, tag_of
from narrate.intake.markup.manuscript import ManuscriptBuilder, Mark
from narrate.intake.structure.marks import is_mark
from narrate.model import EmphasisKind

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p",
    "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_EMPHASES = {
    "i": EmphasisKind.EMPHASIS,
    "em": EmphasisKind.EMPHASIS,
    "cite": EmphasisKind.EMPHASIS,
    "dfn": EmphasisKind.EMPHASIS,
    "var": EmphasisKind.EMPHASIS,
    "b": EmphasisKind.STRONG,
    "strong": EmphasisKind.STRONG,
    "u": EmphasisKind.STRONG,
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MARKS = {
    "blockquote": Mark.QUOTE,
    "li": Mark.LIST_ITEM,
    "dt": Mark.LIST_ITEM,
    "dd": Mark.LIST_ITEM,
    "figcaption": Mark.CAPTION,
    "caption": Mark.CAPTION,
}
_WHOLE_CELLS = frozenset({"p", "div", "table", "h1", "h2", "h3", "h4", "blockquote", "ul", "ol", "hr"})
_UNBROKEN = frozenset({Mark.FOOTNOTE, Mark.CONTENTS, Mark.BOILERPLATE, Mark.HEADER, Mark.NOTE})
_WHOLE = frozenset({Mark.CONTENTS, Mark.BOILERPLATE, Mark.FOOTNOTE})
"""Marks that nothing within changes."""
_LONGEST_PRE = 3000
_MOST_CELL_BREAKS = 3
# Invisible: soft hyphens, zero-width spaces and joiners, byte-order marks within the text.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_NO_WORDS = re.compile(
    r"(?:image|cover|picture|photo|illustration|img)?[\s_-]?[\w-]{0,40}\.(?:jpe?g|png|gif|svg|webp)|"
    r"\s*(?:image|cover|cover image|picture|illustration|img|photo|\[image\])?\s*",
    re.IGNORECASE,
)
_DIVIDER = re.compile(
    r"\W{0,5}(?:(?:scene|section|page|text|line)[\s_-]?)?(?:break|divider|separator|ornament|flourish)\W{0,5}",
    re.IGNORECASE,
)


class PageTeller:
    """Tells a builder what stands on a page; to be walked with `narrate.intake.decoding.xml.walk`.

    Args:
        builder: is told.
        styles: of the page.
        entries: titles from the book's table of contents, by the id of the element that they begin at.
        ornaments: addresses of pictures that stand for scene breaks.
    """

    def __init__(
        self,
        builder: ManuscriptBuilder,
        styles: StyleSheet,
        entries: Mapping[str, str] | None = None,
        ornaments: frozenset[str] = frozenset(),
    ) -> None:
        self._builder = builder
        self._styles = styles
        self._entries = entries or {}
        self._ornaments = ornaments
        self._contexts: list[tuple[Mark, int, bool]] = [(Mark.PARAGRAPH, 0, False)]
        self._changes: list[tuple[bool, tuple[EmphasisKind, ...]]] = []
        self._emphases: list[EmphasisKind] = []
        self._verbatim = 0
        self._breaks = 0
        self._open = False
        self._empty = False
        self._cells: list[bool] = []
        self._in_cell = False
        self._fresh_cell = True

    def start(self, element: Element, tag: str) -> bool:
        """An element begins; False leaves out what it holds."""
        tag = tag.lower()
        style = self._styles.of(element)
        identifier = element.get("id") or (element.get("name") if tag == "a" else None)
        if identifier and identifier in self._entries:
            self._builder.entry(self._entries[identifier])
        if _is_unseen(element, tag) or style.hidden or self._is_drawn(element, tag):
            return False
        emphases = tuple(sorted(style.emphases)) if tag not in _HEADINGS else ()
        if tag in _EMPHASES:
            emphases = (*emphases, _EMPHASES[tag])
        context = self._context(element, tag)
        self._in_cell = (self._in_cell and tag != "tr") or tag in {"td", "th"}
        if tag in BLOCKS:
            self._begin(tag)
        if context is not None:
            self._contexts.append(context)
        self._changes.append((context is not None, emphases))
        self._emphases.extend(emphases)
        self._verbatim += tag == "pre"
        if tag == "table":
            self._cells.append(_is_data(element))
        return True

    def _is_drawn(self, element: Element, tag: str) -> bool:
        """Take line breaks and pictures, which hold no words."""
        if tag == "br":
            self._breaks += 1
        elif tag in {"img", "image"}:
            self._picture(element)
        return tag in {"br", "img", "image"}

    def text(self, words: str) -> None:
        """Characters of the page."""
        words = _INVISIBLE.sub("", words)
        if not words.strip(" \t\r\n\f"):
            if self._contexts[-1][0] is Mark.TABLE_ROW and not self._in_cell:
                return
            if words and self._open and not self._breaks:
                self._builder.words(words, verbatim=bool(self._verbatim))
            return
        self._space()
        self._empty = self._fresh_cell = False
        if not self._open:
            self._open_block()
        if self._verbatim:
            self._builder.words(words.replace("\r\n", "\n").replace("\t", "    "), *self._emphases, verbatim=True)
        else:
            self._builder.words(words, *self._emphases)

    def end(self, element: Element, tag: str) -> None:
        """An element ends."""
        tag = tag.lower()
        changed, emphases = self._changes.pop()
        self._verbatim -= tag == "pre"
        self._in_cell = self._in_cell and tag not in {"td", "th"}
        if emphases:
            del self._emphases[-len(emphases) :]
        if tag in BLOCKS:
            self._finish(element, tag)
        if changed:
            self._contexts.pop()
        if tag == "table":
            self._cells.pop()

    def _context(self, element: Element, tag: str) -> tuple[Mark, int, bool] | None:
        """What the blocks within an element are, their level, and whether nothing in them changes that."""
        forced = self._contexts[-1][2]
        named = element.get(FORCED)
        if named is not None:
            return (Mark[named], 0, True) if named in Mark.__members__ else (Mark.PARAGRAPH, 0, False)
        if forced:
            return None
        if (declared := declared_mark(element, tag)) is not None:
            return declared, 0, declared in _WHOLE
        if tag in _HEADINGS:
            return Mark.HEADING, _HEADINGS[tag], False
        if tag == "tr" and self._cells and self._cells[-1]:
            return Mark.TABLE_ROW, 0, True
        return self._usual_context(element, tag)

    def _usual_context(self, element: Element, tag: str) -> tuple[Mark, int, bool] | None:
        mark, level, _ = self._contexts[-1]
        own = _MARKS.get(tag)
        if (
            tag == "pre"
            and mark is Mark.PARAGRAPH
            and sum(len(str(piece)) for piece in element.itertext()) < _LONGEST_PRE
        ):
            own = Mark.QUOTE
        if own is None or mark is Mark.NOTE or (own is Mark.LIST_ITEM and mark is Mark.VERSE):
            return None
        return own, level + 1 if own is Mark.LIST_ITEM else 0, False

    def _begin(self, tag: str) -> None:
        if tag != "tr" and self._contexts[-1][0] is Mark.TABLE_ROW:
            # A row is one block, its cells divided by a mark, what they hold are lines of them.
            if self._open and tag in {"td", "th"}:
                self._builder.words("; ")
                self._fresh_cell = True
            elif self._open and not self._fresh_cell:
                self._breaks = max(self._breaks, 1)
            return
        self._close()
        if tag == "hr" and self._contexts[-1][0] not in _UNBROKEN:
            self._builder.begin(Mark.SCENE_BREAK)
            self._builder.end()
        self._empty = tag == "p"

    def _finish(self, element: Element, tag: str) -> None:
        if tag != "tr" and self._contexts[-1][0] is Mark.TABLE_ROW:
            return
        empty, was_open = self._empty, self._open
        self._close()
        if was_open:
            return
        if is_break(element) and not any(True for _ in elements(element, "img", "hr", "p")):
            self._builder.begin(Mark.SCENE_BREAK)
            self._builder.end()
        elif empty and self._contexts[-1][0] in {Mark.PARAGRAPH, Mark.QUOTE}:
            self._builder.begin()
            self._builder.end()
        self._empty = False

    def _space(self) -> None:
        """Line breaks that were met: one ends a line, two a paragraph, each further one is a blank line."""
        breaks, self._breaks = self._breaks, 0
        if not breaks:
            return
        mark = self._contexts[-1][0]
        if breaks == 1 or mark in {Mark.HEADING, Mark.TABLE_ROW}:
            if self._open:
                self._builder.line_break()
            return
        blanks = breaks - 2 if self._open else breaks - 1
        if self._open:
            self._builder.end()
            self._open = False
        for _ in range(min(blanks, 8)):
            self._builder.begin()
            self._builder.end()

    def _open_block(self) -> None:
        mark, level, _ = self._contexts[-1]
        self._builder.begin(mark, level=level)
        self._open = True

    def _close(self) -> None:
        if self._open:
            self._builder.end()
            self._open = False
            self._breaks = 0
        elif self._breaks:
            self._space()

    def _picture(self, element: Element) -> None:
        alt = " ".join(_INVISIBLE.sub("", element.get("alt") or "").split())
        if alt.isalpha() and len(alt) <= 2:
            # A letter drawn large at the beginning of a chapter is a part of its word.
            self.text(alt)
            return
        if (element.get("src") or "") in self._ornaments or is_mark(alt) or _DIVIDER.fullmatch(alt[:60]):
            if not self._open:
                self._empty = False
                self._builder.begin(Mark.SCENE_BREAK)
                self._builder.end()
            return
        if not alt or _NO_WORDS.fullmatch(alt[:200]):
            self._empty = False
            return
        if self._open:
            self.text(alt)
            return
        self._close()
        forced = self._contexts[-1][2]
        self._builder.begin(self._contexts[-1][0] if forced else Mark.CAPTION)
        self._builder.words(alt)
        self._builder.end()
        self._empty = False


def _is_unseen(element: Element, tag: str) -> bool:
    """Whether no reader sees an element, or it is a number or a sign that print needs and listeners do not."""
    if tag in UNSEEN or element.get("hidden") is not None or "footnotes-sep" in (element.get("class") or ""):
        return True
    return is_page_number(element, tag) or is_footnote_mark(element, tag)


def _is_data(table: Element) -> bool:
    """Whether a table is one of data, not one that a page is laid out by."""
    for element in table.iterdescendants():
        tag = tag_of(element)
        if tag in _WHOLE_CELLS and (tag != "p" or _is_long(element)):
            return False
        inner = [tag_of(one) for one in element] if tag in {"td", "th"} else []
        if inner.count("br") > _MOST_CELL_BREAKS or inner.count("p") > 1:
            return False
    return True


def _is_long(element: Element) -> bool:
    return sum(len(str(piece)) for piece in element.itertext()) > 200
