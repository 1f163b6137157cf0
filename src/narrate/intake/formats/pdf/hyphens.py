"""Words that were divided at the end of a line: put together again without a dictionary, by the story's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"\w{1,60}(?:[-’']\w{1,60}){0,6}")
# Both halves so often alone are words of their own: “half-open”.
_OFTEN = 2
_SHORTEST_HALF = 3


class Hyphens:
    """Knows which words a text has.

    Args:
        lines: of the text; the last word of a line that is divided does not count.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            found = _WORD.findall(line.casefold())
            self._words.update(found[:-1] if line.endswith("-") else found)

    def joined(self, first: str, second: str) -> str:
        """What stands between the line ``first``, which ends behind its hyphen, and ``second``: “” or “-”."""
        left = _last_word(first).casefold()
        right = _first_word(second)
        if not left or not right or not right[0].isalpha():
            return "-"
        whole, divided = left + right.casefold(), f"{left}-{right.casefold()}"
        if self._words[divided] > self._words[whole] or (right[0].isupper() and not left.isupper()):
            return "-"
        if self._words[whole]:
            return ""
        if "-" in left:
            return "-"
        halves = (left, right.casefold())
        if all(len(half) >= _SHORTEST_HALF and self._words[half] >= _OFTEN for half in halves):
            return "-"
        return ""

    def knows(self, word: str) -> bool:
        """Whether the text has that word."""
        return self._words[word.casefold()] > 0


def _last_word(line: str) -> str:
    found = _WORD.findall(line[-120:])
    return found[-1] if found else ""


def _first_word(line: str) -> str:
    found = re.match(r"\w{1,60}", line)
    return found[0] if found else ""
