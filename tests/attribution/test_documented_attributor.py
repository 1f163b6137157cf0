"""The attributor that docs/attributors.md shows is run, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent.parent / "docs" / "attributors.md"


@pytest.fixture
def nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = dict(re.findall(r"```(python|toml)\n# [\w.]+\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    package = tmp_path / "package"
    info = package / "nearest-1.0.dist-info"
    info.mkdir(parents=True)
    (package / "nearest.py").write_text(blocks["python"], encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nearest\nVersion: 1.0\n")
    group = re.search(r'entry-points\."(.+?)"\]\n(\w+) = "(.+?)"', blocks["toml"])
    assert group is not None
    (info / "entry_points.txt").write_text(f"[{group[1]}]\n{group[2]} = {group[3]}\n")
    monkeypatch.syspath_prepend(str(package))


@pytest.mark.usefixtures("nearest")
def test_the_documented_attributor_works(narrate, story):
    done = narrate("script", story.name, "--attribution", "nearest")

    assert done.code == 0, done.err
    assert "@the ferryman ?\n“Not always,”" in done.out


@pytest.mark.usefixtures("nearest")
def test_another_attributor_is_another_analysis_and_hand_edits_are_kept(narrate, story):
    narrate(story.name, "--engine", "silent")
    script = Path("output/The Ferry/script.txt")
    before = script.read_text(encoding="utf-8")
    script.write_text(re.sub(r"@[^\n]+\n(?=“Not always)", "@the boy\n", before), encoding="utf-8")

    done = narrate(story.name, "--engine", "silent", "--attribution", "nearest")

    assert done.code == 0, done.err
    after = script.read_text(encoding="utf-8")
    assert "@the boy\n“Not always,”" in after or "@the boy (by hand)\n“Not always,”" in after
    assert "named nearest" in narrate("review", story.name, "--attribution", "nearest").out


def test_a_name_that_is_not_there_is_refused_before_anything_is_made(narrate, story):
    done = narrate(story.name, "--engine", "silent", "--attribution", "nearest-one")

    assert done.code == 4
    assert "Known attributors: llm, ranker." in done.err
    assert not Path("output").exists()


def test_it_can_be_chosen_in_a_file_and_in_the_environment(narrate, story, monkeypatch):
    Path("narrate.toml").write_text('attribution = "from-file"\n', encoding="utf-8")
    assert "“from-file”" in narrate("script", story.name).err

    monkeypatch.setenv("NARRATE_ATTRIBUTION", "from-environment")
    assert "“from-environment”" in narrate("script", story.name).err
