"""From the script's lines to what an engine is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from narrate.model import Script, Span, SpokenLine
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
        spoken += [
            SpokenLine(
                utterance_id=utterance.id,
                kind=utterance.kind,
                speaker=line.attribution.speaker,
                span=span,
                scene=utterance.scene,
                paragraph=utterance.paragraph,
                text=normalise(span.of(script.text), kind=utterance.kind, language=script.language),
                prosody=manner,
            )
            for span in divide(script.text, utterance.span)
        ]
    return tuple(spoken)
