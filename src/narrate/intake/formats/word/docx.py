"""Reader of Word documents (DOCX; ECMA-376), by whatever program they were written.

What a reader of the document would see is the text: insertions are in it, deletions, comments and hidden text are
not. A text box and a note come after the paragraph that they hang on.
"""

from __future__ import annotations

import re

from narrate.errors import StoryError
from narrate.intake.decoding.packages import Package, resolve
from narrate.intake.decoding.xml import Element, attribute, child, children, content, local, outermost, walk
from narrate.intake.formats.word.docx_styles import Numbering, Styles, number, read_font, value
from narrate.intake.formats.word.letters import Letters
from narrate.intake.formats.word.paragraph_reader import ParagraphReader
from narrate.intake.formats.word.style_names import is_subtitle, is_verbatim, mark_by_style
from narrate.intake.markup.manuscript import Manuscript, Mark
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.markup.runs import Run, WordParagraph, compose
from narrate.intake.outline import Outline

WHAT = "a Word document"
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "rubyPr", "footnoteRef", "endnoteRef"}
    | {"annotationRef", "sdtPr", "sdtEndPr", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"}
)
_PICTURES = frozenset({"drawing", "pict", "object"})
_GENERATED = re.compile(
    r"\s{0,9}(?:AI-generated content may be incorrect|Description automatically generated.{0,80})\.?"
)
# Wingdings and their like: what people put in stories; anything else there is an ornament.
_SYMBOLS = {"4a": "☺", "4b": "😐", "4c": "☹", "df": "←", "e0": "→", "f3": "⇔", "fc": "✓", "fb": "✗"}
_ORNAMENT = "❖"
_PROPERTIES = {"description": "summary", "subject": "subject", "keywords": "keywords", "created": "date"}
_LONGEST_ALT = 1000


def read_docx(data: bytes, name: str) -> Manuscript:
    """The manuscript in a Word document.

    Raises:
        StoryError: it is damaged, or something else.
    """
    package = Package(data, name, WHAT)
    main = _target(package, "_rels/.rels", "", "officeDocument") or "word/document.xml"
    if main not in package:
        raise StoryError(f"{name} is no Word document: it has no text in it", hint="Is it the right file?")
    folder, _, file = main.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels".lstrip("/")

    def part(kind: str) -> Element | None:
        target = _target(package, rels, main, kind)
        return package.xml(target) if target else None

    notes = {"footnoteReference": _notes(part("footnotes")), "endnoteReference": _notes(part("endnotes"))}
    reader = _Reader(Styles(part("styles")), Numbering(part("numbering")), notes)
    reader.read(package.xml(main))
    core = _target(package, "_rels/.rels", "", "core-properties")
    about = _properties(package.xml(core)) if core else {}
    return compose(
        reader.paragraphs,
        title=about.pop("title", None),
        author=about.pop("creator", None),
        language=about.pop("language", None),
        metadata=tuple((_PROPERTIES[key], text) for key, text in about.items() if key in _PROPERTIES),
    )


def read_docx_story(data: bytes, name: str) -> Outline:
    """The outline of a Word document.

    Raises:
        StoryError: it is damaged, or something else.
    """
    return outline_manuscript(read_docx(data, name))


def _target(package: Package, rels: str, base: str, kind: str) -> str | None:
    """The member that the first relationship of that kind leads to."""
    if rels not in package:
        return None
    for relationship in children(package.xml(rels), "Relationship"):
        if (relationship.get("Type") or "").endswith("/" + kind) and relationship.get("TargetMode") != "External":
            target = resolve(base, relationship.get("Target") or "")
            return target if target in package else None
    return None


def _properties(core: Element) -> dict[str, str]:
    found = {local(element): text for element in core if (text := content(element))}
    if "created" in found:
        found["created"] = found["created"][:10]
    return found


def _notes(root: Element | None) -> dict[str, Element]:
    if root is None:
        return {}
    ordinary = (note for note in children(root, "footnote", "endnote") if attribute(note, "type") in {None, "normal"})
    return {attribute(note, "id") or "": note for note in ordinary}


