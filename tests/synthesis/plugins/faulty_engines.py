"""Engines that do everything wrong, each in one way, with lines whose text begins with “bad”."""

import array
import math
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from narrate.errors import ConfigError, EngineMissingError, SynthesisError
from narrate.model import AudioFormat, Clip, EngineSettings, Gender, SynthesisRequest, Voice, WordTime
from narrate.synthesis import Capabilities, EngineInfo

FORMAT = AudioFormat(16000)


def tone(seconds: float, peak: float = 8000.0, hz: float = 200.0) -> bytes:
    values = (peak * math.sin(2 * math.pi * hz * n / FORMAT.sample_rate_hz) for n in range(FORMAT.frames(seconds)))
    return array.array("h", (max(-32768, min(32767, round(value))) for value in values)).tobytes()


def good(request: SynthesisRequest) -> Clip:
    return Clip(FORMAT, tone(0.1 * len(request.text)))


class Faulty:
    capabilities = Capabilities(sample_rate_hz=FORMAT.sample_rate_hz)

    @property
    def name(self) -> str:
        return type(self).__name__.lower()

    def voices(self) -> Sequence[Voice]:
        return (Voice(self.name, "one", "One", "en", Gender.UNKNOWN),)

    def synthesize(self, request: SynthesisRequest) -> Clip:
        return self.bad(request) if request.text.startswith("bad") else good(request)

    def bad(self, request: SynthesisRequest) -> Clip:
        raise NotImplementedError

    def fingerprint(self) -> str:
        return self.name

    def describe(self) -> EngineInfo:
        return EngineInfo(self.name, "1.0")

    def close(self) -> None:
        sys.stderr.write("closed")


class Hangs(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        time.sleep(600)
        return good(request)


class Patient(Faulty):
    """Takes its time, and says so."""

    capabilities = Capabilities(sample_rate_hz=FORMAT.sample_rate_hz, patience=1000.0)

    def bad(self, request: SynthesisRequest) -> Clip:
        time.sleep(0.5)
        return good(request)


class Crashes(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        os._exit(7)


class CrashesOnce(Faulty):
    """The text after “bad ” is a path; the first attempt leaves a file there."""

    def bad(self, request: SynthesisRequest) -> Clip:
        mark = Path(request.text.removeprefix("bad "))
        if not mark.exists():
            mark.touch()
            os._exit(7)
        return good(request)


class Prints(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        print("Audio saved to nowhere")  # noqa: T201 - what it is here for
        os.write(1, b"\x00\x00\x00\x05 to the file descriptor")
        os.system("echo by a child")
        assert not sys.stdin.read()
        return good(request)


class SaysNothing(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(FORMAT, b"")


class TooShort(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(FORMAT, bytes(64))


class HalfAFrame(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(FORMAT, good(request).pcm + b"x")


class Silence(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(FORMAT, bytes(len(good(request).pcm)))


class Noise(Faulty):
    """Samples as floating-point numbers, which nobody converted."""

    def bad(self, request: SynthesisRequest) -> Clip:
        values = [sample / 32768 for sample in array.array("h", good(request).pcm)]
        return Clip(FORMAT, array.array("f", values).tobytes())


class OtherRate(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(AudioFormat(8000), good(request).pcm)


class NoRate(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(AudioFormat(math.nan), good(request).pcm)  # type: ignore[arg-type]


class FiveChannels(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(AudioFormat(16000, 5), good(request).pcm)


class NoClip(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return None  # type: ignore[return-value]


class NoBytes(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(FORMAT, [0.0, 0.1, math.nan])  # type: ignore[arg-type]


class OddWords(Faulty):
    """Times of words that can't be."""

    def bad(self, request: SynthesisRequest) -> Clip:
        return Clip(FORMAT, good(request).pcm, (WordTime(0, 3, 0.0, 0.1), WordTime(4, 99, 0.1, math.nan)))


class Raises(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        raise SynthesisError("no breath left", hint="Rest.")


class Doubtful(Faulty):
    """What is wrong is the text's second word; “once” after it has it right the second time."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def bad(self, request: SynthesisRequest) -> Clip:
        kind = request.text.split()[1].strip(".,")
        if "once" in request.text and request.text in self._known:
            return good(request)
        self._known.add(request.text)
        return Clip(FORMAT, getattr(self, kind)(good(request).pcm))

    def babbling(self, pcm: bytes) -> bytes:
        return 10 * pcm

    def hasty(self, pcm: bytes) -> bytes:
        return pcm[: len(pcm) // 20 * 2]

    def clipped(self, pcm: bytes) -> bytes:
        return tone(1.0, peak=60_000.0)

    def quiet(self, pcm: bytes) -> bytes:
        return tone(1.0, peak=100.0)

    def bursting(self, pcm: bytes) -> bytes:
        return tone(0.03, peak=30_000.0) + tone(1.0, peak=3_000.0)


class Takes(Doubtful):
    """Says it better in another take, and never otherwise."""

    capabilities = replace(Faulty.capabilities, takes=True)

    def bad(self, request: SynthesisRequest) -> Clip:
        return good(request) if request.take else super().bad(request)


class Moody(Doubtful):
    """All kinds of faults in one; the text's second word says which."""

    def bad(self, request: SynthesisRequest) -> Clip:
        kinds: dict[str, type[Faulty]] = {"crash": Crashes, "silence": Silence, "noise": Noise, "nothing": SaysNothing}
        kind = kinds.get(request.text.split()[1].strip(".,"))
        return kind().bad(request) if kind else super().bad(request)


class RaisesWhatItLikes(Faulty):
    def bad(self, request: SynthesisRequest) -> Clip:
        raise ZeroDivisionError("by nought")


class SlowStarter(Faulty):
    def __init__(self) -> None:
        if "narrate.synthesis.host_main" in sys.orig_argv:
            time.sleep(600)


class Refuses(Faulty):
    def synthesize(self, request: SynthesisRequest) -> Clip:
        raise EngineMissingError("the model is not there", hint="Fetch it.")


class Counts(Faulty):
    """Each clip's first sample is the number of clips this process has made; the second is its temporary folder."""

    def __init__(self) -> None:
        self._count = 0

    def synthesize(self, request: SynthesisRequest) -> Clip:
        self._count += 1
        Path(tempfile.gettempdir(), "left-behind").touch()
        return Clip(FORMAT, self._count.to_bytes(2, "little") + good(request).pcm)


class Settable(Faulty):
    """Each clip's first samples are the number of threads and the number that is set; one voice has a version."""

    def __init__(self) -> None:
        self._settings = EngineSettings()

    def configure(self, settings: EngineSettings) -> None:
        self._settings = settings
        if settings.device == "abacus":
            raise ConfigError("there is no abacus here", hint="Use cpu.")

    def voices(self) -> Sequence[Voice]:
        edition = str(dict(self._settings.values).get("edition", ""))
        one = Voice(self.name, "one", "One", "en", Gender.UNKNOWN)
        return (one, Voice(self.name, "two", "Two", "en", Gender.UNKNOWN, version=edition))

    def synthesize(self, request: SynthesisRequest) -> Clip:
        told = (self._settings.threads, dict(self._settings.values).get("number", 0))
        return Clip(FORMAT, b"".join(int(number).to_bytes(2, "little") for number in told) + good(request).pcm)


def threads(jobs: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(jobs)
