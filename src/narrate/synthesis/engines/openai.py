"""Any server that speaks as OpenAI's does: on this machine, in the house, in a cloud."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from narrate.errors import ConfigError, EngineMissingError, NarrateError, SynthesisError, VoiceMissingError
from narrate.model import AudioFormat, Clip, EngineSettings, SettingValue, SynthesisRequest, Voice
from narrate.network import ATTEMPTS, LONGEST_WAIT_S
from narrate.synthesis.engine import Capabilities, Destination, EngineInfo
from narrate.synthesis.engines.decode import decode, read_streamed_wave
from narrate.synthesis.engines.openai_endpoint import URL, SpeechEndpoint
from narrate.synthesis.engines.openai_voices import OWN, voice_of
from narrate.synthesis.engines.programs import played_faster
from narrate.synthesis.engines.pyttsx3_driver import one_line

_USUAL_PATIENCE_S = 20.0
"""For a short line."""

_SPEEDS = (0.25, 4.0)
_FORMATS = ("wav", "pcm", "mp3", "flac", "opus", "aac")
_NUMBERS: Final = {"requests": (1, 64), "pcm_rate_hz": (8_000, 96_000), "price_per_million": (0, 1_000_000)}
_WHOLE = ("requests", "pcm_rate_hz")
_CONTAINERS: Final = {b"RIFF": "wav", b"fLaC": "flac", b"OggS": "ogg", b"ID3": "mp3"}

_REVISION = 1
"""To be raised when a change to this module changes the sound."""


@dataclass(frozen=True, slots=True)
class _Settings:
    """``[engines.openai]``. The address and the key are no settings: narrate.toml may be a stranger's."""

    model: str = "tts-1"
    voices: str = ""
    language: str = "en"
    response_format: str = "wav"
    pcm_rate_hz: int = 24_000
    requests: int = 4
    price_per_million: float | None = None
    instructions: str = ""


