"""Stories that several people tell as “I”, each under a heading of their own: “Jack's POV”, “Chapter 3: Gwen”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from narrate.attribution.language.forms import form_of
from narrate.attribution.language.reading import NARRATION, Paragraph
from narrate.attribution.people.person import Person, Roster
from narrate.model import Block, BlockKind, Document

_LONGEST = 60
"""Characters of a line that may say who tells."""
_MOST_WORDS = 3
_SHARE = 0.008
"""Share of “I” among the words of narration from which somebody tells as “I”."""
_NAMED = 10
"""Who tells under the bare name is not named once in so many times that the narration says “I”."""
_MOST = 0.6
"""Share of what the “I” tells that bare names must stand above."""
_I = frozenset({"i", "my", "me"})
_ORNAMENTS = "*_~=#<>()[]{}|+.:–—- \t"
# Tried on one short line each.
_CHAPTER = re.compile(r"(?:chapter|part|book)\s[\w.]{1,12}\s?[:.–—-]{1,2}\s?", re.IGNORECASE)
_VIEW = r"(?:p\.?o\.?v\.?|point of view|perspective)"
_POV_AFTER = re.compile(rf"(?P<name>.{{1,40}}?)(?:['’]s?)?\s{_VIEW}", re.IGNORECASE)
_POV_BEFORE = re.compile(rf"{_VIEW}\s?[:–—-]?\s(?:of\s)?(?P<name>.{{1,40}})", re.IGNORECASE)


class Telling(NamedTuple):
    """Paragraphs ``first`` to ``end`` (exclusive), and the words of the name that their heading gives the teller.

    ``stated``: the heading says in words that this is a point of view; else it is a bare name.
    """

    first: int
    end: int
    name: tuple[str, ...]
    stated: bool


def find_tellings(document: Document, paragraphs: Sequence[Paragraph]) -> list[Telling]:
    """The stretches of a story that stand under somebody's name and are told as “I”."""
    blocks = [paragraph.block for paragraph in paragraphs]
    marks = list(_marks(document))
    found: list[Telling] = []
    for (block, name, stated), (until, _, _) in zip(
        marks, [*marks[1:], (len(document.blocks()), None, False)], strict=True
    ):
        first, end = bisect_left(blocks, block + 1), bisect_left(blocks, until)
        if name is not None and _told_by(paragraphs[first:end], name, stated=stated):
            found.append(Telling(first, end, name, stated))
    return found


def take_tellers(
    people: list[Person], tellings: Sequence[Telling], paragraphs: Sequence[Paragraph]
) -> tuple[list[Telling], set[int]]:
    """The tellings whose teller is somebody, and who; somebody of whom only a heading speaks joins the people.

    Bare names count only where two or more stand above most of what the “I” tells: a chapter may be called after
    somebody whom it is about.
    """
    found = Roster(people)
    by_form = {form: number for number, person in reversed(list(enumerate(people))) for form in person.forms}
    kept: list[tuple[Telling, int]] = []
    for telling in tellings:
        form = form_of(telling.name)
        who = by_form.get(form, found.resolve(telling.name) if telling.stated else None)
        if who is None and telling.stated:
            who = by_form[form] = len(people)
            people.append(Person())
            people[-1].add(form, 0, " ".join(telling.name))
        if who is not None:
            kept.append((telling, who))
    under = sum(says_i(paragraphs[telling.first : telling.end])[1] for telling, _ in kept)
    if len({who for _, who in kept}) < 2 or under < _MOST * says_i(paragraphs)[1]:
        kept = [(telling, who) for telling, who in kept if telling.stated]
    return [telling for telling, _ in kept], {who for _, who in kept}


def says_i(paragraphs: Collection[Paragraph]) -> tuple[int, int]:
    """Words of narration, and how many of them are “I”, “my” or “me”."""
    words = [
        word.lower
        for paragraph in paragraphs
        for word in paragraph.words
        if word.quotation == NARRATION and not word.is_point
    ]
    return len(words), sum(word in _I for word in words)


def _told_by(paragraphs: Sequence[Paragraph], name: tuple[str, ...], *, stated: bool) -> bool:
    narrated, mine = says_i(paragraphs)
    if mine <= _SHARE * narrated:
        return False
    if stated:
        return True
    own = {word.lower() for word in name}
    named = sum(
        word.capital and word.lower in own
        for paragraph in paragraphs
        for word in paragraph.words
        if word.quotation == NARRATION
    )
    return named * _NAMED <= mine


def _marks(document: Document) -> Iterator[tuple[int, tuple[str, ...] | None, bool]]:
    """Blocks under which somebody begins to tell, and chapters that do not say who."""
    number = 0
    for chapter in document.chapters:
        fresh = True
        for block in chapter.blocks:
            name, stated = _name_in(document.text, block, apart=fresh)
            if name is not None:
                yield number, name, stated
            elif block is chapter.blocks[0]:
                yield number, None, False
            fresh = block.kind is not BlockKind.PARAGRAPH
            number += 1


def _name_in(text: str, block: Block, *, apart: bool) -> tuple[tuple[str, ...] | None, bool]:
    """The name in a line that says who tells, and whether it says so in words.

    Args:
        text: of the story.
        block: a heading, or a line that may be one.
        apart: whether something else than a paragraph stands before it.
    """
    if block.kind not in {BlockKind.HEADING, BlockKind.PARAGRAPH} or len(block.span) > _LONGEST:
        return None, False
    line = block.span.of(text)
    plain = line.strip(_ORNAMENTS)
    plain = _CHAPTER.sub("", plain, count=1).strip(_ORNAMENTS)
    found = _POV_AFTER.fullmatch(plain) or _POV_BEFORE.fullmatch(plain)
    name = tuple((found["name"] if found else plain).split())
    if not 0 < len(name) <= _MOST_WORDS or not all(
        word[0].isupper() and word.replace(".", "").isalpha() for word in name
    ):
        return None, False
    heads = block.kind is BlockKind.HEADING or apart or line[0] in _ORNAMENTS
    return (name, found is not None) if heads and (found or line.rstrip()[-1] not in ".…") else (None, False)
