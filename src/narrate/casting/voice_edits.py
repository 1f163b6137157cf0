"""A person's word on who has which voice, written into voices.toml."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from narrate.casting.entries import PLAIN, folded, narrator_for_engine, setting_for_engine
from narrate.casting.finding import find_entry, named_so
from narrate.casting.reading import RANGES, parse_voice_map
from narrate.casting.reasons import BY_HAND
from narrate.casting.tables import add_lines, renew_reason
from narrate.errors import UsageError
from narrate.model import VoiceMapEntry, VoiceSetting

if TYPE_CHECKING:
    from tomlkit.items import InlineTable, Table

NARRATOR = "Narrator"
"""What the narrator is called where characters are named."""


@dataclass(frozen=True, slots=True)
class VoiceEdits:
    """What a person says of the voices; carried out in this order. Characters go by any of their names, or “Narrator”.

    Attributes:
        voices: pairs of a name and a voice (``engine:id``), which there is.
        swaps: pairs of names, who exchange their voices.
        recasts: names of those who are to get another voice.
        locks: names of those whose voice is never to be chosen again.
    """

    voices: tuple[tuple[str, str], ...] = ()
    swaps: tuple[tuple[str, str], ...] = ()
    recasts: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.voices or self.swaps or self.recasts or self.locks)


@dataclass(frozen=True, slots=True)
class EditedVoices:
    """A voice map with voices changed.

    Attributes:
        content: voices.toml.
        told: what was done, a sentence for each edit.
        avoid: the voices (``engine:id``) that those who are to be cast again had, by their ids in the map; None is
            the narrator. The map has no voice of theirs for the engine any more.
    """

    content: str
    told: tuple[str, ...]
    avoid: Mapping[str | None, str]


def edit_voices(content: str, edits: VoiceEdits, engine: str) -> EditedVoices:
    """Carry edits out in a voice map that is complete for an engine.

    Args:
        content: voices.toml, decoded. Comments, order and everything that is not edited stay.
        edits: what to change.
        engine: the one in use.

    Raises:
        UsageError: an edit names nobody, or makes no sense.
        VoiceMapError: ``content`` is no voice map.
    """
    told: list[str] = []
    avoid: dict[str | None, str] = {}
    for name, voice in edits.voices:
        who = _Who.of(content, name, "--voice", engine)
        content = who.given(content, VoiceSetting(voice, gain_db=who.setting.gain_db))
        told.append(f"{who.name} speaks with {voice}")
    for first, second in edits.swaps:
        content = _swapped(content, first, second, engine, told)
    for name in edits.recasts:
        who = _Who.of(content, name, "--recast", engine)
        if who.locked:
            raise UsageError(
                f"--recast: {who.name}'s voice is locked in voices.toml",
                hint="Take the line `locked = true` out first.",
            )
        avoid[who.id] = who.setting.voice
        content = who.given(content, None)
    for name in edits.locks:
        who = _Who.of(content, name, "--lock", engine)
        content = who.changed(content, {"locked": True})
        told.append(f"{who.name} keeps {who.setting.voice}")
    parse_voice_map(content, "voices.toml")
    return EditedVoices(content, tuple(told), avoid)


def with_reasons(content: str, reasons: Mapping[str | None, str]) -> str:
    """The voice map with other reasons beside the names of people who have been cast again.

    Args:
        content: voices.toml, decoded. Remarks of a person's own stay, and so does everything else.
        reasons: by ids in the map; None is the narrator.
    """
    import tomlkit  # loaded when a map is written, not at start-up

    document = tomlkit.parse(content)
    for who, reason in reasons.items():
        table: Any = document.get("narrator") if who is None else document["characters"][who]
        renew_reason(table, reason)
    return document.as_string()


def _swapped(content: str, first: str, second: str, engine: str, told: list[str]) -> str:
    one, other = (_Who.of(content, name, "--swap", engine) for name in (first, second))
    if one.id == other.id:
        raise UsageError(f"--swap: “{first}” and “{second}” are names of one character")
    told.append(f"{one.name} and {other.name} exchange their voices")
    return other.given(one.given(content, other.setting), one.setting)


@dataclass(frozen=True, slots=True)
class _Who:
    """Somebody with a voice, and their table in the file; ``id`` None is the narrator."""

    id: str | None
    name: str
    setting: VoiceSetting
    engine: str
    locked: bool = False

    @classmethod
    def of(cls, content: str, name: str, option: str, engine: str) -> _Who:
        voice_map = parse_voice_map(content, "voices.toml")
        if folded(name) == folded(NARRATOR) and named_so(voice_map, name) is None:
            return cls(None, "the narrator", narrator_for_engine(voice_map, engine) or PLAIN, engine)
        entry = find_entry(voice_map, name, option)
        setting = setting_for_engine(entry, engine)
        if setting is None and option == "--voice":
            return cls(entry.id, entry.name, PLAIN, engine, entry.locked)
        if setting is None:
            raise _without_voice(entry, option)
        return cls(entry.id, entry.name, setting, engine, entry.locked)

    def given(self, content: str, setting: VoiceSetting | None) -> str:
        """The file with another voice for them; None: with none for the engine, nor pitch and rate."""
        import tomlkit  # loaded when a map is written, not at start-up

        document = tomlkit.parse(content)
        table: Any = document["narrator"] if self.id is None else document["characters"][self.id]
        shared = self.setting.engine == self.engine and str(table.get("voice", "")).partition(":")[0] not in {
            "",
            self.engine,
        }
        if setting is not None:
            renew_reason(table, BY_HAND)
        if setting is not None and setting.engine != self.engine:
            table.pop(self.engine, None)
            _write(table, {"voice": setting.voice, "locked": True})
        elif shared:  # `voice` names another engine's: ours has a line of its own
            table.pop(self.engine, None)
            if setting is not None:
                own = tomlkit.inline_table()
                own.update({"voice": setting.voice_id, **_manner(setting)})
                _write(table, {self.engine: own})
        else:
            for key in ("rate", "pitch_semitones", *(("voice",) if setting is None else ("gain_db",))):
                table.pop(key, None)
            if setting is not None:
                _write(table, {"voice": setting.voice, **_manner(setting)})
        return document.as_string()

    def changed(self, content: str, lines: Mapping[str, Any]) -> str:
        """The file with these keys of theirs set."""
        import tomlkit

        document = tomlkit.parse(content)
        _write(document["narrator"] if self.id is None else document["characters"][self.id], lines)
        return document.as_string()


def _write(table: Table | InlineTable | Any, lines: Mapping[str, Any]) -> None:  # noqa: ANN401 - tomlkit's proxies
    for key, value in lines.items():
        if key in table:
            table[key] = value
        else:
            add_lines(table, {key: value}, after="voice")


def _manner(setting: VoiceSetting) -> dict[str, float]:
    """What is set otherwise than usual."""
    return {key: getattr(setting, key) for key in RANGES if getattr(setting, key) != getattr(PLAIN, key)}


def _without_voice(entry: VoiceMapEntry, option: str) -> UsageError:
    if entry.first_person:
        own = shlex.quote(f"{entry.name}=VOICE")
        return UsageError(
            f"{option}: {entry.name} tells the story, and speaks with the narrator's voice",
            hint=f'Write {option} "{NARRATOR}", or give them one of their own: --voice {own}.',
        )
    return UsageError(
        f"{option}: {entry.name} has no voice here", hint="They say nothing in this story: give them one with --voice."
    )
