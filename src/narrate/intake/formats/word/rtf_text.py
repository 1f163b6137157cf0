"""The paragraphs that a Rich Text document is telling."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from narrate.intake.markup.manuscript import Mark
from narrate.intake.markup.runs import Run, WordParagraph
from narrate.intake.markup.tables import Row

_BULLETS = frozenset("•·◦▪–-o*❖\xb7")


@dataclass(frozen=True, slots=True)
class Format:
    """How letters look.

    Attributes:
        label: the program put them before an item of a list.
        link: they lead somewhere, and are underlined for that.
        size: in points.
    """

    italic: bool = False
    bold: bool = False
    underlined: bool = False
    hidden: bool = False
    deleted: bool = False
    label: bool = False
    link: bool = False
    size: float = 12.0

    def switched(self, name: str, *, on: bool) -> Format:
        """With one quality on or off."""
        change: dict[str, Any] = {name: on}
        return replace(self, **change)

    def sized(self, size: float) -> Format:
        """In another size."""
        return replace(self, size=size)


class TextFlow:
    """The text of the body, of a note, or of a text box.

    Args:
        inside: what all its paragraphs are.
    """

    def __init__(self, inside: Mark = Mark.PARAGRAPH) -> None:
        self.inside = inside
        self.list_depth = 0
        self._ruled = False
        self._after_section = False
        self._in_row = False
        self._mark = Mark.PARAGRAPH
        self._level = 0
        self._done: list[WordParagraph] = []
        self._hanging: list[WordParagraph] = []
        self._runs: list[Run] = []
        self._label = ""
        self._page = False
        self._cells: list[list[WordParagraph]] = []
        self._cell: list[WordParagraph] = []

    def say(self, words: str, form: Format) -> None:
        """Characters in one format; a line feed is a line break."""
        if form.hidden or form.deleted:
            return
        if form.label:
            self._label += words
            return
        words = words.replace("\x00", "")
        self._runs.append(Run(words, form.italic, form.bold or (form.underlined and not form.link), form.size))

    def hang(self, paragraphs: list[WordParagraph]) -> None:
        """These come after the paragraph that is being told."""
        self._hanging.extend(paragraphs)

    def reset_paragraph(self) -> None:
        """The paragraph has no qualities of its own."""
        self._mark, self._level, self.list_depth, self._ruled = Mark.PARAGRAPH, 0, 0, False

    def mark_paragraph(self, mark: Mark, level: int) -> None:
        """What the paragraph's style says it is."""
        if mark is not Mark.PARAGRAPH:
            self._mark, self._level = mark, level

    def rule(self) -> None:
        """A line is drawn under the paragraph."""
        self._ruled = True

    def continue_section(self) -> None:
        """The section begins on the page of the one before."""
        self._page = self._page and not self._after_section

    def end_section(self) -> None:
        """A section is told; the next begins a page, unless it says otherwise."""
        if self._runs:
            self.end_paragraph()
        self._after_section = not self._page
        self._page = True

    def caption(self, words: str) -> None:
        """What stands for a picture."""
        if words.strip():
            self._hanging.append(WordParagraph(Mark.CAPTION, runs=[Run(words.strip())]))

    def begin_row(self) -> None:
        """A row of a table begins."""
        self._in_row = True

    def new_page(self) -> None:
        """What follows stands on a page of its own."""
        if any(run.words.strip() for run in self._runs):
            self.end_paragraph()
        self._page = True

    def end_paragraph(self) -> None:
        """The paragraph is told."""
        mark, level = self._mark, self._level
        label = " ".join(self._label.split())
        if self.inside is not Mark.PARAGRAPH:
            mark, level = self.inside, 0
        elif mark is Mark.PARAGRAPH and (self.list_depth or label):
            mark, level = Mark.LIST_ITEM, self.list_depth or 1
        runs = _paired(self._runs)
        if label and label not in _BULLETS and runs:
            runs.insert(0, Run(label + " ", size=runs[0].size))
        if mark is Mark.PARAGRAPH and self._ruled and not any(run.words.strip() for run in runs):
            mark = Mark.SCENE_BREAK
        self._cell.append(WordParagraph(mark, level, page=self._page, runs=runs))
        self._page, self._label, self._runs = False, "", []
        if not self._cells and not self._in_row:
            self._leave_table()

    def end_cell(self) -> None:
        """A cell of a table is told."""
        self._in_row = True
        self.end_paragraph()
        self._cells.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        """A row of a table is told."""
        cells, self._cells, self._in_row = self._cells, [], False
        told = [[paragraph for paragraph in cell if paragraph.text.strip()] for cell in cells]
        if len(cells) > 1 and all(len(cell) <= 1 for cell in told) and self.inside is Mark.PARAGRAPH:
            row = Row()
            for cell in told:
                for paragraph in cell:
                    row.paragraph.runs.extend(paragraph.runs)
                row.end_cell()
            self._done.append(row.finished())
        else:
            self._done.extend(paragraph for cell in told for paragraph in cell)
        self._leave_table()

    def finished(self) -> list[WordParagraph]:
        """All paragraphs."""
        if self._cells:
            self.end_row()
        if self._runs:
            self.end_paragraph()
        self._leave_table()
        return self._done

    def _leave_table(self) -> None:
        self._done.extend(self._cell)
        self._done.extend(self._hanging)
        self._cell, self._hanging = [], []


def _paired(runs: list[Run]) -> list[Run]:
    """Runs without halves of characters: RTF writes those beyond U+FFFF as two."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before is not None and (before.italic, before.strong, before.size) == (run.italic, run.strong, run.size):
            joined[-1] = replace(before, words=before.words + run.words)
        else:
            joined.append(run)
    return [
        replace(run, words=run.words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
        for run in joined
    ]
