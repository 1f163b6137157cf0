"""From the script's lines to what an engine is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from narrate.model import Script, Span, SpokenLine, UtteranceKind
from narrate.speech.delivery import prosody
from narrate.speech.normalising import normalise


def prepare(script: Script, chapter: int, divide: Callable[[str, Span], Sequence[Span]]) -> tuple[SpokenLine, ...]:
    """The lines of a chapter in engine-sized pieces, normalised, each with its delivery as numbers.

    Args:
        script: who says what.
        chapter: index into ``script.chapters``.
        divide: cuts the slice of an utterance into those of its sentences.

    Returns:
        One for each slice, in the order of the text; ``text`` is empty where a slice holds no word.
    """
    spoken = []
    for line in script.chapters[chapter].lines:
        utterance = line.utterance
        manner = prosody(line.delivery)
        slices = divide(script.text, utterance.span)
        asks = "asking" in (line.delivery or "").split(", ")
        spoken += [
            SpokenLine(
                utterance_id=utterance.id,
                kind=utterance.kind,
                speaker=line.attribution.speaker,
                span=span,
                scene=utterance.scene,
                paragraph=utterance.paragraph,
                text=_said(script, utterance.kind, span, asks=asks and span == slices[-1]),
                prosody=manner,
            )
            for span in slices
        ]
    return tuple(spoken)


def _said(script: Script, kind: UtteranceKind, span: Span, *, asks: bool) -> str:
    """What the engine is sent of a slice; with a question mark at its end if it ``asks``, as engines go by the mark."""
    text = normalise(span.of(script.text), kind=kind, language=script.language)
    return text.rstrip(" .,;:—–-") + "?" if asks and text and not text.endswith(("?", "!")) else text
