"""Where a quotation ends, or begins, whose mark was forgotten."""

from __future__ import annotations

import re

from narrate.segmentation.lexicon import SPEECH_VERBS

_VERB = "(?:" + "|".join(sorted(SPEECH_VERBS, key=lambda verb: (-len(verb), verb))) + ")"
_PERSON = r"(?:he|she|they|it|I|we|the \w+|(?:his|her|my|their|our) \w+|(?:Mr|Mrs|Miss|Ms|Dr)\.? [A-Z]\w+|[A-Z]\w+)"
_SAID = re.compile(
    rf"(?<=[,.!?…—–-])\s{{1,3}}(?=(?:{_VERB}\s(?:{_PERSON})\b)|(?:{_PERSON}\s(?:\w{{2,12}}ly\s)?{_VERB}\b))"
)
_TOLD = re.compile(
    r"(?<=[.!?…])\s{1,3}(?=(?:He|She|They|[A-Z][a-z]{1,20})\s(?:\w{2,12}ed|was|were|had|took|stood|sat|ran|went)\b)"
)
_SENTENCE = re.compile(r"[.!?…:,]\s{1,3}(?=[A-Z¿¡])")
_STOP = re.compile(r"[.!?…]")
_CLAUSE = 80
"""A clause of saying is not longer."""


def likely_end(text: str, start: int, end: int) -> int:
    """Where speech that begins at ``start`` and lacks its closing mark ends, at ``end`` at the latest.

    It ends before a clause of saying (“… , said Jack”), or before the first sentence that tells what somebody
    did; otherwise it goes on to ``end``, without the white space there.
    """
    for pattern in (_SAID, _TOLD):
        match = pattern.search(text, start, end)
        if match:
            return match.start()
    return start + len(text[start:end].rstrip())


def end_before_clause(text: str, start: int, end: int) -> int:
    """Where speech ends that may go on in the next paragraph: before a clause of saying that ends this one."""
    last = None
    for match in _SAID.finditer(text, max(start, end - _CLAUSE), end):
        last = match
    if last is None or _STOP.search(text, last.end(), end - 1):
        return end
    return last.start()


def likely_beginning(text: str, start: int, end: int, *, first: bool) -> int:
    """Where speech that ends at ``end`` and lacks its opening mark begins.

    Args:
        text: the whole story.
        start: where it may begin at the earliest.
        end: where its closing mark stands.
        first: no quotation stands before it in the paragraph, which then begins with speech.
    """
    at = start
    if not first:
        for match in _SENTENCE.finditer(text, start, end):
            at = match.end()
    piece = text[at:end]
    return at + len(piece) - len(piece.lstrip())
