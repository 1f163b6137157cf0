"""A server on this machine that is asked in JSON; a test decides how well it answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], bytes]


class JsonServer:
    """What it was asked is in ``requests``, ``headers`` and ``paths``; ``behave`` answers."""

    def __init__(self, behave: Callable[[dict[str, Any]], Reply]) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.behave = behave
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.headers.append(dict(self.headers))
                self.answer(server.listed(self.path))

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(asked)
                server.headers.append(dict(self.headers))
                server.paths.append(self.path)
                self.answer(server.answered(self.path, asked))

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

    def listed(self, path: str) -> Reply:
        """What is at a path, for who only looks."""
        del path
        return 404, {}, b""

    def answered(self, path: str, asked: dict[str, Any]) -> Reply:
        """The answer to a request."""
        del path
        return self.behave(asked)

    def silent(self) -> None:
        """Say nothing until the test is over."""

        def wait(_: dict[str, Any]) -> Reply:
            self.closing.wait()
            return 503, {}, b""

        self.behave = wait

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
