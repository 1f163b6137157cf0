"""A folder that came from a stranger: modules, links, forged records and settings beside the story."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from narrate.errors import InputError
from narrate.publishing import edition_from_json
from narrate.publishing.captions.captioning import captions
from narrate.publishing.prose import paragraphs
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
    from narrate.errors import OutputError

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


def members(value, path=()):
    """The paths of all that is in a JSON document; of lists, of the first two."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, part in parts:
        yield from members(part, (*path, key))


def with_member(value, path, new):
    """A copy of a JSON document with another value somewhere."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = with_member(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("wrong", [None, [], "x", -1, float("inf"), 10**30, {"a": 1}, [[1]], "../../x"], ids=repr)
def test_a_forged_timeline_is_read_or_refused_in_words(book, wrong):
    folder = book / "book"
    timeline = json.loads((folder / "timeline.json").read_text(encoding="utf-8"))
    refused = 0
    for path in members(timeline):
        try:
            edition = edition_from_json(json.dumps(with_member(timeline, path, wrong)), folder)
        except InputError:
            refused += 1
            continue
        # Whatever is taken is fit to be published: files, times, slices, names.
        for chapter in edition.chapters:
            assert chapter.sound.resolve().is_relative_to(folder.resolve())
            assert captions(chapter)
            assert paragraphs(chapter)
    assert refused > 20


@pytest.mark.parametrize("command", [["check"], ["publish", "--format", "vtt,html"], ["read"], ["report"]])
@pytest.mark.parametrize("timeline", ["[" * 100_000, "null", "{}", '{"format": "narrate-timeline/1", "chapters": []}'])
def test_a_timeline_that_is_none_is_said_so(narrate, book, command, timeline):
    shutil.copytree(book / "book", "book")
    Path("book/timeline.json").write_text(timeline, encoding="utf-8")

    done = narrate(*command, "book")

    assert done.code == (1 if command == ["check"] else 3)
    assert "unforeseen" not in done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
@pytest.mark.parametrize("file", ["script.txt", "voices.toml", "lexicon.toml", ".narrate/analysis.json", "cover.jpg"])
def test_what_is_no_ordinary_file_is_not_waited_for(narrate, story, file):
    path = (story.parent if file == "lexicon.toml" else story.parent / "book") / file
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)

    for words in (
        ["cast", story.name, "--engine", "silent", "-o", "book"],
        [story.name, "--engine", "silent", "-o", "book"],
    ):
        done = narrate(*words)
        assert done.code in {0, 3}, done.err
        assert done.code == 0 or "no ordinary file" in done.err


@pytest.mark.parametrize("command", [["narrate"], [sys.executable, "-m", "narrate"]], ids=["script", "module"])
def test_plug_ins_that_are_declared_beside_the_story_are_none(story, command):
    if command == ["narrate"]:
        command = [str(Path(sys.executable).with_name("narrate"))]
    declared = story.parent / "evil-1.0.dist-info"
    declared.mkdir()
    (declared / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    (declared / "entry_points.txt").write_text("[narrate.engines]\nevil = evil:Engine\n")
    (story.parent / "evil.py").write_text("open('imported', 'w').close()\n")
    (story.parent / "narrate.toml").write_text('engine = "evil"\n')

    done = subprocess.run([*command, story.name], cwd=story.parent, capture_output=True, text=True, check=False)

    assert done.returncode == 4
    assert "there is no speech engine named “evil”" in done.stderr
    assert not (story.parent / "imported").exists()
