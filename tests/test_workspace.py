"""The output folder: writing is all or nothing, one run at a time, nothing of a person's is lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import InputError, OutputError, WorkspaceBusyError
from narrate.workspace import Stamp, Workspace, digest, write_atomically


def test_a_written_file_holds_the_data_and_has_an_ordinary_mode(tmp_path):
    path = tmp_path / "a.txt"

    assert write_atomically(path, b"one")

    plain = tmp_path / "plain.txt"
    plain.write_bytes(b"")
    assert path.read_bytes() == b"one"
    assert path.stat().st_mode == plain.stat().st_mode


def test_the_same_data_again_does_not_touch_the_file(tmp_path):
    path = tmp_path / "a.txt"
    write_atomically(path, b"one")
    os.utime(path, ns=(1, 1))

    assert not write_atomically(path, b"one")
    assert path.stat().st_mtime_ns == 1


def test_a_failed_write_leaves_what_was_there_and_no_litter(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    write_atomically(path, b"one")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as caught:
        write_atomically(path, b"two")

    assert "full" in caught.value.hint
    assert path.read_bytes() == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_where_a_file_stands_is_refused_in_words(tmp_path):
    (tmp_path / "story").write_text("a file")

    with pytest.raises(OutputError, match="story") as caught, Workspace(tmp_path / "story"):
        pytest.fail("the workspace opened")

    assert "--output" in caught.value.hint


def test_a_second_run_is_told_who_holds_the_folder(tmp_path):
    program = "import sys, pathlib, narrate.workspace as w\nwith w.Workspace(pathlib.Path(sys.argv[1])): pass"
    with Workspace(tmp_path):
        other = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False
        )

        assert WorkspaceBusyError.__name__ in other.stderr
        assert f"process {os.getpid()}" in other.stderr

    again = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, check=False)
    assert again.returncode == 0


def test_the_lock_of_a_run_that_was_killed_does_not_hold(tmp_path):
    program = (
        "import os, sys, pathlib, narrate.workspace as w\n"
        "with w.Workspace(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)

    with Workspace(tmp_path) as workspace:
        assert workspace.folder == tmp_path


def test_another_format_is_refused_in_words(tmp_path):
    with Workspace(tmp_path) as workspace:
        workspace.write_json("format.json", {"format": 99})

    with pytest.raises(OutputError, match="99"), Workspace(tmp_path):
        pytest.fail("the workspace opened")


def test_what_is_replaced_is_kept_under_the_next_number(tmp_path):
    with Workspace(tmp_path) as workspace:
        for content in ("one", "two", "two", "three"):
            workspace.write_text("script.txt", content, keep=True)

        kept = sorted((tmp_path / ".narrate" / "kept").iterdir())
        assert workspace.keep_beside(kept[1], "conflicts", "x") == kept[1].with_name("conflicts.2.txt")
    assert [(p.name, p.read_text()) for p in kept] == [("script.1.txt", "one"), ("script.2.txt", "two")]


@pytest.mark.parametrize("record", [{}, {"b": [1, {"z": None, "a": "é\n"}], "a": 0.1}])
def test_a_record_is_read_as_it_was_written(tmp_path, record):
    with Workspace(tmp_path) as workspace:
        workspace.write_json("a.json", record)

        assert workspace.read_json("a.json") == record


def test_a_damaged_record_counts_as_none(tmp_path):
    with Workspace(tmp_path) as workspace:
        workspace.write_json("a.json", {"x": 1})
        (tmp_path / ".narrate" / "a.json").write_bytes(b'{"x": \xff')

        assert workspace.read_json("a.json") == {}
        assert workspace.read_json("b.json") == {}


def test_text_that_is_not_utf8_is_an_error_with_its_path(tmp_path):
    (tmp_path / "script.txt").write_bytes(b"\xff\xfe\x00")

    with Workspace(tmp_path) as workspace, pytest.raises(InputError, match="script.txt: line 1 is not UTF-8"):
        workspace.read_text("script.txt")


def test_what_a_killed_run_had_half_written_goes(tmp_path):
    (tmp_path / ".narrate").mkdir()
    halves = [".00003.part.mp3", ".narrate-x1y2", ".narrate/.narrate-x1y2"]
    for name in (*halves, ".mine", "03 The Part.mp3"):
        (tmp_path / name).write_bytes(b"1")

    with Workspace(tmp_path):
        there = {path.name for path in tmp_path.rglob("*")}

    assert there >= {".mine", "03 The Part.mp3"}
    assert not there & {".00003.part.mp3", ".narrate-x1y2"}


def test_the_spool_is_empty_after_a_run(tmp_path):
    with Workspace(tmp_path) as workspace:
        (workspace.spool / "x.pcm").write_bytes(b"1")
        assert (tmp_path / ".narrate" / "spool" / "x.pcm").exists()

    assert not (tmp_path / ".narrate" / "spool").exists()


def test_a_stamp_knows_its_file_by_content_when_only_the_time_differs(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(b"sound")
    stamp = Stamp.of(path)

    os.utime(path, ns=(5, 5))
    assert stamp.matches(path)
    path.write_bytes(b"noise")
    os.utime(path, ns=(6, 6))
    assert not stamp.matches(path)
    path.unlink()
    assert not stamp.matches(path)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_a_digest_does_not_depend_on_the_order_of_keys(data):
    assert digest(data) == digest(dict(reversed(list(data.items()))))


@given(st.text())
def test_line_ends_survive_writing_and_reading(content):
    import tempfile  # a fresh folder for every example

    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        (Path(folder) / ".narrate").mkdir()
        workspace.write_json("record.json", {"text": content})

        assert workspace.read_json("record.json") == {"text": content}
