"""Finding the words that a lexicon should have, hearing one, and lexicons of other programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.config import Options
from narrate.errors import UsageError
from narrate.pipeline.commands.preview import preview_voice
from narrate.pipeline.sound.engines import engine_set_by, find_voice
from narrate.pipeline.story.analysis import read_document
from narrate.pipeline.story.lexicon import LEXICON_FILE, read_lexicon, story_lexicon
from narrate.workspace import write_atomically, writing

if TYPE_CHECKING:
    from narrate.model import Document, Pronunciation, Voice


@dataclass(frozen=True, slots=True)
class WordToCheck:
    """A word that an engine is likely to say wrong.

    Attributes:
        word: as the story writes it most often.
        count: how often it stands in the story, with “'s” and as a plural.
        reason: why it is likely to be said wrong.
        ipa: what the engine says for it now; empty where the engine can't tell.
        sounds_like: the same in letters.
        expected: what a dictionary gives, in IPA; empty where it does not have the word.
    """

    word: str
    count: int
    reason: str
    ipa: str
    sounds_like: str
    expected: str


def suggest_words(story: Path, options: Options, *, most: int = 40) -> tuple[WordToCheck, ...]:
    """The words of a story that an engine is likely to say wrong and no lexicon has, most frequent first.

    Raises:
        StoryError: the story can't be read.
        LexiconError: a lexicon can't be used.
        EngineMissingError: there is no such engine.
    """
    from narrate.speech import doubtful_words, respelt

    document = read_document(story, options)
    lexicon = story_lexicon(story, options).lexicon()
    voice = _usual_voice(options, document.language)

    def transcribe(words: Sequence[str]) -> Sequence[str]:
        return _transcribed(voice, words, options)

    found = doubtful_words(_story_text(document), document.language, lexicon, transcribe, most=most)
    return tuple(
        WordToCheck(each.word, each.count, each.reason, each.ipa, respelt(each.ipa), each.expected) for each in found
    )


def _story_text(document: Document) -> str:
    return "\n".join(block.span.of(document.text) for chapter in document.chapters for block in chapter.blocks)


def _usual_voice(options: Options, language: str) -> Voice:
    voices = engine_set_by(options).voices
    primary = language.casefold().partition("-")[0]
    matching = [voice for voice in voices if voice.language.casefold().partition("-")[0] == primary]
    return min(matching or voices, key=lambda voice: voice.preference)


def _transcribed(voice: Voice, words: Sequence[str], options: Options) -> Sequence[str]:
    """IPA for each word; nothing where the engine can't tell."""
    from narrate.synthesis import Transcriber, load_engine

    engine = load_engine(voice.engine, options.engine_settings(voice.engine))
    try:
        return engine.transcribe(words, voice.id) if isinstance(engine, Transcriber) else ()
    finally:
        engine.close()


@dataclass(frozen=True, slots=True)
class Heard:
    """A word that was said into a file: what the engine was sent, and in IPA what it said (empty if it can't tell)."""

    path: Path
    text: str
    ipa: str


def say_word(
    word: str,
    options: Options,
    *,
    respelling: str = "",
    ipa: str = "",
    voice: str | None = None,
    language: str = "en",
    output: Path | None = None,
) -> Heard:
    """Have a word or a sentence said into an MP3 file, as the lexicons of the current folder would have it.

    Args:
        word: as it is written.
        options: ``engine`` and ``lexicon`` are heeded.
        respelling: to be tried in place of what a lexicon says.
        ipa: likewise.
        voice: its name; the one that the engine would give to a narrator of ``language`` if None.
        language: BCP 47.
        output: the file; “say <word>.mp3” in the current folder if None.

    Raises:
        LexiconError: ``ipa`` is none, or a lexicon can't be used.
        VoiceMissingError: there is no such voice.
        UsageError: there is nothing to say.
        OutputError: the file can't be written.
    """
    from narrate.model import UtteranceKind
    from narrate.speech import Lexicon, make_entry, say

    if respelling or ipa:
        lexicon = Lexicon([make_entry(word, {"say": respelling, "ipa": ipa}, word)])
    else:
        lexicon = story_lexicon(Path(LEXICON_FILE), options).lexicon()
    chosen = find_voice(voice, options) if voice else _usual_voice(options, language)
    said = say(word, kind=UtteranceKind.NARRATION, language=chosen.language, lexicon=lexicon)
    if not said.text:
        raise UsageError("there is no word in the text to say")
    name = re.sub(r"[^\w' -]+", " ", word)[:60].strip() or "word"
    path = preview_voice(chosen.key, word, options, output=output or Path(f"say {name}.mp3"), lexicon=lexicon)
    takes_ipa = chosen.language.casefold().partition("-")[0] in engine_set_by(options, chosen.engine).ipa_languages
    told = said.pronunciations if takes_ipa else ()
    return Heard(path, said.text, _heard(chosen, said.text, told, options))


def _heard(voice: Voice, text: str, pronunciations: Sequence[Pronunciation], options: Options) -> str:
    """What is said for a text in IPA: by the engine, but where it is told."""
    between, at = [], 0
    for start, end, _ in pronunciations:
        between.append(text[at:start].strip())
        at = end
    between.append(text[at:].strip())
    spoken = _transcribed(voice, between, options)
    if not spoken:
        return ""
    parts = [part for pair in zip(spoken, [each.ipa for each in pronunciations] + [""], strict=True) for part in pair]
    return " ".join(part for part in parts if part)


def import_lexicon(source: Path, target: Path = Path(LEXICON_FILE)) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Add the words of a PLS file (or of another lexicon.toml) to a lexicon.toml; words that it has already stay.

    Returns:
        How many were added; which were kept as they were; and in sentences what could not be taken over.

    Raises:
        LexiconError: one of the files can't be used.
        OutputError: ``target`` can't be written.
    """
    from narrate.speech import add_entries

    imported = read_lexicon(source)
    known = {entry.word for entry in read_lexicon(target).entries} if target.exists() else set()
    content = target.read_bytes().decode("utf-8-sig") if target.exists() else ""
    new = [entry for entry in imported.entries if entry.word not in known]
    if new:
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, add_entries(content, new).encode("utf-8"))
    return len(new), tuple(entry.word for entry in imported.entries if entry.word in known), imported.notices


def export_lexicon(source: Path, target: Path, *, language: str = "en") -> int:
    """Write a lexicon as W3C PLS.

    Returns:
        How many words it has.

    Raises:
        LexiconError: ``source`` can't be used.
        OutputError: ``target`` can't be written.
    """
    from narrate.speech import write_pls

    entries = read_lexicon(source).entries
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, write_pls(entries, language))
    return len(entries)
