"""What a report tells, counted from the edition and from what was measured of its sound."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass

from narrate.model import Edition, EditionChapter, Passage, Reader, UtteranceKind

UNSURE_SHOWN = 60
"""Doubtful lines that are shown, the most doubtful first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that a profile asks for: what was measured, what is wanted, and whether that is met."""

    what: str
    measured: str
    wanted: str
    ok: bool


@dataclass(frozen=True, slots=True)
class ChapterSound:
    """What was measured of a chapter.

    Attributes:
        course_lufs: short-term loudness, one value for each ``every_s`` seconds; None is silence.
        verdicts: what the profile says of the file.
    """

    every_s: float
    course_lufs: tuple[float | None, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part: ``time_s`` is how long they are heard, ``share`` of all that is heard, 0…1."""

    reader: Reader
    lines: int
    words: int
    time_s: float
    share: float


def parts(edition: Edition) -> tuple[Part, ...]:
    """Everybody's part: the narrator first, the others by time."""
    lines: Counter[str | None] = Counter()
    words: Counter[str | None] = Counter()
    time_ms: Counter[str | None] = Counter()
    for passage in edition.passages():
        lines[passage.speaker] += 1
        words[passage.speaker] += len(passage.text.split())
        time_ms[passage.speaker] += sum(round(1000 * (cue.end_s - cue.start_s)) for cue in passage.cues)
    total = max(time_ms.total(), 1)
    found = [
        Part(one, lines[one.id], words[one.id], time_ms[one.id] / 1000, time_ms[one.id] / total)
        for one in edition.readers
    ]
    return tuple(sorted(found, key=lambda part: (part.reader.id is not None, -part.time_s, part.reader.name)))


def exchanges(edition: Edition) -> Counter[tuple[str, str]]:
    """How often somebody speaks next after somebody else, by pairs: first who spoke, then who speaks next.

    Only speech counts; a scene's end ends a conversation.
    """
    found: Counter[tuple[str, str]] = Counter()
    for chapter in edition.chapters:
        said = [one for one in chapter.passages if one.kind is UtteranceKind.DIALOGUE and one.speaker is not None]
        for one, following in itertools.pairwise(said):
            if one.scene == following.scene and one.speaker != following.speaker:
                found[str(one.speaker), str(following.speaker)] += 1
    return found


def pace(chapter: EditionChapter, every_s: float, count: int) -> tuple[float | None, ...]:
    """Words a minute of what is spoken in each stretch of ``every_s`` seconds; None where hardly anything is.

    A sentence's words are spread evenly over its time; pauses do not count.
    """
    words = [0.0] * count
    spoken_s = [0.0] * count
    for passage in chapter.passages:
        for cue in passage.cues:
            length_s = cue.end_s - cue.start_s
            if length_s <= 0:
                continue
            said = len(passage.words_of(cue.span).split())
            for index in range(int(cue.start_s / every_s), min(int(cue.end_s / every_s) + 1, count)):
                inside = min(cue.end_s, (index + 1) * every_s) - max(cue.start_s, index * every_s)
                words[index] += said * max(inside, 0) / length_s
                spoken_s[index] += max(inside, 0)
    least_s = min(1.0, every_s / 4)
    return tuple(
        round(60 * said / time_s, 1) if time_s >= least_s else None
        for said, time_s in zip(words, spoken_s, strict=True)
    )


def words_a_minute(chapter: EditionChapter) -> float:
    """The pace of a whole chapter, without its pauses."""
    words = sum(len(passage.text.split()) for passage in chapter.passages)
    spoken_s = sum(cue.end_s - cue.start_s for passage in chapter.passages for cue in passage.cues)
    return 60 * words / spoken_s if spoken_s else 0.0


def doubtful(edition: Edition) -> list[tuple[int, EditionChapter, Passage]]:
    """The lines whose speaker is not sure, the least sure first, each with its chapter and that one's place from 1."""
    found = [
        (number, chapter, passage)
        for number, chapter in enumerate(edition.chapters, 1)
        for passage in chapter.passages
        if passage.unsure
    ]
    return sorted(found, key=lambda one: (one[2].confidence, one[0], one[2].start_s))
