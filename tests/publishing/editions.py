"""Editions made by hand: what is said, by whom, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from narrate.model import (
    Cue,
    CueWord,
    Edition,
    EditionChapter,
    Gender,
    Passage,
    Reader,
    Span,
    UtteranceKind,
)


@dataclass(frozen=True)
class Said:
    """One passage of one sentence; ``words`` are their beginnings in the text, and when each is heard."""

    text: str
    start_s: float
    end_s: float
    speaker: str | None = None
    words: tuple[tuple[int, float, float], ...] = ()


def passage(number: int, said: Said, at: int) -> Passage:
    span = Span(at, at + len(said.text))
    starts = [*(word[0] for word in said.words), len(said.text)]
    words = tuple(
        CueWord(Span(at + start, at + end), start_s, end_s)
        for (start, start_s, end_s), end in zip(said.words, starts[1:], strict=True)
    )
    kind = UtteranceKind.DIALOGUE if said.speaker else UtteranceKind.NARRATION
    cue = Cue(f"c1u{number}", said.speaker, span, said.start_s, said.end_s, words)
    return Passage(f"c1u{number}", kind, said.speaker, 1, number, None, 1.0, span, said.text, (cue,))


def edition(
    *said: Said, names: dict[str, str] | None = None, title: str = "The Ferry", duration_s: float = 0
) -> Edition:
    """An edition of one chapter."""
    passages, at = [], 0
    for number, one in enumerate(said, 1):
        passages.append(passage(number, one, at))
        at += len(one.text) + 1
    length = max(duration_s, said[-1].end_s if said else 0)
    chapter = EditionChapter(1, title, "01 One.mp3", Path("01 One.mp3"), length, tuple(passages))
    people = names or {one.speaker: one.speaker.title() for one in said if one.speaker}
    readers = [Reader(None, "Narrator", Gender.UNKNOWN, "silent:a", "A")]
    readers += [Reader(key, name, Gender.UNKNOWN, "silent:b", "B") for key, name in people.items()]
    return Edition(
        folder=Path(), title=title, author="M. Tidewell", narrator="A (synthetic voice)", language="en",
        profile="listen", chapters_in_story=1, metadata=(), readers=tuple(readers), chapters=(chapter,),
    )  # fmt: skip
