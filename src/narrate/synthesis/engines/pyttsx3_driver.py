"""What the ways of driving pyttsx3 have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from narrate.model import Clip, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo

DEFAULT_WPM = 150
"""Words a minute at rate 1, as the engines count. With pauses eSpeak NG comes to 165 (measured on a story of 1,800
words); people who read audiobooks come to about 155."""


class Driver(Protocol):
    """One way of driving pyttsx3; `narrate.synthesis.engine.Engine` says what each method does."""

    @property
    def capabilities(self) -> Capabilities: ...  # noqa: D102 - `Engine` says what it does
    def voices(self) -> Sequence[Voice]: ...  # noqa: D102
    def synthesize(self, request: SynthesisRequest) -> Clip: ...  # noqa: D102
    def fingerprint(self) -> str: ...  # noqa: D102
    def describe(self) -> EngineInfo: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def one_line(text: str) -> str:
    """``text`` without control characters, line breaks and halves of surrogate pairs: each becomes a space."""
    return " ".join(_CONTROL.sub(" ", text).split())
