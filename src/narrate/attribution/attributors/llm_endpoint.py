"""An OpenAI-compatible chat endpoint: Ollama, llama.cpp's server, LM Studio, vLLM, any cloud.

Spoken to with the standard library: it is one POST, and nothing more has to be installed. Redirects are refused (urllib
would take the key along to another host), and no proxy is used for this machine's own addresses.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from narrate.errors import AttributorError, ConfigError
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

URL, MODEL, KEY, TIMEOUT = "NARRATE_LLM_URL", "NARRATE_LLM_MODEL", "NARRATE_LLM_KEY", "NARRATE_LLM_TIMEOUT"

MAX_BYTES = 1_000_000
"""An answer is a few hundred bytes of labels, with some thousands of reasoning before them perhaps."""

ATTEMPTS = 4
LONGEST_WAIT_S = 30.0
"""Between two attempts; also where the server asks for more."""

_PATH = "/chat/completions"
_CHUNK = 1 << 16

Answer = TypeVar("Answer")
Message = Mapping[str, str]


class NoAnswerError(Exception):
    """A request had no usable answer; its text says why."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask, and how.

    Attributes:
        url: of the server's chat completions.
        model: by its name there.
        key: is sent to ``url`` and goes nowhere else.
        timeout_s: the longest that one request may take.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 180.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Endpoint:
        """The endpoint that ``NARRATE_LLM_URL`` and its like name.

        Raises:
            ConfigError: one is missing, or can't be used.
        """
        address, model = environment.get(URL, "").strip(), environment.get(MODEL, "").strip()
        if not address or not model:
            raise ConfigError(
                f"--attribution llm needs a language model: {URL if not address else MODEL} is not set",
                hint=f"For example, with Ollama on this machine: {URL}=http://localhost:11434/v1 {MODEL}=qwen3:8b",
            )
        key = environment.get(KEY, "").strip()
        if not (key.isascii() and key.isprintable()):
            raise ConfigError(f"{KEY}: there are characters in it that no key has")
        return cls(_checked(address), model, key, _seconds(environment.get(TIMEOUT, "").strip() or "180"))

    @property
    def host(self) -> str:
        """The host's name, with its port if it has one."""
        return host_of(self.url)

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.url.startswith("https:")

    @property
    def is_local(self) -> bool:
        """Whether it is this machine itself."""
        return is_loopback(self.url)

    def ask(
        self,
        messages: Sequence[Message],
        read: Callable[[str], Answer],
        *,
        sleep: Callable[[float], object] = time.sleep,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """Ask once, and again after a while if that fails in a way that may pass.

        Args:
            messages: ``role`` and ``content``.
            read: makes something of the answer's text, or raises `NoAnswerError`.
            sleep: waits, in seconds.
            stopped: whether nobody wants the answer any more.

        Raises:
            NoAnswerError: every attempt failed.
            AttributorError: the server refuses such requests, so that asking again makes no sense.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return read(self._post(messages))
            except NoAnswerError as error:
                if attempt == ATTEMPTS or stopped():
                    raise
                sleep(min(error.wait_s or 2.0 ** (attempt - 1), LONGEST_WAIT_S))
        raise AssertionError("the last attempt returns or raises")

    def _post(self, messages: Sequence[Message]) -> str:
        body = json.dumps({"model": self.model, "messages": list(messages), "temperature": 0, "stream": False})
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "narrate"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        data = body.encode("ascii")  # json.dumps writes \u escapes, lone surrogates too
        request = urllib.request.Request(self.url, data, headers, method="POST")  # noqa: S310 - http or https: _checked
        try:
            with opener_for(self.url, NoRedirects).open(request, timeout=self.timeout_s) as response:
                return _content(self._read(response))
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except TimeoutError:
            raise NoAnswerError(f"no answer within {self.timeout_s:g} s") from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None)
            if isinstance(reason, TimeoutError):
                raise NoAnswerError(f"no answer within {self.timeout_s:g} s") from None
            raise NoAnswerError(self._fit_to_show(f"no connection: {reason or error}")) from None

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        """The body, as long as it comes in time and is no larger than any answer."""
        end = time.monotonic() + self.timeout_s
        parts = bytearray()
        while chunk := response.read1(_CHUNK):
            parts += chunk
            if len(parts) > MAX_BYTES:
                raise NoAnswerError(f"the answer is larger than {MAX_BYTES:,} bytes")
            if time.monotonic() > end:
                raise NoAnswerError(f"no whole answer within {self.timeout_s:g} s")
        return bytes(parts)

    def _refusal(self, error: urllib.error.HTTPError) -> Exception:
        if error.code in TEMPORARY:
            return NoAnswerError(f"the server answers {error.code}", retry_after_s(error.headers))
        try:
            told = error.read(2000).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            told = ""
        hints = {401: f"Check {KEY}.", 403: f"Check {KEY}.", 404: f"Check {URL} and {MODEL}."}
        return AttributorError(
            self._fit_to_show(f"the language model at {self.host} refuses: {error.code} {error.reason} {told}"),
            hint=hints.get(error.code, f"Check {URL}, {MODEL} and {KEY}."),
        )

    def _fit_to_show(self, text: str) -> str:
        return fit_to_show(text, self.key)


def _content(body: bytes) -> str:
    """The text of the first choice."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoAnswerError("the answer is not that of a chat endpoint") from None
    if not isinstance(content, str):
        raise NoAnswerError("the answer has no text")
    return content


def _checked(address: str) -> str:
    """The address of the chat completions, from that or from the one above it (``http://localhost:11434/v1``)."""
    if not is_web_address(address):
        raise ConfigError(f"{URL}: this is no http address", hint="It looks like http://localhost:11434/v1.")
    parts = urllib.parse.urlsplit(address)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(f"{URL}: the address must hold no password, “?” or “#”", hint=f"A key goes into {KEY}.")
    address = f"{parts.scheme}{address[len(parts.scheme) :].rstrip('/')}"  # urlsplit lowers the scheme
    return address if address.endswith(_PATH) else address + _PATH


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise ConfigError(f"{TIMEOUT}: {text!r} is no number of seconds from above 0 to 3600")
    return seconds
