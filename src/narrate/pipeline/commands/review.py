"""The lines whose speaker a person had better look at, most doubtful first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrate.config import Options
from narrate.model import Attribution, Line, Script, UtteranceKind
from narrate.pipeline.events import Listener, ignore
from narrate.pipeline.story.analysis import known_characters, read_document
from narrate.pipeline.story.job import default_folder, read_voice_map, story_digest
from narrate.pipeline.story.pointing import line_numbers
from narrate.pipeline.story.revision import revise
from narrate.workspace import SCRIPT, VOICES, Workspace

AROUND = 2
"""Lines shown before and after a doubtful one."""

_NEARBY = 4
"""Lines of dialogue before and after, whose speakers are the likeliest alternatives."""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it is shown: who speaks it, and its words in one line."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A line of dialogue that may have the wrong speaker.

    Attributes:
        script_line: number of its ``@`` line in script.txt, from 1; None where there is no script.txt of these words.
        further_script_lines: likewise, of the other parts of the same speech.
        story_line: number of its first line in the story, from 1.
        chapter: from 1.
        confidence: the estimated chance that the speaker is right, 0…1.
        evidence: what speaks for the speaker.
        unsure: marked ``?`` in script.txt.
        others: who else speaks close by in the same scene, the nearest first.
        before: the lines before it, at most ``AROUND``.
        after: the lines after it, likewise.
    """

    script_line: int | None
    further_script_lines: tuple[int, ...]
    story_line: int
    chapter: int
    chapter_title: str
    speaker: str
    text: str
    confidence: float
    evidence: str
    unsure: bool
    others: tuple[str, ...]
    before: tuple[ShownLine, ...]
    after: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """The most doubtful lines of a story.

    Attributes:
        lines: most doubtful first.
        left: how many more are unsure; parts of one speech count once.
        script: path of script.txt, where it is there; the numbers are of its lines.
    """

    lines: tuple[DoubtfulLine, ...]
    left: int
    script: str | None


def review_story(story: Path, options: Options, *, most: int = 20, listener: Listener = ignore) -> Review:
    """The lines of a story that a person had better look at; writes nothing.

    What lies in the story's output folder is heeded: lines that a person chose there are not doubtful.

    Raises:
        InputError: the story, script.txt or voices.toml can't be read.
        AttributorError: there is no such attributor, or it can't do its work.
    """
    workspace = Workspace(options.output or default_folder(story))
    sha256 = story_digest(story, options)
    voices = options.voices or workspace.path(VOICES)
    named = bool(options.voices) or options.known_cast or voices.exists()
    known = known_characters(read_voice_map(voices)) if named else ()
    revision = revise(lambda: read_document(story, options), sha256, options, known, workspace, listener=listener)
    numbers = line_numbers(revision.script, workspace)
    return find_doubtful(revision.script, numbers, most=most, path=str(workspace.path(SCRIPT)) if numbers else None)


def find_doubtful(script: Script, numbers: Mapping[str, int], *, most: int, path: str | None = None) -> Review:
    """The ``most`` doubtful lines of dialogue that no person chose, the least confident first.

    Args:
        script: the story.
        numbers: of lines in script.txt, by utterance id; may be empty.
        most: how many, at least 1.
        path: of script.txt.
    """
    lines = list(script.lines())
    open_to_doubt = [
        index
        for index, line in enumerate(lines)
        if line.utterance.kind is UtteranceKind.DIALOGUE and not line.edited and line.attribution.confidence < 1
    ]
    speeches: dict[tuple[int, Attribution], list[int]] = {}
    for index in open_to_doubt:
        speeches.setdefault((lines[index].utterance.paragraph, lines[index].attribution), []).append(index)
    ranked = sorted(speeches.values(), key=lambda parts: (lines[parts[0]].attribution.confidence, parts[0]))
    shown = _Shown(script, lines, numbers)
    left = sum(lines[parts[0]].unsure for parts in ranked[most:])
    return Review(tuple(shown.doubtful(parts) for parts in ranked[:most]), left, path)


class _Shown:
    """Lines of a script as a person sees them."""

    def __init__(self, script: Script, lines: Sequence[Line], numbers: Mapping[str, int]) -> None:
        self._script, self._lines, self._numbers = script, lines, numbers
        self._line_ends = [at for at, letter in enumerate(script.text) if letter == "\n"]
        self._names: dict[str | None, str] = {None: "Narrator"} | {c.id: c.name for c in script.characters}

    def doubtful(self, parts: Sequence[int]) -> DoubtfulLine:
        """The first of ``parts`` of a speech, with what stands around it."""
        index = parts[0]
        line = self._lines[index]
        numbers = [self._numbers.get(self._lines[part].utterance.id) for part in parts]
        utterance = line.utterance
        return DoubtfulLine(
            script_line=numbers[0],
            further_script_lines=tuple(number for number in numbers[1:] if number is not None),
            story_line=bisect_left(self._line_ends, utterance.span.start) + 1,
            chapter=utterance.chapter + 1,
            chapter_title=self._script.chapters[utterance.chapter].title,
            speaker=self._names[line.attribution.speaker],
            text=self._shown(line).text,
            confidence=line.attribution.confidence,
            evidence=line.attribution.evidence,
            unsure=line.unsure,
            others=self._others(index),
            before=tuple(self._shown(other) for other in self._lines[max(0, index - AROUND) : index]),
            after=tuple(self._shown(other) for other in self._lines[index + 1 : index + 1 + AROUND]),
        )

    def _shown(self, line: Line) -> ShownLine:
        words = line.utterance.span.of(self._script.text).split()
        return ShownLine(self._names[line.attribution.speaker], " ".join(words))

    def _others(self, index: int) -> tuple[str, ...]:
        line = self._lines[index]
        near: list[tuple[int, int]] = []
        for step in (-1, 1):
            at, found = index + step, 0
            while 0 <= at < len(self._lines) and found < _NEARBY:
                other = self._lines[at]
                if other.utterance.scene != line.utterance.scene:
                    break
                if other.attribution.speaker is not None:
                    near.append((abs(at - index), at))
                    found += 1
                at += step
        speakers = [self._lines[at].attribution.speaker for _, at in sorted(near)]
        return tuple(dict.fromkeys(self._names[one] for one in speakers if one != line.attribution.speaker))
