"""Puts the stages in order; emits progress events.

What is exported here is loaded when it is first used: a worker needs little of it, and a command no other's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.loading import loads_when_used

if TYPE_CHECKING:
    from narrate.pipeline.commands.audition import Audition, hold_audition
    from narrate.pipeline.commands.cast_page import write_cast_page
    from narrate.pipeline.commands.casting_edits import edit_cast
    from narrate.pipeline.commands.doctor import Finding, examine
    from narrate.pipeline.commands.lexicon_words import (
        Heard,
        WordToCheck,
        export_lexicon,
        import_lexicon,
        say_word,
        suggest_words,
    )
    from narrate.pipeline.commands.preview import list_voices, preview_voice
    from narrate.pipeline.commands.redo import redo_lines
    from narrate.pipeline.commands.review import DoubtfulLine, Review, review_story
    from narrate.pipeline.commands.voice_downloads import available_voices, download_voice
    from narrate.pipeline.editions.check import Check, CheckedFile, Requirement, check_sound
    from narrate.pipeline.editions.feed import FeedOptions, FeedSummary, make_feed
    from narrate.pipeline.editions.publication import Publication, publish_folder
    from narrate.pipeline.editions.report import ReportSummary, make_report
    from narrate.pipeline.run.book import make_audiobook
    from narrate.pipeline.run.library import Outcome, StoryToMake, make_audiobooks
    from narrate.pipeline.sound.engines import clip_cache
    from narrate.pipeline.story.analysis import analyse, known_characters, read_document
    from narrate.pipeline.story.job import default_folder, read_voice_map
    from narrate.pipeline.story.preparation import show_cast
    from narrate.pipeline.summary import Summary

__all__ = [
    "Audition",
    "Check",
    "CheckedFile",
    "DoubtfulLine",
    "FeedOptions",
    "FeedSummary",
    "Finding",
    "Heard",
    "Outcome",
    "Publication",
    "ReportSummary",
    "Requirement",
    "Review",
    "StoryToMake",
    "Summary",
    "WordToCheck",
    "analyse",
    "available_voices",
    "check_sound",
    "clip_cache",
    "default_folder",
    "download_voice",
    "edit_cast",
    "examine",
    "export_lexicon",
    "hold_audition",
    "import_lexicon",
    "known_characters",
    "list_voices",
    "make_audiobook",
    "make_audiobooks",
    "make_feed",
    "make_report",
    "preview_voice",
    "publish_folder",
    "read_document",
    "read_voice_map",
    "redo_lines",
    "review_story",
    "say_word",
    "show_cast",
    "suggest_words",
    "write_cast_page",
]

__getattr__ = loads_when_used(
    __name__,
    {
        "commands.audition": ("Audition", "hold_audition"),
        "commands.cast_page": ("write_cast_page",),
        "commands.casting_edits": ("edit_cast",),
        "commands.doctor": ("Finding", "examine"),
        "commands.lexicon_words": (
            "Heard",
            "WordToCheck",
            "export_lexicon",
            "import_lexicon",
            "say_word",
            "suggest_words",
        ),
        "commands.preview": ("list_voices", "preview_voice"),
        "commands.redo": ("redo_lines",),
        "commands.review": ("DoubtfulLine", "Review", "review_story"),
        "commands.voice_downloads": ("available_voices", "download_voice"),
        "editions.check": ("Check", "CheckedFile", "Requirement", "check_sound"),
        "editions.feed": ("FeedOptions", "FeedSummary", "make_feed"),
        "editions.publication": ("Publication", "publish_folder"),
        "editions.report": ("ReportSummary", "make_report"),
        "run.book": ("make_audiobook",),
        "run.library": ("Outcome", "StoryToMake", "make_audiobooks"),
        "sound.engines": ("clip_cache",),
        "story.analysis": ("analyse", "known_characters", "read_document"),
        "story.job": ("default_folder", "read_voice_map"),
        "story.preparation": ("show_cast",),
        "summary": ("Summary",),
    },
)
