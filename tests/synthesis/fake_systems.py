"""What pyttsx3's own drivers for macOS and Windows ask of their systems, with the habits that make trouble there."""

# ruff: noqa: N802, N815 - the names are those of the systems

from __future__ import annotations

import io
import sys
import threading
import types
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import av
import numpy as np
import pytest

RATE_HZ = 11025


def sound(text: str, words_per_minute: float) -> np.ndarray:
    """A tone for as long as the text would take."""
    frames = int(RATE_HZ * 60 / words_per_minute * max(len(text.split()), 1))
    return (6000 * np.sin(np.arange(frames) / 8)).astype("<i2")


def aiff(samples: np.ndarray) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="aiff") as container:
        stream = container.add_stream("pcm_s16be", rate=RATE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE_HZ
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return file.getvalue()


class Mac:
    """AppKit and Foundation; the file is finished by another thread after the run loop has ended."""

    usual: ClassVar[dict[str, dict[str, Any] | None]] = {
        "com.apple.voice.premium.en-GB.Serena": {"VoiceGender": "VoiceGenderFemale", "VoiceLocaleIdentifier": "en_GB"},
        "com.apple.speech.synthesis.voice.Zarvox": {"VoiceGender": "VoiceGenderNeuter", "VoiceLanguage": "en-US"},
        "com.apple.eloquence.en-US.Reed": {"VoiceGender": "VoiceGenderMale", "VoiceLocaleIdentifier": "en_US"},
    }

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.voices = dict(Mac.usual)
        self.said: list[tuple[str, str, float]] = []
        self.never_finishes = False
        self.timers: list[Callable[[], None]] = []
        mac = self

        class NSObject:
            @classmethod
            def alloc(cls) -> Any:
                return cls.__new__(cls)

            def init(self) -> Any:
                return self

        class Synthesizer(NSObject):
            _voice, _rate, _volume = next(iter(mac.voices), ""), 175.0, 1.0

            def initWithVoice_(self, _: object) -> Any:
                return self

            def setDelegate_(self, _: object) -> None: ...
            def stopSpeaking(self) -> None: ...

            def setVoice_(self, name: str) -> bool:
                self._voice, self._rate = name, 175.0  # a voice brings its own rate
                return name in mac.voices

            def voice(self) -> str:
                return self._voice

            def setRate_(self, rate: float) -> None:
                self._rate = rate

            def rate(self) -> float:
                return self._rate

            def setVolume_(self, volume: float) -> None:
                self._volume = volume

            def volume(self) -> float:
                return self._volume

            @staticmethod
            def availableVoices() -> list[str]:
                return list(mac.voices)

            @staticmethod
            def attributesForVoice_(name: str) -> dict[str, Any] | None:
                known = mac.voices[name]
                return (
                    None
                    if known is None
                    else {"VoiceIdentifier": name, "VoiceName": name.rsplit(".", maxsplit=1)[-1], **known}
                )

            def startSpeakingString_toURL_(self, text: str, path: str) -> None:
                mac.said.append((text, self._voice, self._rate))
                whole = aiff(sound(text, self._rate))
                Path(path).write_bytes(b"FORM\0\0\0\0" + whole[8 : len(whole) // 2])
                if not mac.never_finishes:
                    threading.Timer(0.1, Path(path).write_bytes, (whole,)).start()

        class RunLoop:
            def limitDateForMode_(self, _: object) -> None: ...

            def runMode_beforeDate_(self, *_: object) -> bool:
                due, mac.timers = mac.timers, []
                for fire in due:
                    fire()
                return bool(due)  # nothing is left to wait for: the loop ends, whatever is being spoken

        class Timer:
            @staticmethod
            def scheduledTimerWithTimeInterval_target_selector_userInfo_repeats_(
                _: float, target: Any, *__: object
            ) -> None:
                mac.timers.append(lambda: target.onPumpFirst_(None))

        class Stopper(NSObject):
            shouldStop = False

            def shouldRun(self) -> bool:
                return not self.shouldStop

            @classmethod
            def addRunLoopStopper_toRunLoop_(cls, *_: object) -> None: ...
            @classmethod
            def removeRunLoopStopperFromRunLoop_(cls, *_: object) -> None: ...

        helper = types.SimpleNamespace(PyObjCAppHelperRunLoopStopper=Stopper, stopEventLoop=lambda: None)
        date = types.SimpleNamespace(dateWithTimeIntervalSinceNow_=lambda _: None)
        _install(
            monkeypatch,
            "nsss",
            {
                "objc": {"python_method": lambda method: method, "super": super},
                "AppKit": {"NSSpeechSynthesizer": Synthesizer},
                "Foundation": {
                    "NSURL": types.SimpleNamespace(fileURLWithPath_=lambda path: path),
                    "NSDate": date,
                    "NSDefaultRunLoopMode": "default",
                    "NSObject": NSObject,
                    "NSRunLoop": types.SimpleNamespace(currentRunLoop=RunLoop),
                    "NSTimer": Timer,
                },
                "PyObjCTools": {"AppHelper": helper},
                "PyObjCTools.AppHelper": {"PyObjCAppHelperRunLoopStopper": Stopper, "stopEventLoop": lambda: None},
            },
        )


class Token:
    """A voice in Windows' registry."""

    def __init__(self, name: str, language: str, gender: str, where: str = "Speech") -> None:
        self.Id = f"HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\{where}\\Voices\\Tokens\\{name}"
        self._attributes = {"Language": language, "Gender": gender, "Age": "Adult"}

    def GetDescription(self) -> str:
        return f"Microsoft {self.Id.rpartition('_')[2]}"

    def GetAttribute(self, name: str) -> str:
        return self._attributes[name]


class Windows:
    """COM's SAPI 5, which refuses speeds that it does not know, and speaks at the one it had."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tokens = [Token("TTS_EN-US_DAVID", "409", "Male"), Token("TTS_EN-GB_HAZEL", "809", "Female")]
        self.said: list[tuple[str, str, int]] = []
        self.slept: list[float] = []
        self.fails = False
        windows = self

        class Stream:
            def Open(self, path: str, _: int) -> None:
                self.path = path

            def close(self) -> None: ...

        class Voice:
            AudioOutputStream: Any = None
            EventInterests = Volume = 0

            def __init__(self) -> None:
                self.Voice: Any = windows.tokens[0] if windows.tokens else None
                self._rate = 0

            @property
            def Rate(self) -> int:
                return self._rate

            @Rate.setter
            def Rate(self, rate: int) -> None:
                if not -10 <= rate <= 10:
                    raise OSError("(-2147024809, 'The parameter is incorrect.')")
                self._rate = rate

            def GetVoices(self) -> list[Token]:
                return windows.tokens

            def Speak(self, text: str, flags: int = 0) -> None:
                if flags or not self.AudioOutputStream:
                    return
                if windows.fails:
                    raise OSError("(-2147201018, 'The audio device is gone.')")
                windows.said.append((text, self.Voice.Id, self._rate))
                with wave.open(self.AudioOutputStream.path, "wb") as file:
                    file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
                    file.writeframes(sound(text, 156.63 * 1.11**self._rate).tobytes())

        made = {"SAPI.SPVoice": Voice, "SAPI.SPFileStream": Stream}
        client = types.SimpleNamespace(CreateObject=lambda name: made[name](), GetEvents=lambda *_: None)
        _install(
            monkeypatch,
            "sapi5",
            {
                "comtypes": {"client": client},
                "comtypes.client": vars(client),
                "comtypes.gen": {"SpeechLib": types.SimpleNamespace(SSFMCreateForWrite=3)},
                "pythoncom": {"PumpWaitingMessages": lambda: None},
            },
        )
        monkeypatch.setattr("time.sleep", self.slept.append)


def _install(monkeypatch: pytest.MonkeyPatch, driver: str, modules: dict[str, dict[str, Any]]) -> None:
    for name, content in modules.items():
        module = types.ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, f"pyttsx3.drivers.{driver}", raising=False)
