"""narrate: stories into audiobooks in which every character has a voice of their own.

    from pathlib import Path
    from narrate import Options, make_audiobook

    summary = make_audiobook(Path("story.txt"), Options(engine="pyttsx3"))

What is exported here is the public API; everything is loaded when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.loading import loads_when_used

if TYPE_CHECKING:
    from narrate.config import Options, load_options
    from narrate.errors import NarrateError
    from narrate.model import Casting, Character, Document, Edition, Script, Voice
    from narrate.pipeline import (
        Check,
        FeedOptions,
        Publication,
        Summary,
        analyse,
        check_sound,
        list_voices,
        make_audiobook,
        make_feed,
        make_report,
        preview_voice,
        publish_folder,
        read_document,
        show_cast,
    )
    from narrate.publishing import PublishOptions
    from narrate.scripting import from_json, to_json, write_script_file
    from narrate.values import ChapterRange

__version__ = "0.1.0"

__all__ = [
    "Casting",
    "ChapterRange",
    "Character",
    "Check",
    "Document",
    "Edition",
    "FeedOptions",
    "NarrateError",
    "Options",
    "Publication",
    "PublishOptions",
    "Script",
    "Summary",
    "Voice",
    "__version__",
    "analyse",
    "check_sound",
    "from_json",
    "list_voices",
    "load_options",
    "make_audiobook",
    "make_feed",
    "make_report",
    "preview_voice",
    "publish_folder",
    "read_document",
    "show_cast",
    "to_json",
    "write_script_file",
]

__getattr__ = loads_when_used(
    __name__,
    {
        "config": ("Options", "load_options"),
        "errors": ("NarrateError",),
        "model": ("Casting", "Character", "Document", "Edition", "Script", "Voice"),
        "pipeline": (
            "Check", "FeedOptions", "Publication", "Summary", "analyse", "check_sound", "list_voices", "make_audiobook",
            "make_feed", "make_report", "preview_voice", "publish_folder", "read_document", "show_cast",
        ),
        "publishing": ("PublishOptions",),
        "values": ("ChapterRange",),
        "scripting": ("from_json", "to_json", "write_script_file"),
    },
)  # fmt: skip


def __dir__() -> list[str]:
    return sorted(__all__)
