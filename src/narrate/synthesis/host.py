"""An engine in a process of its own, watched: a hang or a crash costs one request's time limit, not the run."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from dataclasses import asdict, dataclass, fields, replace
from types import TracebackType
from typing import Self

from narrate.errors import EngineError, EngineMissingError, NarrateError, SynthesisError, VoiceMissingError
from narrate.model import AudioFormat, Clip, EngineSettings, SynthesisRequest
from narrate.synthesis.framing import Header, read_message, write_message
from narrate.synthesis.quality import ANYTHING, Expected, doubt_of, fault_of, words_within

START_LIMIT_S = 120.0
"""A neural model may have to be read from a slow disk."""

RETRIES = 2
"""A line is asked for at most three times."""

MOST_IN_VAIN = 3
"""After so many doubtful lines in a row that were no better the second time, the engine is not asked twice any more."""

_ASKED = tuple(field.name for field in fields(SynthesisRequest))
_PIPE_BYTES = 1 << 18
"""Six seconds of sound. Measured on lines of 3.4 s: a fifth less of the worker's time goes into taking them, and a
twentieth less of the engine's into giving them, than with the system's 64 KiB."""

_FINAL = {kind.__name__: kind for kind in (VoiceMissingError, EngineMissingError)}
_CLOSE_LIMIT_S = 3.0


def time_limit_s(text: str) -> float:
    """How long an engine may take for ``text`` before it counts as hung: slower than any that is usable."""
    return 20.0 + 0.1 * len(text)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A clip, and what may be wrong with it, in words (`narrate.synthesis.quality`); empty if nothing seems to be."""

    clip: Clip
    doubt: str


