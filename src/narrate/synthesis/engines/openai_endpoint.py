"""A server's ``/audio/speech`` as OpenAI has it: Kokoro-FastAPI, openedai-speech, LocalAI, any cloud."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from narrate.errors import ConfigError, EngineMissingError, NarrateError, SynthesisError
from narrate.network import (
    TEMPORARY,
    BrokenOffError,
    NoWholeAnswerError,
    Server,
    ServerVariables,
    SlowError,
    StatusError,
    TooLargeError,
    TryAgainError,
    patiently,
)

URL, KEY, TIMEOUT = "NARRATE_SPEECH_URL", "NARRATE_SPEECH_KEY", "NARRATE_SPEECH_TIMEOUT"

MAX_BYTES = 200_000_000
"""An hour of sound at 24 kHz."""

_VARIABLES = ServerVariables(URL, KEY, TIMEOUT, example="http://localhost:8880/v1")
_SPEECH, _VOICES = "/audio/speech", "/audio/voices"
_USUAL_TIMEOUT_S = 120.0
_LIST_TIMEOUT_S = 15.0

_OVERLOADED = TEMPORARY - {500}
"""It is the server, and not what was asked of it: no other line would fare better."""

_HINTS: Final = {401: f"Check {KEY}.", 403: f"Check {KEY}.", 404: f"Check {URL}, and the model in narrate.toml."}
_NO_SUCH_LIST = frozenset({404, 405, 501})


class _PassingError(TryAgainError):
    """A request failed in a way that may pass; ``error`` is what is to be said if it does not."""

    def __init__(self, error: NarrateError, wait_s: float | None = None) -> None:
        super().__init__(error.message, wait_s)
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEndpoint(Server):
    """Where to ask; ``url`` goes up to and with ``/v1``."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> SpeechEndpoint:
        """The endpoint that ``NARRATE_SPEECH_URL`` and its like name.

        Raises:
            ConfigError: it is missing, or can't be used.
        """
        address = _VARIABLES.address_in(environment)
        if not address:
            raise ConfigError(
                f"the engine “openai” needs the address of a server: {URL} is not set",
                hint=f"For example, with Kokoro-FastAPI on this machine: {URL}=http://localhost:8880/v1",
            )
        return cls(
            url=address.removesuffix(_SPEECH),
            key=_VARIABLES.key_in(environment),
            timeout_s=_VARIABLES.timeout_s_in(environment, _USUAL_TIMEOUT_S),
        )

    def speech(self, asked: Mapping[str, object], *, sleep: Callable[[float], object] = time.sleep) -> bytes:
        """The sound for a request, asked for again after a while where that may help.

        Raises:
            SynthesisError: the server does not say this text.
            EngineMissingError: it can't be reached, refuses the key, or has been overloaded for long.
        """

        def ask() -> bytes:
            try:
                return self.post(_SPEECH, asked, most_bytes=MAX_BYTES)
            except (StatusError, NoWholeAnswerError) as error:
                raise self._told(error) from None

        try:
            return patiently(ask, sleep=sleep)
        except _PassingError as failed:
            raise failed.error from None

    def voices(self) -> tuple[str, ...]:
        """The names in the server's own list of voices; empty where it has none.

        Raises:
            EngineMissingError: it can't be reached, or refuses the key.
        """
        try:
            listed = self.get(_VOICES, most_bytes=MAX_BYTES, timeout_s=min(self.timeout_s, _LIST_TIMEOUT_S))
            return tuple(dict.fromkeys(_names(json.loads(listed))))
        except (StatusError, NoWholeAnswerError) as error:
            told = self._told(error)
            missing = told.error if isinstance(told, _PassingError) else told
            no_list = isinstance(error, StatusError) and error.code in _NO_SUCH_LIST
            if isinstance(missing, EngineMissingError) and not no_list:
                raise missing from None
            return ()
        except (ValueError, RecursionError):
            return ()

    def _told(self, error: StatusError | NoWholeAnswerError) -> NarrateError | _PassingError:
        """What a failed request means to a person."""
        if isinstance(error, StatusError):
            return self._refusal(error)
        if isinstance(error, TooLargeError):
            return SynthesisError(f"the server at {self.host}: {error}")
        if isinstance(error, BrokenOffError):
            return _PassingError(SynthesisError(f"the server at {self.host}: {error}"))
        if isinstance(error, SlowError):
            hint = f"Is it busy? {TIMEOUT} allows for more seconds."
            return _PassingError(EngineMissingError(f"the server at {self.host} gave {error}", hint=hint))
        told = f"the server at {self.host} can't be reached: {error}"
        return _PassingError(EngineMissingError(told, hint=f"Is it running? Check {URL}."))

    def _refusal(self, status: StatusError) -> NarrateError | _PassingError:
        message = f"the server at {self.host} answers {status}"
        if status.code in _OVERLOADED:
            hint = "Run the same command again later: what is done is kept."
            return _PassingError(EngineMissingError(message, hint=hint), status.wait_s)
        if status.code == 500:  # this line's text may be what it stumbles over
            return _PassingError(SynthesisError(message))
        if status.code in _HINTS or 300 <= status.code < 400:
            return EngineMissingError(message, hint=_HINTS.get(status.code, f"Check {URL}."))
        return SynthesisError(message)


def _names(told: Any) -> list[str]:  # noqa: ANN401 - what came as JSON
    """Of ``{"voices": ["af_sky"]}``, a bare list, or objects that have an id."""
    listed = told.get("voices", told.get("data")) if isinstance(told, dict) else told
    found = []
    for each in listed if isinstance(listed, list) else []:
        name = each.get("id") or each.get("voice_id") or each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and name.strip() and name.isprintable():
            found.append(name.strip())
    return found
