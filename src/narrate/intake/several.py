"""Several files → one book: the outlines put one behind the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from narrate.intake.outline import Outline
from narrate.model import Block, BlockKind, Chapter, Emphasis, Omission, SourcePart, Span

_BETWEEN = "\n\n"
_MOST_AUTHORS = 3
"""That are named as those of one book; more are no by-line."""

_EXPLICIT = ("explicit", "yes")
_NUMBERED = re.compile(r"\s*\d{1,4}\s*(?:[-–—._)]\s*)+(?=\S)")
_GLUED = re.compile(r"(?<=[a-z])(?=\d)")
_GENERIC = re.compile(r"(?:ch|chap|chapter|part|section|pt)\s*(\d{1,4})", re.IGNORECASE)


def join_outlines(files: Sequence[tuple[str, Outline]]) -> Outline:
    """One outline of several files.

    The title is that which all files give, or that of a title page in the first; others are titles of chapters, or of
    stories with chapters. All else that is told of the book is the first file's; but where several stories tell of
    themselves, it is what holds for all. A title page that a later file repeats is left out.

    Args:
        files: their paths as a person wrote them, and their outlines; at least one.
    """
    outlines = [outline for _, outline in files]
    title = _common_title(outlines)
    author, metadata = _told_of_all(outlines)
    texts: list[str] = []
    chapters: list[Chapter] = []
    omitted: list[Omission] = []
    emphases: list[Emphasis] = []
    parts: list[SourcePart] = []
    start = 0
    for number, (path, outline) in enumerate(files):
        own, left_out = _chapters(path, outline, title, repeated=number > 0)
        chapters.extend(Chapter(one.title, tuple(_moved(one.blocks, start))) for one in own)
        omitted.extend(replace(one, span=_shifted(one.span, start)) for one in left_out)
        emphases.extend(replace(one, span=_shifted(one.span, start)) for one in outline.emphases)
        parts.extend(SourcePart(f"{path}/{part.path}", start + part.start) for part in outline.parts)
        if not outline.parts:
            parts.append(SourcePart(path, start))
        texts.append(outline.text)
        start += len(outline.text)
        if number + 1 < len(files):
            omitted.append(Omission(Span(start, start + len(_BETWEEN)), "whitespace"))
            start += len(_BETWEEN)
    first = files[0][1]
    return Outline(
        text=_BETWEEN.join(texts),
        title=title,
        author=author,
        language=first.language,
        metadata=metadata,
        chapters=tuple(chapters),
        omitted=tuple(omitted),
        emphases=tuple(emphases),
        parts=tuple(parts),
        cover=next((outline.cover for _, outline in files if outline.cover), None),
    )


def chapter_title(path: str) -> str | None:
    """What a file's name says of its chapter: “01 - The Bridge.txt” is “The Bridge”, “ch03.txt” is “Chapter 3”."""
    words = " ".join(PurePath(path).stem.replace("_", " ").split())
    if " " not in words:
        words = words.replace("-", " ")
    generic = _GENERIC.fullmatch(_GLUED.sub(" ", words))
    if generic is not None:
        kind = "Part" if words[:1].casefold() == "p" else "Chapter"
        return f"{kind} {int(generic[1])}"
    words = _NUMBERED.sub("", words, count=1) if _NUMBERED.match(words) else words
    if words.isdecimal():
        return f"Chapter {int(words)}"
    return words[:1].upper() + words[1:] if any(map(str.isalpha, words)) else None


def _common_title(outlines: Sequence[Outline]) -> str | None:
    first = outlines[0]
    if all(outline.title == first.title for outline in outlines):
        return first.title
    # A title page stands at the beginning of the first chapter; a title alone is that chapter's.
    return first.title if first.author and not any(outline.title for outline in outlines[1:]) else None


def _told_of_all(outlines: Sequence[Outline]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """The author and the metadata of the book that several files are."""
    first = outlines[0]
    stories = len({outline.title for outline in outlines if outline.title}) > 1
    if not stories or not any(outline.author or outline.metadata for outline in outlines[1:]):
        return next((outline.author for outline in outlines if outline.author), None), first.metadata
    authors = [outline.author for outline in outlines if outline.author]
    named: dict[str, str] = {}
    for author in authors:
        named.setdefault(author.casefold(), author)
    all_named = len(authors) == len(outlines)
    known = (len(named) == 1 and first.author) or (all_named and len(named) <= _MOST_AUTHORS)
    metadata = [told for told in first.metadata if all(told in outline.metadata for outline in outlines)]
    if _EXPLICIT not in metadata and any(_EXPLICIT in outline.metadata for outline in outlines):
        metadata = [*(told for told in metadata if told[0] != _EXPLICIT[0]), _EXPLICIT]
    return ", ".join(named.values()) if known else None, tuple(metadata)


def _chapters(
    path: str, outline: Outline, title: str | None, *, repeated: bool
) -> tuple[list[Chapter], list[Omission]]:
    """The chapters of one file, and what is left out of it."""
    chapters = list(outline.chapters)
    omitted = list(outline.omitted)
    told = next((n for n, chapter in enumerate(chapters) if any(map(_is_told, chapter.blocks))), 0)
    own = outline.title if outline.title != title else None
    if own and len(chapters) - told > 1:  # a story among others: its chapters are told apart from theirs
        chapters = [Chapter(_chapter_of(own, one.title), one.blocks) if one.title else one for one in chapters]
    if chapters[told].title is None:
        chapters[told] = Chapter(own or chapter_title(path), chapters[told].blocks)
    if repeated and outline.title and outline.title == title:
        again = [block for chapter in chapters for block in chapter.blocks if block.kind is BlockKind.FRONT_MATTER]
        omitted = sorted(
            [*omitted, *(Omission(block.span, "front matter") for block in again)], key=lambda one: one.span
        )
        chapters = [
            Chapter(one.title, tuple(block for block in one.blocks if block.kind is not BlockKind.FRONT_MATTER))
            for one in chapters
        ]
    return [chapter for chapter in chapters if chapter.blocks], omitted


def _chapter_of(story: str, chapter: str) -> str:
    return chapter if story.casefold() in chapter.casefold() else f"{story}: {chapter}"


def _is_told(block: Block) -> bool:
    return block.kind not in {BlockKind.FRONT_MATTER, BlockKind.SCENE_BREAK}


def _moved(blocks: Sequence[Block], by: int) -> Iterator[Block]:
    return (replace(block, span=_shifted(block.span, by)) for block in blocks)


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
