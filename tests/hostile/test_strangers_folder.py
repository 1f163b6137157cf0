"""A folder that came from a stranger: modules, links, forged records and settings beside the story."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from narrate.workspace import Stamp, Workspace

MODULES = ("abc", "av", "click", "filelock", "json", "lameenc", "numpy", "pickle", "platformdirs", "pydub", "pyttsx3")


def content(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}


@pytest.mark.parametrize("command", [["narrate"], [sys.executable, "-m", "narrate"]])
def test_modules_beside_the_story_are_never_imported(story, command):
    if command == ["narrate"]:
        command = [str(Path(sys.executable).with_name("narrate"))]
    for name in MODULES:
        (story.parent / f"{name}.py").write_text(f"open('imported', 'a').write('{name} ')\n")
    done = subprocess.run(
        [*command, story.name, "--engine", "silent"], cwd=story.parent, capture_output=True, text=True, check=False
    )
    assert not (story.parent / "imported").exists(), (story.parent / "imported").read_text()
    assert done.returncode == 0, done.stderr


def test_a_forged_record_removes_nothing_outside_the_folder(narrate, story):
    assert narrate(story.name, "--engine", "silent", "-o", "book").code == 0
    victim = story.parent / "victim.txt"
    victim.write_text("precious")
    stamp = Stamp.of(victim)
    forged = {"size": stamp.size, "mtime_ns": stamp.mtime_ns, "sha256": stamp.sha256}
    for number in (1, 7):
        record = Path("book/.narrate") / f"chapter-{number:05d}.json"
        record.write_text(json.dumps({"key": "x", "file": "../victim.txt", "stamp": forged}))

    done = narrate(story.name, "--engine", "silent", "-o", "book", "--title", "Another")

    assert victim.read_text() == "precious"
    assert done.code == 1
    assert "names a file outside its folder" in done.err


@pytest.mark.parametrize(
    "link",
    [
        ".narrate/spool/00001.pcm",
        ".00001.part.mp3",
        ".narrate/run.json",
        ".narrate/lock",
        ".narrate/holder",
        ".narrate/lossless/00001.flac",
        ".narrate/publishing",
        ".narrate/kept",
        "script.txt",
        "timeline.json",
    ],
)
def test_a_link_in_the_folder_is_not_written_through(narrate, story, tmp_path_factory, link):
    target = tmp_path_factory.mktemp("elsewhere") / "victim"
    if link.endswith("kept"):
        target.mkdir()
    elif link == "script.txt":
        pass  # leads nowhere
    else:
        target.write_text("precious")
    before = content(target.parent)
    path = Path("book") / link
    path.parent.mkdir(parents=True)
    path.symlink_to(target)

    done = narrate(story.name, "--engine", "silent", "-o", "book", "--format", "flac")

    assert done.code == 0, done.err
    assert content(target.parent) == before
    assert not target.is_dir() or not list(target.iterdir())


def test_a_private_folder_that_leads_elsewhere_is_refused(narrate, story, tmp_path_factory):
    Path("book").mkdir()
    Path("book/.narrate").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    done = narrate(story.name, "--engine", "silent", "-o", "book")
    assert done.code == 1
    assert "leads to another place" in done.err


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "/etc/passwd", "a/../../b", "link/b", "a\\b", "a\0b"])
def test_names_that_lead_out_of_the_folder_are_refused(tmp_path, name):
    from narrate.errors import OutputError  # noqa: PLC0415

    (tmp_path / "link").symlink_to("/")
    with pytest.raises(OutputError, match="outside"):
        Workspace(tmp_path).path(name)


WRONG = [None, [], {}, "x", 7, [[1]], {"a": 1}, "[" * 50_000]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """An output folder, and the story it was made of."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "ferry.txt").write_text(
        "“It is late,” said Hester.\n\n“Not always,” said the ferryman.\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "narrate", "ferry.txt", "--engine", "silent", "-o", "book"]
    subprocess.run(
        command,
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "HOME": str(folder), "NARRATE_COVER": "none"},
    )
    return folder


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_damaged_records_are_made_again(narrate, book, wrong):
    shutil.copytree(book / "book", "book")
    story = book / "ferry.txt"
    before = content("book")
    for path in sorted(Path("book/.narrate").glob("*.json")):
        if path.name == "format.json":
            continue  # says so: see below
        record = json.loads(path.read_text(encoding="utf-8"))
        for damaged in (wrong, *({**record, key: wrong} for key in record)):
            path.write_text(damaged if isinstance(damaged, str) else json.dumps(damaged))
            done = narrate("cast", story, "--engine", "silent", "-o", "book")
            assert done.code == 0, (path.name, damaged)
    done = narrate(story, "--engine", "silent", "-o", "book")
    assert done.code == 0, done.err
    assert content("book") == before


def test_a_folder_of_another_version_is_refused_in_words(narrate, book):
    shutil.copytree(book, ".", dirs_exist_ok=True)
    Path("book/.narrate/format.json").write_text('{"format": 99}')
    before = content("book")
    done = narrate("ferry.txt", "--engine", "silent", "-o", "book")
    assert done.code == 1
    assert "another version of narrate (format 99" in done.err
    assert content("book") == before
