"""When eSpeak NG says each word: its events, and the words of the text that they stand for.

Its events are not quite words: a number gives one for each of its parts, and a word between marks has a length of 0
(tried with 1.52). So an event counts for the word of the text that it points into, and only the first one does.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from narrate.model import WordTime

_WORD_EVENT: Final = 1
_CLAUSE_END_EVENT: Final = 5
_OPEN: Final = -1.0
_WORD = re.compile(r"[^\s—–…/]+")


class Event(ctypes.Structure):
    """``espeak_EVENT`` of ``speak_lib.h``."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_void_p),
    )


class Mark(NamedTuple):
    """An event: from which character (counted from 0) and which sample on; ``ends`` at the end of a clause."""

    position: int
    sample: int
    ends: bool


def marks(events: Any) -> list[Mark]:  # noqa: ANN401 - a ctypes array of `Event`, or of pyttsx3's like
    """Those events of one call of the synthesis callback that say where words begin or clauses end."""
    found = []
    index = 0
    while (kind := events[index].type) != 0:
        if kind in (_WORD_EVENT, _CLAUSE_END_EVENT):
            event = events[index]
            found.append(Mark(event.text_position - 1, event.sample, kind == _CLAUSE_END_EVENT))
        index += 1
    return found


def word_times(found: Sequence[Mark], text: str, origins: Sequence[int] | None, rate_hz: int) -> tuple[WordTime, ...]:
    """The words of ``text``, each until the next begins or its clause ends.

    Args:
        found: in the order in which they came.
        text: of the request.
        origins: for each character that eSpeak was sent, the one of ``text`` it came from; None where they are the
            same.
        rate_hz: samples a second.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    starts = [start for start, _ in words]
    times: list[WordTime] = []
    for mark in found:
        at_s = mark.sample / rate_hz
        if mark.ends:
            _end(times, at_s)
            continue
        if origins is not None and not 0 <= mark.position < len(origins):
            continue
        position = mark.position if origins is None else origins[mark.position]
        index = bisect_right(starts, position) - 1
        # Between two words: eSpeak points at the space or the mark before the one it says.
        if index < 0 or position >= words[index][1]:
            index += 1
        if index >= len(words) or (times and words[index][0] <= times[-1].start):
            continue
        _end(times, at_s)
        times.append(WordTime(*words[index], at_s, _OPEN))
    return tuple(word for word in times if word.end_s != _OPEN)


def _end(times: list[WordTime], at_s: float) -> None:
    """End the last word if it is still open."""
    if times and times[-1].end_s == _OPEN:
        times[-1] = times[-1]._replace(end_s=at_s)
