"""A small web server for trying a podcast or a page: one folder, read only, on this machine unless asked otherwise."""

from __future__ import annotations

import re
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from narrate.errors import InputError, OutputError
from narrate.pipeline.editions.feed import FEED, RECORD
from narrate.workspace import Workspace

LOOPBACK = "127.0.0.1"

TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8", ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8", ".vtt": "text/vtt; charset=utf-8", ".srt": "application/x-subrip",
    ".mp3": "audio/mpeg", ".m4b": "audio/mp4", ".m4a": "audio/mp4", ".opus": "audio/ogg", ".flac": "audio/flac",
    ".wav": "audio/wav", ".jpg": "image/jpeg", ".png": "image/png", ".epub": "application/epub+zip",
    ".lpf": "application/lpf+zip", ".smil": "application/smil+xml", ".opf": "application/oebps-package+xml",
}  # fmt: skip
_CHAPTERS = "application/json+chapters; charset=utf-8"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_PIECE = 64 * 1024


class FolderServer(ThreadingHTTPServer):
    """Serves one folder.

    Args:
        folder: what is served; nothing outside it, nothing hidden in it, and no list of what is there.
        host: address to listen on.
        port: to listen on; 0 takes a free one.

    Raises:
        InputError: there is no such folder.
        OutputError: nobody can listen there.
    """

    daemon_threads = True

    def __init__(self, folder: Path, host: str = LOOPBACK, port: int = 8000) -> None:
        if not folder.is_dir():
            raise InputError(f"there is no folder {folder}", hint="Name one that `narrate` has written.")
        self.folder = folder.resolve()
        self.feed_url = str(Workspace(folder).read_json(RECORD).get("url", ""))
        if ":" in host:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputError(
                f"can't listen on {host}, port {port}: {reason}", hint="Choose another --port."
            ) from error

    @property
    def address(self) -> str:
        """Where it is found, ending in a slash."""
        host, port = str(self.server_address[0]), self.server_address[1]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    def find(self, target: str) -> Path | None:
        """The file that a request's target names; None if there is none that may be seen."""
        try:
            parts = [part for part in unquote(urlsplit(target).path, errors="strict").split("/") if part]
            if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
                return None
            path = self.folder.joinpath(*parts)
            if path.is_dir():
                path /= "index.html"
            # Last of all, for any of it may be a link.
            path = path.resolve()
            if not path.is_relative_to(self.folder):
                return None
            hidden = any(part.startswith(".") for part in path.relative_to(self.folder).parts)
            return path if path.is_file() and not hidden else None
        except (ValueError, OSError):
            return None


class _Handler(BaseHTTPRequestHandler):
    server: FolderServer
    server_version = "narrate"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: whoever wants a log has a proper server."""

    def _answer(self, *, body: bool) -> None:
        path = self.server.find(self.path)
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        if path.name == FEED and self.server.feed_url:
            self._feed(path, body=body)
            return
        try:
            with path.open("rb") as file:
                self._send(path, file, path.stat().st_size, body=body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _feed(self, path: Path, *, body: bool) -> None:
        """The feed with its addresses led here: a client finds the sound before it is published."""
        here = f"http://{self.headers.get('Host') or self.server.address[7:-1]}/"
        content = path.read_text(encoding="utf-8").replace(
            f'"{escape(self.server.feed_url)}', f'"{escape(here, _QUOTE)}'
        )
        data = content.replace(f">{escape(self.server.feed_url)}", f">{escape(here)}").encode("utf-8")
        self._head(HTTPStatus.OK, TYPES[".xml"], len(data))
        if body:
            self.wfile.write(data)

    def _send(self, path: Path, file: BinaryIO, size: int, *, body: bool) -> None:
        wanted = _range(self.headers.get("Range", ""), size)
        if wanted is None:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start, end, part = wanted
        kind = _CHAPTERS if path.name.endswith(".chapters.json") else TYPES.get(path.suffix.lower())
        status = HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK
        span = f"bytes {start}-{end - 1}/{size}" if part else ""
        self._head(status, kind or "application/octet-stream", end - start, span)
        if not body:
            return
        file.seek(start)
        left = end - start
        while left and (piece := file.read(min(_PIECE, left))):
            self.wfile.write(piece)
            left -= len(piece)

    def _head(self, status: HTTPStatus, kind: str, length: int, span: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        if span:
            self.send_header("Content-Range", span)
        self.end_headers()


_QUOTE = {'"': "&quot;"}


def _range(asked: str, size: int) -> tuple[int, int, bool] | None:
    """What is asked for of a file (RFC 9110, 14.2): from, to (exclusive), and whether it is a part.

    None where there is nothing of it. Several ranges at once, and what is no range of bytes, get the whole.
    """
    found = _RANGE.fullmatch(asked.strip())
    if not found or not (found[1] or found[2]):
        return 0, size, False
    if not found[1]:
        start, end = max(size - int(found[2]), 0), size
    else:
        start, end = int(found[1]), min(int(found[2] or size) + 1, size)
        if found[2] and int(found[2]) < start:
            return 0, size, False
    return (start, end, True) if start < end else None
