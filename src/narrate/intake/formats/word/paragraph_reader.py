"""What the readers of Word documents and of OpenDocument texts share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque

from narrate.intake.decoding.xml import Element, walk
from narrate.intake.markup.manuscript import Mark
from narrate.intake.markup.runs import WordParagraph
from narrate.intake.markup.tables import Row


class ParagraphReader(ABC):
    """Walks a text, and after each paragraph what hangs on it: its notes and text boxes.

    For an element ``text-box`` it calls ``_begin_text_box``, which may return False to have it passed over, and then
    ``_end_text_box``, where there are such methods.
    """

    def __init__(self) -> None:
        self.paragraphs: list[WordParagraph] = []
        self._open: WordParagraph | None = None
        self._hanging: deque[tuple[Element, Mark]] = deque()
        self._inside = Mark.PARAGRAPH
        self._contents = 0
        self._links = 0
        self._page = False
        self._rows: list[Row | None] = []

    def start(self, element: Element, tag: str) -> bool:
        """Whether to go on into ``element``."""
        begin = getattr(self, f"_begin_{tag.replace('-', '_')}", None)
        return True if begin is None else begin(element) is not False

    @abstractmethod
    def text(self, words: str) -> None:
        """Take up words of an element."""

    def end(self, element: Element, tag: str) -> None:
        """Settle what ended."""
        finish = getattr(self, f"_end_{tag.replace('-', '_')}", None)
        if finish is not None:
            finish(element)

    def read_hanging(self) -> None:
        """The notes and text boxes that the paragraph has, and those that these have."""
        if self._inside is not Mark.PARAGRAPH:
            return
        while self._hanging:
            element, mark = self._hanging.popleft()
            self._inside = mark
            for block in element:
                walk(block, self)
            self._close()
            self._inside = Mark.PARAGRAPH

    @property
    def _row(self) -> Row | None:
        """The row that is one block, if we are in one; None in a table that only lays out the page."""
        return self._rows[-1] if self._rows else None

    def _close(self) -> None:
        """No paragraph is open any more."""
        self._open = None

    def _add_row(self, *, is_one_block: bool) -> None:
        self._rows.append(Row() if is_one_block and self._inside is Mark.PARAGRAPH else None)

    def _finish_cell(self, element: Element) -> None:
        del element
        self._close()
        if self._row is not None:
            self._row.end_cell()

    def _finish_row(self, element: Element) -> None:
        del element
        row = self._rows.pop() if self._rows else None
        if row is not None:
            self.paragraphs.append(row.finished())
        if not self._rows:
            self.read_hanging()