class OpenAiEngine:
    """Asks the server that ``NARRATE_SPEECH_URL`` names.

    Args:
        environment: where that and the key are looked up; the process's own if not given.
        sleep: waits, in seconds.
    """

    name: Final = "openai"

    def __init__(
        self, environment: Mapping[str, str] | None = None, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._environment = os.environ if environment is None else environment
        self._sleep = sleep
        self._settings = _Settings()

    def configure(self, settings: EngineSettings) -> None:
        """See `narrate.synthesis.engine.Configurable`."""
        self._settings = _Settings(**{name: _checked(name, value) for name, value in settings.values})  # type: ignore[arg-type]

    @property
    def capabilities(self) -> Capabilities:
        """As many requests at once as the settings allow; patience for all attempts of one."""
        try:
            timeout_s = self._endpoint.timeout_s
        except ConfigError:
            timeout_s = 0.0
        return Capabilities(
            sample_rate_hz=None,
            parallelism=self._settings.requests,
            pitch_control=True,
            needs_network=True,
            patience=max(1.0, ATTEMPTS * (timeout_s + LONGEST_WAIT_S) / _USUAL_PATIENCE_S),
        )

    def destination(self) -> Destination:
        """See `narrate.synthesis.engine.Remote`."""
        endpoint = self._endpoint
        return Destination(endpoint.host, endpoint.is_local, endpoint.is_encrypted, self._settings.price_per_million)

    def voices(self) -> Sequence[Voice]:
        """Those that the settings name, or else those that the server lists, or else OpenAI's.

        Raises:
            EngineMissingError: the server can't be asked, or nobody knows its voices.
        """
        return self._voices

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`; the server decides whether it is the same every time."""
        if request.voice not in {voice.id for voice in self._voices}:
            raise VoiceMissingError(
                f"the server has no voice “{request.voice}”",
                hint="`narrate voices --engine openai` lists those it has.",
            )
        text = one_line(request.text)
        if not text:
            raise SynthesisError("there is nothing to say")
        # Spoken slower and then played faster: there is no setting for the pitch.
        shift = 2 ** (request.pitch_semitones / 12)
        asked: dict[str, object] = {
            "model": self._settings.model,
            "input": text,
            "voice": request.voice,
            "response_format": self._settings.response_format,
            "speed": round(min(max(request.rate / shift, _SPEEDS[0]), _SPEEDS[1]), 4),
        }
        if self._settings.instructions:
            asked["instructions"] = self._settings.instructions
        clip = self._clip(self._endpoint.speech(asked, sleep=self._sleep))
        return clip if shift == 1 else played_faster(clip, shift)

    def fingerprint(self) -> str:
        """Of the address and all settings that may change the sound, but not of the key."""
        told = self._settings
        known = (self._endpoint.url, told.model, told.response_format, told.pcm_rate_hz, told.instructions)
        return f"openai-{_REVISION}-{hashlib.sha256(repr(known).encode()).hexdigest()[:16]}"

    def describe(self) -> EngineInfo:
        """The server and the model; a problem if it can't be asked for its voices."""
        try:
            endpoint = self._endpoint
            self.voices()
        except NarrateError as error:
            return EngineInfo(self.name, "", error.message, error.hint)
        where = "this machine" if endpoint.is_local else "text leaves this machine"
        return EngineInfo(self.name, f"{self._settings.model} at {endpoint.host} ({where})")

    def close(self) -> None:
        """Nothing is held."""

    @cached_property
    def _endpoint(self) -> SpeechEndpoint:
        return SpeechEndpoint.from_environment(self._environment)

    @cached_property
    def _voices(self) -> tuple[Voice, ...]:
        try:
            endpoint = self._endpoint
        except ConfigError as error:
            raise EngineMissingError(error.message, hint=error.hint) from error
        named = tuple(name.strip() for name in self._settings.voices.split(",") if name.strip())
        found = named or endpoint.voices()
        if not found and endpoint.host == "api.openai.com":
            found = tuple(OWN)
        if not found:
            raise EngineMissingError(
                f"the server at {endpoint.host} does not list its voices",
                hint='Name them in narrate.toml: [engines.openai], voices = "alloy, nova".',
            )
        return tuple(voice_of(self.name, name, self._settings.language) for name in dict.fromkeys(found))

    def _clip(self, body: bytes) -> Clip:
        if not body:
            raise SynthesisError(f"the server at {self._endpoint.host} answered with nothing")
        if self._settings.response_format == "pcm":
            return Clip(AudioFormat(self._settings.pcm_rate_hz), body[: len(body) // 2 * 2])
        try:
            return read_streamed_wave(body) or decode(io.BytesIO(body), _container(body))
        except SynthesisError as error:
            raise SynthesisError(
                f"the server at {self._endpoint.host} answered with something that is no sound: {error.message}"
            ) from error


def _container(body: bytes) -> str:
    """What FFmpeg calls the kind of a sound file.

    It is told, and does not guess: among what it would guess are playlists, which name other files.

    Raises:
        SynthesisError: it is none that servers send.
    """
    if body[:2] in (b"\xff\xf1", b"\xff\xf9"):
        return "aac"
    for head, name in _CONTAINERS.items():
        if body.startswith(head):
            return name
    if body[:1] == b"\xff" and body[1:2] >= b"\xe0":
        return "mp3"
    raise SynthesisError(f"it begins with {body[:24]!r}")


def _checked(name: str, value: SettingValue) -> SettingValue:
    """A setting of `_Settings`.

    Raises:
        ConfigError: there is none of that name, or the value can't be used; says what can.
    """
    where = f"engines.openai.{name}"
    if name in ("model", "voices", "language", "instructions"):
        if isinstance(value, str) and value.isprintable() and len(value) <= 4000:
            return value
        raise ConfigError(f"{where}: {value!r} is no line of text")
    if name == "response_format":
        if value in _FORMATS:
            return value
        raise ConfigError(f"{where}: {value!r} is not one of {', '.join(_FORMATS)}")
    if name not in _NUMBERS:
        names = ", ".join(_Settings.__dataclass_fields__)
        raise ConfigError(
            f"engines.openai: there is no setting {name!r}", hint=f"There are {names}; {URL} is no setting."
        )
    least, most = _NUMBERS[name]
    if isinstance(value, bool | str) or not least <= value <= most or (name in _WHOLE and value != int(value)):
        kind = "whole number" if name in _WHOLE else "number"
        raise ConfigError(f"{where}: {value!r} is no {kind} from {least:g} to {most:g}")
    return int(value) if name in _WHOLE else float(value)
