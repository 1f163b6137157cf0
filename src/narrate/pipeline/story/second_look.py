"""What a person fixed is used for the rest of its chapter: lines marked ``?`` are decided again in its light.

Lines that were not marked stay as they were, whatever the second look says of them: nobody looks at those again. So do
all lines of chapters in which nothing was fixed since the last look: they are given to the attributor as certain, so
that it need decide about a chapter or two only, with all that the whole story tells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from narrate.model import (
    Attributed,
    Attribution,
    Character,
    Document,
    Line,
    Script,
    Segmentation,
    Span,
    Utterance,
    UtteranceKind,
)

Fixed = Mapping[int, str | None]
"""Lines that a person gave to somebody: where each begins in the text, and the id of who speaks it."""

Attribute = Callable[[Document, Segmentation, tuple[Character, ...], Fixed], Attributed]
"""An attributor at work: a story, its utterances, the known characters, and the lines that are certain."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What a second look found.

    Attributes:
        found: the lines that were decided again, by where they stand.
        characters: everybody who may speak them.
    """

    found: Mapping[Span, Attribution]
    characters: tuple[Character, ...]

    def applied(self, script: Script) -> Script:
        """``script`` with its unsure lines spoken by whom the second look found.

        A line that stands otherwise there, or whose speaker bears an id that means somebody else, stays.
        """
        names = {character.id: character.name for character in script.characters}
        new = {character.id: character for character in self.characters if character.id not in names}
        same = {None} | {character.id for character in self.characters if names.get(character.id) == character.name}
        found = {span: one for span, one in self.found.items() if one.speaker in same | new.keys()}
        chapters = tuple(
            replace(chapter, lines=tuple(_decided(line, found) for line in chapter.lines))
            for chapter in script.chapters
        )
        speaking = {attribution.speaker for attribution in found.values()}
        more = tuple(character for identifier, character in new.items() if identifier in speaking)
        return replace(script, characters=script.characters + more, chapters=chapters)


def _decided(line: Line, found: Mapping[Span, Attribution]) -> Line:
    if line.edited or not line.unsure or line.utterance.span not in found:
        return line
    return replace(line, attribution=found[line.utterance.span])


def fixed_lines(script: Script, base: Script) -> dict[int, str | None]:
    """The lines of dialogue that a person gave to somebody.

    Args:
        script: with the person's changes.
        base: the analysis without them. What is dialogue there and nobody's here was given to the narrator.
    """
    edited = [line for line in script.lines() if line.edited]
    spoken = _Lines([line.utterance for line in base.lines()]) if edited else None
    return {
        line.utterance.span.start: line.attribution.speaker
        for line in edited
        if line.attribution.speaker is not None or (spoken and spoken.is_dialogue(line.utterance.span.start))
    }


def look_again(
    script: Script, base: Script, fixed: Fixed, seen: Fixed, *, known: Sequence[Character], attribute: Attribute
) -> SecondLook | None:
    """Decide the unsure lines again of the chapters in which something was fixed, or taken back.

    Args:
        script: with the person's changes.
        base: the analysis without them.
        fixed: what they fixed, as `fixed_lines` has it.
        seen: what of that was there at the last look.
        known: the characters that voices.toml names.
        attribute: the attributor.

    Returns:
        None where there is nothing to decide; then no story is read.
    """
    from narrate.scripting import take_apart

    changed = [place for place in fixed.keys() | seen.keys() if _differ(place, fixed, seen)]
    if not changed or not any(line.unsure and not line.edited for line in script.lines()):
        return None
    document, segmentation = take_apart(base)
    lines = _Lines(segmentation.utterances)
    chapters = {lines.chapter(place) for place in changed}
    unsure = {
        line.utterance.span.start
        for line in script.lines()
        if line.unsure and not line.edited and lines.chapter(line.utterance.span.start) in chapters
    }
    if not unsure:
        return None
    certain = _certain(script, base, fixed, lines, chapters)
    attributed = attribute(document, segmentation, _with_speakers(known, script, certain.values()), certain)
    found = {
        utterance.span: Attribution(one.speaker, round(one.confidence, 3), one.evidence)
        for utterance, one in zip(segmentation.utterances, attributed.attributions, strict=True)
        if utterance.span.start in unsure
    }
    return SecondLook(found, attributed.characters)


def _differ(place: int, fixed: Fixed, seen: Fixed) -> bool:
    return place not in fixed or place not in seen or fixed[place] != seen[place]


def _certain(
    script: Script, base: Script, fixed: Fixed, lines: _Lines, chapters: Collection[int]
) -> dict[int, str | None]:
    """What the attributor is told: what a person fixed, and of the chapters not looked at every line as it stands.

    A chapter whose fixes are all taken back is to be as it was at first, when no line elsewhere was certain: then it is
    told of fixed lines alone.
    """
    if not {lines.chapter(place) for place in fixed} >= set(chapters):
        return dict(fixed)
    # What a person skips is in the analysis alone; where both have a line, the person's counts.
    elsewhere = {
        line.utterance.span.start: line.attribution.speaker
        for line in (*base.lines(), *script.lines())
        if line.utterance.kind is UtteranceKind.DIALOGUE and lines.chapter(line.utterance.span.start) not in chapters
    }
    return elsewhere | dict(fixed)


def _with_speakers(known: Sequence[Character], script: Script, speakers: Iterable[str | None]) -> tuple[Character, ...]:
    """The known characters, and those of ``script`` that are among the speakers."""
    wanted = set(speakers) - {character.id for character in known}
    return (*known, *(character for character in script.characters if character.id in wanted))


class _Lines:
    """Utterances by where they stand."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._utterances = utterances
        self._starts = [utterance.span.start for utterance in utterances]

    def chapter(self, place: int) -> int:
        """The chapter that a place of the text lies in; -1 before the first utterance."""
        at = bisect_right(self._starts, place) - 1
        return self._utterances[at].chapter if at >= 0 else -1

    def is_dialogue(self, place: int) -> bool:
        """Whether somebody speaks at a place of the text."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and self._utterances[at].kind is UtteranceKind.DIALOGUE


def moved(before: Script, after: Script) -> int:
    """How many lines another character speaks now."""
    return sum(
        one.attribution.speaker != other.attribution.speaker
        for one, other in zip(before.lines(), after.lines(), strict=True)
    )


def as_record(fixed: Fixed) -> dict[str, str | None]:
    """What was fixed, for a record: places as text, as JSON has keys."""
    return {str(place): fixed[place] for place in sorted(fixed)}


def from_record(record: Mapping[str, Any]) -> dict[int, str | None]:
    """What `as_record` put into a record under ``fixed``; nothing where there is something else, as there once was."""
    told = record.get("fixed")
    if not isinstance(told, Mapping):
        return {}
    return {
        int(place): who
        for place, who in told.items()
        if place.isascii() and place.isdecimal() and len(place) < 20 and (who is None or isinstance(who, str))
    }
