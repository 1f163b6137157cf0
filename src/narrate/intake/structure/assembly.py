"""Paragraphs with their roles settled → chapters of blocks, and omissions."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.intake.structure.chapters import ChapterStart
from narrate.intake.structure.layout import Layout
from narrate.intake.structure.paragraphs import Paragraph, Role, is_real_prose
from narrate.intake.structure.scenes import is_scene_break
from narrate.model import Block, BlockKind, Chapter, Omission, Span

_KINDS = {
    Role.PROSE: BlockKind.PARAGRAPH,
    Role.VERSE: BlockKind.VERSE,
    Role.HEADING: BlockKind.HEADING,
    Role.TITLE_PAGE: BlockKind.FRONT_MATTER,
    Role.NOTE: BlockKind.NOTE,
    Role.LETTER: BlockKind.LETTER,
    Role.LIST_ITEM: BlockKind.LIST_ITEM,
    Role.CAPTION: BlockKind.CAPTION,
    Role.FOOTNOTE: BlockKind.FOOTNOTE,
    Role.SECTION: BlockKind.HEADING,
    Role.CLOSING: BlockKind.CLOSING,
}
REASONS = {
    Role.HEADER: "front matter",
    Role.REPEATED: "repeated",
    Role.CONTENTS: "table of contents",
    Role.REQUEST: "words to readers",
    Role.COPYRIGHT: "copyright notice",
    Role.PICTURE: "picture",
    Role.BOILERPLATE: "boilerplate",
}
"""Why a paragraph is left out, by its role."""
_UNTOLD = frozenset({BlockKind.HEADING, BlockKind.FRONT_MATTER, BlockKind.CLOSING})


def assemble(
    paragraphs: Sequence[Paragraph],
    invisible: Sequence[Span],
    starts: Sequence[ChapterStart],
    usual: int,
    layout: Layout,
) -> tuple[tuple[Chapter, ...], tuple[Omission, ...]]:
    """Divide ``paragraphs`` into chapters at ``starts``; at least one chapter comes back.

    Args:
        paragraphs: all of them, in order.
        invisible: spans of lines without a visible character.
        starts: where chapters begin, in order.
        usual: blank lines between paragraphs that mean nothing.
        layout: of the text.
    """
    titles: list[tuple[int, str | None]] = [(start.index, start.title) for start in starts]
    if not titles or is_real_prose(paragraphs[: titles[0][0]]):
        titles.insert(0, (0, None))
    else:
        titles[0] = (0, titles[0][1])
    omitted = [Omission(span, "whitespace") for span in invisible]
    chapters = []
    ends = [index for index, _ in titles[1:]] + [len(paragraphs)]
    for (start, title), end in zip(titles, ends, strict=True):
        builder = _ChapterBuilder(usual, layout)
        for paragraph in paragraphs[start:end]:
            builder.add(paragraph)
        blocks, left_out = builder.close()
        chapters.append(Chapter(title, blocks))
        omitted.extend(left_out)
    return tuple(chapters), tuple(sorted(omitted, key=lambda omission: omission.span))


class _ChapterBuilder:
    """Collects the blocks of a chapter; scene breaks stand only between what is told."""

    def __init__(self, usual: int, layout: Layout) -> None:
        self._usual = usual
        self._layout = layout
        self._blocks: list[Block] = []
        self._omitted: list[Omission] = []
        self._marks: list[Span] = []
        self._before: Paragraph | None = None

    def add(self, paragraph: Paragraph) -> None:
        if paragraph.role is Role.MARK:
            self._marks.append(paragraph.span)
        elif paragraph.role in REASONS:
            self._omitted.append(Omission(paragraph.span, REASONS[paragraph.role]))
            self._before = None
        elif paragraph.role is Role.SECTION:
            self._add_section(paragraph)
        else:
            self._add_block(Block(_KINDS[paragraph.role], self._announced(paragraph)), paragraph)
            self._before = paragraph

    def _announced(self, paragraph: Paragraph) -> Span:
        """The slice of a paragraph that is spoken; what is beside it is left out."""
        whole, part = paragraph.span, paragraph.announced
        if part is None or paragraph.role is not Role.TITLE_PAGE:
            return whole
        for beside in (Span(whole.start, part.start), Span(part.end, whole.end)):
            if len(beside):
                self._omitted.append(Omission(beside, "front matter"))
        return part

    def _add_section(self, paragraph: Paragraph) -> None:
        """A heading within a chapter, which begins a scene."""
        if self._blocks and self._blocks[-1].kind not in _UNTOLD:
            if self._marks:
                self._blocks.append(Block(BlockKind.SCENE_BREAK, self._marks.pop(0)))
            else:
                end = self._blocks[-1].span.end
                self._blocks.append(Block(BlockKind.SCENE_BREAK, Span(end, end)))
        self._leave_out_marks()
        self._blocks.append(Block(BlockKind.HEADING, paragraph.span))
        self._before = None

    def close(self) -> tuple[tuple[Block, ...], tuple[Omission, ...]]:
        self._leave_out_marks()
        return tuple(self._blocks), tuple(self._omitted)

    def _add_block(self, block: Block, paragraph: Paragraph) -> None:
        if block.kind not in _UNTOLD and self._blocks and self._blocks[-1].kind not in _UNTOLD:
            if self._marks:
                self._blocks.append(Block(BlockKind.SCENE_BREAK, self._marks.pop(0)))
            elif self._before is not None and is_scene_break(self._before, paragraph, self._usual, self._layout):
                end = self._blocks[-1].span.end
                self._blocks.append(Block(BlockKind.SCENE_BREAK, Span(end, end)))
        self._leave_out_marks()
        self._blocks.append(block)

    def _leave_out_marks(self) -> None:
        self._omitted.extend(Omission(span, "scene break") for span in self._marks)
        self._marks.clear()
