"""A chat endpoint on this machine whose answers a test decides, and what a test asks of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from narrate.attribution import attribute
from narrate.intake import parse_story
from narrate.model import Attributed, UtteranceKind
from narrate.segmentation import segment

STORY = """\
The Weir

“You're late,” said Orla Finch.

“The road was flooded,” said Bram Cole.

“It is always flooded.”

“Not always.”

The miller put his head out. “Is that the pair of you?”
"""

Reply = tuple[int, dict[str, str], bytes]


def completion(text: str) -> Reply:
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


class Server:
    """An endpoint whose answers a test decides; what it was asked is in ``requests``, ``headers`` and ``paths``."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.behave: Callable[[dict[str, Any]], Reply] = lambda _: completion("{}")
        self.closing = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append(request)
                server.headers.append(dict(self.headers))
                server.paths.append(self.path)
                status, headers, body = server.behave(request)
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
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

    def labels(self, labels: dict[str, Any]) -> None:
        self.behave = lambda _: completion(json.dumps(labels))

    def silent(self) -> None:
        def wait(_: dict[str, Any]) -> Reply:
            self.closing.wait()
            return 503, {}, b""

        self.behave = wait

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class Told:
    """What a person was told, and how far the work was said to be."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.progress: list[str] = []

    def __call__(self, text: str, *, progress: bool = False) -> None:
        (self.progress if progress else self.notes).append(text)


class Spoken:
    """The dialogue of an attributed story."""

    def __init__(self, found: Attributed, segmentation: Any) -> None:
        self.found = found
        names = {character.id: character.name for character in found.characters}
        pairs = zip(segmentation.utterances, found.attributions, strict=True)
        self.lines = [who for utterance, who in pairs if utterance.kind is UtteranceKind.DIALOGUE]
        self.names = [names.get(who.speaker or "") for who in self.lines]


def ranked(story=STORY):
    document = parse_story(story.encode(), "story.txt")
    segmentation = segment(document)
    return Spoken(attribute(document, segmentation), segmentation)


GOOD = {"1": "Orla Finch", "2": "Bram Cole", "3": "Orla Finch", "4": "Bram Cole", "5": "new: The miller"}


def long_story(lines: int) -> str:
    """A conversation of so many lines; the names stand beside the first two."""
    said = [f"“This is number {n}.”" for n in range(2, lines)]
    first = ["“This is number 0,” said Orla Finch.", "“This is number 1,” said Bram Cole."]
    return "The Weir\n\n" + "\n\n".join([*first, *said]) + "\n"
