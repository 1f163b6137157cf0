"""Carrying a person's choices over to a new analysis, of the same story or of a changed one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from narrate.model import PLAIN, Character, Line, Script, Span
from narrate.scripting.alignment import Tokens, align
from narrate.scripting.pieces import PUT_BACK, SKIPPED, pieces_of, squeezed
from narrate.scripting.revision import Choice, revise
from narrate.scripting.speaker_lines import one_line

GONE = "these words are not there any more"
ELSEWHERE = "these words are not here any more, but in more than one other place"
UNREAD = "it is left out now"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A person's choice that has no place in the new analysis.

    Attributes:
        span: of the old text: the words it was made for.
        place: of the new text: what stands there now, from the words that came before to those that come after;
            empty where nothing does.
        wanted: what the person chose, as script.txt says it (``@Jack (whispering)``, ``(skip)``).
        reason: why it has no place.
    """

    span: Span
    place: Span
    wanted: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The new script with the person's choices, and those that have no place in it, in the order of the old text."""

    script: Script
    conflicts: tuple[Conflict, ...]


def merge(base: Script, edited: Script, new: Script) -> MergeResult:
    """Carry over what a person changed.

    Lines that are ``edited``, or differ in speaker or delivery from ``base``, are the person's, and so is what was
    skipped or put back by hand; everything else is as ``new`` has it. A delivery is the person's where it is not the
    one in ``base``: one that they took away comes back as `PLAIN`, so that no later analysis finds it again, and where
    they chose the speaker alone, the delivery is the new analysis's. Where the story has changed, choices follow
    their words: a choice holds while half of its words are still in their place, or all of them in another one.
    Characters that a person gave lines to come along if ``new`` does not know them.

    Args:
        base: what script.txt was written from.
        edited: ``base`` with the person's script.txt.
        new: the new analysis.
    """
    choices = _choices(base, edited)
    if not choices:
        return MergeResult(new, ())
    new, ids = _with_speakers(new, edited.characters, {choice.speaker for choice in choices})
    moved = [replace(choice, speaker=ids.get(choice.speaker)) for choice in choices]
    follower = _Follower(edited.text, new) if edited.text != new.text else None
    # Each choice of the new text with the index of the old one: those that another analysis cut have several.
    placed = follower.follow(moved) if follower else list(enumerate(moved))
    revision = revise(new, [choice for _, choice in placed])
    refused = set(revision.refused)
    heeded = {index for index, choice in placed if choice not in refused}
    unread = {index: choice.span for index, choice in reversed(placed) if index not in heeded}
    gone = [index for index in range(len(choices)) if index not in heeded and index not in unread]
    places = {index: follower.place_of(choices[index].span) for index in gone} if follower else {}
    names = {character.id: one_line(character.name) for character in edited.characters}
    reasons = dict.fromkeys(unread, UNREAD)
    if follower:
        reasons |= {index: ELSEWHERE if follower.copies(choices[index].span) > 1 else GONE for index in gone}
    conflicts = (
        Conflict(choices[index].span, place, _wanted(choices[index], names), reasons[index])
        for index, place in sorted((unread | places).items())
    )
    return MergeResult(revision.script, tuple(conflicts))


def _choices(base: Script, edited: Script) -> list[Choice]:
    """What the person wants, in the order of the text."""
    before = _Lines(base) if base.text == edited.text else None
    choices = [
        _choice(before.deliveries(line.utterance.span) if before else {None}, line)
        for line in edited.lines()
        if line.edited or (before is not None and _differs(before.exactly(line.utterance.span), line))
    ]
    choices += [Choice(omission.span, skip=True) for omission in edited.omitted if omission.reason == SKIPPED]
    return sorted(choices, key=lambda choice: choice.span)


def _choice(found: set[str | None], line: Line) -> Choice:
    """What the person wants of a line that is theirs, where an analysis found these deliveries."""
    return Choice(
        line.utterance.span,
        line.attribution.speaker,
        line.delivery or (PLAIN if any(found) else None),
        put_back=line.attribution.evidence == PUT_BACK,
        as_found=found == {line.delivery},
    )


class _Lines:
    """The lines of a script, to be found by where they stand."""

    def __init__(self, script: Script) -> None:
        self._lines = sorted(script.lines(), key=lambda line: line.utterance.span)
        self._starts = [line.utterance.span.start for line in self._lines]

    def _within(self, span: Span) -> Iterator[Line]:
        """The lines that a slice touches."""
        index = max(bisect_right(self._starts, span.start) - 1, 0)
        while index < len(self._lines) and self._starts[index] < span.end:
            if self._lines[index].utterance.span.end > span.start:
                yield self._lines[index]
            index += 1

    def deliveries(self, span: Span) -> set[str | None]:
        """Those of all lines that a slice touches; empty where the analysis left it out."""
        return {line.delivery for line in self._within(span)}

    def exactly(self, span: Span) -> Line | None:
        """The line that is this slice."""
        return next((line for line in self._within(span) if line.utterance.span == span), None)


def _differs(before: Line | None, line: Line) -> bool:
    return before is not None and (before.attribution.speaker, before.delivery) != (
        line.attribution.speaker,
        line.delivery,
    )


def _with_speakers(
    new: Script, characters: Sequence[Character], wanted: set[str | None]
) -> tuple[Script, dict[str | None, str]]:
    """``new`` with the wanted characters, and the ids they have there."""
    ids: dict[str | None, str] = {}
    there = {character.id: character for character in new.characters}
    by_name: dict[str, str] = {}
    for character in new.characters:
        by_name.setdefault(one_line(character.name).casefold(), character.id)
    added: list[Character] = []
    for character in characters:
        if character.id not in wanted:
            continue
        same = there.get(character.id)
        named = by_name.get(one_line(character.name).casefold())
        if same is not None and _names(same) & _names(character):
            ids[character.id] = same.id
        elif named is not None:
            ids[character.id] = named
        else:
            ids[character.id] = _free_id(character.id, there)
            added.append(replace(character, id=ids[character.id]))
            there[added[-1].id] = added[-1]
    return (replace(new, characters=new.characters + tuple(added)) if added else new), ids


