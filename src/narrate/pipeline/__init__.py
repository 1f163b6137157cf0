"""Puts the stages in order; emits progress events."""

from narrate.pipeline.analysis import analyse, known_characters, read_document
from narrate.pipeline.book import default_folder, make_audiobook, read_voice_map, show_cast
from narrate.pipeline.doctor import Finding, examine
from narrate.pipeline.engines import clip_cache
from narrate.pipeline.preview import list_voices, preview_voice
from narrate.pipeline.summary import Summary

__all__ = [
    "Finding",
    "Summary",
    "analyse",
    "clip_cache",
    "default_folder",
    "examine",
    "known_characters",
    "list_voices",
    "make_audiobook",
    "preview_voice",
    "read_document",
    "read_voice_map",
    "show_cast",
]
