"""Deliveries found in a story: from the tags of its dialogue, and from marks and capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from narrate.model import Line, Script, UtteranceKind
from narrate.speech.deliveries.loud_marks import is_shouted, lower_words
from narrate.speech.deliveries.manner import Manner, beat, tag_after, tag_before, tokens_of
from narrate.speech.deliveries.manner_words import MannerWords, words_for

DELIVERY_REVISION = 1
"""To be raised when a change here, or to the lists, changes what is found: kept analyses are then made anew."""

_BRIEF = frozenset({"laughing", "sighing", "breathlessly", "asking", "slowly", "hurriedly", "cheerfully"})
"""What colours one sentence and is over: it does not go on behind a full stop."""

_HOLDS_FOR = 30
"""Words of narration in one paragraph, between two parts of a speech, after which a tag no longer counts."""

_BRIEF_HOLDS_FOR = 12

_CLOSING = "\"'”’»«›‹“‘„)*_ \t\n"
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LAST_SENTENCE = re.compile(r"[.!?…]+[\s\"”’]+(?=\w)")


def with_deliveries(script: Script) -> Script:
    """``script`` with the deliveries that its narration, marks and capitals tell, in linear time.

    Lines of dialogue alone have deliveries; silence is the default. Those that already have one, and edited lines,
    stay as they are. In languages without word lists only marks and capitals count.
    """
    finder = _Finder(script)
    chapters = tuple(
        replace(chapter, lines=tuple(_applied(chapter.lines, finder.deliveries(chapter.lines))))
        for chapter in script.chapters
    )
    return replace(script, chapters=chapters)


def _applied(lines: Sequence[Line], found: Iterable[str | None]) -> Iterator[Line]:
    for line, delivery in zip(lines, found, strict=True):
        free = delivery is not None and line.delivery is None and not line.edited
        yield replace(line, delivery=delivery) if free else line


@dataclass(frozen=True, slots=True)
class _Held:
    """A delivery that goes on: whose, and which."""

    speaker: str | None
    delivery: str


class _Finder:
    """Finds the deliveries of one script."""

    def __init__(self, script: Script) -> None:
        self._text = script.text
        self._words = words_for(script.language)
        self._lower = lower_words(script.text)
        self._owners: dict[str, set[str]] = {}
        for character in script.characters:
            for name in (character.name, *character.aliases):
                for word in name.casefold().split():
                    self._owners.setdefault(word.strip("."), set()).add(character.id)

    def deliveries(self, lines: Sequence[Line]) -> list[str | None]:
        """One for each line of a chapter."""
        found: list[str | None] = []
        held: _Held | None = None
        before = ""
        for _, group in groupby(lines, key=lambda line: line.utterance.paragraph):
            paragraph = list(group)
            if not paragraph[0].utterance.continues:
                held = None
            of_paragraph, held = self._paragraph(paragraph, before, held)
            found += of_paragraph
            last = paragraph[-1]
            before = self._of(last) if last.utterance.kind is UtteranceKind.NARRATION else ""
        return found

    def _of(self, line: Line) -> str:
        return line.utterance.span.of(self._text)

    def _paragraph(
        self, lines: Sequence[Line], before: str, held: _Held | None
    ) -> tuple[list[str | None], _Held | None]:
        """Deliveries of a paragraph's lines, and what goes on behind it.

        Args:
            lines: of one paragraph.
            before: the narration that the paragraph before ends with.
            held: what goes on from there.
        """
        found: list[str | None] = []
        words_since = 0
        for index, line in enumerate(lines):
            if line.utterance.kind is not UtteranceKind.DIALOGUE:
                words_since += len(self._of(line).split())
                found.append(None)
                continue
            if words_since > _HOLDS_FOR:
                held = None
            words_since = 0
            narration = self._narration(lines, index - 1)
            if index == 0 and before.rstrip().endswith(":"):
                narration = before
            delivery, held = self._line(line, narration, self._narration(lines, index + 1), held)
            found.append(delivery)
        return found, held

    def _narration(self, lines: Sequence[Line], index: int) -> str:
        if not 0 <= index < len(lines) or lines[index].utterance.kind is not UtteranceKind.NARRATION:
            return ""
        return self._of(lines[index])

    def _line(self, line: Line, before: str, after: str, held: _Held | None) -> tuple[str | None, _Held | None]:
        speaker, quotation = line.attribution.speaker, self._of(line)
        mine = held.delivery if held is not None and held.speaker == speaker else None
        if mine in _BRIEF and (before.rstrip()[-1:] in ".!?" or len(before.split()) > _BRIEF_HOLDS_FOR):
            mine = None
        told = self._told(speaker, quotation, before, after, self._words) if self._words else None
        if told is not None and self._words and told.verb not in self._words.continuing:
            mine = None
        delivery = (told.delivery if told else None) or mine
        if delivery is None and is_shouted(quotation, self._lower):
            # Capitals are their own line's: they do not go on.
            return "shouting", None
        if delivery is None and told and self._words and told.verb in self._words.asking:
            return ("asking" if _asks_unmarked(quotation, self._words) else None), None
        return delivery, (_Held(speaker, delivery) if delivery else None)

    def _told(self, speaker: str | None, quotation: str, before: str, after: str, words: MannerWords) -> Manner | None:
        """What the narration on either side says."""
        behind, ahead = tokens_of(after[:600]), tokens_of(before[-600:])
        stopped = quotation.rstrip(_CLOSING).endswith(".") and not quotation.rstrip(_CLOSING).endswith("..")
        readings = (
            tag_after(behind, words, stopped=stopped),
            tag_before(ahead, words),
            beat(behind, words, before=False),
            beat(ahead, words, before=True),
        )
        return next((one for one in readings if one is not None and self._is_theirs(one, speaker)), None)

    def _is_theirs(self, manner: Manner, speaker: str | None) -> bool:
        """Whether the clause names nobody else: “Jack's voice was cold” tells nothing of what Gwen says."""
        if speaker is None:
            return True
        owners = [self._owners[name] for name in manner.names if name in self._owners]
        return not owners or any(speaker in of for of in owners)


def _asks_unmarked(quotation: str, words: MannerWords) -> bool:
    """Whether the last sentence is worded as a question and has no mark that says so."""
    inner = quotation.strip(_CLOSING)
    if "?" in inner[-12:]:
        return False
    last = _LAST_SENTENCE.split(inner[-300:])[-1]
    first = _FIRST_WORD.search(last)
    return first is not None and first[0].lower().replace("’", "'") in words.questions
