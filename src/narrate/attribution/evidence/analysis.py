"""The way from a story to what the decision is made of, one pure step after another.

words → phrases → cues → census → roster → mentions → turns → facts
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from narrate.attribution.attributor import NOTHING_FIXED
from narrate.attribution.evidence.candidates import Scorer
from narrate.attribution.evidence.context import Context
from narrate.attribution.evidence.facts import Facts, gather
from narrate.attribution.evidence.turns import NOBODY, Turn, make_turns
from narrate.attribution.language import lexicon
from narrate.attribution.language.clauses import ParagraphPhrases
from narrate.attribution.language.cues import Cue, find_cues
from narrate.attribution.language.forms import form_of
from narrate.attribution.language.phrases import NameSense, PhraseKind, find_phrases
from narrate.attribution.language.reading import Paragraph, Story, read
from narrate.attribution.people.census import Census, count_tag, take_census
from narrate.attribution.people.known import unseen
from narrate.attribution.people.mentions import MentionIndex, find_mentions, introductions
from narrate.attribution.people.person import Roster
from narrate.attribution.people.roster import build_roster
from narrate.attribution.people.tellers import find_tellings
from narrate.model import Character, Document, Segmentation, UtteranceKind

_RUN_GAP = 4
"""Paragraphs of narration that may lie between two turns of one conversation."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A story ready for the decision; ``fixed``: quotations of which a person said who speaks them, or `NOBODY`."""

    story: Story
    views: Sequence[ParagraphPhrases]
    roster: Roster
    mentions: MentionIndex
    turns: Sequence[Turn]
    fixed: Mapping[int, int]
    facts: Sequence[Facts]

    def scorer(self) -> Scorer:
        """The features of (turn, candidate)."""
        context = Context(self.story.paragraphs, self.roster, self.mentions, self.facts)
        return Scorer(self.facts, self.roster, self.mentions, introductions(self.story.paragraphs, self.views), context)

    def runs(self) -> list[int]:
        """For each turn the number of its conversation: little narration lies between its turns."""
        return list(accumulate(int(facts.gap > _RUN_GAP) for facts in self.facts))


def analyse(
    document: Document,
    segmentation: Segmentation,
    known: Sequence[Character],
    *,
    exclusive: bool,
    fixed: Mapping[int, str | None] = NOTHING_FIXED,
) -> Analysis:
    """Read a story up to the facts of its turns; the arguments are those of `narrate.attribution.attribute`."""
    story = read(document, segmentation)
    paragraphs = story.paragraphs
    views, cues, census = _survey(story, NameSense(story))
    words = _words_of(unseen(census.forms, known))
    if words:
        views, cues, census = _survey(story, NameSense(story, words))
    _forget_author(census, document.author)
    flat = [cue for found in cues for cue in found]
    tellings = find_tellings(document, paragraphs)
    roster = build_roster(paragraphs, views, flat, census, known, exclusive=exclusive, tellings=tellings)
    mentions = find_mentions(paragraphs, views, roster)
    by_hand = _fixed(fixed, segmentation, known)
    turns = make_turns(paragraphs, cues, roster, by_hand)
    return Analysis(story, views, roster, mentions, turns, by_hand, gather(turns, paragraphs, mentions))


def _survey(story: Story, sense: NameSense) -> tuple[list[ParagraphPhrases], list[list[Cue]], Census]:
    """The phrases of a story, the cues of its quotations, and what it shows of each name."""
    paragraphs = story.paragraphs
    views: list[ParagraphPhrases] = []
    cues: list[list[Cue]] = []
    for number, paragraph in enumerate(paragraphs):
        view, found = _cues_of(number, paragraph, sense)
        views.append(view)
        cues.append(found)
    speaking = {cue.phrase.head for found in cues for cue in found if cue.is_tag and cue.phrase.kind is PhraseKind.ROLE}
    fresh = speaking - sense.roles
    if fresh:
        # What speaks (“said the river”) is a person wherever the story mentions it.
        sense.roles |= fresh
        for number, paragraph in enumerate(paragraphs):
            if any(word.lower in fresh for word in paragraph.words):
                views[number], cues[number] = _cues_of(number, paragraph, sense)
    census = take_census(paragraphs, views)
    for cue in (cue for found in cues for cue in found if cue.is_tag):
        count_tag(census, cue.phrase)
    return views, cues, census


def _cues_of(number: int, paragraph: Paragraph, sense: NameSense) -> tuple[ParagraphPhrases, list[Cue]]:
    view = ParagraphPhrases(paragraph.words, find_phrases(paragraph, sense))
    return view, find_cues(number, paragraph, view)


def _fixed(fixed: Mapping[int, str | None], segmentation: Segmentation, known: Sequence[Character]) -> dict[int, int]:
    """Who speaks the utterances that hold the fixed places; known characters are the first of the roster."""
    if not fixed:
        return {}
    person = {character.id: number for number, character in enumerate(known)}
    starts = [utterance.span.start for utterance in segmentation.utterances]
    found: dict[int, int] = {}
    for place in sorted(fixed):
        index, speaker = bisect_right(starts, place) - 1, fixed[place]
        if index < 0 or segmentation.utterances[index].kind is not UtteranceKind.DIALOGUE:
            continue
        if place < segmentation.utterances[index].span.end and (speaker is None or speaker in person):
            found.setdefault(index, NOBODY if speaker is None else person[speaker])
    return found


def _words_of(known: Sequence[Character]) -> frozenset[str]:
    """Words of known names that are written with a capital: they name somebody wherever they stand."""
    names = [name for character in known for name in (character.name, *character.aliases)]
    words = {word.rstrip(".").lower() for name in names for word in name.split() if word[0].isupper()}
    return frozenset(word for word in words if word not in lexicon.function_words() | lexicon.roles().keys())


def _forget_author(census: Census, author: str | None) -> None:
    """Take the by-line's name for nobody of the story, unless somebody of that name speaks in it."""
    form = form_of((author or "").split())
    if form in census.forms and not census.forms[form].tags:
        del census.forms[form]
