"""Speaker lines of script.txt: ``@Ianto Jones ? (whispering)``.

A line is ``@``, a name, then in any order ``?`` (not sure), ``[id]`` (which of two people of one name) and
parentheses: ``(skip)``, ``(skip: reason)``, ``(by hand)``, or a delivery. In parentheses a backslash takes the meaning
from the character after it.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from narrate.model import Character

NARRATOR = "Narrator"
LONGEST = 2000
"""Characters of the longest speaker line that is read: what is longer is no name but a slip."""

_LONGEST_NAME = 80
_MOST_DECORATIONS = 8
_ID = re.compile(r"\[([^\[\]\s]{1,200})\]\Z")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a speaker line says of the text below it.

    Attributes:
        speaker: a character's id; None is the narrator.
        skip: the text is left out; ``reason`` is empty where a person said so.
        by_hand: a person chose this speaker, even if the analysis agrees.
    """

    speaker: str | None
    unsure: bool = False
    delivery: str | None = None
    skip: bool = False
    reason: str = ""
    by_hand: bool = False


class UnknownSpeakerError(Exception):
    """A speaker line names nobody, or more than one; a person's message and hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take a speaker line apart: a name, and what was said of it."""

    name: str
    unsure: bool = False
    notes: tuple[str, ...] = ()


class Speakers:
    """The names of a script's characters, to be found and to be written."""

    def __init__(self, characters: Iterable[Character]) -> None:
        self._characters = {character.id: character for character in characters}
        # From the surest way of naming somebody to the loosest.
        self._levels: list[dict[str, list[str]]] = [{}, {}, {}, {}]
        for character in self._characters.values():
            names = [character.name, *character.aliases]
            self._add(0, [one_line(character.name)], character.id)
            self._add(1, [one_line(alias) for alias in character.aliases], character.id)
            self._add(2, [character.id], character.id)
            self._add(3, [one_line(name).casefold() for name in names], character.id)
        self._labels: dict[Mark, str] = {}
        self._marks: dict[str, Mark] = {}

    def _add(self, level: int, names: list[str], character_id: str) -> None:
        for name in names:
            ids = self._levels[level].setdefault(name, [])
            if name and character_id not in ids:
                ids.append(character_id)

    def read(self, line: str) -> Mark:
        """The meaning of a speaker line, given without its ``@``.

        Raises:
            UnknownSpeakerError: it names nobody, or more than one.
        """
        if line not in self._marks:
            self._marks[line] = self._read(line)
        return self._marks[line]

    def _read(self, line: str) -> Mark:
        readings, character_id = _readings(line)
        barest = readings[-1]
        if character_id is not None and character_id in self._characters:
            if not barest.name or character_id in self._ids_of(barest.name):
                return _mark(character_id, barest)
        elif barest.name.casefold() == NARRATOR.casefold() and character_id is None:
            return _mark(None, barest)
        for reading in readings:
            ids = self._ids_of(reading.name)
            if len(ids) == 1:
                return _mark(ids[0], reading)
            if ids:
                choices = " or ".join(f"@{reading.name} [{one}]" for one in ids)
                raise UnknownSpeakerError(f"more than one character is called “{reading.name}”", f"Write {choices}.")
        raise self._unknown(barest.name, character_id)

    def _ids_of(self, name: str) -> list[str]:
        for level, names in enumerate(self._levels):
            ids = names.get(name.casefold() if level == 3 else name)
            if ids:
                return ids
        return []

    def _unknown(self, name: str, character_id: str | None) -> UnknownSpeakerError:
        if character_id is not None and character_id in self._characters:
            theirs = self._characters[character_id].name
            return UnknownSpeakerError(
                f"“{_shortened(name)}” is not the name of [{character_id}]",
                f"Write @{theirs} [{character_id}], or the name without the part in brackets.",
            )
        wanted = _shortened(name) or _shortened(f"[{character_id}]")
        names = {NARRATOR.casefold(): NARRATOR}
        for character in self._characters.values():
            for known in (character.name, *character.aliases):
                names.setdefault(one_line(known).casefold(), one_line(known))
        before, opening, _ = wanted.partition(" (")
        if opening:
            return UnknownSpeakerError(
                f"nobody is called “{wanted}”", f"A delivery stands in round brackets, closed: @{before} (whispering)."
            )
        near = difflib.get_close_matches(wanted.casefold(), names, n=1)
        meant = f"; did you mean @{names[near[0]]}?" if near else ""
        return UnknownSpeakerError(
            f"nobody is called “{wanted}”{meant}",
            "For somebody new, add it to voices.toml:\n"
            f"[characters.{_slug(wanted)}]\nname = {json.dumps(wanted, ensure_ascii=False)}",
        )

    def write(self, mark: Mark) -> str:
        """The speaker line, with its ``@``, that `read` understands as ``mark``."""
        if mark not in self._labels:
            self._labels[mark] = f"@{self._line(mark)}"
        return self._labels[mark]

    def _line(self, mark: Mark) -> str:
        decorations = _decorations(mark)
        if mark.speaker is None:
            return NARRATOR + decorations
        name = one_line(self._characters[mark.speaker].name)
        if len(name) <= _LONGEST_NAME:
            for label in (name, f"{name} [{mark.speaker}]"):
                # Names hold anything, also “?” and parentheses: only what is read back rightly is written.
                if self._means(label + decorations, mark):
                    return label + decorations
        return f"[{mark.speaker}]{decorations}"

    def _means(self, line: str, mark: Mark) -> bool:
        try:
            return self._read(line) == mark
        except UnknownSpeakerError:
            return False


