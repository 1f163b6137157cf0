from pathlib import Path

import pytest


@pytest.fixture
def faulty_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines that a person installed: their package is on the path, with its entry points."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "plugins"))
