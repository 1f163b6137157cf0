from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.synthesis.voicestore.bringing import FILES, NAME
from tests.synthesis.voicestore.voice_server import VoiceServer


@pytest.fixture
def server() -> Iterator[VoiceServer]:
    """Has one voice, and no faults yet."""
    server = VoiceServer()
    server.add_piper(NAME, FILES)
    yield server
    server.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the voices go; it is not there yet."""
    return tmp_path / "voices"
