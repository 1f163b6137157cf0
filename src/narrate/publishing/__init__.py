"""From sound and script to files for listeners: one file a format."""

from narrate.publishing.inspection import SCALE_DB, SUFFIXES, SoundFile
from narrate.publishing.mp3 import EncodedFile, write_mp3
from narrate.publishing.names import chapter_file_name, story_folder_name, underscored_file_name
from narrate.publishing.tags import ChapterTags, cover_type, write_tags
from narrate.publishing.timeline import timeline_from_json, timeline_to_json

__all__ = [
    "SCALE_DB",
    "SUFFIXES",
    "ChapterTags",
    "EncodedFile",
    "SoundFile",
    "chapter_file_name",
    "cover_type",
    "story_folder_name",
    "timeline_from_json",
    "timeline_to_json",
    "underscored_file_name",
    "write_mp3",
    "write_tags",
]
