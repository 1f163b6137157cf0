"""Rows of tables."""

from __future__ import annotations

from narrate.intake.markup.manuscript import Mark
from narrate.intake.markup.runs import Run, WordParagraph

BETWEEN_CELLS = "; "


class Row:
    """A row of several cells, each a line of its own: one block of the story.

    Cells that hold paragraphs are no such row: the table is there to place them on the page.
    """

    def __init__(self) -> None:
        self.paragraph = WordParagraph(Mark.TABLE_ROW)

    def end_cell(self) -> None:
        """The next cell begins."""
        self.paragraph.runs.append(Run(BETWEEN_CELLS))

    def finished(self) -> WordParagraph:
        """The row without what stands behind its last cell with words."""
        runs = self.paragraph.runs
        while runs and (runs[-1].words == BETWEEN_CELLS or not runs[-1].words.strip()):
            runs.pop()
        return self.paragraph
