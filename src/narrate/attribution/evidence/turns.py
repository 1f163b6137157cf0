"""Turns of conversation: the quotations that one person speaks before another does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from narrate.attribution.language import lexicon
from narrate.attribution.language.cues import Cue, CueKind
from narrate.attribution.language.phrases import PRONOUNS, Phrase, PhraseKind
from narrate.attribution.language.reading import Paragraph
from narrate.attribution.people.person import Roster
from narrate.model import Gender

NOBODY = -1
"""In place of a person: no character speaks."""
_ONE_SENTENCE = 12
"""Words between two subjects of speech verbs that are taken for one sentence's."""
_COMPARED = 6
"""Cues of a turn that a new tag is compared with: bounded, for paragraphs of a million quotations."""


@dataclass(slots=True)
class Turn:
    """Quotations held together, with their cues.

    Attributes:
        quotations: indices of utterances.
        fixed: who speaks it, or `NOBODY`, where a person said so.
        first: the first paragraph, an index into the story's paragraphs; ``last`` is inclusive.
    """

    quotations: list[int]
    first: int
    last: int
    scene: int
    cues: list[Cue] = field(default_factory=list)
    fixed: int | None = None


def make_turns(
    paragraphs: Sequence[Paragraph], cues: Sequence[Sequence[Cue]], roster: Roster, fixed: Mapping[int, int]
) -> list[Turn]:
    """Join the quotations of each paragraph, and those that run over paragraphs, unless tags tell them apart.

    Args:
        paragraphs: of the story.
        cues: of each paragraph.
        roster: its people.
        fixed: quotations of which a person said who speaks them, with that person or `NOBODY`; the quotations of a
            turn are not parted by silence, only by two words that differ.
    """
    turns: list[Turn] = []
    for number, paragraph in enumerate(paragraphs):
        if not paragraph.quotations:
            continue
        own: dict[int, list[Cue]] = {}
        for cue in (_with_name(cue, roster) for cue in cues[number]):
            own.setdefault(cue.quotation, []).append(cue)
        if paragraph.continued and turns and turns[-1].last == number - 1:
            turn = turns[-1]
            turn.last = number
        else:
            turn = Turn([], number, number, paragraph.scene)
            turns.append(turn)
        for quotation in paragraph.quotations:
            mine = own.get(quotation, [])
            speaker = fixed.get(quotation)
            if turn.quotations and _parted(mine, turn, roster, speaker):
                turn = Turn([], number, number, paragraph.scene)
                turns.append(turn)
            turn.quotations.append(quotation)
            turn.cues += mine
            turn.fixed = speaker if turn.fixed is None else turn.fixed
    return turns


def _parted(cues: Sequence[Cue], turn: Turn, roster: Roster, fixed: int | None) -> bool:
    """Whether a quotation with these cues begins another turn."""
    if fixed is not None and turn.fixed is not None:
        return fixed != turn.fixed
    return any(_tells_apart(cue, turn, roster) for cue in cues if cue.is_tag)


def _with_name(cue: Cue, roster: Roster) -> Cue:
    """A cue whose role the story reveals names somebody as surely as a name."""
    if cue.phrase.kind is PhraseKind.ROLE and (cue.paragraph, cue.phrase.start) in roster.revealed:
        return replace(cue, phrase=cue.phrase._replace(kind=PhraseKind.NAME))
    return cue


def _tells_apart(cue: Cue, turn: Turn, roster: Roster) -> bool:
    return any(
        other.is_tag and (_differ(cue.phrase, other.phrase, roster) or _takes_over(cue, other))
        for other in turn.cues[-_COMPARED:]
    )


def _takes_over(cue: Cue, other: Cue) -> bool:
    """Whether somebody else speaks in one sentence: “…?” she asked the goat, and the goat answered, “…”."""
    if cue.kind is not CueKind.TAG_BEFORE or other.kind is not CueKind.TAG_AFTER or cue.paragraph != other.paragraph:
        return False
    pronoun = other.phrase.kind is PhraseKind.PRONOUN and cue.phrase.kind is not PhraseKind.PRONOUN
    return pronoun and 0 < cue.phrase.start - other.phrase.end <= _ONE_SENTENCE


def _differ(one: Phrase, other: Phrase, roster: Roster) -> bool:
    """Whether two subjects are surely two people."""
    if one.kind is PhraseKind.NAME and other.kind is PhraseKind.NAME:
        mine, theirs = roster.resolve(one.words), roster.resolve(other.words)
        return mine != theirs or (mine is None and one.words != other.words)
    who = _only(one, roster), _only(other, roster)
    if None not in who and who[0] != who[1]:
        return True
    genders = phrase_gender(one, roster), phrase_gender(other, roster)
    if Gender.UNKNOWN not in genders:
        return genders[0] is not genders[1]
    return (one.head == "i") != (other.head == "i")


def _only(phrase: Phrase, roster: Roster) -> int | None:
    """The only person whom a name or a role with “the” can mean."""
    if phrase.kind is PhraseKind.NAME:
        return roster.resolve(phrase.words)
    people = roster.resolve_role(phrase.words) if phrase.kind is PhraseKind.ROLE and phrase.determiner == "the" else []
    return people[0] if len(people) == 1 else None


def phrase_gender(phrase: Phrase, roster: Roster) -> Gender:
    """The gender that a pronoun, a name or a role tells."""
    if phrase.kind is PhraseKind.PRONOUN:
        return PRONOUNS[phrase.head]
    if phrase.kind is PhraseKind.NAME:
        index = roster.resolve(phrase.words)
        return Gender.UNKNOWN if index is None else roster.people[index].gender
    return lexicon.role_gender(phrase.head) or Gender.UNKNOWN
