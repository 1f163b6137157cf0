"""Reader of OpenDocument texts (ODT, and FODT, which is one XML file)."""

from __future__ import annotations

import re

from narrate.errors import StoryError
from narrate.intake.decoding.packages import Package
from narrate.intake.decoding.xml import Element, attribute, child, children, content, local, outermost, parse_xml, walk
from narrate.intake.formats.word.letters import Letters
from narrate.intake.formats.word.odt_styles import OdtStyles
from narrate.intake.formats.word.paragraph_reader import ParagraphReader
from narrate.intake.formats.word.style_names import is_subtitle, is_verbatim, mark_by_style
from narrate.intake.markup.manuscript import Manuscript, Mark
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.markup.runs import Run, WordParagraph, compose
from narrate.intake.outline import Outline

_MANIFEST = "META-INF/manifest.xml"
WHAT = "an OpenDocument text"
_LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "ruby-text", "page-number", "page-count", "sequence-decls", "variable-decls"}
    | {"user-field-decls", "forms", "hidden-text", "note-citation", "hidden-paragraph", "binary-data", "object"}
)
_CONTENTS = frozenset(
    {"table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index"}
)
_ABOUT = {"description": "summary", "subject": "subject", "keyword": "keywords", "creation-date": "date"}
_MOST_SPACES = 200
_SPACES = re.compile(r"[ \t\r\n]+")


def read_odt_story(data: bytes, name: str) -> Outline:
    """The outline of an OpenDocument text.

    Raises:
        StoryError: it is damaged, or something else.
    """
    return outline_manuscript(read_odt(data, name))


def read_odt(data: bytes, name: str) -> Manuscript:
    """The manuscript in an OpenDocument text, in a package or flat.

    Raises:
        StoryError: it is damaged, or something else.
    """
    if not data.startswith(b"PK"):
        flat = parse_xml(data, name)
        return _manuscript(name, flat, [flat], flat)
    package = Package(data, name, WHAT)
    if b"encryption-data" in (package.read(_MANIFEST) if _MANIFEST in package else b""):
        raise StoryError(
            f"{name} is protected by a password", hint="Save it without a password, and give narrate that."
        )
    roots = {part: package.xml(part) for part in ("styles.xml", "content.xml", "meta.xml") if part in package}
    if "content.xml" not in roots:
        raise StoryError(f"{name} is no OpenDocument text: it has no text in it", hint="Is it the right file?")
    styles = [roots[part] for part in ("styles.xml", "content.xml") if part in roots]
    return _manuscript(name, roots["content.xml"], styles, roots.get("meta.xml"))


def _manuscript(name: str, document: Element, styles: list[Element], meta: Element | None) -> Manuscript:
    text = child(document, "body", "text")
    if text is None:
        raise StoryError(f"{name} is no OpenDocument text: it holds no text", hint="Is it the right file?")
    reader = _Reader(OdtStyles(styles))
    walk(text, reader)
    reader.read_hanging()
    about: dict[str, str] = {}
    given = child(meta, "meta")
    for element in given if given is not None else ():
        words = content(element)
        if words:
            key = local(element)
            about[key] = f"{about[key]}, {words}" if key == "keyword" and key in about else words
    return compose(
        reader.paragraphs,
        title=about.get("title"),
        author=about.get("initial-creator") or about.get("creator"),
        language=about.get("language"),
        metadata=tuple(
            (_ABOUT[key], words[:10] if key == "creation-date" else words)
            for key, words in about.items()
            if key in _ABOUT
        ),
    )


