"""Reader of FictionBooks (FB2 2.0 to 2.2, and .fb2.zip)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from narrate.errors import StoryError
from narrate.intake.decoding.packages import Package
from narrate.intake.decoding.xml import Element, attribute, child, children, content, local, parse_xml, walk
from narrate.intake.markup.manuscript import Manuscript, ManuscriptBuilder, Mark
from narrate.intake.markup.outlining import outline_manuscript
from narrate.intake.markup.tables import BETWEEN_CELLS
from narrate.intake.outline import Outline
from narrate.model import EmphasisKind

WHAT = "a FictionBook"
_NOTE_BODIES = frozenset({"notes", "footnotes", "comments", "footnote", "endnotes"})
_EMPHASES = {"emphasis": EmphasisKind.EMPHASIS, "strong": EmphasisKind.STRONG}
_APART = {"cite": Mark.QUOTE, "epigraph": Mark.QUOTE, "annotation": Mark.QUOTE, "poem": Mark.VERSE}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def read_fb2_story(data: bytes, name: str) -> Outline:
    """The outline of a FictionBook.

    Raises:
        StoryError: it is damaged, or something else.
    """
    return outline_manuscript(read_fb2(data, name))


def read_fb2(data: bytes, name: str) -> Manuscript:
    """The manuscript in a FictionBook, zipped or not.

    Raises:
        StoryError: it is damaged, or something else.
    """
    if data.startswith(b"PK"):
        package = Package(data, name, WHAT)
        inside = next((member for member in package.names if member.lower().endswith(".fb2")), None)
        if inside is None:
            raise StoryError(f"{name} holds no FictionBook", hint="Unpack it and give narrate the file inside.")
        data = package.read(inside)
    try:
        root = parse_xml(data, name)
    except StoryError:
        # Many were written by hand: an “&” that should be “&amp;” is no reason to read nothing.
        root = parse_xml(data, name, recover=True)
    if local(root) != "FictionBook":
        raise StoryError(f"{name} is no FictionBook: it begins with <{local(root)}>", hint="Is it the right file?")
    return _Reader(root).manuscript()


class _Reader:
    """Walks the bodies; a note comes after the paragraph that points to it."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._builder = ManuscriptBuilder()
        self._notes: dict[str, Element] = {}
        self._known_notes: frozenset[str] = frozenset()
        self._pending: list[Element] = []
        self._apart: list[Mark] = []
        self._emphases: list[EmphasisKind] = []
        self._depth = 0
        self._lines = 0
        self._title = False
        self._cell = 0

    def manuscript(self) -> Manuscript:
        """All of the book."""
        bodies = list(children(self._root, "body"))
        told = [body for body in bodies if (attribute(body, "name") or "").casefold() not in _NOTE_BODIES] or bodies
        for body in bodies:
            if body not in told:
                self._notes.update({name: note for note in body.iter("{*}section") if (name := attribute(note, "id"))})
        self._known_notes = frozenset(self._notes)
        for body in told:
            walk(body, self)
        for note in list(self._notes.values()):
            self._tell_note(note)
        about = child(self._root, "description", "title-info")
        return self._builder.manuscript(
            title=content(child(about, "book-title")) or None,
            author=_joined([_person(each) for each in children(about, "author")]) if about is not None else None,
            language=content(child(about, "lang")) or None,
            metadata=tuple(self._metadata(about)) if about is not None else (),
            cover=self._cover(about),
        )

    def start(self, element: Element, tag: str) -> bool:
        """Whether to go on into ``element``."""
        if tag in _EMPHASES:
            self._emphases.append(_EMPHASES[tag])
        elif tag in _APART:
            self._apart.append(_APART[tag])
        elif tag in {"p", "v", "subtitle", "text-author", "date"}:
            self._begin_block(element, tag)
        elif tag == "a" and (attribute(element, "href") or "").removeprefix("#") in self._known_notes:
            self._refer(element)
            return False
        else:
            return self._begin_structure(element, tag)
        return True

    def text(self, words: str) -> None:
        """Characters between two tags."""
        self._builder.words(words, *self._emphases)

    def end(self, element: Element, tag: str) -> None:
        """Settle what ended."""
        del element
        if tag in _EMPHASES:
            self._emphases.pop()
        elif tag in _APART:
            self._apart.pop()
        elif tag in {"p", "subtitle", "text-author", "date"} and not self._title:
            self._end_block()
        elif tag in {"title", "stanza", "tr"}:
            self._title = False
            self._end_block()
        elif tag == "section":
            self._builder.end()
            self._depth -= 1

    def _begin_block(self, element: Element, tag: str) -> None:
        if self._title or tag == "v":
            if self._lines:
                self._builder.line_break()
            self._lines += 1
            return
        mark = self._apart[-1] if self._apart else Mark.PARAGRAPH
        if tag == "subtitle" and not self._apart and any(map(str.isalnum, content(element))):
            self._builder.begin(Mark.HEADING, level=self._depth + 2)
        else:
            self._builder.begin(mark)

    def _end_block(self) -> None:
        self._builder.end()
        pending, self._pending = self._pending, []
        for note in pending:
            self._tell_note(note)

    def _begin_structure(self, element: Element, tag: str) -> bool:
        builder = self._builder
        if tag == "section":
            self._depth += 1
            if self._depth == 1:
                builder.page()
        elif tag == "title":
            self._title, self._lines = True, 0
            top = Mark.TITLE if self._depth == 0 else Mark.HEADING
            builder.begin(self._apart[-1] if self._apart else top, level=self._depth if top is Mark.HEADING else 0)
        elif tag == "stanza":
            self._lines = 0
            builder.begin(Mark.VERSE)
        elif tag == "empty-line" and not self._title:
            builder.begin()
            builder.end()
        elif tag == "tr":
            self._cell = 0
            builder.begin(Mark.TABLE_ROW)
        elif tag in {"td", "th"}:
            if self._cell:
                builder.words(BETWEEN_CELLS)
            self._cell += 1
        elif tag == "image":
            self._tell_picture(element)
        return tag != "binary"

    def _refer(self, element: Element) -> None:
        """A mark that leads to a note is left out where the note itself is told."""
        note = self._notes.pop((attribute(element, "href") or "").removeprefix("#"), None)
        if note is not None:
            self._pending.append(note)

    def _tell_note(self, note: Element) -> None:
        self._notes.pop(attribute(note, "id") or "", None)
        for block in note:
            if local(block) != "title" and content(block):
                self._builder.begin(Mark.FOOTNOTE)
                self._builder.words(content(block))
                self._builder.end()

    def _tell_picture(self, element: Element) -> None:
        alt = (attribute(element, "alt") or attribute(element, "title") or "").strip()
        if alt and not self._title:
            self._builder.begin(Mark.CAPTION)
            self._builder.words(alt)
            self._builder.end()

    def _metadata(self, about: Element) -> Iterator[tuple[str, str]]:
        sequence = child(about, "sequence")
        if sequence is not None and attribute(sequence, "name"):
            yield "series", attribute(sequence, "name") or ""
            if attribute(sequence, "number"):
                yield "series number", attribute(sequence, "number") or ""
        for key, path in (("date", "date"), ("summary", "annotation"), ("keywords", "keywords")):
            element = child(about, path)
            pieces = list(element) if element is not None and len(element) else [element]
            words = " ".join(filter(None, map(content, pieces)))
            if words:
                yield key, words
        genres = ", ".join(content(genre) for genre in children(about, "genre"))
        if genres:
            yield "genre", genres
        translators = _joined([_person(each) for each in children(about, "translator")])
        if translators:
            yield "translator", translators
        publisher = content(child(self._root, "description", "publish-info", "publisher"))
        if publisher:
            yield "publisher", publisher

    def _cover(self, about: Element | None) -> bytes | None:
        image = child(about, "coverpage", "image")
        wanted = (attribute(image, "href") or "").removeprefix("#") if image is not None else ""
        for binary in children(self._root, "binary"):
            if wanted and attribute(binary, "id") == wanted:
                try:
                    picture = base64.b64decode("".join((binary.text or "").split()), validate=False)
                except (binascii.Error, ValueError):
                    return None
                return picture if picture.startswith(_PICTURES) else None
        return None


def _person(element: Element) -> str:
    names = [content(child(element, name)) for name in ("first-name", "middle-name", "last-name")]
    return " ".join(name for name in names if name) or content(child(element, "nickname"))


def _joined(names: list[str]) -> str | None:
    names = [name for name in names if name]
    return " & ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]]) or None
