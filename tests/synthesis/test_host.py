import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate.errors import EngineMissingError, SynthesisError, VoiceMissingError
from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis import EngineHost, check_engine
from narrate.synthesis.host import time_limit_s
from narrate.synthesis.quality import fault_of

pytestmark = pytest.mark.usefixtures("faulty_engines")

GOOD = SynthesisRequest("a good line", "one")
BAD = SynthesisRequest("bad line", "one")


@pytest.fixture
def start() -> Iterator[type[EngineHost]]:
    hosts = []

    class Started(EngineHost):
        def __init__(self, engine: str, *, start_limit_s: float = 20.0, retries: int = 1) -> None:
            super().__init__(engine, start_limit_s=start_limit_s, retries=retries)
            hosts.append(self)

    yield Started
    for host in hosts:
        host.close()


def gone(pid: int) -> bool:
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("engine", "fault"),
    [
        ("hangs", "did not answer within 0.5 s"),
        ("crashes", "exit status 7"),
        ("says-nothing", "without sound"),
        ("too-short", "0.00 s of sound for 2 words"),
        ("half-a-frame", "broken last frame"),
        ("silence", "with silence"),
        ("noise", "with noise"),
        ("other-rate", "at 8000 Hz, and declares 16000"),
        ("no-rate", "without a sample rate that could be one"),
        ("five-channels", "neither one channel nor two"),
        ("no-clip", "with a NoneType instead of a clip"),
        ("no-bytes", "with a list instead of bytes"),
        ("raises", "no breath left"),
        ("raises-what-it-likes", "ZeroDivisionError: by nought"),
    ],
)
def test_a_faulty_line_is_reported_with_its_text_and_the_next_is_spoken(start, engine, fault):
    host = start(engine)
    assert host.synthesize(GOOD).frames > 0
    with pytest.raises(SynthesisError, match="“bad line”") as failed:
        host.synthesize(BAD, limit_s=0.5)
    assert fault in failed.value.message
    assert host.synthesize(GOOD).frames > 0


def test_what_an_engine_says_to_do_reaches_the_person(start):
    with pytest.raises(SynthesisError) as failed:
        start("raises").synthesize(BAD)
    assert failed.value.hint == "Rest."


def test_a_line_that_fails_once_is_asked_for_again(start, tmp_path):
    clip = start("crashes-once").synthesize(SynthesisRequest(f"bad {tmp_path / 'mark'}", "one"))
    assert clip.frames > 0


def test_printing_and_reading_harm_nobody(start, capfd):
    clip = start("prints").synthesize(BAD)
    assert clip.duration_s == pytest.approx(0.8)
    assert capfd.readouterr() == ("", "")


def test_one_process_serves_many_lines_and_close_ends_it(start):
    host = start("counts")
    assert host.pid is None
    counts = [int.from_bytes(host.synthesize(GOOD).pcm[:2], "little") for _ in range(3)]
    assert counts == [1, 2, 3]
    pid = host.pid
    assert pid is not None
    host.close()
    assert gone(pid)
    assert int.from_bytes(host.synthesize(GOOD).pcm[:2], "little") == 1


def test_an_engine_that_was_started_early_answers_the_first_request(start):
    host = start("counts")
    host.start()
    pid = host.pid
    assert pid is not None
    host.start()
    host.synthesize(GOOD)
    assert host.pid == pid


def test_an_engine_that_does_not_start_says_so_when_it_is_started_early(start):
    host = start("no-such-engine")
    with pytest.raises(EngineMissingError):
        host.start()
    assert host.pid is None


def test_a_hung_engine_is_killed(start):
    host = start("hangs")
    host.synthesize(GOOD)
    pid = host.pid
    assert pid is not None
    with pytest.raises(SynthesisError):
        host.synthesize(BAD, limit_s=0.2)
    assert gone(pid)
    assert host.pid is None


def test_nothing_is_left_in_the_folder_for_temporary_files(start, tmp_path, monkeypatch):
    # A folder of the test's own: other runs on this machine have theirs in memory too.
    monkeypatch.setattr("narrate.synthesis.host._ram_disk", lambda: str(tmp_path))
    host = start("counts")
    host.synthesize(GOOD)
    (folder,) = tmp_path.iterdir()
    assert [path.name for path in folder.iterdir()] == ["left-behind"]
    host.close()
    assert not list(tmp_path.iterdir())


def test_engines_that_do_not_start(start):
    with pytest.raises(EngineMissingError, match="no speech engine named “nosuch”"):
        start("nosuch").synthesize(GOOD)
    with pytest.raises(EngineMissingError, match="can't be loaded"):
        start("broken-import").synthesize(GOOD)
    with pytest.raises(EngineMissingError, match="the model is not there"):
        start("refuses").synthesize(GOOD)
    with pytest.raises(SynthesisError, match="did not answer within 1 s"):
        start("slow-starter", start_limit_s=1.0, retries=0).synthesize(GOOD)


def test_a_missing_voice_is_not_retried(start):
    host = start("silent")
    with pytest.raises(VoiceMissingError, match="“tenor”"):
        host.synthesize(SynthesisRequest("La.", "tenor"))
    assert host.pid is not None


def test_the_engine_ends_with_the_process_that_started_it():
    script = (
        "import sys\n"
        "from narrate.model import SynthesisRequest\n"
        "from narrate.synthesis import EngineHost\n"
        "host = EngineHost('hangs')\n"
        "host.synthesize(SynthesisRequest('a good line', 'one'))\n"
        "print(host.pid, flush=True)\n"
        "host.synthesize(SynthesisRequest('bad line', 'one'))\n"
    )
    plugins = str(Path(__file__).parent / "plugins")
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": plugins}
    ) as parent:
        assert parent.stdout is not None
        engine = int(parent.stdout.readline())
        parent.kill()
    assert gone(engine)


def test_clips_are_checked_against_their_text():
    eight = AudioFormat(8000)
    sound = bytes(range(64)) * 250
    assert fault_of(GOOD, Clip(eight, sound)) == ""
    assert "60 words" in fault_of(SynthesisRequest("word " * 60, "one"), Clip(eight, sound))
    assert "sample rate" in fault_of(GOOD, Clip(AudioFormat(0), sound))


def test_long_texts_get_more_time():
    assert time_limit_s("x" * 1000) > time_limit_s("x") > 20


def test_check_engine_has_it_speak():
    assert check_engine("silent").usable
    assert check_engine("pyttsx3").usable
    assert check_engine("nosuch").problem == "there is no speech engine named “nosuch”"
    refused = check_engine("refuses")
    assert (refused.problem, refused.hint) == ("the model is not there", "Fetch it.")


def test_an_engine_that_says_it_is_slow_is_waited_for_longer(start, monkeypatch):
    monkeypatch.setattr("narrate.synthesis.host.time_limit_s", lambda text: 0.1)

    assert start("patient").synthesize(BAD).pcm
    with pytest.raises(SynthesisError, match="did not answer within 0.1 s"):
        start("hangs").synthesize(BAD)
