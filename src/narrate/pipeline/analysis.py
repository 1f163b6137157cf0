"""From a story file to a script: reading, segmentation, attribution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from narrate.config import Options
from narrate.model import Character, Document, Script, VoiceMap
from narrate.pipeline.events import Listener, Notice, ignore


def read_document(story: Path, options: Options) -> Document:
    """Read a story.

    Raises:
        StoryError: it can't be read; says why and what to do.
    """
    from narrate.intake import read_story  # noqa: PLC0415 - rooms are loaded when they are entered

    return read_story(story, title=options.title, author=options.author)


def analyse(
    document: Document, options: Options, known: Sequence[Character] = (), listener: Listener = ignore
) -> Script:
    """Find out who says what.

    Args:
        document: the story.
        options: ``notes``, ``known_cast`` and ``attribution`` are heeded.
        known: characters that a person named; with ``options.known_cast`` there are no others.
        listener: is told what the attributor has to tell.

    Raises:
        AttributorError: there is no attributor of that name, or it can't do its work.
    """
    from narrate.attribution import load_attributor  # noqa: PLC0415
    from narrate.scripting import build_script  # noqa: PLC0415
    from narrate.segmentation import segment  # noqa: PLC0415

    segmentation = segment(document, read_notes=options.notes == "read")
    attributed = load_attributor(options.attribution).attribute(
        document,
        segmentation,
        known=known,
        exclusive=options.known_cast,
        notify=lambda text: listener(Notice(text)),
    )
    return build_script(document, segmentation, attributed)


def attributor_fingerprint(options: Options) -> str:
    """What tells one state of the chosen attributor from another.

    Raises:
        AttributorError: there is none of that name.
        ConfigError: it lacks a setting.
    """
    from narrate.attribution import load_attributor  # noqa: PLC0415

    return load_attributor(options.attribution).fingerprint()


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
