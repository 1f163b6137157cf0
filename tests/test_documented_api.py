"""The examples of docs/python.md run as they stand there, one after the other, and are typed strictly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "python.md"


def examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_run(story, monkeypatch, capsys):
    monkeypatch.chdir(story.parent)
    story.rename("story.txt")
    namespace: dict[str, Any] = {"__name__": "examples"}

    for code in examples():
        exec(compile(code, str(PAGE), "exec", dont_inherit=True), namespace)

    said = capsys.readouterr().out
    assert "The Ferry ['01 Chapter One - The Near Bank.mp3', '02 Chapter Two - The Far Bank.mp3']" in said
    assert "Hester Vane: “It is always late,”" in said
    assert "m4b ('The Ferry.m4b',)" in said
    assert Path("story.json").is_file()


def test_the_examples_are_typed(tmp_path):
    pytest.importorskip("mypy", reason="mypy is no part of what `make test` installs; `make check` has it")
    (tmp_path / "examples.py").write_text("\n".join(examples()), encoding="utf-8")

    said = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "examples.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert said.returncode == 0, said.stdout
