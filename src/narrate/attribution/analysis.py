"""The way from a story to what the decision is made of, one pure step after another.

words → phrases → cues → census → roster → mentions → turns → facts
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrate.attribution.candidates import Facts, Scorer, gather
from narrate.attribution.census import count_tag, take_census
from narrate.attribution.clauses import ParagraphPhrases
from narrate.attribution.cues import find_cues
from narrate.attribution.mentions import MentionIndex, find_mentions
from narrate.attribution.people import Roster
from narrate.attribution.phrases import NameSense, find_phrases
from narrate.attribution.reading import Story, read
from narrate.attribution.roster import build_roster
from narrate.attribution.turns import Turn, make_turns
from narrate.model import Character, Document, Segmentation


@dataclass(frozen=True, slots=True)
class Analysis:
    """A story ready for the decision."""

    story: Story
    views: Sequence[ParagraphPhrases]
    roster: Roster
    mentions: MentionIndex
    turns: Sequence[Turn]
    facts: Sequence[Facts]

    def scorer(self) -> Scorer:
        """The features of (turn, candidate)."""
        return Scorer(self.facts, self.roster, self.mentions)


def analyse(document: Document, segmentation: Segmentation, known: Sequence[Character], *, exclusive: bool) -> Analysis:
    """Read a story up to the facts of its turns."""
    story = read(document, segmentation)
    paragraphs = story.paragraphs
    words = {word for character in known for name in (character.name, *character.aliases) for word in name.lower().split() if name[0].isupper() or " " in name}
    sense = NameSense(story, frozenset(words - _COMMON))
    views = [ParagraphPhrases(paragraph.words, find_phrases(paragraph, sense)) for paragraph in paragraphs]
    cues = [find_cues(number, *pair) for number, pair in enumerate(zip(paragraphs, views, strict=True))]
    census = take_census(paragraphs, views)
    for cue in (cue for found in cues for cue in found if cue.is_tag):
        count_tag(census, cue.phrase)
    flat = [cue for found in cues for cue in found]
    roster = build_roster(paragraphs, views, flat, census, known, exclusive=exclusive)
    mentions = find_mentions(paragraphs, views, roster)
    turns = make_turns(paragraphs, cues, roster)
    return Analysis(story, views, roster, mentions, turns, gather(turns, paragraphs, views, mentions))


_COMMON = frozenset({"the", "a", "an", "of", "and", "my", "his", "her", "old", "young", "little", "man", "woman", "lady", "boy", "girl", "i", "one", "who", "in", "with", "at", "to"})
