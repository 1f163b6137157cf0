"""Every engine that comes with narrate, held to `narrate.testing.EngineContract`.

NARRATE_CONTRACT_ENGINES=mine,other python -m pytest tests/contracts/test_engines.py
"""

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from tests.synthesis.speech_server import SpeechServer

from narrate.synthesis import Engine, load_engine
from narrate.testing import EngineContract

OPTIONAL = ("flite", "festival")
"""Engines on programs of the system, which .ci/run installs."""

NEURAL = {"piper": "piper", "kokoro": "kokoro_onnx"}
"""Engines on libraries that the tests' own requirements bring, each with its module; their models are tiny ones."""

CHOSEN = os.environ.get("NARRATE_CONTRACT_ENGINES", "")
NEURAL_HERE = [name for name, module in NEURAL.items() if find_spec(module)]
ENGINES = CHOSEN.split(",") if CHOSEN else ["pyttsx3", "espeak", "silent", "openai", *OPTIONAL, *NEURAL_HERE]


@pytest.fixture(scope="module")
def tiny_voices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Voices for the neural engines, unless whoever runs this names some."""
    missing = [name for name in NEURAL if name in ENGINES and f"NARRATE_{name.upper()}_VOICES" not in os.environ]
    with pytest.MonkeyPatch.context() as patch:
        if missing:
            from tests.synthesis.tiny_voices import write_all  # it needs those libraries

            folder = tmp_path_factory.mktemp("voices")
            write_all(folder)
            for name in missing:
                patch.setenv(f"NARRATE_{name.upper()}_VOICES", str(folder / name))
        yield


@pytest.fixture(scope="module")
def speech_server() -> Iterator[None]:
    """A server on this machine for the engine that asks one, unless whoever runs this names another."""
    with pytest.MonkeyPatch.context() as patch:
        if "openai" not in ENGINES or "NARRATE_SPEECH_URL" in os.environ:
            yield
            return
        server = SpeechServer()
        patch.setenv("NARRATE_SPEECH_URL", server.url)
        yield
        server.close()


class TestEveryEngine(EngineContract):
    @pytest.fixture(scope="class", params=ENGINES)
    @classmethod
    def engine(cls, request: pytest.FixtureRequest, tiny_voices: None, speech_server: None) -> Iterator[Engine]:
        engine = load_engine(request.param)
        if not CHOSEN and request.param in OPTIONAL and (problem := engine.describe().problem):
            pytest.skip(f"{request.param}: {problem}; .ci/run installs it")
        yield engine
        engine.close()
