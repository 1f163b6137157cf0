"""A server's ``/audio/speech`` as OpenAI has it: Kokoro-FastAPI, openedai-speech, LocalAI, any cloud.

Spoken to with the standard library, as the language models of ``--attribution llm`` are: it is one POST.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from narrate.errors import ConfigError, EngineMissingError, NarrateError, SynthesisError
from narrate.network import (
    TEMPORARY,
    NoRedirects,
    fit_to_show,
    host_of,
    is_loopback,
    is_web_address,
    opener_for,
    retry_after_s,
)

URL, KEY, TIMEOUT = "NARRATE_SPEECH_URL", "NARRATE_SPEECH_KEY", "NARRATE_SPEECH_TIMEOUT"

MAX_BYTES = 200_000_000
"""An hour of sound at 24 kHz."""

ATTEMPTS = 4
LONGEST_WAIT_S = 30.0
"""Between two attempts; also where the server asks for more."""

_OVERLOADED = TEMPORARY - {500}
"""It is the server, and not what was asked of it: no other line would fare better."""

_HINTS: Final = {401: f"Check {KEY}.", 403: f"Check {KEY}.", 404: f"Check {URL}, and the model in narrate.toml."}
_NO_SUCH_LIST = frozenset({404, 405, 501})
_LIST_TIMEOUT_S = 15.0
_CHUNK = 1 << 16


class _TryAgainError(Exception):
    """A request failed in a way that may pass; ``error`` is what is to be said if it does not."""

    def __init__(self, error: NarrateError, wait_s: float | None = None) -> None:
        super().__init__(error.message)
        self.error = error
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class SpeechEndpoint:
    """Where to ask.

    Attributes:
        url: up to and with ``/v1``.
        key: is sent to ``url`` and goes nowhere else.
        timeout_s: the longest that one request may take.
    """

    url: str
    key: str = field(default="", repr=False)
    timeout_s: float = 120.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> SpeechEndpoint:
        """The endpoint that ``NARRATE_SPEECH_URL`` and its like name.

        Raises:
            ConfigError: it is missing, or can't be used.
        """
        address, key = environment.get(URL, "").strip(), environment.get(KEY, "").strip()
        if not address:
            raise ConfigError(
                f"the engine “openai” needs the address of a server: {URL} is not set",
                hint=f"For example, with Kokoro-FastAPI on this machine: {URL}=http://localhost:8880/v1",
            )
        if not (key.isascii() and key.isprintable()):
            raise ConfigError(f"{KEY}: there are characters in it that no key has")
        return cls(_checked(address), key, _seconds(environment.get(TIMEOUT, "").strip() or "120"))

    @property
    def host(self) -> str:
        """The host's name, with its port if it has one."""
        return host_of(self.url)

    @property
    def is_local(self) -> bool:
        """Whether it is this machine itself."""
        return is_loopback(self.url)

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.url.startswith("https:")

    def speech(self, asked: Mapping[str, object], *, sleep: Callable[[float], object] = time.sleep) -> bytes:
        """The sound for a request, asked for again after a while where that may help.

        Raises:
            SynthesisError: the server does not say this text.
            EngineMissingError: it can't be reached, refuses the key, or has been overloaded for long.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._open("/audio/speech", json.dumps(asked).encode("ascii"), self.timeout_s)
            except _TryAgainError as failed:
                if attempt == ATTEMPTS:
                    raise failed.error from None
                wait_s = 2.0 ** (attempt - 1) if failed.wait_s is None else failed.wait_s
                sleep(min(wait_s, LONGEST_WAIT_S))
        raise AssertionError("the last attempt returns or raises")

    def voices(self) -> tuple[str, ...]:
        """The names in the server's own list of voices; empty where it has none.

        Raises:
            EngineMissingError: it can't be reached, or refuses the key.
        """
        try:
            told = json.loads(self._open("/audio/voices", None, min(self.timeout_s, _LIST_TIMEOUT_S)))
        except _TryAgainError as failed:
            if isinstance(failed.error, EngineMissingError):
                raise failed.error from None
            return ()
        except (SynthesisError, ValueError, RecursionError):
            return ()
        return tuple(dict.fromkeys(_names(told)))

    def _open(self, path: str, body: bytes | None, timeout_s: float) -> bytes:
        headers = {"Accept": "*/*", "User-Agent": "narrate"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(self.url + path, body, headers)  # noqa: S310 - http or https: _checked
        slow = EngineMissingError(
            f"the server at {self.host} gave no whole answer within {timeout_s:g} s",
            hint=f"Is it busy? {TIMEOUT} allows for more seconds.",
        )
        try:
            with opener_for(self.url, NoRedirects).open(request, timeout=timeout_s) as response:
                return self._read(response, timeout_s, slow)
        except urllib.error.HTTPError as error:
            with error:
                if body is None and error.code in _NO_SUCH_LIST:
                    return b""
                raise self._refusal(error) from None
        except TimeoutError:
            raise _TryAgainError(slow) from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None)
            if isinstance(reason, TimeoutError):
                raise _TryAgainError(slow) from None
            told = fit_to_show(f"the server at {self.host} can't be reached: {reason or error}", self.key)
            raise _TryAgainError(EngineMissingError(told, hint=f"Is it running? Check {URL}.")) from None

    def _read(self, response: http.client.HTTPResponse, timeout_s: float, slow: EngineMissingError) -> bytes:
        """The body, as long as it comes in time and is no larger than any answer."""
        end = time.monotonic() + timeout_s
        parts = bytearray()
        while chunk := response.read1(_CHUNK):
            parts += chunk
            if len(parts) > MAX_BYTES:
                raise SynthesisError(f"the server's answer is larger than {MAX_BYTES:,} bytes")
            if time.monotonic() > end:
                raise _TryAgainError(slow)
        if response.length:
            raise _TryAgainError(SynthesisError(f"the answer of the server at {self.host} broke off"))
        return bytes(parts)

    def _refusal(self, error: urllib.error.HTTPError) -> Exception:
        try:
            told = error.read(2000).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            told = ""
        message = fit_to_show(f"the server at {self.host} answers {error.code} {error.reason} {told}", self.key)
        if error.code in _OVERLOADED:
            hint = "Run the same command again later: what is done is kept."
            return _TryAgainError(EngineMissingError(message, hint=hint), retry_after_s(error.headers))
        if error.code == 500:  # this line's text may be what it stumbles over
            return _TryAgainError(SynthesisError(message))
        if error.code in _HINTS or 300 <= error.code < 400:
            return EngineMissingError(message, hint=_HINTS.get(error.code, f"Check {URL}."))
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


def _checked(address: str) -> str:
    """The address up to ``/v1``."""
    if not is_web_address(address):
        raise ConfigError(f"{URL}: this is no http address", hint="It looks like http://localhost:8880/v1.")
    parts = urllib.parse.urlsplit(address)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(f"{URL}: the address must hold no password, “?” or “#”", hint=f"A key goes into {KEY}.")
    return address.rstrip("/").removesuffix("/audio/speech")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise ConfigError(f"{TIMEOUT}: {text!r} is no number of seconds from above 0 to 3600")
    return seconds
