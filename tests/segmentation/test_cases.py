"""A folder of cases: ``name.txt`` holds a story, ``name.utterances`` what it is divided into.

A line of the latter is ``kind|text``, with line breaks in the text as spaces, and ``+`` after the kind where a
quotation goes on from an earlier paragraph. A language before the last dot (``name.fr.txt``) is the story's.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narrate.model import Block, BlockKind, Chapter, Document, Source, Span, check_tiling
from narrate.segmentation import segment

CASES = Path(__file__).parent / "cases"
STORIES = sorted(CASES.glob("*.txt"))


def read(path: Path) -> Document:
    """The paragraphs of a case, which are parted by blank lines."""
    text = path.read_text(encoding="utf-8")
    blocks = [Block(BlockKind.PARAGRAPH, Span(*match.span())) for match in re.finditer(r"\S[^\n]*(?:\n[^\n]+)*", text)]
    language = path.suffixes[0].removeprefix(".") if len(path.suffixes) > 1 else "en"
    source = Source(path.name, "0" * 64, len(text))
    return Document(source, text, None, None, language, (), (Chapter(None, tuple(blocks)),))


def shown(document: Document) -> list[str]:
    made = segment(document)
    check_tiling(document.text, [utterance.span for utterance in made.utterances], made.omitted)
    return [
        f"{utterance.kind}{'+' * utterance.continues}|{' '.join(utterance.span.of(document.text).split(chr(10)))}"
        for utterance in made.utterances
    ]


def test_there_are_cases_and_none_has_lost_its_other_half() -> None:
    assert STORIES
    assert {path.stem for path in CASES.glob("*.utterances")} == {path.stem for path in STORIES}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_case(path: Path, golden) -> None:
    golden(path.with_suffix(".utterances"), "\n".join(shown(read(path))) + "\n")
