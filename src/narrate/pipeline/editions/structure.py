"""What the script does not say of the story and its readers see: what each block is, and what is set off in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narrate
from narrate.model import BlockKind, Document, Emphasis, EmphasisKind, Span
from narrate.pipeline.story.job import Job
from narrate.workspace import digest

RECORD = "structure.json"


@dataclass(frozen=True, slots=True)
class Structure:
    """The blocks of a story and what its markup sets off, both in the order of the text.

    ``Utterance.paragraph`` is an index into ``blocks``.
    """

    blocks: tuple[tuple[BlockKind, Span], ...]
    emphases: tuple[Emphasis, ...]

    @classmethod
    def of(cls, document: Document) -> Structure:
        """The structure of a document."""
        emphases = sorted(document.emphases, key=lambda emphasis: emphasis.span)
        return cls(tuple((block.kind, block.span) for block in document.blocks()), tuple(emphases))

    def emphases_in(self, span: Span) -> tuple[Emphasis, ...]:
        """What is set off within a span, cut to it. One that began more than `_LONGEST` before it is not seen."""
        first = bisect_left(self.emphases, span.start - _LONGEST, key=lambda one: one.span.start)
        last = bisect_left(self.emphases, span.end, key=lambda one: one.span.start)
        return tuple(
            Emphasis(one.kind, Span(max(one.span.start, span.start), min(one.span.end, span.end)))
            for one in self.emphases[first:last]
            if one.span.end > span.start
        )

    def broken_between(self, paragraph: int, later: int) -> bool:
        """Whether a scene break stands between two blocks."""
        return any(kind is BlockKind.SCENE_BREAK for kind, _ in self.blocks[paragraph + 1 : later])


_LONGEST = 10_000
"""Characters: markup that sets off more than that, a whole chapter say, is no emphasis."""


def structure_of(job: Job) -> Structure:
    """The structure of a job's story; remembered, since an unchanged story is not read again."""
    options = job.options
    key = digest([narrate.__version__, job.sha256, options.title, options.author, options.language])
    kept = job.workspace.read_json(RECORD)
    if kept.get("key") == key and (remembered := _remembered(kept)):
        return remembered
    found = Structure.of(job.read())
    job.workspace.write_json(
        RECORD,
        {
            "key": key,
            "blocks": [(kind.value, span.start, span.end) for kind, span in found.blocks],
            "emphases": [(one.kind.value, one.span.start, one.span.end) for one in found.emphases],
        },
    )
    return found


def _remembered(kept: Mapping[str, Any]) -> Structure | None:
    """What a record holds; None where it is damaged."""
    try:
        return Structure(
            tuple((BlockKind(kind), Span(start, end)) for kind, start, end in kept["blocks"]),
            tuple(Emphasis(EmphasisKind(kind), Span(start, end)) for kind, start, end in kept["emphases"]),
        )
    except (LookupError, TypeError, ValueError):
        return None
