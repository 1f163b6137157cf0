"""Lines that an engine gets wrong: asked for again, told one by one, and the rest of the book is made."""

from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[2] / "synthesis" / "plugins"
FOLDER = Path("output") / "Moods"

STORY = """\
Moods

Chapter 1

It rained. bad crash here.

bad silence here.

Chapter 2

It rained again.

bad clipped line here.

Chapter 3

bad noise here.

bad nothing here.

Chapter 4

bad clipped once line here.

The sun came out.
"""


@pytest.fixture
def moody(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", str(PLUGINS))
    monkeypatch.syspath_prepend(str(PLUGINS))
    (tmp_path / "Moods.txt").write_text(STORY, encoding="utf-8")
    return "Moods.txt"


def test_each_bad_line_is_told_and_the_other_chapters_are_finished(narrate, moody):
    done = narrate(moody, "--engine", "moody")
    assert done.code == 1
    assert "2 of 4 chapters are not finished" in done.err
    assert "Traceback" not in done.err
    for said, reason in (
        ("bad crash here.", "exit status 7"),
        ("bad silence here.", "with silence"),
        ("bad noise here.", "with noise"),
        ("bad nothing here.", "without sound"),
    ):
        (line,) = [line for line in done.err.splitlines() if said in line and "chapter" in line]
        assert reason in line
    assert [path.name[:2] for path in sorted(FOLDER.glob("*.mp3"))] == ["02", "04"]
    assert "1 line may sound wrong" in done.err
    script = (FOLDER / "script.txt").read_text("utf-8").splitlines()
    number = script.index("## 2. Chapter 2") + 3
    assert script[number - 1] == "@Narrator"
    assert f"chapter 2, line {number} of script.txt: “bad clipped line here.”" in done.err
    assert "are clipped" in done.err
    assert "once line" not in done.err


def test_the_way_out_that_is_offered_works(narrate, moody):
    narrate(moody, "--engine", "moody", "--chapters", "3")
    script = FOLDER / "script.txt"
    mended = script.read_text("utf-8").replace("Chapter 3\n\nbad noise", "Chapter 3\n\n@Narrator (skip)\nbad noise")
    script.write_text(mended, encoding="utf-8")
    done = narrate(moody, "--engine", "moody", "--chapters", "3")
    assert done.code == 0, done.err
    assert [path.name[:2] for path in FOLDER.glob("*.mp3")] == ["03"]
