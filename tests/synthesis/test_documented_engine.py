"""The engine that docs/engines.md shows is run, as it stands there."""

import re
from pathlib import Path

import pytest

from narrate.model import SynthesisRequest
from narrate.synthesis import EngineHost, check_engine, load_engine

PAGE = Path(__file__).parent.parent.parent / "docs" / "engines.md"


@pytest.fixture
def tones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = dict(re.findall(r"```(python|toml)\n# [\w.]+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    (tmp_path / "tones.py").write_text(blocks["python"], encoding="utf-8")
    group = re.search(r'entry-points\."(.+?)"\]\n(\w+) = "(.+?)"', blocks["toml"])
    assert group is not None
    info = tmp_path / "tones-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tones\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group[1]}]\n{group[2]} = {group[3]}\n")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("tones")
def test_the_documented_engine_works():
    assert [voice.key for voice in load_engine("tones").voices()] == ["tones:low", "tones:high"]
    assert check_engine("tones").usable
    with EngineHost("tones", retries=0) as host:
        slow = host.synthesize(SynthesisRequest("Good evening.", "low"))
        quick = host.synthesize(SynthesisRequest("Good evening.", "low", rate=2.0))
    assert slow.duration_s == pytest.approx(2 * quick.duration_s, rel=0.01)
    assert any(slow.pcm)


def test_it_is_no_longer_than_it_says():
    python = re.search(r"```python\n# tones.py\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert python is not None
    assert len(python[1].splitlines()) <= 50
