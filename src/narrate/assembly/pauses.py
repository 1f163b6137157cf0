"""How long to be silent between two lines. The reasons for each value are in ``docs/sound.md``."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from narrate.model import Profile, SpokenLine, UtteranceKind

_CLOSERS = "”’»›\"')]}*_ \u00a0"
"""What may stand after the mark that ends a sentence."""

_DASHES = ("—", "–", "―", "‒", "-")
_TRAILING = ("…", "...", ". . .")
_STOPS = (".", "!", "?", "‽", "。", "！", "？")
_HALF_STOPS = (";", ":", "；", "：")
_ASIDES = (UtteranceKind.NOTE, UtteranceKind.FRONT_MATTER)
_SET_APART = (UtteranceKind.LETTER, UtteranceKind.VERSE)

_ENDS_OF_FILE = frozenset({"head", "tail"})
_OF_SPEECH = frozenset(
    {"part", "half_stop", "sentence", "trailing_off", "speaker", "turn", "paragraph", "item", "verse"}
)
"""Pauses that go with how fast somebody speaks; the others belong to the book."""

_GROWING = frozenset({"sentence", "speaker", "turn", "paragraph"})
"""Pauses that are longer the more was said before them and is to come."""

_SHORT_CHARACTERS, _LONG_CHARACTERS = 35, 150
_SHORTEST_FACTOR, _LONGEST_FACTOR = 0.8, 1.12
"""A pause after a long sentence is 1.4 times that after a short one: see docs/sound.md."""

_ITEM_CHARACTERS = 80
"""The longest paragraph that counts as an item of a list, a line of an address, a greeting."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Pauses in milliseconds, none negative.

    Attributes:
        head: before the first line of a file.
        tail: after the last.
        part: between parts of a sentence, at a comma or where a long one was divided.
        half_stop: at a semicolon or colon.
        interruption: after a line cut off by a dash, when somebody else goes on.
        sentence: between sentences of a paragraph.
        trailing_off: after a line that ends in an ellipsis.
        speaker: between two speakers in one paragraph.
        turn: between two characters who speak to each other in paragraphs of their own.
        paragraph: between paragraphs.
        item: between short paragraphs whose first is no sentence: a list, an address, the greeting of a letter.
        verse: between two lines of verse.
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
    interruption: int = 0
    sentence: int = 440
    trailing_off: int = 600
    speaker: int = 320
    turn: int = 520
    paragraph: int = 720
    item: int = 420
    verse: int = 300
    heading: int = 1400
    aside: int = 1400
    set_apart: int = 1000
    scene: int = 2200
    empty: int = 800

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise ValueError(f"a pause can't be negative: {field.name}")

    def paced(self, pace: float) -> Pauses:
        """All pauses between lines shorter by a factor; those at the ends of a file stay.

        Args:
            pace: above 0; 2 halves the pauses.
        """
        names = [field.name for field in fields(self) if field.name not in _ENDS_OF_FILE]
        return replace(self, **{name: round(getattr(self, name) / pace) for name in names})

    def for_profile(self, profile: Profile) -> Pauses:
        """With the profile's silence at the ends of a file."""
        return replace(self, head=profile.head_ms, tail=profile.tail_ms)

    @property
    def longest(self) -> int:
        """Of those between lines: however many lines without a word follow each other, the silence is no longer."""
        between: list[int] = [getattr(self, field.name) for field in fields(self) if field.name not in _ENDS_OF_FILE]
        return max(between)

    def is_scene(self, line: SpokenLine, following: SpokenLine) -> bool:
        """Whether a scene break, and nothing that speaks for itself, stands between two lines."""
        return self._at_boundary(line, following) == "scene"

    def after(self, line: SpokenLine, following: SpokenLine | None, *, rate: float = 1.0) -> int:
        """Milliseconds of silence between two lines.

        Args:
            line: what was said.
            following: what comes next; None ends the file.
            rate: factor on the voice's own rate at which ``line`` was said.
        """
        if following is None:
            return self.tail
        name = self._at_boundary(line, following) or self._at_mark(line, following)
        pause: float = getattr(self, name)
        if name in _GROWING:
            pause *= _growth(line, following)
        if name in _OF_SPEECH:
            pause /= rate
        pause = min(round(pause), self.longest)
        return pause if line.text else max(pause, self.empty)

    def _at_boundary(self, line: SpokenLine, following: SpokenLine) -> str | None:
        """The pause that the story's structure asks for, whatever the marks."""
        if line.paragraph != following.paragraph and UtteranceKind.HEADING in (line.kind, following.kind):
            return "heading"
        if line.scene != following.scene:
            return "scene"
        if (line.kind in _ASIDES or following.kind in _ASIDES) and line.kind is not following.kind:
            return "aside"
        if line.paragraph != following.paragraph and (line.kind in _SET_APART) != (following.kind in _SET_APART):
            return "set_apart"
        return None

    def _at_mark(self, line: SpokenLine, following: SpokenLine) -> str:
        """The pause between lines of one scene: by paragraph, speaker, and the mark that the line ends with."""
        end = line.mark or _ending(line.text)
        other = line.speaker != following.speaker
        if end.endswith(_DASHES) and other:
            return "interruption"
        name = self._between(line, following, end)
        return name if not end.endswith(_TRAILING) or getattr(self, name) > self.trailing_off else "trailing_off"

    def _between(self, line: SpokenLine, following: SpokenLine, end: str) -> str:
        other = line.speaker != following.speaker
        stopped = end.endswith((*_STOPS, *_TRAILING)) or not line.text
        if line.paragraph != following.paragraph:
            if other and line.kind is UtteranceKind.DIALOGUE is following.kind:
                return "turn"
            return "paragraph" if other or stopped or not _leads_on(line, following, end) else "item"
        if line.kind is UtteranceKind.VERSE is following.kind and not stopped:
            return "verse"
        if end.endswith(_HALF_STOPS):
            return "half_stop"
        if not stopped:
            return "part"
        return "speaker" if other else "sentence"


PAUSE_NAMES = tuple(field.name for field in fields(Pauses))
"""All of them; each can be set."""


def pause_after(line: SpokenLine, following: SpokenLine | None, pauses: Pauses | None = None) -> int:
    """Milliseconds of silence after ``line``, by ``pauses`` or by those that narrate comes with."""
    return (pauses or Pauses()).after(line, following)


def _growth(line: SpokenLine, following: SpokenLine) -> float:
    """How a pause changes with the lines around it; what was said counts twice as much as what is to come."""
    share = (2 * _length(line) + _length(following)) / 3
    return _SHORTEST_FACTOR + (_LONGEST_FACTOR - _SHORTEST_FACTOR) * share


def _leads_on(line: SpokenLine, following: SpokenLine, end: str) -> bool:
    """Whether a paragraph that is no sentence belongs to the next: both are items, or it announces the other."""
    if end.endswith(_DASHES) or len(line.text) > _ITEM_CHARACTERS:
        return False
    return len(following.text) <= _ITEM_CHARACTERS or end.endswith((",", ":"))


def _length(line: SpokenLine) -> float:
    """0 for a short line, 1 for a long one."""
    over = len(line.text) - _SHORT_CHARACTERS
    return min(max(over / (_LONG_CHARACTERS - _SHORT_CHARACTERS), 0.0), 1.0)


def _ending(text: str) -> str:
    """The last marks of a line, without what closes a quotation around it."""
    return text[-32:].rstrip(_CLOSERS)[-8:]
