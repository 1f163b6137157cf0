"""Where in the source the words stand that an engine was heard to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from narrate.model import CueWord, Span, WordTime

_WORD = re.compile(r"[^\W_](?:[^\s—–…/]*[^\W_])?")
"""From a letter or digit to the last one before white space or a dash."""


def words_in_source(source: str, span: Span, spoken: str, heard: Sequence[WordTime]) -> tuple[CueWord, ...]:
    """The words of a slice of the source, each with the time at which it is heard.

    Words that are spoken as they are written go one to one. Where the two differ (“1984” is said in other words), the
    slice that differs is one word, heard for as long as what is said for it; what is said for nothing in the source
    belongs to the word before it, and so does what an engine says in one breath with it (eSpeak NG's “I am”).

    Args:
        source: the story.
        span: the slice that is spoken.
        spoken: what the engine was sent for it.
        heard: words of ``spoken`` in order, in seconds from any beginning.

    Returns:
        In order, without overlap in the source; in time not before the first nor after the last that was heard.
    """
    written = [Span(span.start + found.start(), span.start + found.end()) for found in _WORD.finditer(span.of(source))]
    if not written or not heard:
        return ()
    said = [_folded(spoken[word.start : word.end]) for word in heard]
    wanted = [_folded(word.of(source)) for word in written]
    if said == wanted:
        return tuple(_one_to_one(heard, written))
    found: list[CueWord] = []
    for told, first, last, begin, end in SequenceMatcher(None, said, wanted, autojunk=False).get_opcodes():
        if told == "equal":
            found += _one_to_one(heard[first:last], written[begin:end])
        elif told == "replace":
            whole = Span(written[begin].start, written[end - 1].end)
            found.append(CueWord(whole, heard[first].start_s, heard[last - 1].end_s))
        elif told == "delete" and found:
            found[-1] = found[-1]._replace(end_s=heard[last - 1].end_s)
        elif told == "insert" and found:
            found[-1] = found[-1]._replace(span=Span(found[-1].span.start, written[end - 1].end))
    return tuple(found)


def _one_to_one(heard: Sequence[WordTime], written: Sequence[Span]) -> Iterator[CueWord]:
    for word, span in zip(heard, written, strict=True):
        yield CueWord(span, word.start_s, word.end_s)


def _folded(word: str) -> str:
    folded = word.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))
