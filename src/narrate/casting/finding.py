"""Whom a person means by a name."""

from __future__ import annotations

from difflib import get_close_matches

from narrate.casting.entries import folded
from narrate.errors import UsageError
from narrate.model import VoiceMap, VoiceMapEntry

SHOWN = 80
"""How much of a name is repeated in a message."""


def find_entry(voice_map: VoiceMap, name: str, option: str) -> VoiceMapEntry:
    """Whom a person names.

    Args:
        voice_map: with everybody's names.
        name: theirs.
        option: where it was named, for the message.

    Raises:
        UsageError: nobody is called so; the hint has the nearest names.
    """
    found = named_so(voice_map, name)
    if found is not None:
        return found
    names = {folded(one): one for entry in voice_map.characters for one in (entry.name, *entry.aliases)}
    near = [names[one] for one in get_close_matches(folded(name)[:SHOWN], names, n=3)]
    people = ", ".join(entry.name for entry in voice_map.characters[:10])
    if near:
        hint = f"Did you mean {' or '.join(f'“{one}”' for one in near)}?"
    else:
        hint = f"The characters are: {people}." if people else "The story has no characters."
    if option == "--merge":
        hint += " For a name that is nobody's yet, use --alias."
    raise UsageError(f"{option}: no character is called “{name[:SHOWN]}”", hint=hint)


def named_so(voice_map: VoiceMap, name: str) -> VoiceMapEntry | None:
    """Whose name, alias or, failing that, id it is."""
    wanted = folded(name)
    for entry in voice_map.characters:
        if wanted in {folded(one) for one in (entry.name, *entry.aliases)}:
            return entry
    return next((entry for entry in voice_map.characters if entry.id == name), None)