def _names(character: Character) -> set[str]:
    return {one_line(name).casefold() for name in (character.name, *character.aliases)}


def _free_id(wanted: str, there: Mapping[str, Character]) -> str:
    if wanted not in there:
        return wanted
    number = 2
    while f"{wanted}-{number}" in there:
        number += 1
    return f"{wanted}-{number}"


class _Follower:
    """Finds the slices of a new script that slices of the old text have become."""

    def __init__(self, old_text: str, new: Script) -> None:
        self._old_text, self._text = old_text, new.text
        self._old, self._new = Tokens.of(old_text), Tokens.of(new.text)
        self._match = align(self._old.words, self._new.words)
        self._matched = [token for token, at in enumerate(self._match) if at >= 0]
        self._is_matched = bytearray(len(self._new.words))
        for at in self._match:
            if at >= 0:
                self._is_matched[at] = 1
        self._pieces = pieces_of(new)
        self._piece_starts = [piece.span.start for piece in self._pieces]
        self._by_words: dict[str, list[int]] = {}
        for index, piece in enumerate(self._pieces):
            self._by_words.setdefault(squeezed(piece.span.of(new.text)), []).append(index)

    def follow(self, choices: Sequence[Choice]) -> list[tuple[int, Choice]]:
        """The choices that still have a place, there, each with its index in ``choices``; in the order of the text."""
        placed: list[tuple[int, Choice]] = []
        taken: set[int] = set()
        homeless: list[int] = []
        after = 0
        for index, choice in enumerate(choices):
            spans = self._spans(choice.span, after)
            for piece, span in spans:
                taken.add(piece)
                placed.append((index, replace(choice, span=span)))
                after = span.end
            if not spans:
                homeless.append(index)
        for index in homeless:
            piece = self._elsewhere(choices[index].span)
            if piece >= 0 and piece not in taken:
                taken.add(piece)
                placed.append((index, replace(choices[index], span=self._pieces[piece].span)))
        return sorted(placed, key=lambda one: one[1].span)

    def place_of(self, span: Span) -> Span:
        """The slice of the new text between what came before an old span and what came after it."""
        tokens = self._old.within(span)
        before = bisect_left(self._matched, tokens.start) - 1
        after = bisect_left(self._matched, tokens.stop)
        first = self._match[self._matched[before]] + 1 if before >= 0 else 0
        end = self._match[self._matched[after]] if after < len(self._matched) else len(self._new.words)
        if first < end:
            return Span(self._new.starts[first], self._new.ends[end - 1])
        at = self._new.ends[first - 1] if first else 0
        return Span(at, at)

    def _spans(self, span: Span, after: int) -> list[tuple[int, Span]]:
        """The parts of new pieces, from ``after`` on, that hold the words of an old span; none if most are gone."""
        tokens = self._old.within(span)
        words = self._old.words
        held: dict[int, list[int]] = {}
        kept = 0
        for token in tokens:
            at = self._match[token]
            piece = self._piece_of(at) if at >= 0 else -1
            if piece >= 0:
                held.setdefault(piece, []).append(at)
                kept += len(words[token])
        if 2 * kept < sum(len(words[token]) for token in tokens):
            return []
        has_words = any(words[token].isalnum() for token in tokens)
        spans: list[tuple[int, Span]] = []
        for piece, found in held.items():
            if has_words and not any(self._new.words[at].isalnum() for at in found):
                continue  # a full stop in common is no sign of the same words
            first, last = found[0], found[-1]
            wide = self._widened(first, last, max(self._pieces[piece].span.start, after), self._pieces[piece].span.end)
            for start, end in (wide, (first, last)):
                if 2 * self._length(found) >= self._length(range(start, end + 1)):
                    spans.append((piece, Span(self._new.starts[start], self._new.ends[end])))
                    break
        return spans

    def _widened(self, first: int, last: int, floor: int, ceiling: int) -> tuple[int, int]:
        """The tokens from ``first`` to ``last`` with the new ones beside them."""
        while first > 0 and not self._is_matched[first - 1] and self._new.starts[first - 1] >= floor:
            first -= 1
        end = len(self._is_matched)
        while last + 1 < end and not self._is_matched[last + 1] and self._new.ends[last + 1] <= ceiling:
            last += 1
        return first, last

    def _length(self, tokens: Iterable[int]) -> int:
        return sum(len(self._new.words[token]) for token in tokens)

    def _piece_of(self, token: int) -> int:
        """The piece that a token of the new text lies in; −1 if none."""
        at = self._new.starts[token]
        piece = bisect_right(self._piece_starts, at) - 1
        return piece if piece >= 0 and at < self._pieces[piece].span.end else -1

    def copies(self, span: Span) -> int:
        """How many pieces of the new script have just these words."""
        return len(self._by_words.get(squeezed(span.of(self._old_text)), []))

    def _elsewhere(self, span: Span) -> int:
        """The one piece of the new script that has just these words; −1 if there is none."""
        found = self._by_words.get(squeezed(span.of(self._old_text)), [])
        return found[0] if len(found) == 1 else -1


def _wanted(choice: Choice, names: Mapping[str, str]) -> str:
    if choice.skip:
        return "(skip)"
    speaker = "Narrator" if choice.speaker is None else names.get(choice.speaker, choice.speaker)
    return f"@{speaker} ({choice.delivery})" if choice.delivery else f"@{speaker}"
