"""Piper: neural voices that run on a processor, one ONNX model a voice or for many speakers.

`pip install 'narrate[piper]'`, then `narrate voices download en_GB-alba-medium`; see docs/neural-voices.md.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from narrate.errors import EngineMissingError, NarrateError, SynthesisError, VoiceMissingError
from narrate.model import Clip, EngineSettings, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo
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
from narrate.synthesis.engines.piper_voices import MODEL, PHONEME_TYPES, PiperModel, find_models
from narrate.synthesis.engines.samples import clip_of
from narrate.synthesis.voicestore import files_below, voice_folders

if TYPE_CHECKING:
    from piper import AudioChunk, PiperVoice

LOADED = 4
"""Models kept in memory; a cast of more loads them by turns. One takes two to three times its file, 150 MB."""

PATIENCE = 3.0
"""A large voice on a Raspberry Pi takes some seconds for one of speech."""

PROCESS_BYTES = 600_000_000
"""What a process takes with some models loaded."""

_SETTINGS = {"noise_scale": (0.0, 2.0), "noise_w_scale": (0.0, 2.0), "seed": (0.0, 2.0**53)}
_PACKAGE = "piper-tts"
_EDITION = 1
"""Raised whenever this module makes other samples of the same."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_BLOCK = re.compile(r"\[(?=\[)")


class PiperEngine:
    """Voices of Piper, by ``piper-tts``."""

    name = "piper"

    def __init__(self) -> None:
        self._settings = EngineSettings()
        self._values: dict[str, float] = {}
        self._found: dict[str, PiperModel] | None = None
        self._loaded: OrderedDict[str, PiperVoice] = OrderedDict()

    def configure(self, settings: EngineSettings) -> None:
        """See `narrate.synthesis.engine.Configurable`."""
        self._values = numbers(self.name, settings, _SETTINGS)
        self._settings = settings

    @property
    def capabilities(self) -> Capabilities:
        """The sample rate is the voice's; IPA goes to all voices that read phonemes of eSpeak's."""
        languages = {m.language.partition("-")[0] for m in self._models().values() if m.phoneme_type == "espeak"}
        return Capabilities(
            sample_rate_hz=None,
            parallelism=processes_worth_running(self._settings.device, PROCESS_BYTES),
            ipa_languages=tuple(sorted(languages)),
            word_timings=True,
            patience=PATIENCE,
            takes=True,
        )

    def voices(self) -> Sequence[Voice]:
        """One for each speaker of each model that is found.

        Raises:
            EngineMissingError: piper-tts is not installed, or there is no model.
        """
        self._check()
        return tuple(voice for model in self._models().values() for voice in model.voices(self.name))

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`."""
        self._check()
        model, speaker = self._model_of(request.voice)
        voice = self._voice(model)
        take = (request.take,) if request.take else ()
        voice.session.seed(self._values.get("seed", 0), request.voice, request.text, *take)
        config = self._config(voice, request, speaker)
        try:
            chunks = list(voice.synthesize(_marked(request, voice), config, include_alignments=True))
        except ImportError as error:
            raise _needs_more(model) from error
        except Exception as error:  # ONNX Runtime's errors have no common base
            raise SynthesisError(f"Piper can't say this with {model.name}: {error}") from error
        words = word_times(request.text, _sounds(chunks), lambda word: _read(voice, word))
        return clip_of([chunk.audio_float_array for chunk in chunks], voice.config.sample_rate, words)

    def transcribe(self, words: Sequence[str], voice: str) -> Sequence[str]:
        """See `narrate.synthesis.engine.Transcriber`."""
        self._check()
        model, _ = self._model_of(voice)
        if model.phoneme_type != "espeak":
            return ()
        reader = _reader(model, None)
        return tuple(_read(reader, word) for word in words)

    def fingerprint(self) -> str:
        """Versions, the device, and what was set; the models' digests are the voices' versions."""
        told = " ".join(f"{name}={value:g}" for name, value in sorted(self._values.items()))
        versions = f"{version_of(_PACKAGE)} onnxruntime {runtime_version()} {device_for(self._settings.device)}"
        return f"piper-{_EDITION} {versions} {told}".rstrip()

    def describe(self) -> EngineInfo:
        """See `narrate.synthesis.engine.Engine.describe`."""
        try:
            self._check()
            device = device_for(self._settings.device)
        except NarrateError as error:
            return EngineInfo(self.name, "", error.message, error.hint)
        return EngineInfo(self.name, f"piper-tts {version_of(_PACKAGE)}, ONNX Runtime {runtime_version()} on {device}")

    def _folders(self) -> tuple[Path, ...]:
        return tuple(map(Path, self._settings.folders)) or voice_folders(self.name)

    def close(self) -> None:
        """Let the models go."""
        self._loaded.clear()

    def _models(self) -> dict[str, PiperModel]:
        if self._found is None:
            self._found = {model.name: model for model in find_models(self._folders())}
        return self._found

    def _check(self) -> None:
        missing = missing_package("piper", self.name)
        if missing is not None:
            raise missing
        if not self._models():
            raise _no_voices(self._folders())

    def _model_of(self, voice: str) -> tuple[PiperModel, int | None]:
        """The model of a voice, and the number of its speaker (None: it has one)."""
        name, mark, number = voice.partition("#")
        model = self._models().get(name)
        several = model is not None and len(model.speakers) > 1
        known = number.isdecimal() and len(number) < 6 and model is not None and int(number) < len(model.speakers)
        if model is None or several != bool(mark) or (several and not known):
            near = difflib.get_close_matches(voice, [each.id for each in self.voices()], 3, 0.4)
            hint = f"Did you mean {' or '.join(near)}? " if near else ""
            raise VoiceMissingError(
                f"the engine “piper” has no voice “{voice}”",
                hint=f"{hint}`narrate voices available` lists those that can be downloaded.",
            )
        return model, int(number) if several else None

    def _voice(self, model: PiperModel) -> PiperVoice:
        """A model in memory; the one that was used longest ago makes room."""
        if model.name in self._loaded:
            self._loaded.move_to_end(model.name)
            return self._loaded[model.name]
        while len(self._loaded) >= LOADED:
            self._loaded.popitem(last=False)
        device = device_for(self._settings.device)
        session = open_session(model.path, device, self._settings.threads, durations=True)
        self._loaded[model.name] = _reader(model, session)
        return self._loaded[model.name]

    def _config(self, voice: PiperVoice, request: SynthesisRequest, speaker: int | None) -> Any:  # noqa: ANN401
        from piper import SynthesisConfig

        return SynthesisConfig(
            speaker_id=speaker,
            length_scale=voice.config.length_scale / request.rate,
            noise_scale=self._values.get("noise_scale"),
            noise_w_scale=self._values.get("noise_w_scale"),
            # Else each sentence is blown up until its loudest sample is full scale: a murmur as loud as a shout.
            normalize_audio=False,
        )


def _reader(model: PiperModel, session: object) -> PiperVoice:
    """Piper's own object for a voice, around a session of ours; without one it can only read."""
    from piper import PiperConfig, PiperVoice

    try:
        config = PiperConfig.from_dict(json.loads(model.description.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise EngineMissingError(
            f"{model.description} can't be used: {error}", hint="Download the voice again."
        ) from error
    return PiperVoice(session=cast("Any", session), config=config, download_dir=model.path.parent)


def _read(voice: PiperVoice, word: str) -> str:
    """A word's phonemes."""
    return "".join(sound for part in voice.phonemize(_plain(word)) for sound in part)


def _sounds(chunks: Sequence[AudioChunk]) -> list[Sound]:
    """When each phoneme of some sentences is heard; nothing if one of them does not tell."""
    found = []
    at = 0
    for chunk in chunks:
        end = at + len(chunk.audio_float_array)
        if chunk.phoneme_alignments is None:
            return []
        for aligned in chunk.phoneme_alignments:
            start, at = at, min(at + int(aligned.num_samples), end)
            found.append(Sound(aligned.phoneme, start / chunk.sample_rate, at / chunk.sample_rate))
        at = end
    return found


def _plain(text: str) -> str:
    """A text without what Piper would take for phonemes, or its library for the end."""
    return _BLOCK.sub("[ ", _CONTROL.sub(" ", text))


def _marked(request: SynthesisRequest, voice: PiperVoice) -> str:
    """The text as Piper takes it: with the pronunciations that a lexicon gives as blocks of phonemes."""
    parts, at = [], 0
    for start, end, ipa in request.pronunciations:
        sounds = unicodedata.normalize("NFD", ipa)
        if not all(sound in voice.config.phoneme_id_map and sound not in "[]" for sound in sounds):
            continue  # a sign that the voice never learnt: the nearest spelling stands in the text
        parts += [_plain(request.text[at:start]), f"[[{sounds}]]"]
        at = end
    return "".join([*parts, _plain(request.text[at:])])


def _no_voices(folders: Sequence[Path]) -> EngineMissingError:
    alone = [path for folder in folders for path in files_below(folder, MODEL)]
    if alone:
        return EngineMissingError(
            f"{alone[0]} can't be used without {alone[0].name}.json beside it, Piper's description of the voice",
            hint="Get both: narrate voices download, with the voice's name.",
        )
    return EngineMissingError(
        f"there is no voice of Piper in {folders[0]}", hint="Get one: narrate voices download en_GB-alba-medium"
    )


def _needs_more(model: PiperModel) -> EngineMissingError:
    extra = PHONEME_TYPES[model.phoneme_type]
    return EngineMissingError(
        f"the voice {model.name} needs a package that is not installed",
        hint=f"Install it: pip install 'piper-tts[{extra}]'" if extra else "Install narrate[piper] again.",
    )
