"""LRC: lyrics that music players on telephones show as they play."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.model import Edition, EditionChapter
from narrate.publishing.captions.captioning import Caption
from narrate.publishing.captions.times import minutes

_JOINER = "\u2060"


def lrc(edition: Edition, chapter: EditionChapter, found: Sequence[Caption], *, by_word: bool = False) -> str:
    """A chapter's captions, one a line.

    Args:
        edition: that the chapter is of.
        chapter: whose captions they are.
        found: the captions.
        by_word: have a time before each word that has one (“enhanced LRC”).
    """
    whole = round(chapter.duration_s)
    head = {
        "ti": chapter.title,
        "ar": edition.author,
        "al": edition.title,
        "length": f"{whole // 60:02d}:{whole % 60:02d}",
    }
    lines = [f"[{key}:{_tag(value)}]" for key, value in head.items() if value.strip()]
    for caption in found:
        text = _timed(caption) if by_word and caption.words else _harmless(caption.text)
        lines.append(f"[{minutes(caption.start_s)}]{text}")
    if found:
        lines.append(f"[{minutes(found[-1].end_s)}]")
    return "\n".join(lines) + "\n"


def _timed(caption: Caption) -> str:
    parts, at = [], 0
    for word in caption.words:
        parts += [_harmless(caption.text[at : word.at]), f"<{minutes(word.start_s)}>"]
        at = word.at
    return "".join([*parts, _harmless(caption.text[at:])])


def _harmless(text: str) -> str:
    """One line in which no bracket is taken for a time."""
    return " ".join(text.split("\n")).replace("[", "[" + _JOINER).replace("<", "<" + _JOINER)


def _tag(text: str) -> str:
    return " ".join(text.split()).replace("]", ")").replace("[", "(")