class EngineHost:
    """One engine in one process, started by the first request and again after every fault.

    Safe in threads: requests wait for each other.

    Args:
        engine: its name in ``narrate.engines``.
        start_limit_s: how long the process may take until it is ready.
        retries: how often a request is repeated after a fault, each time in a fresh process.
        settings: how the engine is to work; None: as ever.
    """

    def __init__(
        self,
        engine: str,
        *,
        start_limit_s: float = START_LIMIT_S,
        retries: int = RETRIES,
        settings: EngineSettings | None = None,
    ) -> None:
        self.engine = engine
        self._settings = settings or EngineSettings()
        self._start_limit_s = start_limit_s
        self._retries = retries
        self._process: _Process | None = None
        self._expected = ANYTHING
        self._in_vain = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process's id; None before the first request and after a fault."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the process, unless it runs.

        Raises:
            EngineMissingError: the engine does not start.
            SynthesisError: it started, and stopped.
        """
        with self._lock:
            self._running()

    def synthesize(self, request: SynthesisRequest, *, limit_s: float | None = None) -> Clip:
        """The sound of ``request``; see `spoken`."""
        return self.spoken(request, limit_s=limit_s).clip

    def spoken(self, request: SynthesisRequest, *, limit_s: float | None = None) -> Spoken:
        """The sound of ``request``, and what may be wrong with it.

        A clip with a fault is asked for again in a fresh process, a doubtful one (`narrate.synthesis.quality`) once
        more in the same; if that is no better, the first one is what comes back.

        Args:
            request: what to say.
            limit_s: for each attempt; None: `time_limit_s` of the text, times the engine's patience.

        Raises:
            SynthesisError: it could not be spoken, after every retry; the message has the text and the last fault.
            VoiceMissingError: the engine has no such voice.
            EngineMissingError: the engine does not start.
        """
        fault = hint = ""
        with self._lock:
            for _ in range(1 + self._retries):
                try:
                    return self._best(request, limit_s)
                except (VoiceMissingError, EngineMissingError):
                    raise
                except (SynthesisError, EngineError) as error:
                    self._kill()
                    fault, hint = error.message, error.hint
                except BaseException:
                    # Interrupted in the middle of an answer: the next request must not get it.
                    self._kill()
                    raise
        raise SynthesisError(f"“{_shortened(request.text)}” could not be spoken by {self.engine}: {fault}", hint=hint)

    def close(self) -> None:
        """End the process; the next request starts another."""
        with self._lock:
            if self._process is not None:
                self._process.close()
                self._process = None

    def _best(self, request: SynthesisRequest, limit_s: float | None) -> Spoken:
        clip = self._attempt(request, limit_s)
        doubt = doubt_of(request, clip, self._expected)
        if not doubt or self._in_vain >= MOST_IN_VAIN:
            return Spoken(clip, doubt)
        # Where the same request gives the same bytes, and there is another way to say it, that is what is asked for.
        other_way = self._process is not None and self._process.takes
        second = self._attempt(replace(request, take=request.take + 1) if other_way else request, limit_s)
        if doubt_of(request, second, self._expected):
            self._in_vain += 1
            return Spoken(clip, doubt)
        self._in_vain = 0
        return Spoken(second, "")

    def _attempt(self, request: SynthesisRequest, limit_s: float | None) -> Clip:
        process = self._running()
        limit_s = time_limit_s(request.text) * process.patience if limit_s is None else limit_s
        header, pcm = process.ask({"request": {name: getattr(request, name) for name in _ASKED}}, limit_s=limit_s)
        clip = Clip(AudioFormat(header["sample_rate_hz"], header["channels"]), pcm)
        fault = fault_of(request, clip, self._expected)
        if fault:
            raise SynthesisError(fault)
        return replace(clip, words=words_within(header["words"], request.text, clip.duration_s))

    def _running(self) -> _Process:
        """The process, started if need be."""
        if self._process is None:
            self._process = _Process()
            try:
                self._expected = self._process.start(self.engine, self._settings, limit_s=self._start_limit_s)
            except BaseException:
                # Half started, or interrupted while it was: the next request must not meet it.
                self._kill()
                raise
        return self._process

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process = None


class _Process:
    """The child process and the thread that listens to it."""

    def __init__(self) -> None:
        self.patience = 1.0
        self.takes = False
        self._scratch = tempfile.mkdtemp(prefix="narrate-engine-", dir=_ram_disk())
        environment = {**os.environ, "TMPDIR": self._scratch, "TEMP": self._scratch, "TMP": self._scratch}
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-m", "narrate.synthesis.host_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # a group of its own: killed with all it started, and deaf to Ctrl-C
        )
        _widen(self._popen)
        self._answers: queue.SimpleQueue[tuple[Header, bytes] | None] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(self._popen, self._answers), daemon=True).start()
        # Also when the host is forgotten, and when the interpreter ends.
        self._finalizer = weakref.finalize(self, _forgotten, self._popen, self._scratch, os.getpid())

    @property
    def pid(self) -> int:
        return self._popen.pid

    def start(self, engine: str, settings: EngineSettings, *, limit_s: float) -> Expected:
        """Wait until the engine is loaded, and has said what to expect of it."""
        hello = {"engine": engine, "settings": asdict(settings), "path": sys.path, "scratch": self._scratch}
        ready, _ = self.ask(hello, limit_s=limit_s)
        self.patience = float(ready["patience"])
        self.takes = bool(ready["takes"])
        return Expected(ready["sample_rate_hz"], ready["speaks"])

    def ask(self, header: Header, *, limit_s: float) -> tuple[Header, bytes]:
        """Send and wait for the answer."""
        assert self._popen.stdin is not None  # noqa: S101 - it was asked for as a pipe
        try:
            write_message(self._popen.stdin, header)
        except OSError as error:
            raise SynthesisError(f"the engine's process stopped ({self._how_it_ended()})") from error
        try:
            answer = self._answers.get(timeout=limit_s)
        except queue.Empty:
            raise SynthesisError(f"the engine did not answer within {limit_s:g} s") from None
        if answer is None:
            raise SynthesisError(f"the engine's process stopped ({self._how_it_ended()})")
        if "error" in answer[0]:
            raise _error_from(answer[0])
        return answer

    def close(self) -> None:
        self._finalizer.detach()
        _end(self._popen, self._scratch, _CLOSE_LIMIT_S)

    def kill(self) -> None:
        self._finalizer()

    def _how_it_ended(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = self._popen.wait(_CLOSE_LIMIT_S)
            return f"signal {-status}" if status < 0 else f"exit status {status}"
        return "its output was closed"


def _listen(popen: subprocess.Popen[bytes], answers: queue.SimpleQueue[tuple[Header, bytes] | None]) -> None:
    assert popen.stdout is not None  # noqa: S101 - it was asked for as a pipe
    # An engine that gets at the pipe in spite of everything must not bring down more than itself.
    with popen.stdout, contextlib.suppress(ValueError, OSError):
        while (message := read_message(popen.stdout)) is not None:
            answers.put(message)
    answers.put(None)


def _widen(popen: subprocess.Popen[bytes]) -> None:
    """Make room in the pipe for the sound of a line; where that may not be, it comes in more pieces."""
    if sys.platform == "linux":
        import fcntl

        assert popen.stdout is not None  # noqa: S101 - it was asked for as a pipe
        with contextlib.suppress(OSError):
            fcntl.fcntl(popen.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


def _forgotten(popen: subprocess.Popen[bytes], scratch: str, owner: int) -> None:
    if os.getpid() == owner:  # not in a fork of the owner
        _end(popen, scratch, 0.0)


def _end(popen: subprocess.Popen[bytes], scratch: str, patience_s: float) -> None:
    assert popen.stdin is not None  # noqa: S101 - it was asked for as a pipe
    with contextlib.suppress(OSError):
        popen.stdin.close()
    try:
        popen.wait(patience_s)
    except subprocess.TimeoutExpired:
        _kill_group(popen)
        popen.wait()
    shutil.rmtree(scratch, ignore_errors=True)


def _kill_group(popen: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        popen.kill()
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(popen.pid, signal.SIGKILL)


def _error_from(header: Header) -> NarrateError:
    kind = _FINAL.get(header["error"], SynthesisError)
    return kind(header["message"], hint=header["hint"])


def _shortened(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _ram_disk() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - mkdtemp makes it private
