"""What the tests of the pipeline share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.synthesis.speech_server import SpeechServer

from narrate.pipeline.sound.engines import describe_engine
from narrate.synthesis import close_hosts

PLUGINS = Path(__file__).parent.parent / "synthesis" / "plugins"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    """A speech server on this machine, for the engine `openai`."""
    server = SpeechServer()
    monkeypatch.setenv("NARRATE_SPEECH_URL", server.url)
    # Workers that are processes keep the environment of the first run in this process.
    monkeypatch.syspath_prepend(str(PLUGINS))
    monkeypatch.setenv("NARRATE_EXECUTOR", "threads")
    describe_engine.cache_clear()
    yield server
    close_hosts()
    server.close()
    describe_engine.cache_clear()
