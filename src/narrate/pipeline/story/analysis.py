"""From a story file to a script: reading, segmentation, attribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.config import Options
from narrate.model import Attributed, Character, Document, Line, Script, Segmentation, VoiceMap
from narrate.pipeline.events import Listener, Notice, StageStarted, ignore

if TYPE_CHECKING:
    from narrate.attribution import Notify


def read_document(story: Path, options: Options) -> Document:
    """Read a story.

    Raises:
        StoryError: it can't be read; says why and what to do.
    """
    from narrate.intake import read_story

    return read_story(story, then=options.then, title=options.title, author=options.author, language=options.language)


def analyse(
    document: Document,
    options: Options,
    known: Sequence[Character] = (),
    listener: Listener = ignore,
) -> Script:
    """Find out who says what, and how.

    Args:
        document: the story.
        options: ``notes``, ``max_chapter``, ``known_cast`` and ``attribution`` are heeded.
        known: characters that a person named; with ``options.known_cast`` there are no others.
        listener: is told what the attributor has to tell.

    Raises:
        AttributorError: there is no attributor of that name, or it can't do its work.
    """
    from narrate.scripting import build_script, divide_chapters
    from narrate.segmentation import segment
    from narrate.speech import with_deliveries

    segmentation = segment(document, read_notes=options.notes == "read")
    attributed = attribute(document, segmentation, options, known, listener)
    script = with_deliveries(build_script(document, segmentation, attributed))
    return divide_chapters(script, options.longest_chapter_min) if options.longest_chapter_min else script


def attribute(
    document: Document,
    segmentation: Segmentation,
    options: Options,
    known: Sequence[Character],
    listener: Listener,
    *,
    fixed: Mapping[int, str | None] | None = None,
) -> Attributed:
    """Have the chosen attributor find who speaks each utterance.

    Args:
        document: the story.
        segmentation: its utterances.
        options: ``known_cast`` and ``attribution`` are heeded.
        known: characters that a person named; with ``options.known_cast`` there are no others.
        listener: is told what the attributor has to tell.
        fixed: lines whose speaker stands: where they begin, and the ids of known characters.

    Raises:
        AttributorError: there is no attributor of that name, or it can't do its work.
    """
    from narrate.attribution import load_attributor

    return load_attributor(options.attribution).attribute(
        document,
        segmentation,
        known=known,
        exclusive=options.known_cast,
        fixed=fixed or {},
        notify=_notify(listener),
    )


def _notify(listener: Listener) -> Notify:
    def notify(text: str, *, progress: bool = False) -> None:
        listener(StageStarted("finding out who says what", text) if progress else Notice(text))

    return notify


def attributor_fingerprint(options: Options) -> str:
    """What tells one state of the chosen attributor from another.

    Raises:
        AttributorError: there is none of that name.
        ConfigError: it lacks a setting.
    """
    from narrate.attribution import load_attributor

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


def as_known(script: Script, known: Sequence[Character]) -> Script:
    """``script`` with the people that ``known`` tells of, so that names old and new in its script.txt mean them.

    Somebody whose name a known character bears becomes that one, lines and all; a name that a known character bears
    means nobody else.
    """
    owner = {_folded(name): character.id for character in known for name in _names(character)}
    ids = {character.id for character in known}
    became = {
        character.id: owner[_folded(character.name)]
        for character in script.characters
        if character.id not in ids and _folded(character.name) in owner
    }
    there = {character.id: character for character in script.characters}
    people = [
        replace(there.get(one.id, one), aliases=_others(there.get(one.id, one).name, one, there.get(one.id)))
        for one in known
    ]
    for character in script.characters:
        if character.id not in ids and character.id not in became:
            aliases = tuple(alias for alias in character.aliases if _folded(alias) not in owner)
            people.append(replace(character, aliases=aliases))
    chapters = tuple(
        replace(chapter, lines=tuple(_given(line, became) for line in chapter.lines)) for chapter in script.chapters
    )
    return replace(script, characters=tuple(people), chapters=chapters)


def _given(line: Line, became: Mapping[str, str]) -> Line:
    speaker = line.attribution.speaker
    if speaker is None or speaker not in became:
        return line
    return replace(line, attribution=replace(line.attribution, speaker=became[speaker]))


def _names(character: Character) -> tuple[str, ...]:
    return (character.name, *character.aliases)


def _others(name: str, *characters: Character | None) -> tuple[str, ...]:
    """All names of ``characters`` but ``name``."""
    found = {_folded(one): one for character in characters if character for one in _names(character)}
    return tuple(one for folded, one in found.items() if folded != _folded(name))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def speaking(script: Script) -> Script:
    """``script`` without the characters that have no line."""
    speakers = {line.attribution.speaker for line in script.lines()}
    return replace(script, characters=tuple(c for c in script.characters if c.id in speakers))
