"""A server that a person names in the environment, asked with the standard library: it is one request, one answer.

Redirects are refused (urllib would take the key along to another host), and no proxy is used for this machine's own
addresses. Whatever the server says is a stranger's: it is cut to size, and the key is taken out before it is shown.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field

from narrate.errors import ConfigError
from narrate.network.addresses import NoRedirects, fit_to_show, host_of, is_loopback, is_web_address, opener_for
from narrate.network.patience import retry_after_s

_CHUNK = 1 << 16
_LONGEST_TOLD = 2000
_LONGEST_TIMEOUT_S = 3600


class NoWholeAnswerError(Exception):
    """No answer came, or no whole one; the text says why, and is fit to show."""


class UnreachableError(NoWholeAnswerError):
    """There was no connection, or it was lost."""


class SlowError(NoWholeAnswerError):
    """The time was over."""


class BrokenOffError(NoWholeAnswerError):
    """The answer is shorter than the server said."""


class TooLargeError(NoWholeAnswerError):
    """The answer is larger than any should be."""


class StatusError(Exception):
    """The server answered with another status than that of success.

    Args:
        code: the status.
        told: the status and what came with it, fit to show.
        wait_s: how long the server asks to be left alone, where it does.
    """

    def __init__(self, code: int, told: str, wait_s: float | None) -> None:
        super().__init__(told)
        self.code = code
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class ServerVariables:
    """The environment variables that say where a server is; what is wrong in them is told by their names.

    Attributes:
        url: names the one with the address,
        key: the one with the key,
        timeout: and the one with the seconds that a request may take.
        example: of an address.
    """

    url: str
    key: str
    timeout: str
    example: str

    def address_in(self, environment: Mapping[str, str]) -> str:
        """The address, without a slash at its end; empty if there is none.

        Raises:
            ConfigError: it is no address of http or https, or holds what none should.
        """
        address = environment.get(self.url, "").strip()
        if not address:
            return ""
        if not is_web_address(address):
            raise ConfigError(f"{self.url}: this is no http address", hint=f"It looks like {self.example}.")
        parts = urllib.parse.urlsplit(address)
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise ConfigError(
                f"{self.url}: the address must hold no password, “?” or “#”", hint=f"A key goes into {self.key}."
            )
        return f"{parts.scheme}{address[len(parts.scheme) :].rstrip('/')}"  # urlsplit lowers the scheme

    def key_in(self, environment: Mapping[str, str]) -> str:
        """The key; empty if there is none.

        Raises:
            ConfigError: no header can hold it.
        """
        key = environment.get(self.key, "").strip()
        if not (key.isascii() and key.isprintable()):
            raise ConfigError(f"{self.key}: there are characters in it that no key has")
        return key

    def timeout_s_in(self, environment: Mapping[str, str], otherwise_s: float) -> float:
        """The seconds that a request may take; ``otherwise_s`` if nothing is said of it.

        Raises:
            ConfigError: it is no such number.
        """
        text = environment.get(self.timeout, "").strip()
        try:
            seconds = float(text) if text else otherwise_s
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= _LONGEST_TIMEOUT_S:
            raise ConfigError(f"{self.timeout}: {text!r} is no number of seconds from above 0 to {_LONGEST_TIMEOUT_S}")
        return seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where to ask.

    Attributes:
        url: what the paths of requests are appended to.
        key: is sent to ``url`` and goes nowhere else.
        timeout_s: the longest that one request may take.
    """

    url: str
    key: str = field(default="", repr=False)
    timeout_s: float

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

    def get(self, path: str, *, most_bytes: int, timeout_s: float | None = None) -> bytes:
        """What is at a path; see `post`."""
        return self._answer(urllib.request.Request(self.url + path), most_bytes, timeout_s or self.timeout_s)  # noqa: S310 - address_in

    def post(self, path: str, asked: Mapping[str, object], *, most_bytes: int) -> bytes:
        """The answer to a request in JSON.

        Args:
            path: begins with a slash.
            asked: the request.
            most_bytes: how large the answer may be.

        Raises:
            StatusError: the server answers with a status that is no success; redirects are none.
            NoWholeAnswerError: no answer came, or no whole one, or a larger one.
        """
        body = json.dumps(asked).encode("ascii")  # json.dumps writes \u escapes, lone surrogates too
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, body, headers, method="POST")  # noqa: S310 - address_in
        return self._answer(request, most_bytes, self.timeout_s)

    def _answer(self, request: urllib.request.Request, most_bytes: int, timeout_s: float) -> bytes:
        request.add_header("Accept", "*/*")
        request.add_header("User-Agent", "narrate")
        if self.key:
            request.add_header("Authorization", f"Bearer {self.key}")
        try:
            with opener_for(self.url, NoRedirects).open(request, timeout=timeout_s) as response:
                return _read(response, most_bytes, timeout_s)
        except urllib.error.HTTPError as error:
            with error:
                raise self._status(error) from None
        except TimeoutError:
            raise _slow(timeout_s) from None
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None)
            if isinstance(reason, TimeoutError):
                raise _slow(timeout_s) from None
            raise UnreachableError(fit_to_show(str(reason or error), self.key)) from None

    def _status(self, error: urllib.error.HTTPError) -> StatusError:
        try:
            told = error.read(_LONGEST_TOLD).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            told = ""
        shown = fit_to_show(f"{error.code} {error.reason} {told}", self.key)
        return StatusError(error.code, shown, retry_after_s(error.headers))


def _read(response: http.client.HTTPResponse, most_bytes: int, timeout_s: float) -> bytes:
    """The body, as long as it comes in time and is no larger than it may be."""
    end = time.monotonic() + timeout_s
    parts = bytearray()
    while chunk := response.read1(_CHUNK):
        parts += chunk
        if len(parts) > most_bytes:
            raise TooLargeError(f"the answer is larger than {most_bytes:,} bytes")
        if time.monotonic() > end:
            raise _slow(timeout_s)
    if response.length:
        raise BrokenOffError("the answer broke off")
    return bytes(parts)


def _slow(timeout_s: float) -> SlowError:
    return SlowError(f"no whole answer within {timeout_s:g} s")