def one_line(text: str) -> str:
    """``text`` with every run of white space as one space, and none at its ends."""
    return " ".join(text.split())


def _mark(speaker: str | None, reading: _Reading) -> Mark:
    deliveries: list[str] = []
    skip, reason, by_hand = False, "", False
    for note in reading.notes:
        head, _, rest = note.partition(":")
        word = head.strip().casefold()
        if word == "skip":
            skip, reason = True, _unescaped(rest.strip())
        elif word == "by hand":
            by_hand = True
        elif note:
            deliveries.append(_unescaped(note))
    return Mark(speaker, reading.unsure, ", ".join(deliveries) or None, skip, reason, by_hand)


def _decorations(mark: Mark) -> str:
    written = " ?" if mark.unsure else ""
    if mark.delivery:
        delivery = _escaped(mark.delivery)
        if delivery.partition(":")[0].strip().casefold() in {"skip", "by hand"}:
            delivery = "\\" + delivery
        written += f" ({delivery})"
    if mark.skip:
        written += f" (skip: {_escaped(mark.reason)})" if mark.reason else " (skip)"
    return written + (" (by hand)" if mark.by_hand else "")


def _escaped(note: str) -> str:
    return re.sub(r"([\\()])", r"\\\1", note)


def _unescaped(note: str) -> str:
    return re.sub(r"\\(.)", r"\1", note)


def _readings(line: str) -> tuple[list[_Reading], str | None]:
    """All ways to take a line apart, the one with the longest name first, and the id in brackets."""
    line = one_line(line)
    readings = [_Reading(line)]
    while len(readings) <= _MOST_DECORATIONS:
        last = readings[-1]
        if last.name.endswith("?"):
            readings.append(_Reading(last.name.rstrip("? "), unsure=True, notes=last.notes))
        elif (opening := _opening(last.name)) >= 0:
            note = last.name[opening + 1 : -1].strip()
            readings.append(_Reading(last.name[:opening].rstrip(), last.unsure, (note, *last.notes)))
        elif found := _ID.search(last.name):
            readings.append(_Reading(last.name[: found.start()].rstrip(), last.unsure, last.notes))
            return readings, found[1]
        else:
            break
    return readings, None


def _opening(line: str) -> int:
    """Where the parenthesis begins that ends ``line``; −1 if none does."""
    if not line.endswith(")") or _is_escaped(line, len(line) - 1):
        return -1
    at = line.rfind("(")
    while at >= 0 and _is_escaped(line, at):
        at = line.rfind("(", 0, at)
    return at


def _is_escaped(line: str, at: int) -> bool:
    first = at
    while first > 0 and line[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "somebody"
