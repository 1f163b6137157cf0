"""Which entry of a voice map is whose, and what it says for an engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from narrate.model import Casting, Character, Script, VoiceMap, VoiceMapEntry, VoiceSetting

PLAIN = VoiceSetting("")
"""No voice, and nothing set."""


def folded(name: str) -> str:
    """A name as it is compared: without regard to case and white space."""
    return " ".join(name.casefold().split())


def entries_of(characters: Iterable[Character], voice_map: VoiceMap) -> Mapping[str, VoiceMapEntry]:
    """The entry of each character that has one, by the character's id.

    An entry is a character's if it has the same id, or else if the character's name is among its names: the
    story's next part may call the same person by a shorter name.
    """
    by_id = {entry.id: entry for entry in voice_map.characters}
    by_name: dict[str, VoiceMapEntry] = {}
    for entry in voice_map.characters:
        for name in (entry.name, *entry.aliases):
            by_name.setdefault(folded(name), entry)
    found: dict[str, VoiceMapEntry] = {}
    for character in characters:
        own = by_id.get(character.id) or by_name.get(folded(character.name))
        if own is not None:
            found[character.id] = own
    return found


def setting_for_engine(entry: VoiceMapEntry, engine: str) -> VoiceSetting | None:
    """The voice that somebody has when an engine is in use; None if the entry says nothing of it.

    It is the one kept for that engine, or else one of another engine that a person wants for them all the same:
    because it is locked, or because that engine speaks for nobody else.
    """
    if entry.setting is not None and entry.setting.engine == engine:
        return entry.setting
    for setting in entry.other_settings:
        if setting.engine == engine:
            return setting
    for other, voice_id in entry.other_voices:
        if other == engine:
            return replace(entry.setting or PLAIN, voice=f"{other}:{voice_id}")
    wanted = entry.setting is not None and entry.setting.voice != "" and (entry.locked or entry.apart)
    return entry.setting if wanted else None


def newcomers(script: Script, voice_map: VoiceMap, engine: str) -> tuple[Character, ...]:
    """Those of a script's characters for whom a map has no voice when an engine is in use."""
    entries = entries_of(script.characters, voice_map)
    return tuple(
        character
        for character in script.characters
        if character.id not in entries or setting_for_engine(entries[character.id], engine) is None
    )


def keeping_voices(voice_map: VoiceMap, script: Script, casting: Casting, but: str | None) -> VoiceMap:
    """A map by which everybody keeps the voice that a casting gave them, but for one, who has none.

    Args:
        voice_map: for the ages, accents and names; who is in it and not in the script keeps their voice, too.
        script: whose casting it is.
        casting: who has which voice.
        but: the character who has none; None is the narrator.
    """
    entries = entries_of(script.characters, voice_map)
    characters = {character.id: character for character in script.characters}
    here = {entry.id for entry in entries.values()}
    kept = [entry for entry in voice_map.characters if entry.id not in here]
    for member in casting.members:
        character = characters[member.character_id or ""]
        known = entries.get(character.id) or VoiceMapEntry(character.id, character.name, gender=character.gender)
        setting = None if character.id == but else member.setting
        kept.append(replace(known, id=character.id, setting=setting, other_voices=(), other_settings=()))
    narrator = None if but is None else casting.narrator.setting
    return VoiceMap(narrator, tuple(kept))


def narrator_for_engine(voice_map: VoiceMap, engine: str) -> VoiceSetting | None:
    """The narrator's voice when an engine is in use: as `setting_for_engine`; None if the map says nothing of it."""
    for setting in (voice_map.narrator, *voice_map.narrator_others):
        if setting is not None and setting.engine == engine:
            return setting
    narrator = voice_map.narrator
    return narrator if narrator is not None and narrator.voice and voice_map.narrator_locked else None


def other_engines(characters: Iterable[Character], voice_map: VoiceMap, engine: str) -> Mapping[str, str]:
    """The engines that speak beside the one in use, each with the name of somebody it speaks for."""
    found: dict[str, str] = {}
    narrator = narrator_for_engine(voice_map, engine)
    if narrator is not None:
        found[narrator.engine] = "the narrator"
    for entry in entries_of(characters, voice_map).values():
        setting = setting_for_engine(entry, engine)
        if setting is not None:
            found.setdefault(setting.engine, entry.name)
    found.pop(engine, None)
    return found


def has_own_manner(setting: VoiceSetting | None) -> bool:
    """Whether a person set rate, pitch or gain, which then hold whatever the voice."""
    return setting is not None and replace(setting, voice="") != PLAIN
