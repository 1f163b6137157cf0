"""Puts the stages in order; emits progress events."""

from narrate.pipeline.analysis import analyse, known_characters, read_document
from narrate.pipeline.audition import Audition, hold_audition
from narrate.pipeline.book import make_audiobook
from narrate.pipeline.cast_page import write_cast_page
from narrate.pipeline.casting_edits import edit_cast
from narrate.pipeline.check import Check, CheckedFile, Requirement, check_sound
from narrate.pipeline.doctor import Finding, examine
from narrate.pipeline.engines import clip_cache
from narrate.pipeline.feed import FeedOptions, FeedSummary, make_feed
from narrate.pipeline.job import default_folder, read_voice_map
from narrate.pipeline.lexicon_words import Heard, WordToCheck, export_lexicon, import_lexicon, say_word, suggest_words
from narrate.pipeline.library import Outcome, StoryToMake, make_audiobooks
from narrate.pipeline.preparation import show_cast
from narrate.pipeline.preview import list_voices, preview_voice
from narrate.pipeline.publication import Publication, publish_folder
from narrate.pipeline.redo import redo_lines
from narrate.pipeline.report import ReportSummary, make_report
from narrate.pipeline.review import DoubtfulLine, Review, review_story
from narrate.pipeline.summary import Summary
from narrate.pipeline.voice_downloads import available_voices, download_voice

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
