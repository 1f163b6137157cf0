"""A script taken apart again, into what it was built from: the story as its attributor read it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from narrate.model import (
    Block,
    BlockKind,
    Chapter,
    Document,
    Line,
    Omission,
    Script,
    ScriptChapter,
    Segmentation,
    Span,
    Utterance,
    UtteranceKind,
)
from narrate.scripting.division import joined_chapters

_KINDS = {
    UtteranceKind.HEADING: BlockKind.HEADING,
    UtteranceKind.NOTE: BlockKind.NOTE,
    UtteranceKind.FRONT_MATTER: BlockKind.FRONT_MATTER,
    UtteranceKind.VERSE: BlockKind.VERSE,
    UtteranceKind.LETTER: BlockKind.LETTER,
}


def take_apart(script: Script) -> tuple[Document, Segmentation]:
    """The story that a script tells, without reading its file again: its text, paragraphs and utterances.

    Parts of a divided chapter are one chapter. Spans, kinds and scenes are those of ``script``; paragraphs are numbered
    anew. What only the file tells is not there: emphases, the cover, and what kind of paragraph somebody's speech
    stands in.
    """
    breaks = [omission.span for omission in script.omitted if omission.reason == "scene break"]
    chapters: list[Chapter] = []
    utterances: list[Utterance] = []
    paragraph = 0
    for number, chapter in enumerate(joined_chapters(script.chapters)):
        blocks: list[Block] = []
        first = len(utterances)
        for block, lines in _blocks(chapter, breaks):
            blocks.append(block)
            for said in (line.utterance for line in lines):
                name = f"c{number + 1}u{len(utterances) - first + 1}"
                utterances.append(Utterance(name, said.kind, said.span, number, said.scene, paragraph, said.continues))
            paragraph += 1
        chapters.append(Chapter(chapter.title, tuple(blocks)))
    document = Document(
        source=script.source,
        text=script.text,
        title=script.title,
        author=script.author,
        language=script.language,
        metadata=script.metadata,
        chapters=tuple(chapters),
        omitted=tuple(_beside(script.omitted, [block.span for chapter in chapters for block in chapter.blocks])),
        parts=script.parts,
    )
    return document, Segmentation(tuple(utterances), script.omitted)


def _blocks(chapter: ScriptChapter, breaks: Sequence[Span]) -> Iterator[tuple[Block, Sequence[Line]]]:
    """The paragraphs of a chapter with their lines, and its scene breaks with none."""
    before: Line | None = None
    for _, group in groupby(chapter.lines, key=lambda line: line.utterance.paragraph):
        lines = list(group)
        start, end = lines[0].utterance.span.start, lines[-1].utterance.span.end
        if before is not None and before.utterance.scene != lines[0].utterance.scene:
            yield Block(BlockKind.SCENE_BREAK, _break(breaks, before.utterance.span.end, start)), ()
        kinds = (_KINDS.get(line.utterance.kind) for line in lines)
        yield Block(next((kind for kind in kinds if kind), BlockKind.PARAGRAPH), Span(start, end)), lines
        before = lines[-1]


def _break(breaks: Sequence[Span], start: int, end: int) -> Span:
    """The first scene break from ``start`` to ``end``; an empty span at the end where it is made of blank lines."""
    at = bisect_left(breaks, start, key=lambda span: span.start)
    return breaks[at] if at < len(breaks) and breaks[at].end <= end else Span(end, end)


def _beside(omitted: Sequence[Omission], blocks: Sequence[Span]) -> Iterator[Omission]:
    """What is left out beside the blocks, white space apart."""
    for omission in omitted:
        at = bisect_right(blocks, omission.span.start, key=lambda span: span.start) - 1
        if omission.reason != "whitespace" and (at < 0 or blocks[at].end <= omission.span.start):
            yield omission
