"""voices.toml, read: every mistake is named with its table, its key and what is allowed there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, NoReturn

from narrate.casting.accents import accent_named, accent_names
from narrate.casting.entries import PLAIN, folded
from narrate.errors import VoiceMapError
from narrate.model import Age, Gender, VoiceMap, VoiceMapEntry, VoiceSetting

RANGES = {"rate": (0.5, 2.0), "pitch_semitones": (-12.0, 12.0), "gain_db": (-20.0, 12.0)}
"""What a person may set, least and most."""

_SETTING_KEYS = ("voice", *RANGES)
_CHARACTER_KEYS = ("name", "aliases", "gender", "age", "accent", "first_person", "locked", *_SETTING_KEYS)
_NARRATOR_KEYS = ("locked", *_SETTING_KEYS)  # a narrator's voice in the file is always kept; saying so does no harm
_MISSPELT = 0.7  # difflib's ratio from which an unknown key is taken for a slip of the pen
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_ENGINE = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the file, with what is needed to speak of it."""

    path: str
    name: str
    content: Mapping[str, Any]

    def fail(self, key: str, problem: str, hint: str = "") -> NoReturn:
        raise VoiceMapError(f"{self.path}, {self.name}.{key}: {problem}", hint=hint)

    def text(self, key: str) -> str:
        value = self.content[key]
        if not isinstance(value, str) or not value.strip():
            self.fail(key, f"{_shown(value)} is no text", f'Write {key} = "…", with something between the marks.')
        return value

    def flag(self, key: str) -> bool:
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            self.fail(key, f"{_shown(value)} is neither true nor false", f"Write {key} = true, or leave it out.")
        return value

    def number(self, key: str, default: float) -> float:
        value = self.content.get(key, default)
        low, high = RANGES[key]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.fail(key, f"{_shown(value)} is not between {low:g} and {high:g}", f"Write {key} = {default:g}, say.")
        return float(value)

    def table(self, key: str) -> _Table:
        value = self.content.get(key, {})
        name = f"{self.name}.{key}" if self.name else key
        if not isinstance(value, dict):
            raise VoiceMapError(f"{self.path}, {name}: is no table", hint=f"Write [{name}] on a line of its own.")
        return _Table(self.path, name, value)

    def only(self, allowed: Collection[str]) -> None:
        for key in self.content:
            if key not in allowed:
                self.unknown(key, allowed)

    def unknown(self, key: str, allowed: Collection[str]) -> NoReturn:
        near = get_close_matches(key, allowed, n=1, cutoff=0.5)
        where = f"{self.name}." if self.name else ""
        raise VoiceMapError(
            f"{self.path}, {where}{key}: nothing of that name belongs here",
            hint=f"{f'Did you mean {near[0]}? ' if near else ''}Allowed are {', '.join(allowed)}.",
        )


def parse_voice_map(content: str, path: str, engines: Collection[str] = ()) -> VoiceMap:
    """Read a voice map.

    A key that is no word of the file's own is an engine's name, with that engine's voice as its value
    (``kokoro = "af_sky"``, or ``kokoro = {voice = "af_sky", rate = 0.9}``), unless it looks like one misspelt.

    Args:
        content: the file, decoded.
        path: for messages.
        engines: names of engines known to be installed, which are never taken for misspelt keys.

    Raises:
        VoiceMapError: something in it can't be used; the message names path, table and key (or the line), the
            hint what is allowed.
    """
    top = _Table(path, "", _toml(content, path))
    top.only(("narrator", "characters"))
    narrator_table = top.table("narrator")
    narrator, others, own = _settings(narrator_table, _NARRATOR_KEYS, engines)
    locked = narrator_table.flag("locked")
    table = top.table("characters")
    entries = tuple(_entry(table.table(key), key, engines) for key in table.content)
    _refuse_shared_names(table, entries)
    inherited = tuple(VoiceSetting(f"{engine}:{voice}", *_manner(narrator_table).values()) for engine, voice in others)
    known = {setting.engine for setting in (narrator, *inherited, *own) if setting is not None and setting.voice}
    entries = tuple(replace(entry, apart=_is_apart(entry, known)) for entry in entries)
    return VoiceMap(narrator, entries, inherited + own, narrator_locked=locked)


def _is_apart(entry: VoiceMapEntry, narrators: Collection[str]) -> bool:
    """Whether somebody's voice is of another engine than all that the whole story was made with."""
    setting = entry.setting
    return bool(narrators) and setting is not None and setting.voice != "" and setting.engine not in narrators


