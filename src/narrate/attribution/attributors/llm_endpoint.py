"""An OpenAI-compatible chat endpoint: Ollama, llama.cpp's server, LM Studio, vLLM, any cloud."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from narrate.errors import AttributorError, ConfigError
from narrate.network import (
    TEMPORARY,
    NoWholeAnswerError,
    Server,
    ServerVariables,
    StatusError,
    TryAgainError,
    UnreachableError,
    patiently,
)

URL, MODEL, KEY, TIMEOUT = "NARRATE_LLM_URL", "NARRATE_LLM_MODEL", "NARRATE_LLM_KEY", "NARRATE_LLM_TIMEOUT"

MAX_BYTES = 1_000_000
"""An answer is a few hundred bytes of labels, with some thousands of reasoning before them perhaps."""

_VARIABLES = ServerVariables(URL, KEY, TIMEOUT, example="http://localhost:11434/v1")
_PATH = "/chat/completions"
_USUAL_TIMEOUT_S = 180.0
_HINTS: Final = {401: f"Check {KEY}.", 403: f"Check {KEY}.", 404: f"Check {URL} and {MODEL}."}

Answer = TypeVar("Answer")
Message = Mapping[str, str]


class NoAnswerError(TryAgainError):
    """A request had no usable answer; its text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Server):
    """Where to ask, and how; ``url`` is that of the server's chat completions.

    Attributes:
        model: by its name there.
    """

    model: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Endpoint:
        """The endpoint that ``NARRATE_LLM_URL`` and its like name.

        Raises:
            ConfigError: one is missing, or can't be used.
        """
        address, model = _VARIABLES.address_in(environment), environment.get(MODEL, "").strip()
        if not address or not model:
            raise ConfigError(
                f"--attribution llm needs a language model: {URL if not address else MODEL} is not set",
                hint=f"For example, with Ollama on this machine: {URL}=http://localhost:11434/v1 {MODEL}=qwen3:8b",
            )
        return cls(
            url=address if address.endswith(_PATH) else address + _PATH,
            model=model,
            key=_VARIABLES.key_in(environment),
            timeout_s=_VARIABLES.timeout_s_in(environment, _USUAL_TIMEOUT_S),
        )

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
        return patiently(lambda: read(self._text(messages)), sleep=sleep, stopped=stopped)

    def _text(self, messages: Sequence[Message]) -> str:
        asked = {"model": self.model, "messages": list(messages), "temperature": 0, "stream": False}
        try:
            return _content(self.post("", asked, most_bytes=MAX_BYTES))
        except StatusError as status:
            raise self._refusal(status) from None
        except UnreachableError as error:
            raise NoAnswerError(f"no connection: {error}") from None
        except NoWholeAnswerError as error:
            raise NoAnswerError(str(error)) from None

    def _refusal(self, status: StatusError) -> Exception:
        if status.code in TEMPORARY:
            return NoAnswerError(f"the server answers {status.code}", status.wait_s)
        return AttributorError(
            f"the language model at {self.host} refuses: {status}",
            hint=_HINTS.get(status.code, f"Check {URL}, {MODEL} and {KEY}."),
        )


def _content(body: bytes) -> str:
    """The text of the first choice."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoAnswerError("the answer is not that of a chat endpoint") from None
    if not isinstance(content, str):
        raise NoAnswerError("the answer has no text")
    return content
