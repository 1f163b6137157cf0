"""How long to be silent between two lines. The reasons for each value are in ``docs/sound.md``."""

from __future__ import annotations

from dataclasses import dataclass, fields

from narrate.model import SpokenLine, UtteranceKind

_CLOSERS = "”’»›\"')]}*_ \u00a0"
"""What may stand after the mark that ends a sentence."""

_DASHES = ("—", "–", "―", "‒", "-")
_TRAILING = ("…", "...", ". . .")
_STOPS = (".", "!", "?", "‽", "。")
_HALF_STOPS = (";", ":")
_ASIDES = (UtteranceKind.NOTE, UtteranceKind.FRONT_MATTER)
_SET_APART = (UtteranceKind.LETTER, UtteranceKind.VERSE)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Pauses in milliseconds, none negative.

    Attributes:
        head: before the first line of a file.
        tail: after the last.
        part: between parts of a sentence, at a comma or where a long one was divided.
        half_stop: at a semicolon or colon.
        interruption: after a line cut off by a dash.
        sentence: between sentences of a paragraph.
        trailing_off: after a line that ends in an ellipsis.
        speaker: between two speakers in one paragraph.
        turn: between two characters who speak to each other in paragraphs of their own.
        paragraph: between paragraphs.
        heading: after a heading, and before one that is not the first line.
        aside: where front matter or a note begins or ends.
        set_apart: where a letter or verse begins or ends.
        scene: at a scene break.
        empty: in place of a line that holds no word (“…”), together with what follows it.
    """

    head: int = 500
    tail: int = 1500
    part: int = 160
    half_stop: int = 280
    interruption: int = 80
    sentence: int = 350
    trailing_off: int = 500
    speaker: int = 300
    turn: int = 450
    paragraph: int = 650
    heading: int = 1400
    aside: int = 1400
    set_apart: int = 1000
    scene: int = 2200
    empty: int = 800

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise ValueError(f"a pause can't be negative: {field.name}")

    @property
    def longest(self) -> int:
        """Of those between lines: however many lines without a word follow each other, the silence is no longer."""
        between: list[int] = [getattr(self, field.name) for field in fields(self) if field.name not in {"head", "tail"}]
        return max(between)

    def after(self, line: SpokenLine, following: SpokenLine | None) -> int:
        """Milliseconds of silence between ``line`` and the one ``following`` it; None ends the file."""
        if following is None:
            return self.tail
        pause = self._at_boundary(line, following)
        if pause is None:
            pause = self._at_mark(line, following)
        return pause if line.text else max(pause, self.empty)

    def _at_boundary(self, line: SpokenLine, following: SpokenLine) -> int | None:
        """The pause that the story's structure asks for, whatever the marks."""
        if line.paragraph != following.paragraph and UtteranceKind.HEADING in (line.kind, following.kind):
            return self.heading
        if line.scene != following.scene:
            return self.scene
        if (line.kind in _ASIDES or following.kind in _ASIDES) and line.kind is not following.kind:
            return self.aside
        if line.paragraph != following.paragraph and (line.kind in _SET_APART) != (following.kind in _SET_APART):
            return self.set_apart
        return None

    def _at_mark(self, line: SpokenLine, following: SpokenLine) -> int:
        """The pause between lines of one scene: by paragraph, speaker, and the mark that the line ends with."""
        end = _ending(line.text)
        speaks = line.kind is UtteranceKind.DIALOGUE
        other = line.speaker != following.speaker
        if end.endswith(_DASHES) and (other or line.paragraph == following.paragraph):
            return self.interruption
        if line.paragraph != following.paragraph:
            between = self.turn if other and speaks and following.kind is line.kind else self.paragraph
        elif end.endswith(_HALF_STOPS):
            between = self.half_stop
        elif line.text and not end.endswith((*_STOPS, *_TRAILING)):
            between = self.part
        else:
            between = self.speaker if other else self.sentence
        return max(between, self.trailing_off) if end.endswith(_TRAILING) else between


def pause_after(line: SpokenLine, following: SpokenLine | None, pauses: Pauses | None = None) -> int:
    """Milliseconds of silence after ``line``, by ``pauses`` or by those that narrate comes with."""
    return (pauses or Pauses()).after(line, following)


def _ending(text: str) -> str:
    """The last marks of a line, without what closes a quotation around it."""
    return text[-32:].rstrip(_CLOSERS)[-8:]
