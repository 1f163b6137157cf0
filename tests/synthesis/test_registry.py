import subprocess
import sys

import pytest

from narrate.errors import EngineMissingError, UsageError
from narrate.synthesis import engine_names, executor_names, load_engine, load_executor, usable_cores


def test_the_shipped_engines_and_executors_are_there():
    assert {"pyttsx3", "espeak", "silent"} <= set(engine_names())
    assert "local" in executor_names()
    assert load_engine("silent").name == "silent"
    assert load_engine().name == "pyttsx3"


def test_a_name_that_is_not_there_lists_the_known_ones_and_the_nearest():
    with pytest.raises(EngineMissingError) as missed:
        load_engine("pytts3")
    assert "“pytts3”" in missed.value.message
    assert "Did you mean “pyttsx3”?" in missed.value.hint
    assert "silent" in missed.value.hint
    with pytest.raises(UsageError, match="cloud") as missed_executor:
        load_executor("cloud")
    assert "local" in missed_executor.value.hint


def test_no_name_runs_code_that_no_package_declares():
    for name in ("os:system", "narrate.synthesis.engines.silent:SilentEngine", ""):
        with pytest.raises(EngineMissingError):
            load_engine(name)


@pytest.mark.usefixtures("faulty_engines")
def test_plugins_are_found_and_broken_ones_say_why():
    assert load_engine("hangs").name == "hangs"
    with pytest.raises(EngineMissingError, match="faulty_engines_that_is_not_there"):
        load_engine("broken-import")
    with pytest.raises(EngineMissingError, match="NotThere"):
        load_engine("broken-name")
    with pytest.raises(UsageError, match="faulty_engines_that_is_not_there"):
        load_executor("broken")
    with load_executor("threads", jobs=1) as executor:
        assert executor.submit(abs, -1).result() == 1


def test_there_is_at_least_one_core():
    assert usable_cores() >= 1


def test_the_room_is_cheap_to_import():
    heavy = "numpy av pydub pyttsx3 espeakng_loader multiprocessing narrate.synthesis.engines"
    script = f"import sys, narrate.synthesis; print(*(m for m in '{heavy}'.split() if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
