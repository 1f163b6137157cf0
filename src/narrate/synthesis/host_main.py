"""The engine's own process: ``python -m narrate.synthesis.host_main``. See `narrate.synthesis.host`.

It answers one request at a time on the pipe that was its standard output. Libraries that print, or read,
get the null device. It ends when its standard input does, even in the middle of a request, so that it never
outlives the process that started it.
"""

from __future__ import annotations

import os
import queue
import shutil
import signal
import sys
import threading
import time
from types import TracebackType
from typing import BinaryIO, NoReturn

from narrate.errors import NarrateError, SynthesisError
from narrate.memory import keep_freed_memory
from narrate.model import Clip, EngineSettings, SynthesisRequest
from narrate.synthesis.framing import Header, read_message, write_message
from narrate.synthesis.registry import load_engine

_FAREWELL_S = 1.0
"""How long an engine may take to close."""


def main() -> None:
    """Serve until standard input ends."""
    # A person's Ctrl-C is the parent's to handle: it ends us when it has finished what is in hand.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep_freed_memory()
    requests, answers = _take_standard_streams()
    inbox: queue.SimpleQueue[Header | None] = queue.SimpleQueue()

    def report(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        # An engine raised what it should have translated: tell the parent, and end.
        write_message(answers, {"error": "crash", "message": f"{kind.__name__}: {error}", "hint": ""})
        os._exit(1)

    sys.excepthook = report
    threading.Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    hello = inbox.get()
    if hello is None:
        return
    # What the parent can import, we can: plug-ins in a folder that only its sys.path names.
    sys.path[:] = hello["path"]
    try:
        engine = load_engine(hello["engine"], _settings(hello["settings"]))
    except NarrateError as error:
        write_message(answers, _error_header(error))
        _leave(hello["scratch"])
    capabilities = engine.capabilities
    ready: Header = {
        "sample_rate_hz": capabilities.sample_rate_hz,
        "speaks": capabilities.speaks,
        "patience": capabilities.patience,
        "takes": capabilities.takes,
    }
    write_message(answers, ready)
    while (asked := inbox.get()) is not None:
        request = SynthesisRequest(**asked["request"])
        try:
            clip = _checked(engine.synthesize(request))
        except NarrateError as error:
            write_message(answers, _error_header(error))
            continue
        header: Header = {
            "sample_rate_hz": clip.format.sample_rate_hz,
            "channels": clip.format.channels,
            "words": clip.words,
        }
        write_message(answers, header, bytes(clip.pcm))
    engine.close()
    _leave(hello["scratch"])


def _checked(answer: object) -> Clip:
    """What an engine gave, which may be of a stranger's making."""
    if not isinstance(answer, Clip):
        raise SynthesisError(f"the engine answered with a {type(answer).__name__} instead of a clip")
    if not isinstance(answer.pcm, bytes | bytearray | memoryview):
        raise SynthesisError(f"the engine answered with a {type(answer.pcm).__name__} instead of bytes")
    return answer


def _settings(told: Header) -> EngineSettings:
    """The settings that came as JSON, which knows no tuples."""
    values = tuple((name, value) for name, value in told["values"])
    return EngineSettings(told["device"], told["threads"], values, tuple(told["folders"]))


def _take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    return requests, answers


def _listen(requests: BinaryIO, inbox: queue.SimpleQueue[Header | None]) -> None:
    scratch = ""
    while (message := read_message(requests)) is not None:
        scratch = message[0].get("scratch", scratch)
        inbox.put(message[0])
    # The parent is gone or wants no more. The main thread may hang in an engine: it is not asked twice.
    inbox.put(None)
    time.sleep(_FAREWELL_S)
    _leave(scratch)


def _leave(scratch: str) -> NoReturn:
    # Not the interpreter's own way out: it would wait for the thread that reads. The parent clears the folder
    # of temporary files too, unless it was killed.
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


def _error_header(error: NarrateError) -> Header:
    return {"error": type(error).__name__, "message": error.message, "hint": error.hint}


if __name__ == "__main__":
    main()
