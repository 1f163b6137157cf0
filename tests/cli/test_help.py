"""The help texts: every command explains itself, with an example."""

from __future__ import annotations

import subprocess
import sys

import pytest

from narrate.cli.app import COMMANDS


def test_no_argument_explains_what_it_is(narrate):
    done = narrate()

    assert done.code == 0
    assert "narrate story.txt" in done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(narrate, command):
    done = narrate(command, "--help")

    assert done.code == 0
    assert done.out.startswith("Usage: narrate")
    assert len(done.out.splitlines()) > 5


def test_the_commands_in_the_help_are_those_there_are(narrate):
    out = narrate("--help").out

    assert all(f"  {command} " in out for command in COMMANDS)


def test_version(narrate):
    assert narrate("--version").out.startswith("narrate 0.")


def test_help_loads_nothing_heavy():
    program = (
        "import sys\nfrom narrate.cli.app import run\nrun(['--help'])\n"
        "heavy = {'numpy', 'av', 'pydub', 'pyttsx3', 'lameenc', 'mutagen', 'tomlkit'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_it_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "narrate", "--version"], check=True, capture_output=True, text=True)

    assert done.stdout.startswith("narrate ")