class _Reader(ParagraphReader):
    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[str, dict[str, Element]]) -> None:
        super().__init__()
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._sections: list[str | None] = []
        self._joined = False
        self._paragraph_font = Letters()
        self._font = Letters()
        self._reading = False

    def read(self, root: Element) -> None:
        """All of a document."""
        self._sections = [value(child(section, "type")) for section in root.iter("{*}sectPr")]
        walk(root, self)
        self.read_hanging()

    def start(self, element: Element, tag: str) -> bool:
        """Whether to go on into ``element``."""
        if tag in _LEFT_OUT or (tag == "Fallback" and child(element.getparent(), "Choice") is not None):
            return False
        if tag in _PICTURES:
            self._picture(element)
            return False
        return super().start(element, tag)

    def text(self, words: str) -> None:
        """Only what stands in ``w:t`` are words; all else is the layout of the file."""
        if self._reading:
            self._add(words.replace("\n", " "))

    # Paragraphs.

    def _begin_p(self, element: Element) -> None:
        if self._joined and self._open is not None:
            self._joined = False
            return
        row = self._row
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle"))
        self._paragraph_font = self._styles.font(style, paragraph=True)
        if row is not None:
            self._open = row.paragraph
            return
        self._open = self._paragraph(properties, style)
        self.paragraphs.append(self._open)

    def _paragraph(self, properties: Element | None, style: str | None) -> WordParagraph:
        names = tuple(self._styles.names(style))
        mark, level = mark_by_style(names, self._outline_level(properties, style))
        label = ""
        numbered = child(properties, "numPr")
        if numbered is None:
            numbered = self._styles.paragraph_property(style, "numPr")
        list_id = value(child(numbered, "numId")) or "0"
        if numbered is not None and list_id != "0":
            depth = number(value(child(numbered, "ilvl")))
            label = self._numbering.label(list_id, depth)
            if mark is Mark.PARAGRAPH:
                mark, level = Mark.LIST_ITEM, depth + 1
        if self._contents:
            mark = Mark.CONTENTS
        elif self._inside is not Mark.PARAGRAPH:
            mark, level = self._inside, 0
        page = self._page or _is_set(properties, "pageBreakBefore")
        self._page = False
        paragraph = WordParagraph(mark, level, page, is_subtitle(names), is_verbatim(names))
        if label:
            paragraph.runs.append(Run(label + " "))
        return paragraph

    def _outline_level(self, properties: Element | None, style: str | None) -> int | None:
        found = child(properties, "outlineLvl")
        if found is None:
            found = self._styles.paragraph_property(style, "outlineLvl")
        level = value(found) or ""
        return int(level) + 1 if level in {*"012345678"} else None

    def _end_p(self, element: Element) -> None:
        properties = child(element, "pPr")
        frame = child(properties, "framePr")
        deleted = child(properties, "rPr", "del") is not None
        if self._open is not None and (deleted or (frame is not None and attribute(frame, "dropCap") is not None)):
            # A paragraph mark that was deleted, or a drop cap: the paragraph goes on in the next.
            self._joined = True
        elif self._open is not None:
            self._finish_paragraph(properties)
        if child(properties, "sectPr") is not None and self._sections:
            self._sections.pop(0)
            self._page = self._page or (self._sections[:1] != ["continuous"] and not self._rows)

    def _finish_paragraph(self, properties: Element | None) -> None:
        paragraph, self._open = self._open, None
        if paragraph is None or self._row is not None:
            return
        if not paragraph.text.strip() and child(properties, "pBdr", "bottom") is not None:
            paragraph.mark = Mark.SCENE_BREAK
        if not self._rows:
            self.read_hanging()

    def _close(self) -> None:
        super()._close()
        self._joined = False

    # Words.

    def _begin_r(self, element: Element) -> bool:
        properties = child(element, "rPr")
        direct = read_font(properties)
        style = value(child(properties, "rStyle"))
        named = self._styles.font(style)
        base = self._paragraph_font.over(self._styles.defaults)
        font = direct.over(named.over(base))
        underlined = bool(direct.underlined) and not self._links
        self._font = Letters(
            italic=_toggled(direct.italic, base.italic, named.italic),
            bold=_toggled(direct.bold, base.bold, named.bold) or underlined,
            size=font.size,
        )
        return not font.hidden

    def _begin_t(self, element: Element) -> None:
        del element
        self._reading = True

    def _end_t(self, element: Element) -> None:
        del element
        self._reading = False

    def _begin_br(self, element: Element) -> None:
        if attribute(element, "type") == "page":
            self._new_page()
        elif attribute(element, "type") != "column":
            self._add("\n")

    def _begin_cr(self, element: Element) -> None:
        del element
        self._add("\n")

    def _begin_tab(self, element: Element) -> None:
        del element
        self._add("\t")

    def _begin_noBreakHyphen(self, element: Element) -> None:  # noqa: N802 - the element's name
        del element
        self._add("-")

    def _begin_sym(self, element: Element) -> None:
        code = (attribute(element, "char") or "").lower()[-2:]
        self._add(_SYMBOLS.get(code, _ORNAMENT))

    def _begin_hyperlink(self, element: Element) -> None:
        del element
        self._links += 1

    def _end_hyperlink(self, element: Element) -> None:
        del element
        self._links -= 1

    def _begin_footnoteReference(self, element: Element) -> None:  # noqa: N802 - the element's name
        note = self._notes[local(element)].pop(attribute(element, "id") or "", None)
        if note is not None:
            self._hanging.append((note, Mark.FOOTNOTE))

    _begin_endnoteReference = _begin_footnoteReference  # noqa: N815 - the element's name

    def _add(self, words: str) -> None:
        if self._open is None:
            self._open = WordParagraph(self._inside, page=self._page)
            self._page = False
            self.paragraphs.append(self._open)
        font = self._font
        self._open.runs.append(Run(words, bool(font.italic), bool(font.bold), font.size or 0.0))

    def _new_page(self) -> None:
        before = self._open
        if before is None or self._rows:
            self._page = True
        elif not before.text.strip():
            before.page = True
        else:
            self._open = WordParagraph(before.mark, before.level, page=True)
            self.paragraphs.append(self._open)

    # What holds paragraphs.

    def _begin_sdt(self, element: Element) -> bool:
        properties = child(element, "sdtPr")
        if properties is not None and child(properties, "showingPlcHdr") is not None:
            return False
        self._contents += _is_contents(properties)
        return True

    def _end_sdt(self, element: Element) -> None:
        self._contents -= _is_contents(child(element, "sdtPr"))

    def _begin_tr(self, element: Element) -> None:
        cells = list(children(element, "tc"))
        simple = len(cells) > 1 and all(sum(1 for _ in children(cell, "p", "tbl", "sdt")) == 1 for cell in cells)
        simple = simple and not any(child(cell, "tbl") is not None for cell in cells)
        self._add_row(is_one_block=simple)

    _end_tc = ParagraphReader._finish_cell  # noqa: SLF001 - it is this class, too
    _end_tr = ParagraphReader._finish_row  # noqa: SLF001

    def _picture(self, element: Element) -> None:
        for box in outermost(element, "txbxContent", leaving=frozenset({"Fallback"})):
            self._hanging.append((box, self._inside))
        for shape in element.iter("{*}docPr", "{*}shape", "{*}rect", "{*}textpath"):
            if attribute(shape, "hr") in {"t", "true", "1"} and self._open is not None and not self._rows:
                self._open.mark = Mark.SCENE_BREAK
                return
            alt = attribute(shape, "descr") or attribute(shape, "alt") or attribute(shape, "string") or ""
            alt = _GENERATED.sub("", alt[:_LONGEST_ALT]).strip()
            if alt:
                self.paragraphs.append(WordParagraph(Mark.CAPTION, runs=[Run(alt)]))
                return


def _is_set(properties: Element | None, name: str) -> bool:
    found = child(properties, name)
    return found is not None and (value(found) or "1") not in {"0", "false", "off"}


def _is_contents(properties: Element | None) -> bool:
    gallery = value(child(properties, "docPartObj", "docPartGallery")) or ""
    return gallery.startswith("Table of")


def _toggled(direct: bool | None, paragraph: bool | None, named: bool | None) -> bool:
    """Italics in italics are upright (17.7.3)."""
    return bool(paragraph) != bool(named) if direct is None else direct
