"""Golden cases: every ``cases/*.txt`` has beside it the outline that narrate finds in it, ``*.outline``.

To add a case, put a text into ``cases/`` and run this file with ``--update-golden``; then read the outline with care.
The texts are read as bytes: whatever encoding and line ends a case has are part of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.intake import read_story
from narrate.model import Document, Span

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
LONGEST = 64


def outline_of(document: Document) -> str:
    lines = [f"title: {document.title}", f"author: {document.author}", f"language: {document.language}"]
    lines += [f"{key} = {value}" for key, value in document.metadata]
    items = [(o.span, 1, f"  omitted {o.reason}: {shown(document, o.span)}") for o in document.omitted]
    for chapter in document.chapters:
        first = chapter.blocks[0].span
        items.append((first, 0, f"chapter: {chapter.title}"))
        items += [(b.span, 1, f"  {b.kind}: {shown(document, b.span)}") for b in chapter.blocks]
    items.sort(key=lambda item: item[:2])
    return "\n".join(lines + [line for _, _, line in items]) + "\n"


def shown(document: Document, span: Span) -> str:
    text = " ".join(span.of(document.text).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 20]} … {text[-16:]}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_outline_of_a_text_is_as_a_person_reads_it(case: Path, golden):
    golden(case.with_suffix(".outline"), outline_of(read_story(case)))