def _toml(content: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        at = re.search(r"\(at line (\d{1,9}), column (\d{1,9})\)", told)
        line = int(at[1]) if at else content.count("\n") + 1
        problem = re.sub(r" \(at [^()]*\)$", "", told)
        raise VoiceMapError(
            f"{path}, line {line}: not TOML: {problem}",
            hint='Lines look like [characters.anna], name = "Anna" or rate = 1.0; text stands between " marks.',
        ) from error
    except RecursionError as error:
        raise VoiceMapError(f"{path}: brackets are nested too deeply", hint="A voice map needs none.") from error


def _entry(table: _Table, key: str, engines: Collection[str]) -> VoiceMapEntry:
    if not _ID.fullmatch(key):
        proper = re.sub(r"[^a-z0-9]+", "-", key.casefold()).strip("-")
        raise VoiceMapError(
            f"{table.path}, {table.name}: {_shown(key)} is no id of a character",
            hint="An id is made of lower-case letters, digits and hyphens"
            + (f": write [characters.{proper}]." if proper else "."),
        )
    setting, others, own = _settings(table, _CHARACTER_KEYS, engines)
    if "name" not in table.content:
        table.fail("name", "is missing", 'Every character has one: name = "Anna Hill".')
    name = table.text("name")
    return VoiceMapEntry(
        id=key,
        name=name,
        aliases=_aliases(table, name),
        gender=Gender(_one_of(table, "gender", [gender.value for gender in Gender])),
        first_person=table.flag("first_person"),
        setting=setting,
        other_voices=others,
        locked=table.flag("locked"),
        other_settings=own,
        age=Age(_one_of(table, "age", [age.value for age in Age])),
        accent=_accent(table),
    )


def _settings(
    table: _Table, known: Collection[str], engines: Collection[str]
) -> tuple[VoiceSetting | None, tuple[tuple[str, str], ...], tuple[VoiceSetting, ...]]:
    """The voice of a table, and those it keeps for other engines: names alone, and with a manner of their own."""
    manner = _manner(table)
    setting: VoiceSetting | None = None
    if "voice" in table.content:
        setting = VoiceSetting(_voice(table, engines), *manner.values())
    elif VoiceSetting("", *manner.values()) != PLAIN:
        setting = VoiceSetting("", *manner.values())
    names: list[tuple[str, str]] = []
    own: list[VoiceSetting] = []
    for key in table.content:
        if key in known:
            continue
        _refuse_misspelt(table, key, known, engines)
        if setting is not None and setting.engine == key:
            table.fail(key, f"voice names one of {key}'s already", "Leave one of the two lines out.")
        if isinstance(table.content[key], dict):
            inner = table.table(key)
            inner.only(_SETTING_KEYS)
            if "voice" not in inner.content:
                inner.fail("voice", "is missing", f'Write {key} = {{voice = "…"}}.')
            own.append(VoiceSetting(f"{key}:{inner.text('voice').removeprefix(key + ':')}", *_manner(inner).values()))
        else:
            names.append((key, table.text(key).removeprefix(f"{key}:")))
    return setting, tuple(names), tuple(own)


def _refuse_misspelt(table: _Table, key: str, known: Collection[str], engines: Collection[str]) -> None:
    if key in engines:
        return
    slip = get_close_matches(key.casefold(), known, n=1, cutoff=_MISSPELT)
    if slip or not isinstance(table.content[key], str | dict) or not _ENGINE.fullmatch(key):
        table.unknown(key, known)


def _voice(table: _Table, engines: Collection[str]) -> str:
    voice = table.text("voice")
    engine, _, name = voice.partition(":")
    if not name.strip() or not _ENGINE.fullmatch(engine):
        table.fail("voice", f"{_shown(voice)} names no engine", 'Write voice = "engine:voice"; see `narrate voices`.')
    near = get_close_matches(engine, engines, n=1, cutoff=_MISSPELT)
    if near and engine not in engines:
        table.fail("voice", f"there is no engine {_shown(engine)}", f'Did you mean "{near[0]}:{name}"?')
    return voice


def _manner(table: _Table) -> dict[str, float]:
    return {key: table.number(key, getattr(PLAIN, key)) for key in RANGES}


def _aliases(table: _Table, name: str) -> tuple[str, ...]:
    value = table.content.get("aliases", [])
    if not isinstance(value, list) or not all(isinstance(alias, str) and alias.strip() for alias in value):
        table.fail("aliases", f"{_shown(value)} is no list of names", 'Write aliases = ["Ann", "Miss Hill"].')
    different: dict[str, str] = {folded(name): name}
    for alias in value:
        different.setdefault(folded(alias), alias)
    return tuple(different.values())[1:]


def _one_of(table: _Table, key: str, allowed: Sequence[str]) -> str:
    value = table.content.get(key, "unknown")
    if not isinstance(value, str) or value not in allowed:
        near = get_close_matches(value, allowed, n=1) if isinstance(value, str) else []
        meant = f"Did you mean {near[0]}? " if near else ""
        table.fail(key, f"{_shown(value)} is unknown", f"{meant}Allowed are {', '.join(allowed)}.")
    return value


def _accent(table: _Table) -> str:
    """A name or a BCP 47 tag; whether the story's language has it is not known here."""
    if "accent" not in table.content:
        return ""
    accent = table.text("accent")
    known = accent_names()
    if accent_named(accent) is None:
        near = get_close_matches(accent.casefold(), [name.casefold() for name in known], n=1, cutoff=0.5)
        meant = f"Did you mean {near[0].title()}? " if near else ""
        table.fail("accent", f"{_shown(accent)} is unknown", f"{meant}Known are {', '.join(known)}, or a tag: en-IE.")
    return accent


def _refuse_shared_names(table: _Table, entries: Collection[VoiceMapEntry]) -> None:
    owner: dict[str, VoiceMapEntry] = {}
    for entry in entries:
        for name in (entry.name, *entry.aliases):
            other = owner.setdefault(folded(name), entry)
            if other is not entry:
                key = "name" if name == entry.name else "aliases"
                raise VoiceMapError(
                    f"{table.path}, {table.name}.{entry.id}.{key}: {_shown(name)} is also a name of "
                    f"{table.name}.{other.id}",
                    hint="A name belongs to one person: take it out of one of the two.",
                )


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
