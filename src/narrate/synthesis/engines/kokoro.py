"""Kokoro: one small neural model with dozens of voices, which can be blended.

`pip install 'narrate[kokoro]'`, then `narrate voices download kokoro-v1.0`; see docs/neural-voices.md.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from narrate.errors import ConfigError, EngineMissingError, NarrateError, SynthesisError
from narrate.model import Clip, EngineSettings, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo
from narrate.synthesis.engines.kokoro_voices import (
    LANGUAGES,
    KokoroFiles,
    blended_voice,
    find_files,
    parse_blend,
    voice_of,
)
from narrate.synthesis.engines.onnx_session import (
    device_for,
    missing_package,
    open_session,
    processes_worth_running,
    runtime_version,
)
from narrate.synthesis.engines.own_settings import numbers
from narrate.synthesis.engines.packages import version_of
from narrate.synthesis.engines.phoneme_words import Sound, word_times
from narrate.synthesis.engines.samples import clip_of
from narrate.synthesis.voicestore import file_version, voice_folders

if TYPE_CHECKING:
    import numpy as np
    from kokoro_onnx import Kokoro

RATE_HZ = 24_000
SPEEDS = (0.5, 2.0)
"""What the library takes; a line that should be slower or faster is as slow or fast as can be."""

PATIENCE = 6.0
"""A Raspberry Pi takes some eight seconds for one of speech."""

PROCESS_BYTES = 1_200_000_000
"""What a process takes."""

TAKE_ROWS, TAKES = 6, 20
"""By how many phonemes the style of each further take is that of a longer text; and how many takes there are."""

_SETTINGS = {"seed": (0.0, 2.0**53)}
_FLAG = re.compile(r"\([a-z]{2,3}(?:-[a-z0-9]{1,8})?\)")
"""“(fr)”: eSpeak NG marks words of another language so, and the model would read it out."""

_PACKAGE = "kokoro-onnx"
_EDITION = 1
"""Raised whenever this module makes other samples of the same."""


class KokoroEngine:
    """Voices of Kokoro, by ``kokoro-onnx``."""

    name = "kokoro"

    def __init__(self) -> None:
        self._settings = EngineSettings()
        self._values: dict[str, float] = {}
        self._wanted = ""
        self._found: tuple[KokoroFiles, ...] | None = None
        self._loaded: Kokoro | None = None

    def configure(self, settings: EngineSettings) -> None:
        """See `narrate.synthesis.engine.Configurable`."""
        values = dict(settings.values)
        wanted = values.pop("model", "")
        if not isinstance(wanted, str):
            raise ConfigError(f"engines.{self.name}.model: {wanted!r} is no name", hint="It must be text.")
        self._values = numbers(self.name, replace(settings, values=tuple(values.items())), _SETTINGS)
        self._wanted = wanted
        self._settings = settings

    @property
    def capabilities(self) -> Capabilities:
        """IPA goes to the voices of all languages: it is what the model reads."""
        languages = sorted({language.partition("-")[0] for language, _, _ in LANGUAGES.values()})
        return Capabilities(
            sample_rate_hz=RATE_HZ,
            parallelism=processes_worth_running(self._settings.device, PROCESS_BYTES),
            ipa_languages=tuple(languages),
            word_timings=True,
            patience=PATIENCE,
            takes=True,
        )

    def voices(self) -> Sequence[Voice]:
        """Those of the pack; blends of them work too.

        Raises:
            EngineMissingError: kokoro-onnx is not installed, or its model is not there.
        """
        return tuple(voice_of(self.name, name) for name in self._files().names)

    def voice_named(self, voice: str) -> Voice:
        """See `narrate.synthesis.engine.VoiceNamer`: a blend, ``af_heart*0.6+bf_emma*0.4``."""
        return blended_voice(self.name, voice, self._files().names)

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`."""
        parts = parse_blend(request.voice, self._files().names)
        kokoro = self._kokoro()
        take = int(self._values.get("seed", 0)) + request.take
        kokoro.sess.seed(take, request.voice, request.text)
        language = LANGUAGES.get(max(parts, key=lambda part: part[1])[0][:1], LANGUAGES["a"])[1]
        speed = min(max(request.rate, SPEEDS[0]), SPEEDS[1])
        try:
            phonemes = _phonemes(kokoro, request, language)
            style = _style(kokoro, parts, take)
            spoken = [kokoro.create_timed(phonemes, style, speed, is_phonemes=True)] if phonemes else []
        except Exception as error:  # ONNX Runtime's errors have no common base
            raise SynthesisError(f"Kokoro can't say this: {error}") from error
        sounds = [Sound(timed.phoneme, timed.start, timed.end) for _, _, times in spoken for timed in times]
        words = word_times(request.text, sounds, lambda word: _read(kokoro, word, language)) if sounds else ()
        return clip_of([samples for samples, _, _ in spoken], RATE_HZ, words)

    def transcribe(self, words: Sequence[str], voice: str) -> Sequence[str]:
        """See `narrate.synthesis.engine.Transcriber`."""
        from kokoro_onnx.tokenizer import Tokenizer

        parts = parse_blend(voice, self._files().names)
        language = LANGUAGES.get(parts[0][0][:1], LANGUAGES["a"])[1]
        reader = Tokenizer()
        return tuple(_FLAG.sub("", str(reader.phonemize(word, language))) for word in words)

    def fingerprint(self) -> str:
        """Versions, the device, what was set, and a digest of the files."""
        files = self._files()
        told = " ".join(f"{name}={value:g}" for name, value in sorted(self._values.items()))
        versions = f"{version_of(_PACKAGE)} onnxruntime {runtime_version()} {device_for(self._settings.device)}"
        return f"kokoro-{_EDITION} {versions} {file_version(files.model, files.voices)} {told}".rstrip()

    def describe(self) -> EngineInfo:
        """See `narrate.synthesis.engine.Engine.describe`."""
        try:
            files = self._files()
            device = device_for(self._settings.device)
        except NarrateError as error:
            return EngineInfo(self.name, "", error.message, error.hint)
        version = f"kokoro-onnx {version_of(_PACKAGE)}, {files.name}, ONNX Runtime {runtime_version()} on {device}"
        return EngineInfo(self.name, version)

    def _folders(self) -> tuple[Path, ...]:
        return tuple(map(Path, self._settings.folders)) or voice_folders(self.name)

    def close(self) -> None:
        """Let the model go, and the file of voices, which the library keeps open."""
        if self._loaded is not None:
            cast("Any", self._loaded.voices).close()
        self._loaded = None

    def _files(self) -> KokoroFiles:
        missing = missing_package("kokoro_onnx", self.name)
        if missing is not None:
            raise missing
        if self._found is None:
            self._found = find_files(self._folders())
        if not self._found:
            folder = self._folders()[0]
            raise EngineMissingError(
                f"there is no model of Kokoro with its voices in {folder}",
                hint="Get it: narrate voices download kokoro-v1.0",
            )
        if not self._wanted:
            return self._found[0]
        for files in self._found:
            if files.name == self._wanted:
                return files
        names = [files.name for files in self._found]
        near = difflib.get_close_matches(self._wanted, names, 1)
        raise EngineMissingError(
            f"there is no model of Kokoro named “{self._wanted}” (engines.kokoro.model)",
            hint=f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(names)}.",
        )

    def _kokoro(self) -> Kokoro:
        if self._loaded is None:
            from kokoro_onnx import Kokoro

            files = self._files()
            session = open_session(files.model, device_for(self._settings.device), self._settings.threads)
            try:
                self._loaded = Kokoro.from_session(cast("Any", session), str(files.voices))
            except Exception as error:  # a pack of voices can be broken in many ways
                raise EngineMissingError(
                    f"{files.voices} can't be used: {error}", hint="Download it again, or take it out of the folder."
                ) from error
        return self._loaded


