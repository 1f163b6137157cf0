"""What a person fixed is used for the rest of the story: lines marked ``?`` are decided again in its light.

Lines that were not marked stay as they were, whatever the second look says of them: nobody looks at those again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from narrate.model import Attribution, Character, Line, Script


def fixed_lines(script: Script) -> dict[int, str | None]:
    """The lines that a person gave to somebody: where each begins in the text, and the id of who speaks it."""
    return {line.utterance.span.start: line.attribution.speaker for line in script.lines() if line.edited}


def open_lines(script: Script) -> frozenset[int]:
    """Where the unsure lines begin that no person touched."""
    return frozenset(line.utterance.span.start for line in script.lines() if line.unsure and not line.edited)


def with_fixed(known: Sequence[Character], script: Script, fixed: Mapping[int, str | None]) -> tuple[Character, ...]:
    """The known characters, and those of ``script`` that a person gave lines to."""
    ids = {character.id for character in known}
    wanted = set(fixed.values()) - ids
    return (*known, *(character for character in script.characters if character.id in wanted))


def looked_again(script: Script, advised: Script, starts: frozenset[int]) -> Script:
    """``script`` with the lines that begin at ``starts`` spoken by whom another analysis of the same text found.

    A line that the other analysis divides otherwise, or whose speaker bears an id that means somebody else here, stays.
    """
    names = {character.id: character.name for character in script.characters}
    new = {character.id: character for character in advised.characters if character.id not in names}
    same = {None} | {character.id for character in advised.characters if names.get(character.id) == character.name}
    found = {
        line.utterance.span: line.attribution
        for line in advised.lines()
        if line.utterance.span.start in starts and line.attribution.speaker in same | new.keys()
    }

    def better(line: Line) -> Line:
        if line.edited or not line.unsure:
            return line
        return replace(line, attribution=found.get(line.utterance.span, line.attribution))

    chapters = tuple(
        replace(chapter, lines=tuple(better(line) for line in chapter.lines)) for chapter in script.chapters
    )
    speaking = _speakers(found.values())
    more = tuple(character for identifier, character in new.items() if identifier in speaking)
    return replace(script, characters=script.characters + more, chapters=chapters)


def moved(before: Script, after: Script) -> int:
    """How many lines another character speaks now."""
    return sum(
        one.attribution.speaker != other.attribution.speaker
        for one, other in zip(before.lines(), after.lines(), strict=True)
    )


def _speakers(attributions: Iterable[Attribution]) -> set[str | None]:
    return {attribution.speaker for attribution in attributions}
