"""Completion and manual pages, made of the commands themselves."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from narrate.cli.app import COMMANDS


def completed(*words, cwd=None):
    """What Bash would be given for the last of these words."""
    environment = {
        **os.environ,
        "_NARRATE_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("narrate", *words)),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'narrate'; from narrate.cli import main; main()"],
        env=environment, capture_output=True, text=True, check=False, cwd=cwd,
    )  # fmt: skip
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_commands_are_completed():
    assert "publish" in completed("pu")
    assert "make" not in completed("pu")


def test_options_are_completed_with_and_without_a_command():
    assert "--format" in completed("publish", "--fo")
    assert "--format" in completed("story.txt", "--fo")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(narrate, shell):
    done = narrate("completion", shell)

    assert done.code == 0
    assert f"_NARRATE_COMPLETE={shell}_complete" in done.out


def test_bash_takes_its_script(narrate, need):
    script = narrate("completion", "bash").out

    said = subprocess.run(
        [need("bash"), "-c", f"{script}\ncomplete -p narrate"], check=True, capture_output=True, text=True
    )

    assert "_narrate_completion" in said.stdout


def test_a_shell_nobody_knows_is_refused(narrate):
    done = narrate("completion", "csh")

    assert done.code == 2
    assert "bash, zsh, fish" in done.err


def test_the_manual_names_every_command_and_exit_code(narrate):
    page = narrate("manual").out

    assert page.startswith(".TH")
    assert all(f"narrate\\-{command}(1)" in page for command in COMMANDS)
    assert ".SH EXIT STATUS" in page


def test_a_command_s_page_has_its_options_and_examples(narrate):
    page = narrate("manual", "voices", "preview").out

    assert "\\-\\-pitch" in page
    assert ".nf\nnarrate voices preview en\\-gb+f2" in page


def test_a_command_nobody_knows_is_refused(narrate):
    assert narrate("manual", "nonsense").code == 2


def test_all_pages_are_written_and_groff_reads_them_without_a_warning(narrate, need, tmp_path):
    narrate("manual", "--all", tmp_path / "man1")
    pages = sorted((tmp_path / "man1").glob("*.1"))

    assert {"narrate.1", "narrate-make.1", "narrate-voices-preview.1"} <= {page.name for page in pages}
    for page in pages:
        said = subprocess.run(
            [need("groff"), "-ww", "-z", "-man", "-Tutf8", "-Kutf8", str(page)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert said.stderr == "", page.name
