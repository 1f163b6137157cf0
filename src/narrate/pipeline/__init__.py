"""Puts the stages in order; emits progress events."""

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
