"""The system's voices, through pyttsx3: eSpeak NG on Linux, NSSpeechSynthesizer on macOS, SAPI 5 on Windows.

Two ways of driving it, both behind `Pyttsx3Engine`:

* on Linux `narrate.synthesis.engines.pyttsx3_espeak`, with eSpeak NG from the wheel ``espeakng-loader``;
* elsewhere `narrate.synthesis.engines.system_voices`, with whatever voices the system has.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from narrate.model import Clip, SynthesisRequest, Voice
from narrate.synthesis.engine import Capabilities, EngineInfo, Transcriber
from narrate.synthesis.engines.pyttsx3_driver import Driver


class Pyttsx3Engine:
    """The default engine.

    Args:
        platform: as ``sys.platform``; decides the driver.
    """

    name = "pyttsx3"

    def __init__(self, platform: str = sys.platform) -> None:
        self._driver = _driver(platform)

    @property
    def capabilities(self) -> Capabilities:
        """Those of the driver: pitch control is eSpeak's alone."""
        return self._driver.capabilities

    def voices(self) -> Sequence[Voice]:
        """On Linux the shipped catalogue, elsewhere what the system lists."""
        return self._driver.voices()

    def synthesize(self, request: SynthesisRequest) -> Clip:
        """See `narrate.synthesis.engine.Engine.synthesize`."""
        return self._driver.synthesize(request)

    def transcribe(self, words: Sequence[str], voice: str) -> Sequence[str]:
        """See `narrate.synthesis.engine.Transcriber`: eSpeak NG can tell, the voices of other systems can't."""
        return self._driver.transcribe(words, voice) if isinstance(self._driver, Transcriber) else ()

    def fingerprint(self) -> str:
        """Versions of pyttsx3 and of what it drives."""
        return self._driver.fingerprint()

    def describe(self) -> EngineInfo:
        """See `narrate.synthesis.engine.Engine.describe`."""
        return self._driver.describe()

    def close(self) -> None:
        """Let the driver go."""
        self._driver.close()


def _driver(platform: str) -> Driver:
    if platform in ("darwin", "win32"):
        from narrate.synthesis.engines.system_voices import SystemVoices  # one driver is used

        return SystemVoices(platform)
    from narrate.synthesis.engines.pyttsx3_espeak import Pyttsx3OnEspeak

    return Pyttsx3OnEspeak()
