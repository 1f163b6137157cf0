"""A server that speaks as OpenAI's does, on this machine; a test decides how well."""

from __future__ import annotations

import io
import json
import threading
import wave
from typing import Any

import numpy as np
from tests.json_server import JsonServer, Reply


def tone(asked: dict[str, Any], rate_hz: int = 24_000) -> bytes:
    """A tone of 0.07 s a character, at the speed asked for, as samples of 16 bits."""
    frames = max(int(0.07 * len(asked["input"]) / asked["speed"] * rate_hz), rate_hz // 10)
    phase = np.arange(frames) * 2 * np.pi * (200 if asked["voice"].startswith("af") else 120) / rate_hz
    return (6000 * np.sin(phase) * np.minimum(1, np.arange(frames) / 200)).astype("<i2").tobytes()


def wav(pcm: bytes, rate_hz: int = 24_000, channels: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes(pcm)
    return file.getvalue()


def good(asked: dict[str, Any]) -> Reply:
    return 200, {"Content-Type": "audio/wav"}, wav(tone(asked))


class SpeechServer(JsonServer):
    """Lists ``voices``, and counts how many requests it had ``most_at_once``."""

    def __init__(self) -> None:
        self.voices: Reply = (200, {}, json.dumps({"voices": ["af_sky", "am_adam", "bm_lewis"]}).encode())
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()
        super().__init__(good)

    def listed(self, path: str) -> Reply:
        return self.voices if path == "/v1/audio/voices" else super().listed(path)

    def answered(self, path: str, asked: dict[str, Any]) -> Reply:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        reply = super().answered(path, asked) if path == "/v1/audio/speech" else (404, {}, b"")
        with self._lock:
            self.at_once -= 1
        return reply

    def first(self, *replies: Reply) -> None:
        """Answer so first, one after the other, and well after that."""
        left = list(replies)
        self.behave = lambda asked: left.pop(0) if left else good(asked)