class _Reader(ParagraphReader):
    def __init__(self, styles: OdtStyles) -> None:
        super().__init__()
        self._styles = styles
        self._lists: list[tuple[str, int]] = []
        self._labelled = True
        self._letters: list[Letters] = []

    def start(self, element: Element, tag: str) -> bool:
        """Whether to go on into ``element``."""
        if tag in _LEFT_OUT:
            return False
        if tag in _CONTENTS:
            self._contents += 1
            return True
        return super().start(element, tag)

    def text(self, words: str) -> None:
        """White space is collapsed as XML files are laid out: what counts is marked up."""
        if self._open is not None and self._letters:
            self._add(_SPACES.sub(" ", words))

    def end(self, element: Element, tag: str) -> None:
        """Settle what ended."""
        if tag in _CONTENTS:
            self._contents -= 1
        super().end(element, tag)

    # Paragraphs.

    def _begin_p(self, element: Element) -> None:
        self._open_paragraph(element, None)

    def _begin_h(self, element: Element) -> None:
        level = attribute(element, "outline-level") or "1"
        self._open_paragraph(element, int(level) if level in {*"123456789"} else 1)

    def _open_paragraph(self, element: Element, level: int | None) -> None:
        style = attribute(element, "style-name")
        letters = self._styles.letters("paragraph", style).over(self._styles.default)
        self._letters.append(letters)
        if self._row is not None:
            self._open = self._row.paragraph
            return
        page = self._page or self._styles.breaks_page(style, "before")
        self._page = self._styles.breaks_page(style, "after")
        self._open = self._paragraph(style, level, page=page)
        self.paragraphs.append(self._open)

    def _paragraph(self, style: str | None, level: int | None, *, page: bool) -> WordParagraph:
        names = tuple(self._styles.names(style))
        if style is not None and not names:
            names = (style,)
        mark, depth = mark_by_style(names, level or self._styles.outline_level(style))
        if level is not None:
            mark, depth = Mark.HEADING, level
        elif mark in {Mark.PARAGRAPH, Mark.LIST_ITEM} and self._lists:
            mark, depth = Mark.LIST_ITEM, len(self._lists)
        if self._contents:
            mark = Mark.CONTENTS
        elif self._inside is not Mark.PARAGRAPH:
            mark, depth = self._inside, 0
        paragraph = WordParagraph(mark, depth, page, is_subtitle(names), is_verbatim(names))
        if mark is Mark.LIST_ITEM and self._lists and not self._labelled:
            number = self._lists[-1][1]
            if number:
                paragraph.runs.append(Run(f"{number}. "))
            self._labelled = True
        return paragraph

    def _end_p(self, element: Element) -> None:
        self._letters.pop()
        paragraph, self._open = self._open, None
        if paragraph is None or self._row is not None:
            return
        if not paragraph.text.strip() and self._styles.is_ruled(attribute(element, "style-name")):
            paragraph.mark = Mark.SCENE_BREAK
        if not self._rows:
            self.read_hanging()

    _end_h = _end_p

    # Words.

    def _begin_span(self, element: Element) -> bool:
        said = self._styles.letters("text", attribute(element, "style-name"))
        letters = said.over(self._letters[-1] if self._letters else self._styles.default)
        if letters.hidden:
            return False
        self._letters.append(letters)
        return True

    def _end_span(self, element: Element) -> None:
        del element
        self._letters.pop()

    def _begin_a(self, element: Element) -> None:
        del element
        self._links += 1

    def _end_a(self, element: Element) -> None:
        del element
        self._links -= 1

    def _begin_s(self, element: Element) -> None:
        count = attribute(element, "c") or "1"
        self._add(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() and len(count) < 6 else 1))

    def _begin_tab(self, element: Element) -> None:
        del element
        self._add("\t")

    def _begin_line_break(self, element: Element) -> None:
        del element
        self._add("\n")

    def _begin_note(self, element: Element) -> bool:
        body = child(element, "note-body")
        if body is not None:
            self._hanging.append((body, Mark.FOOTNOTE))
        return False

    def _add(self, words: str) -> None:
        if self._open is None or not self._letters:
            return
        letters = self._letters[-1]
        strong = bool(letters.bold) or (bool(letters.underlined) and not self._links)
        self._open.runs.append(Run(words, bool(letters.italic), strong, letters.size or 0.0))

    # What holds paragraphs.

    def _begin_section(self, element: Element) -> bool:
        return not self._styles.hides(attribute(element, "style-name"))

    def _begin_list(self, element: Element) -> None:
        outer = self._lists[-1][0] if self._lists else ""
        self._lists.append((attribute(element, "style-name") or outer, 0))

    def _end_list(self, element: Element) -> None:
        del element
        self._lists.pop()

    def _begin_list_item(self, element: Element) -> None:
        if not self._lists:
            return
        style, number = self._lists[-1]
        start = attribute(element, "start-value") or ""
        if style and style not in self._styles.bulleted:
            self._lists[-1] = (style, int(start) if start.isdecimal() and len(start) < 6 else number + 1)
        self._labelled = False

    def _begin_table_row(self, element: Element) -> None:
        cells = list(children(element, "table-cell"))
        simple = len(cells) > 1 and all(len(cell) <= 1 and child(cell, "table") is None for cell in cells)
        self._add_row(is_one_block=simple)

    _end_table_cell = ParagraphReader._finish_cell  # noqa: SLF001 - it is this class, too
    _end_table_row = ParagraphReader._finish_row  # noqa: SLF001

    def _begin_frame(self, element: Element) -> bool:
        for box in outermost(element, "text-box"):
            self._hanging.append((box, self._inside))
        for name in ("desc", "title"):
            alt = content(child(element, name))
            if alt:
                self.paragraphs.append(WordParagraph(Mark.CAPTION, runs=[Run(alt)]))
                break
        return False

    def _begin_custom_shape(self, element: Element) -> bool:
        self._hanging.append((element, self._inside))
        return False
