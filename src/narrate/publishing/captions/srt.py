"""SubRip, which nearly every player reads. It has no speakers: a name stands before what a character begins to say."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.model import Edition, EditionChapter
from narrate.publishing.captions.captioning import Caption
from narrate.publishing.captions.times import clock

_JOINER = "\u2060"
"""Word joiner: takes no room, and keeps players from reading a tag or an arrow where the story has one."""


def srt(edition: Edition, chapter: EditionChapter, found: Sequence[Caption], *, by_word: bool = False) -> str:  # noqa: ARG001 - as its siblings
    """A chapter's captions."""
    blocks = []
    for number, caption in enumerate(found, 1):
        times = f"{clock(caption.start_s, ',')} --> {clock(caption.end_s, ',')}"
        blocks.append(f"{number}\n{times}\n{_named(edition, caption)}\n")
    return "\n".join(blocks)


def _named(edition: Edition, caption: Caption) -> str:
    text = _harmless(caption.text)
    if caption.speaker is None or not caption.first:
        return text
    return f"{_harmless(' '.join(edition.name_of(caption.speaker).split()))}: {text}"


def _harmless(text: str) -> str:
    if "-->" in text:  # there are readers that take two times in a line for a caption's, whatever is between them
        text = text.replace("-->", "--" + _JOINER + ">").replace(":", ":" + _JOINER)
    return text.replace("<", "<" + _JOINER).replace("{", "{" + _JOINER)