def _style(kokoro: Kokoro, parts: Sequence[tuple[str, float]], take: int) -> np.ndarray[Any, Any]:
    """The numbers that make a voice, one row for each length of a text; those of a blend lie between its voices'.

    The published models throw no dice. Another take is the style of a text a little longer: the same voice with another
    melody.
    """
    styles = [(kokoro.get_voice_style(name), weight) for name, weight in parts]
    style = styles[0][0] if len(styles) == 1 else sum(each * weight for each, weight in styles)
    found = cast("np.ndarray[Any, Any]", style)
    rows = [min(row + TAKE_ROWS * (take % TAKES), len(found) - 1) for row in range(len(found))]
    return found[rows] if take % TAKES else found


def _phonemes(kokoro: Kokoro, request: SynthesisRequest, language: str) -> str:
    """What is said, in the signs that the model knows: eSpeak NG's, and a lexicon's where it has some."""
    parts, at = [], 0
    for start, end, ipa in request.pronunciations:
        sounds = unicodedata.normalize("NFC", ipa)
        if not all(sound in kokoro.tokenizer.vocab for sound in sounds):
            continue  # a sign that the model never learnt: the nearest spelling stands in the text
        parts += [_read(kokoro, request.text[at:start], language), sounds]
        at = end
    return "".join([*parts, _read(kokoro, request.text[at:], language)]).strip()


def _read(kokoro: Kokoro, text: str, language: str) -> str:
    """The phonemes of a part of a text, with the spaces at its ends."""
    line = "".join(" " if letter < " " or letter in "\x7f\u2028\u2029" else letter for letter in text)
    if not line.strip():
        return line
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    sounds = kokoro.tokenizer.phonemize(line, language)
    if "(" not in line:
        sounds = _FLAG.sub("", sounds)
    return f"{before}{sounds}{after}"
