"""Which entry of a voice map is whose, and what it says for an engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from narrate.model import Character, VoiceMap, VoiceMapEntry, VoiceSetting

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
    """The voice that an entry keeps for an engine; None if it keeps none."""
    if entry.setting is not None and entry.setting.engine == engine:
        return entry.setting
    for setting in entry.other_settings:
        if setting.engine == engine:
            return setting
    for other, voice_id in entry.other_voices:
        if other == engine:
            return replace(entry.setting or PLAIN, voice=f"{other}:{voice_id}")
    return None


def narrator_for_engine(voice_map: VoiceMap, engine: str) -> VoiceSetting | None:
    """The narrator's voice that a map keeps for an engine; None if it keeps none."""
    for setting in (voice_map.narrator, *voice_map.narrator_others):
        if setting is not None and setting.engine == engine:
            return setting
    return None


def has_own_manner(setting: VoiceSetting | None) -> bool:
    """Whether a person set rate, pitch or gain, which then hold whatever the voice."""
    return setting is not None and replace(setting, voice="") != PLAIN
