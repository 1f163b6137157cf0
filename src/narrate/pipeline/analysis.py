"""From a story file to a script: reading, segmentation, attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from narrate.config import Options
from narrate.model import Character, Document, Script, VoiceMap


def read_document(story: Path, options: Options) -> Document:
    """Read a story.

    Raises:
        StoryError: it can't be read; says why and what to do.
    """
    from narrate.intake import read_story  # noqa: PLC0415 - rooms are loaded when they are entered

    return read_story(story, title=options.title, author=options.author)


def analyse(document: Document, options: Options, known: Sequence[Character] = ()) -> Script:
    """Find out who says what.

    Args:
        document: the story.
        options: ``notes`` and ``known_cast`` are heeded.
        known: characters that a person named; with ``options.known_cast`` there are no others.
    """
    from narrate.attribution import attribute  # noqa: PLC0415
    from narrate.scripting import build_script  # noqa: PLC0415
    from narrate.segmentation import segment  # noqa: PLC0415

    segmentation = segment(document, read_notes=options.notes == "read")
    attributed = attribute(document, segmentation, known=known, exclusive=options.known_cast)
    return build_script(document, segmentation, attributed)


def known_characters(voice_map: VoiceMap) -> tuple[Character, ...]:
    """The characters that a voice map names."""
    return tuple(
        Character(entry.id, entry.name, entry.aliases, entry.gender, entry.first_person)
        for entry in voice_map.characters
    )


def with_characters(script: Script, known: Sequence[Character]) -> Script:
    """``script`` with the known characters it lacks, so that a person can give them lines."""
    there = {character.id for character in script.characters}
    more = tuple(character for character in known if character.id not in there)
    return replace(script, characters=script.characters + more) if more else script


def speaking(script: Script) -> Script:
    """``script`` without the characters that have no line."""
    speakers = {line.attribution.speaker for line in script.lines()}
    return replace(script, characters=tuple(c for c in script.characters if c.id in speakers))
