"""What the ways of driving pyttsx3 have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from narrate.model import Clip, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo

DEFAULT_WPM = 165
"""Words a minute at rate 1: within the 150 to 160 of recorded audiobooks once pauses are counted."""


class Driver(Protocol):
    """One way of driving pyttsx3; `narrate.synthesis.engine.Engine` says what each method does."""

    @property
    def capabilities(self) -> Capabilities: ...  # noqa: D102 - said there
    def voices(self) -> Sequence[Voice]: ...
    def synthesize(self, request: SynthesisRequest) -> Clip: ...
    def fingerprint(self) -> str: ...
    def describe(self) -> EngineInfo: ...
    def close(self) -> None: ...


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def one_line(text: str) -> str:
    """``text`` without control characters, line breaks and halves of surrogate pairs: each becomes a space."""
    return " ".join(_CONTROL.sub(" ", text).split())
