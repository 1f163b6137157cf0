"""From sound and script to files for listeners: one file a format."""

from narrate.publishing.covers import REVISION as COVER_REVISION
from narrate.publishing.covers import MadeCover, make_cover, reduced
from narrate.publishing.edition import edition_from_json, edition_to_json
from narrate.publishing.inspection import SCALE_DB, SUFFIXES, SoundFile
from narrate.publishing.joining import join_mp3
from narrate.publishing.lossless import kept
from narrate.publishing.mp3 import JOIN_SAMPLES, EncodedFile, write_mp3
from narrate.publishing.mpeg import frame_samples
from narrate.publishing.names import chapter_file_name, story_folder_name, underscored_file_name
from narrate.publishing.publisher import (
    CHAPTERS,
    PUBLISHERS,
    Publisher,
    PublishOptions,
    load_publisher,
    publisher_names,
)
from narrate.publishing.tag_times import LyricsLine, TimeMark, mastered_to, scene_marks
from narrate.publishing.tags import ChapterTags, cover_type, write_tags
from narrate.publishing.timeline import timeline_from_json, timeline_to_json

__all__ = [
    "CHAPTERS",
    "COVER_REVISION",
    "JOIN_SAMPLES",
    "PUBLISHERS",
    "SCALE_DB",
    "SUFFIXES",
    "ChapterTags",
    "EncodedFile",
    "LyricsLine",
    "MadeCover",
    "PublishOptions",
    "Publisher",
    "SoundFile",
    "TimeMark",
    "chapter_file_name",
    "cover_type",
    "edition_from_json",
    "edition_to_json",
    "frame_samples",
    "join_mp3",
    "kept",
    "load_publisher",
    "make_cover",
    "mastered_to",
    "publisher_names",
    "reduced",
    "scene_marks",
    "story_folder_name",
    "timeline_from_json",
    "timeline_to_json",
    "underscored_file_name",
    "write_mp3",
    "write_tags",
]
