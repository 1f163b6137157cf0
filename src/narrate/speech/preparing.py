"""From the script's lines to what an engine is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from narrate.model import Script, Span, SpokenLine, UtteranceKind
from narrate.speech.deliveries.delivery import prosody
from narrate.speech.lexicons.lexicon import EMPTY, Lexicon
from narrate.speech.normalising import say

_CLOSERS = "”’»›“‘«‹\"')]}*_~ \t\r\n\u00a0"
_MARKS = ".,;:!?…‽—–―‒-。！？；：，、 \u00a0"
_TAIL = 32


def prepare(
    script: Script, chapter: int, divide: Callable[[str, Span], Sequence[Span]], lexicon: Lexicon = EMPTY
) -> tuple[SpokenLine, ...]:
    """The lines of a chapter in engine-sized pieces, normalised, each with its delivery as numbers.

    Args:
        script: who says what.
        chapter: index into ``script.chapters``.
        divide: cuts the slice of an utterance into those of its sentences.
        lexicon: how some words are said.

    Returns:
        One for each slice, in the order of the text; ``text`` is empty where a slice holds no word.
    """
    spoken = []
    text, language = script.text, script.language
    for line in script.chapters[chapter].lines:
        utterance = line.utterance
        manner = prosody(line.delivery)
        verse = utterance.kind is UtteranceKind.VERSE
        parts = _verse_lines(text, utterance.span) if verse else [utterance.span]
        slices = [piece for part in parts for piece in divide(text, part)]
        asks = "asking" in (line.delivery or "").split(", ")
        for span in slices:
            words = span.of(text)
            said = say(words, kind=utterance.kind, language=language, lexicon=lexicon)
            spoken.append(
                SpokenLine(
                    utterance_id=utterance.id,
                    kind=utterance.kind,
                    speaker=line.attribution.speaker,
                    span=span,
                    scene=utterance.scene,
                    paragraph=utterance.paragraph,
                    text=_asking(said.text) if asks and span == slices[-1] else said.text,
                    prosody=manner,
                    pronunciations=said.pronunciations,
                    mark=_mark(words),
                )
            )
    return tuple(spoken)


def _verse_lines(text: str, span: Span) -> list[Span]:
    """The lines of verse: a reader pauses at the end of each, whatever the mark."""
    lines = []
    at = span.start
    for line in span.of(text).splitlines(keepends=True):
        lines.append(Span(at, at + len(line)).trimmed(text))
        at += len(line)
    return [line for line in lines if len(line)]


def _mark(text: str) -> str:
    """The marks that a slice ends with, without what closes a quotation or an emphasis around it."""
    tail = text[-_TAIL:].rstrip(_CLOSERS)
    return tail[len(tail.rstrip(_MARKS)) :].strip()


def _asking(text: str) -> str:
    """With a question mark at its end, as engines go by the mark."""
    return text.rstrip(" .,;:—–-") + "?" if text and not text.endswith(("?", "!")) else text
