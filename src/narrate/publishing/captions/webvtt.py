"""WebVTT: captions for browsers and podcast players, with who speaks as ``<v Name>``."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.model import Edition, EditionChapter
from narrate.publishing.captions.captioning import Caption
from narrate.publishing.captions.times import clock

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def webvtt(edition: Edition, chapter: EditionChapter, found: Sequence[Caption], *, by_word: bool = False) -> str:
    """A chapter's captions (W3C, WebVTT: The Web Video Text Tracks Format).

    Args:
        edition: that the chapter is of.
        chapter: whose captions they are.
        found: the captions.
        by_word: have a time before each word that has one.
    """
    blocks = ["WEBVTT", f"NOTE {_one_line(edition.title)}: {_one_line(chapter.title)}"]
    for caption in found:
        name = _one_line(edition.name_of(caption.speaker))
        text = _timed(caption) if by_word and caption.words else _escaped(caption.text)
        times = f"{clock(caption.start_s)} --> {clock(caption.end_s)}"
        blocks.append(f"{caption.id}\n{times}\n<v {name}>{text}")
    return "\n\n".join(blocks) + "\n"


def _timed(caption: Caption) -> str:
    """The text with times in it. The first word's is the caption's own; times must rise."""
    parts, at, before_s = [], 0, caption.start_s
    for word in caption.words:
        if before_s < word.start_s < caption.end_s and clock(word.start_s) != clock(before_s):
            parts += [_escaped(caption.text[at : word.at]), f"<{clock(word.start_s)}>"]
            at, before_s = word.at, word.start_s
    return "".join([*parts, _escaped(caption.text[at:])])


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _one_line(text: str) -> str:
    # In a note “-->” would begin a caption; escaped, it is only text.
    return " ".join(text.split()).translate(_ESCAPED)
