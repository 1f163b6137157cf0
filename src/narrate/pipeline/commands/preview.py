"""Voices, to look through and to hear."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.config import Options
from narrate.errors import UsageError
from narrate.model import UtteranceKind, Voice, VoiceSetting
from narrate.pipeline.sound.engines import engine_set_by, find_voice
from narrate.pipeline.sound.plan import request_for
from narrate.pipeline.sound.samples import as_mp3
from narrate.workspace import write_atomically, writing

if TYPE_CHECKING:
    from narrate.speech import Lexicon


def list_voices(
    engine: str | None = None, language: str | None = None, *, options: Options | None = None
) -> tuple[Voice, ...]:
    """The voices of an engine.

    Args:
        engine: its name; None is the one of ``options``.
        language: a BCP 47 tag or the beginning of one; None is any.
        options: which engine, and how engines are set; None is the default one, as ever.

    Raises:
        EngineMissingError: there is no such engine, or it does not start.
        ConfigError: it can't use one of the settings.
    """
    wanted = (language or "").casefold()
    return tuple(
        voice
        for voice in engine_set_by(options or Options(), engine).voices
        if not wanted or voice.language.casefold() == wanted or voice.language.casefold().startswith(wanted + "-")
    )


def preview_voice(
    name: str,
    text: str,
    options: Options,
    *,
    output: Path | None = None,
    rate: float = 1.0,
    pitch_semitones: float = 0.0,
    lexicon: Lexicon | None = None,
) -> Path:
    """Let a voice say something, into an MP3 file.

    Args:
        name: of the voice, as `find_voice` understands it.
        text: what is said.
        options: which engine's voices need no prefix, and how engines are set.
        output: the file; ``preview <voice>.mp3`` in the current folder if None.
        rate: factor on the voice's own rate.
        pitch_semitones: shift.
        lexicon: how words are said.

    Returns:
        The file.

    Raises:
        VoiceMissingError: there is no such voice.
        UsageError: ``text`` has no word in it.
        OutputError: the file can't be written.
    """
    from narrate.speech import Lexicon as Words
    from narrate.speech import say
    from narrate.synthesis import EngineHost

    voice = find_voice(name, options)
    said = say(text, kind=UtteranceKind.NARRATION, language=voice.language, lexicon=lexicon or Words())
    if not said.text:
        raise UsageError("there is no word in the text to say")
    setting = VoiceSetting(voice.key, rate=rate, pitch_semitones=pitch_semitones)
    with EngineHost(voice.engine, settings=options.engine_settings(voice.engine)) as host:
        request = request_for(setting, said.text, voice.language)
        takes_ipa = voice.language.casefold().partition("-")[0] in engine_set_by(options, voice.engine).ipa_languages
        clip = host.synthesize(replace(request, pronunciations=said.pronunciations if takes_ipa else ()))
    path = output or Path(f"preview {re.sub(r'[^A-Za-z0-9+-]+', ' ', voice.id)}.mp3")
    with writing(path):
        write_atomically(path, as_mp3(clip))
    return path
