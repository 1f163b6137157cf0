"""SubRip, which nearly every player reads. It has no speakers: a name stands before what a character begins to say."""

from __future__ import annotations

from collections.abc import Sequence

from narrate.model import Edition, EditionChapter
from narrate.publishing.captions.breaking import display
from narrate.publishing.captions.captioning import PODCAST, Caption, captions
from narrate.publishing.captions.times import clock

_JOINER = "\u2060"
"""Word joiner: takes no room, and keeps players from reading a tag or an arrow where the story has one."""


_LONGEST_NAME = 18
"""Of a line's 32 characters; a longer name is cut."""


def srt_captions(edition: Edition, chapter: EditionChapter) -> tuple[Caption, ...]:
    """A chapter's captions as `srt` takes them: names and all within the podcast namespace's limits."""
    names = {reader.id: "" if reader.id is None else _short(reader.name) for reader in edition.readers}
    return captions(chapter, PODCAST, names)


def srt(edition: Edition, chapter: EditionChapter, found: Sequence[Caption], *, by_word: bool = False) -> str:  # noqa: ARG001 - as its siblings
    """Captions from `srt_captions`."""
    blocks = []
    for number, caption in enumerate(found, 1):
        times = f"{clock(caption.start_s, ',')} --> {clock(caption.end_s, ',')}"
        blocks.append(f"{number}\n{times}\n{_harmless(caption.text)}\n")
    return "\n".join(blocks)


def _short(name: str) -> str:
    name, _ = display(name)
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _harmless(text: str) -> str:
    if "-->" in text:  # there are readers that take two times in a line for a caption's, whatever is between them
        text = text.replace("-->", "--" + _JOINER + ">").replace(":", ":" + _JOINER)
    return text.replace("<", "<" + _JOINER).replace("{", "{" + _JOINER)
