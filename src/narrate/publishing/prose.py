"""The text of a chapter as its readers see it: paragraphs of sentences, each of which is heard at a time.

Shared by everything that shows the text: the read-along page, EPUB and its kin, transcripts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from narrate.model import BlockKind, Cue, EditionChapter, EmphasisKind, Passage, Span

_SPACE = re.compile(r"\s+")
# What XML 1.0 can't hold (its production 2), and what would turn the writing round beyond its place.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words that are set in one way. A line feed is a line's end; other white space is a space."""

    text: str
    emphases: frozenset[EmphasisKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and when it is heard.

    Attributes:
        id: unique in the edition, fit for an XML id.
        lead: what parts it from the sentence before it in its paragraph: nothing, a space, or a line feed.
    """

    id: str
    passage: Passage
    cue: Cue
    lead: str
    fragments: tuple[Fragment, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(fragment.text for fragment in self.fragments)

    def words(self) -> Iterator[tuple[float, int, int]]:
        """When each word is heard, where that is known: start in seconds, and its place in ``text``."""
        span = self.cue.span
        verse = self.passage.block is BlockKind.VERSE
        cuts = _cuts(self.passage, span)

        def place(at: int) -> int:
            """How many characters of ``text`` stand before a place in the story."""
            pieces = itertools.pairwise([cut for cut in cuts if cut < at] + [at])
            return sum(len(_spaced(self.passage.words_of(Span(*piece)), keep_lines=verse)) for piece in pieces)

        for word in self.cue.words:
            if span.start <= word.span.start < word.span.end <= span.end:
                yield word.start_s, place(word.span.start), place(word.span.end)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the story, as far as it is spoken.

    Attributes:
        level: of a heading: 2 is the chapter's, 3 one within it; 0 elsewhere.
        after_break: a scene break stands before it.
    """

    kind: BlockKind
    level: int
    after_break: bool
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(sentence.lead + sentence.text for sentence in self.sentences)

    def passages(self) -> Iterator[tuple[Passage, tuple[Sentence, ...]]]:
        """Its sentences by utterance."""
        for _, group in itertools.groupby(self.sentences, key=lambda sentence: sentence.passage.id):
            sentences = tuple(group)
            yield sentences[0].passage, sentences


def paragraphs(chapter: EditionChapter) -> tuple[Paragraph, ...]:
    """The paragraphs of a chapter, in order."""
    found: list[Paragraph] = []
    headed = False
    body = False
    for _, group in itertools.groupby(chapter.passages, key=lambda passage: passage.paragraph):
        passages = tuple(group)
        kind = passages[0].block
        level = 0
        if kind is BlockKind.HEADING:
            level = 3 if headed or body else 2
            headed = True
        body = body or kind not in {BlockKind.HEADING, BlockKind.FRONT_MATTER}
        found.append(Paragraph(kind, level, passages[0].after_break, tuple(_sentences(kind, passages))))
    return tuple(found)


def fit(text: str) -> str:
    """Text that XML can hold: characters that it can't are replaced, so that nobody takes words for one word."""
    return _UNFIT.sub("\ufffd", text)


def _sentences(kind: BlockKind, passages: Sequence[Passage]) -> Iterator[Sentence]:
    verse = kind is BlockKind.VERSE
    first = True
    for passage in passages:
        end: int | None = None
        for number, cue in enumerate(passage.cues, 1):
            between = passage.lead if end is None else passage.words_of(Span(end, cue.span.start))
            fragments = tuple(_fragments(passage, cue.span, keep_lines=verse))
            yield Sentence(f"{passage.id}-{number}", passage, cue, "" if first else _lead(between, verse), fragments)
            first, end = False, cue.span.end


def _lead(between: str, verse: bool) -> str:
    if between and not between.strip():
        return "\n" if verse and "\n" in between else " "
    # Words that are not spoken stand between: whoever reads along does not miss them, but the space they filled.
    return " " if between else ""


def _fragments(passage: Passage, span: Span, *, keep_lines: bool) -> Iterator[Fragment]:
    for start, end in itertools.pairwise(_cuts(passage, span)):
        kinds = frozenset(e.kind for e in passage.emphases if e.span.start <= start and end <= e.span.end)
        text = fit(_spaced(passage.words_of(Span(start, end)), keep_lines=keep_lines))
        if text:
            yield Fragment(text, kinds)


def _cuts(passage: Passage, span: Span) -> list[int]:
    """Where a sentence is cut because its setting changes, its two ends included."""
    edges = {span.start, span.end}
    for emphasis in passage.emphases:
        edges.update(edge for edge in (emphasis.span.start, emphasis.span.end) if span.start < edge < span.end)
    return sorted(edges)


def _spaced(text: str, *, keep_lines: bool) -> str:
    if not keep_lines:
        return _SPACE.sub(" ", text)
    return _SPACE.sub(lambda found: "\n" if "\n" in found[0] else " ", text)
