"""The voice map: which voice everybody gets, and voices.toml."""

from narrate.casting.conversations import Conversation, conversations
from narrate.casting.editing import CastEdits, edit_voice_map
from narrate.casting.entries import entries_of, keeping_voices, newcomers, other_engines
from narrate.casting.policy import cast
from narrate.casting.reading import parse_voice_map
from narrate.casting.voice_edits import VoiceEdits, edit_voices, with_reasons
from narrate.casting.writing import render_voice_map

__all__ = [
    "CastEdits",
    "Conversation",
    "VoiceEdits",
    "cast",
    "conversations",
    "edit_voice_map",
    "edit_voices",
    "entries_of",
    "keeping_voices",
    "newcomers",
    "other_engines",
    "parse_voice_map",
    "render_voice_map",
    "with_reasons",
]
