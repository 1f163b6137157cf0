"""A server that speaks as OpenAI's does, on this machine; a test decides how well."""

from __future__ import annotations

import io
import json
import threading
import wave
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

Reply = tuple[int, dict[str, str], bytes]


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


class SpeechServer:
    """What it was asked is in ``requests``, with the headers in ``headers``."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.voices: Reply = (200, {}, json.dumps({"voices": ["af_sky", "am_adam", "bm_lewis"]}).encode())
        self.behave: Callable[[dict[str, Any]], Reply] = good
        self.at_once = self.most_at_once = 0
        self.closing = threading.Event()
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.headers.append(dict(self.headers))
                self.answer(server.voices if self.path == "/v1/audio/voices" else (404, {}, b""))

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with server._lock:
                    server.requests.append(asked)
                    server.headers.append(dict(self.headers))
                    server.at_once += 1
                    server.most_at_once = max(server.most_at_once, server.at_once)
                reply = server.behave(asked) if self.path == "/v1/audio/speech" else (404, {}, b"")
                with server._lock:
                    server.at_once -= 1
                self.answer(reply)

            def answer(self, reply: Reply) -> None:
                status, headers, body = reply
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    if "Content-Length" not in headers:
                        self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True  # whoever asked has gone

            def log_message(self, *_: Any) -> None:
                """Keep quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def first(self, *replies: Reply) -> None:
        """Answer so first, one after the other, and well after that."""
        left = list(replies)
        self.behave = lambda asked: left.pop(0) if left else good(asked)

    def silent(self) -> None:
        def wait(asked: dict[str, Any]) -> Reply:
            self.closing.wait()
            return good(asked)

        self.behave = wait

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
