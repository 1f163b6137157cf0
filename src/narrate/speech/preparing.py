"""From the script's lines to what an engine is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from narrate.model import Script, Span, SpokenLine
from narrate.speech.delivery import prosody
from narrate.speech.lexicon import EMPTY, Lexicon
from narrate.speech.normalising import say


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
    for line in script.chapters[chapter].lines:
        utterance = line.utterance
        manner = prosody(line.delivery)
        slices = divide(script.text, utterance.span)
        asks = "asking" in (line.delivery or "").split(", ")
        for span in slices:
            said = say(span.of(script.text), kind=utterance.kind, language=script.language, lexicon=lexicon)
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
                )
            )
    return tuple(spoken)


def _asking(text: str) -> str:
    """With a question mark at its end, as engines go by the mark."""
    return text.rstrip(" .,;:—–-") + "?" if text and not text.endswith(("?", "!")) else text
