"""Which words of a story are which words of its later version.

Words that both versions begin and end with are matched first. Between them, runs of six words that occur once in each
version anchor the rest, the longest chain of them in order (patience diff, after Bram Cohen); what lies between two
anchors is compared word by word where it is short, and left unmatched where it is not. The work is bounded by
n log n for the anchors and by fixed limits for the rest, whatever the texts are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from narrate.model import Span

_TOKEN = re.compile(r"\w+|[^\w\s]")
_RUN = 6
_LONGEST_GAP = 200
_MOST_COMPARISONS = 10_000_000
"""Pairs of words looked at in all gaps together: about two seconds at the worst."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words and marks of a text with the offsets they begin and end at."""

    words: list[str]
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """The tokens of a text."""
        found = list(_TOKEN.finditer(text))
        return cls([one[0] for one in found], [one.start() for one in found], [one.end() for one in found])

    def within(self, span: Span) -> range:
        """The indices of the tokens that begin in a span."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))


def align(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Match two rows of words.

    Returns:
        For each word of ``old`` the index of the same word in ``new``, or −1; the indices ascend.
    """
    matching = _Matching(old, new)
    first = matching.match_start(0, len(old), 0, len(new))
    old_end, new_end = matching.match_end(first, len(old), first, len(new))
    at_old, at_new = first, first
    for anchor_old, anchor_new in [*_anchors(old, new, first, old_end, new_end), (old_end, new_end)]:
        # Anchors overlap: the run that the last one began may already have come past this one.
        if anchor_old < at_old or anchor_new < at_new:
            continue
        matching.match_between(at_old, anchor_old, at_new, anchor_new)
        length = matching.match_start(anchor_old, old_end, anchor_new, new_end)
        at_old, at_new = anchor_old + length, anchor_new + length
    return matching.match


class _Matching:
    """Two rows of words, and which were matched so far. Ranges are given as old start and end, new start and end."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.match = [-1] * len(old)
        self._old, self._new = old, new
        self._allowed = _MOST_COMPARISONS

    def match_start(self, old_start: int, old_end: int, new_start: int, new_end: int) -> int:
        """Match the words that both ranges begin with; returns how many they are."""
        length = 0
        while old_start + length < old_end and new_start + length < new_end:
            if self._old[old_start + length] != self._new[new_start + length]:
                break
            self.match[old_start + length] = new_start + length
            length += 1
        return length

    def match_end(self, old_start: int, old_end: int, new_start: int, new_end: int) -> tuple[int, int]:
        """Match the words that both ranges end with; returns the ends of what is before them."""
        while old_end > old_start and new_end > new_start and self._old[old_end - 1] == self._new[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
            self.match[old_end] = new_end
        return old_end, new_end

    def match_between(self, old_start: int, old_end: int, new_start: int, new_end: int) -> None:
        """Match the words between two anchors, if they are few."""
        old_end, new_end = self.match_end(old_start, old_end, new_start, new_end)
        cost = (old_end - old_start) * (new_end - new_start)
        longest = max(old_end - old_start, new_end - new_start)
        if not cost or longest > _LONGEST_GAP or cost > self._allowed:
            return
        self._allowed -= cost
        matcher = SequenceMatcher(None, self._old[old_start:old_end], self._new[new_start:new_end], autojunk=False)
        for block in matcher.get_matching_blocks():
            for step in range(block.size):
                self.match[old_start + block.a + step] = new_start + block.b + step


def _anchors(old: Sequence[str], new: Sequence[str], first: int, old_end: int, new_end: int) -> list[tuple[int, int]]:
    """The longest chain, ascending in both, of runs that occur once in each version."""
    there = _single_runs(new, first, new_end)
    pairs = [(at, there[run]) for run, at in _single_runs(old, first, old_end).items() if run in there]
    pairs.sort()
    return _longest_ascending(pairs)


def _single_runs(words: Sequence[str], first: int, end: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    for at in range(first, end - _RUN + 1):
        run = tuple(words[at : at + _RUN])
        places[run] = -1 if run in places else at
    return {run: at for run, at in places.items() if at >= 0}


def _longest_ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence in which the second numbers ascend; the first ones do already (patience sorting)."""
    tails: list[int] = []
    tail_pairs: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        before.append(tail_pairs[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        tail_pairs[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    at = tail_pairs[-1] if tail_pairs else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]
