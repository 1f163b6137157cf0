"""script.txt, written."""

from __future__ import annotations

import textwrap
from pathlib import PurePath

from narrate.model import DELIVERIES, Line, Omission, Script, UtteranceKind
from narrate.scripting.pieces import PUT_BACK, SCENE_BREAK, SKIPPED, Piece, pieces_of
from narrate.scripting.speaker_lines import Mark, Speakers, one_line

VERSION = "1"

_HELP = """\
Each line of the story stands below the name of its speaker. To put something right, change this file, save it,
and run narrate again: only what you changed is made again. The words themselves can't be changed here.
Wrong speaker     write another name after the @
“?” after a name  narrate was not sure: remove the “?” where it was right
Delivery          @Name (whispering); take the brackets away to have it said plainly
Leave out         @Name (skip); remove “(skip …)” to have something read that is left out
Several speakers  put a line with @Name between the words, as often as you like"""

_ESCAPED = ("@", "#", "*", "\\")
_REASON_LENGTH = 60


def write_script_file(script: Script) -> str:
    """Render script.txt: every word of the story, each line below its speaker.

    All characters of the source but white space and scene breaks are there once, in order; lines that begin with
    ``@``, ``#``, ``*`` or a backslash have a backslash before them.
    """
    writer = _Writer(script)
    for piece in sorted(_with_breaks(script), key=lambda piece: piece.span):
        writer.add(piece)
    return writer.finish()


def mark_of(item: Line | Omission) -> Mark:
    """What the speaker line above an item says."""
    if isinstance(item, Omission):
        reason = "" if item.reason == SKIPPED else one_line(item.reason)[:_REASON_LENGTH].rstrip()
        return Mark(None, skip=True, reason=reason)
    delivery = one_line(item.delivery or "") or None
    # What a person put back needs no mark: it is not among what the analysis reads.
    by_hand = item.edited and item.attribution.evidence != PUT_BACK
    return Mark(item.attribution.speaker, item.unsure, delivery, by_hand=by_hand)


def _with_breaks(script: Script) -> list[Piece]:
    breaks = [
        Piece(omission.span, omission)
        for omission in script.omitted
        if omission.reason == SCENE_BREAK and omission.span.of(script.text).strip()
    ]
    return pieces_of(script) + breaks


class _Writer:
    """The lines of a script.txt as they come to be."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._speakers = Speakers(script.characters)
        self._out = _header(script)
        self._next_chapter = 0
        self._mark: Mark | None = None
        self._paragraph: int | None = None
        self._scene: int | None = None

    def add(self, piece: Piece) -> None:
        """Append a piece, with what stands between it and the one before."""
        item = piece.item
        if isinstance(item, Line):
            self._add_line(item)
        elif item.reason == SCENE_BREAK:
            self._add_break()
        else:
            self._open_empty_chapters(item)
            self._blank()
            self._paragraph = None
            self._add_text(mark_of(item), _paragraphs(self._script.text, item))

    def _add_line(self, line: Line) -> None:
        utterance = line.utterance
        if utterance.chapter >= self._next_chapter:
            self._open_chapters(utterance.chapter)
        elif self._scene is not None and utterance.scene != self._scene:
            self._add_break()
        self._scene = utterance.scene
        if utterance.paragraph != self._paragraph:
            self._blank()
        self._paragraph = utterance.paragraph
        text = utterance.span.of(self._script.text)
        verse = utterance.kind is UtteranceKind.VERSE
        self._add_text(mark_of(line), text.splitlines() if verse else [text])

    def _add_text(self, mark: Mark, texts: list[str]) -> None:
        # Plain narration shares a speaker line, and so does what the analysis leaves out for one reason; anything else
        # can be given away alone.
        if mark != self._mark or not (mark.reason or mark == Mark(None)):
            self._out.append(self._speakers.write(mark))
            self._mark = mark
        for text in texts:
            words = one_line(text)
            if words:
                self._out.append(f"\\{words}" if words.startswith(_ESCAPED) else words)

    def _add_break(self) -> None:
        self._scene = None
        self._paragraph = None
        if self._mark is not None or self._next_chapter:
            self._blank()
            self._out.append("***")

    def _open_chapters(self, last: int) -> None:
        while self._next_chapter <= last:
            title = one_line(self._script.chapters[self._next_chapter].title)
            self._next_chapter += 1
            self._blank()
            self._out.append(f"## {self._next_chapter}. {title}")
            self._mark, self._paragraph, self._scene = None, None, None

    def _open_empty_chapters(self, omission: Omission) -> None:
        """Chapters of which a person left out everything begin before what was left out."""
        if omission.reason == SKIPPED:
            chapters = self._script.chapters
            last = self._next_chapter
            if last < len(chapters) and not chapters[last].lines:
                self._open_chapters(last)

    def _blank(self) -> None:
        if self._out[-1]:
            self._out.append("")

    def finish(self) -> str:
        """The whole file."""
        self._open_chapters(len(self._script.chapters) - 1)
        return "\n".join(self._out) + "\n"


def _header(script: Script) -> list[str]:
    name = one_line(PurePath(script.source.path).name)
    lines = [f"# narrate script {VERSION} — {name}", "#"]
    lines += [f"# {line}" for line in _HELP.splitlines()]
    lines += ["#", *_wrapped(f"Deliveries: {', '.join(DELIVERIES)}")]
    speaking = {line.attribution.speaker for line in script.lines()}
    names = [one_line(character.name) for character in script.characters if character.id in speaking]
    if names:
        lines += ["#", *_wrapped(f"Who speaks: {', '.join(names)}")]
    return [*lines, ""]


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(
        words,
        width=110,
        initial_indent="# ",
        subsequent_indent="#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paragraphs(text: str, omission: Omission) -> list[str]:
    """The lines that an omission is shown in: each would be a line of its own if it were read."""
    words = omission.span.of(text)
    if omission.reason == "front matter":
        return words.splitlines()
    return _divided(words)


def _divided(words: str) -> list[str]:
    """``words`` divided at blank lines."""
    paragraphs: list[str] = []
    paragraph: list[str] = []
    for line in [*words.splitlines(), ""]:
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            paragraphs.append(" ".join(paragraph))
            paragraph = []
    return paragraphs
