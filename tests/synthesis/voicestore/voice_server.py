"""A server of voices on this machine, with every fault that servers have."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Fault = Callable[["Answer"], bool]
"""Answers a request wrongly, and says whether it did."""


class Answer(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: VoiceServer

    def do_GET(self) -> None:
        self.close_connection = True
        shop = self.server
        shop.asked.append((self.path, self.headers.get("Range", "")))
        if not (shop.faults and shop.faults[0](self)):
            self.good()

    def good(self, content: bytes | None = None) -> None:
        """The right answer, ranges and all."""
        body = self.server.files.get(self.path) if content is None else content
        if body is None:
            self.send_error(404)
            return
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        if start >= len(body) > 0:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start:])

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class VoiceServer(ThreadingHTTPServer):
    """Serves ``files`` by path; the first of ``faults`` comes first for each request, until it takes itself away."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.files: dict[str, bytes] = {}
        self.faults: list[Fault] = []
        self.asked: list[tuple[str, str]] = []
        self.released = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def stop(self) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()

    def add_piper(self, name: str, files: dict[str, bytes], **changes: Any) -> None:
        """Put a voice into the catalogue, as Piper's public one has it; ``files`` by their last names."""
        catalogue = json.loads(self.files.get("/voices.json", b"{}"))
        code = name.partition("-")[0]
        paths = {f"{code[:2]}/{code}/{last}": content for last, content in files.items()}
        catalogue[name] = {
            "key": name,
            "language": {"code": code, "family": code[:2]},
            "quality": name.rpartition("-")[2],
            "num_speakers": 1,
            "speaker_id_map": {},
            "files": {
                path: {"size_bytes": len(content), "md5_digest": hashlib.md5(content).hexdigest()}
                for path, content in paths.items()
            },
            "aliases": [],
        } | changes
        self.files["/voices.json"] = json.dumps(catalogue).encode()
        self.files |= {f"/{path}": content for path, content in paths.items()}


def once(path_end: str, act: Callable[[Answer], None]) -> Fault:
    """A fault in the first request for a path that ends so."""

    def fault(answer: Answer) -> bool:
        if not answer.path.endswith(path_end):
            return False
        answer.server.faults.remove(fault)
        act(answer)
        return True

    return fault


def always(path_end: str, act: Callable[[Answer], None]) -> Fault:
    """A fault in every request for a path that ends so."""

    def fault(answer: Answer) -> bool:
        if not answer.path.endswith(path_end):
            return False
        act(answer)
        return True

    return fault


def cut_off(share: float) -> Callable[[Answer], None]:
    """Sends a part, and closes the connection."""

    def act(answer: Answer) -> None:
        body = answer.server.files[answer.path]
        start = int(answer.headers.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        answer.send_response(206 if start else 200)
        if start:
            answer.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        answer.send_header("Content-Length", str(len(body) - start))
        answer.end_headers()
        answer.wfile.write(body[start : start + int(share * len(body))])

    return act


def stall(answer: Answer) -> None:
    """Sends half, and then nothing until the test is over."""
    body = answer.server.files[answer.path]
    answer.send_response(200)
    answer.send_header("Content-Length", str(len(body)))
    answer.end_headers()
    answer.wfile.write(body[: len(body) // 2])
    answer.wfile.flush()
    answer.server.released.wait(20)


def without_ranges(answer: Answer) -> None:
    """Sends everything, whatever part was asked for."""
    del answer.headers["Range"]
    answer.good()


def wrong_bytes(answer: Answer) -> None:
    """Sends as many other bytes."""
    answer.good(b"\0" * len(answer.server.files[answer.path]))


def another_part(answer: Answer) -> None:
    """Sends from the beginning, and says so."""
    body = answer.server.files[answer.path]
    answer.send_response(206)
    answer.send_header("Content-Range", f"bytes 0-{len(body) - 1}/{len(body)}")
    answer.send_header("Content-Length", str(len(body)))
    answer.end_headers()
    answer.wfile.write(body)


def endless(answer: Answer) -> None:
    """Sends as long as somebody listens."""
    answer.send_response(200)
    answer.end_headers()
    with contextlib.suppress(OSError):  # the other side has had enough
        while not answer.server.released.is_set():
            answer.wfile.write(bytes(1 << 16))


def status(code: int, **headers: str) -> Callable[[Answer], None]:
    """Answers with nothing but a status."""

    def act(answer: Answer) -> None:
        answer.send_response(code)
        for name, value in headers.items():
            answer.send_header(name.replace("_", "-"), value)
        answer.send_header("Content-Length", "0")
        answer.end_headers()

    return act
