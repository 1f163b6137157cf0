"""A person's word on who is who, written into voices.toml."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from narrate.casting.entries import folded
from narrate.casting.finding import SHOWN, find_entry, named_so
from narrate.casting.reading import parse_voice_map
from narrate.casting.tables import add_lines, without_person
from narrate.errors import UsageError
from narrate.model import Gender, VoiceMapEntry


@dataclass(frozen=True, slots=True)
class CastEdits:
    """What a person says of the characters; carried out in this order.

    Attributes:
        merges: pairs: the first is the second, who gets all of the first one's names.
        aliases: pairs of a character's name and one more name.
        renames: pairs of a character's name and the name to go by; the old one stays an alias.
    """

    merges: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.merges or self.aliases or self.renames)


def edit_voice_map(content: str, edits: CastEdits) -> tuple[str, tuple[str, ...]]:
    """Carry edits out in a voice map.

    Args:
        content: voices.toml, decoded. Comments, order and everything that is not edited stay.
        edits: characters in them go by any of their names, or their id.

    Returns:
        The new content, and what was done, a sentence for each edit.

    Raises:
        UsageError: an edit names nobody, or makes no sense; the hint has the nearest names.
        VoiceMapError: ``content`` is no voice map.
    """
    told: list[str] = []
    for first, second in edits.merges:
        content = _merge(content, first, second, told)
    for name, alias in edits.aliases:
        content = _alias(content, name, alias, told)
    for old, new in edits.renames:
        content = _rename(content, old, new, told)
    return content, tuple(told)


def _merge(content: str, first: str, second: str, told: list[str]) -> str:
    voice_map = parse_voice_map(content, "voices.toml")
    gone, stays = find_entry(voice_map, first, "--merge"), find_entry(voice_map, second, "--merge")
    if gone is stays:
        raise UsageError(
            f"--merge: “{first}” and “{second}” are names of one character already", hint=f"It is {_named(stays)}."
        )
    changes: dict[str, Any] = {"aliases": _joined(stays.name, [*stays.aliases, gone.name, *gone.aliases])}
    if stays.gender is Gender.UNKNOWN and gone.gender is not Gender.UNKNOWN:
        changes["gender"] = gone.gender.value
    if gone.first_person and not stays.first_person:
        changes["first_person"] = True
    told.append(f"“{gone.name}” is {stays.name}")
    return _changed(without_person(content, gone.id), stays.id, changes)


def _alias(content: str, name: str, alias: str, told: list[str]) -> str:
    voice_map = parse_voice_map(content, "voices.toml")
    entry = find_entry(voice_map, name, "--alias")
    alias = _proper(alias, "--alias")
    owner = named_so(voice_map, alias)
    if owner is entry:
        raise UsageError(f"--alias: “{alias}” is a name of {entry.name} already")
    if owner is not None:
        raise _taken("--alias", alias, owner, entry)
    told.append(f"“{alias}” is another name of {entry.name}")
    return _changed(content, entry.id, {"aliases": [*entry.aliases, alias]})


def _rename(content: str, old: str, new: str, told: list[str]) -> str:
    voice_map = parse_voice_map(content, "voices.toml")
    entry = find_entry(voice_map, old, "--rename")
    new = _proper(new, "--rename")
    if new == entry.name:
        raise UsageError(f"--rename: {entry.name} is called so already")
    owner = named_so(voice_map, new)
    if owner not in {None, entry}:
        assert owner is not None  # noqa: S101 - for the type checker
        raise _taken("--rename", new, owner, entry)
    told.append(f"{entry.name} is called {new}")
    return _changed(content, entry.id, {"name": new, "aliases": _joined(new, [*entry.aliases, entry.name])})


def _changed(content: str, character_id: str, changes: Mapping[str, Any]) -> str:
    import tomlkit  # loaded when a map is written, not at start-up

    document = tomlkit.parse(content)
    table = document["characters"][character_id]
    for key, value in changes.items():
        if key in table:
            table[key] = value
        else:
            add_lines(table, {key: value}, after="name")
    text = document.as_string()
    parse_voice_map(text, "voices.toml")
    return text


def _proper(name: str, option: str) -> str:
    """A new name, in one line."""
    proper = " ".join(name.split())
    if not proper or not proper.isprintable() or len(proper) > SHOWN:
        raise UsageError(f"{option}: {name[:SHOWN]!r} is no name", hint=f"Give one to {SHOWN} letters.")
    return proper


def _taken(option: str, name: str, owner: VoiceMapEntry, wanted: VoiceMapEntry) -> UsageError:
    return UsageError(
        f"{option}: “{name}” is a name of {_named(owner)}",
        hint=f"If they are one person, write --merge {shlex.quote(owner.name)} {shlex.quote(wanted.name)}; "
        "if not, take the name out of that character's aliases in voices.toml first.",
    )


def _named(entry: VoiceMapEntry) -> str:
    others = f" (also {', '.join(entry.aliases[:5])})" if entry.aliases else ""
    return f"{entry.name}{others}"


def _joined(name: str, aliases: Sequence[str]) -> list[str]:
    different = {folded(name): name}
    for alias in aliases:
        different.setdefault(folded(alias), alias)
    return list(different.values())[1:]
