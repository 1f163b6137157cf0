"""What the narration beside each quotation says of its speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from narrate.attribution.language.clauses import ParagraphPhrases, Subject
from narrate.attribution.language.phrases import Phrase, PhraseKind
from narrate.attribution.language.reading import NARRATION, Paragraph, Word

_NEAR = 10
"""Words between a speech verb and a quotation that a full stop parts it from."""
_SENTENCE_END = frozenset(".!?…")
_JOINING = frozenset({"and", "but", "then", "so"})


class CueKind(StrEnum):
    """How a phrase of narration is tied to a quotation, surest first."""

    TAG_AFTER = "tag-after"
    """Subject of a speech verb right after: “…,” said Jack."""
    TAG_BEFORE = "tag-before"
    """Subject of a speech verb right before: Jack said, “…”."""
    LEAD = "lead"
    """Subject of the sentence that runs into the quotation without a full stop: Jack turned to her, “…”."""
    BEAT_AFTER = "beat-after"
    """Subject of the sentence after it: “…” Jack shook his head."""
    BEAT_BEFORE = "beat-before"
    """Subject of the sentence before it: Jack shook his head. “…”"""


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase tied to a quotation.

    Attributes:
        paragraph: index into the story's paragraphs.
        quotation: index of the utterance.
        words: the words to show as evidence: first and last, as indices into the paragraph's words.
        close: whether phrase and speech verb are neighbours.
        closed: whether a full stop parts the speech verb from the quotation.
    """

    kind: CueKind
    paragraph: int
    quotation: int
    phrase: Phrase
    words: tuple[int, int]
    close: bool = True
    closed: bool = False

    @property
    def is_tag(self) -> bool:
        """Whether a speech verb makes the tie."""
        return self.kind in {CueKind.TAG_AFTER, CueKind.TAG_BEFORE}


def find_cues(number: int, paragraph: Paragraph, view: ParagraphPhrases) -> list[Cue]:
    """The cues of a paragraph's quotations, in the order of the text."""
    if not paragraph.quotations:
        return []
    words = paragraph.words
    cues: list[Cue] = []
    quotation: int | None = None
    at = 0
    while at < len(words):
        end = at
        inside = words[at].quotation
        while end < len(words) and words[end].quotation == inside:
            end += 1
        if inside == NARRATION:
            following = words[end].quotation if end < len(words) else None
            cues += _between(number, view, words, at, end, quotation, following)
        else:
            quotation = inside
        at = end
    told = {cue.quotation: cue.phrase for cue in cues if cue.kind is CueKind.TAG_AFTER}
    return [cue for cue in cues if not (cue.closed and _overruled(cue.phrase, told.get(cue.quotation)))]


def _overruled(before: Phrase, after: Phrase | None) -> bool:
    """Whether the tag after a quotation is of somebody else than the sentence before: “She asked. ‘Ten,’ said Tom.”"""  # noqa: D415
    if after is None:
        return False
    if after.kind is PhraseKind.PRONOUN:
        return before.kind is PhraseKind.PRONOUN and before.head != after.head
    return before.words != after.words


def _between(  # noqa: PLR0917 - one call, where all of it is at hand
    number: int,
    view: ParagraphPhrases,
    words: Sequence[Word],
    start: int,
    end: int,
    before: int | None,
    after: int | None,
) -> list[Cue]:
    """Cues of the narration ``start`` … ``end`` for the quotation before it and the one after it."""
    cues: list[Cue] = []
    tagged_until = start
    open_end = words[end - 1].text not in _SENTENCE_END
    taken_over = None
    if before is not None:
        tag = view.tag_after(start, end)
        taken_over = _taken_over(view, start, end, tag) if after is not None and open_end else None
        if taken_over is not None and taken_over == tag:
            tag = None  # “Hush!” and the goat said, “…”
        first_end = view.sentence_end(start, end)
        if tag is not None:
            low, high = min(tag.verb, tag.phrase.start), max(tag.verb + 1, tag.phrase.end)
            cues.append(Cue(CueKind.TAG_AFTER, number, before, tag.phrase, (low, high), _close(tag)))
            tagged_until = first_end
        else:
            subject = view.first_subject(start, first_end)
            if subject is not None:
                cues.append(Cue(CueKind.BEAT_AFTER, number, before, subject, (subject.start, first_end)))
    if after is None:
        return cues
    sentence = view.sentence_start(start, end)
    if before is not None and sentence < tagged_until and taken_over is None:
        return cues
    tag = taken_over or view.tag_before(start, end)
    if tag is not None and (open_end or end - tag.verb <= _NEAR):
        low, high = min(tag.verb, tag.phrase.start), max(tag.verb + 1, tag.phrase.end)
        cues.append(Cue(CueKind.TAG_BEFORE, number, after, tag.phrase, (low, high), _close(tag), closed=not open_end))
        return cues
    subject = view.first_subject(sentence, end)
    if subject is not None:
        kind = CueKind.LEAD if open_end else CueKind.BEAT_BEFORE
        cues.append(Cue(kind, number, after, subject, (subject.start, end)))
    return cues


def _taken_over(view: ParagraphPhrases, start: int, end: int, first: Subject | None) -> Subject | None:
    """Who goes on in the sentence that tells who spoke: “…?” she asked the goat, and the goat answered, “…”."""
    last = view.tag_before(start, end)
    if first is None or last is None or view.sentence_start(start, end) > start:
        return None
    if (first.verb, first.phrase) == (last.verb, last.phrase):
        return first if view.words[start].lower in _JOINING and not last.inverted else None
    return last if last.phrase.start > max(first.verb, first.phrase.start) else None


def _close(tag: Subject) -> bool:
    return tag.inverted or tag.verb - tag.phrase.end <= 1
