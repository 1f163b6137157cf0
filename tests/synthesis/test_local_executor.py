import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from narrate.synthesis import load_executor

SCRIPT = """
import sys, tempfile
from pathlib import Path
from narrate.model import SynthesisRequest
from narrate.synthesis import Renderer, load_executor

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, load_executor(jobs=2) as executor:
        requests = [SynthesisRequest(f"Line {n}.", "narrator") for n in range(20)]
        renderer = Renderer("silent", executor, Path(folder), batch_characters=20)
        renderer.submit(requests).wait()
        print("ready", flush=True)
        if sys.argv[1] == "wait":
            sys.stdin.read()
"""


def processes_of(session: int) -> set[int]:
    """The processes whose environment carries this test's mark, so that none is missed however it was started."""
    mark = f"NARRATE_TEST_MARK={session}".encode()
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (path / "environ").read_bytes():
                found.add(int(path.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("how", ["ends", "interrupted", "killed"])
def test_no_process_outlives_the_one_that_started_it(tmp_path, how):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    mark = time.monotonic_ns()
    environment = {**os.environ, "NARRATE_TEST_MARK": str(mark)}
    command = [sys.executable, str(script), "end" if how == "ends" else "wait"]
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background may have had Ctrl-C ignored, which is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        if how != "ends":
            assert len(processes_of(mark)) >= 4  # itself, a worker or two, an engine for each
            parent.send_signal(signal.SIGINT if how == "interrupted" else signal.SIGKILL)
        parent.wait(20)
    deadline = time.monotonic() + 10
    while processes_of(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_of(mark) == set()


def test_workers_do_work():
    with load_executor(jobs=1) as executor:
        assert list(executor.map(abs, [-1, 2])) == [1, 2]
    with load_executor(jobs=0) as executor:
        assert executor.submit(os.getpid).result() != os.getpid()
