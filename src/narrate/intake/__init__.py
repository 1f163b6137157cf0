"""A story file → `narrate.model.Document`."""

from narrate.intake.files import story_digest
from narrate.intake.reading import parse_story, read_story

__all__ = ["parse_story", "read_story", "story_digest"]
