"""One voice in a server on this machine, and how the tests bring it into a folder."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

from tests.synthesis.voicestore.voice_server import VoiceServer

from narrate.synthesis.voicestore import Downloaded, Web, download, find, read_catalogue

NAME = "en_GB-alba-medium"
MODEL = random.Random(1).randbytes(300_000)
CARD = "# Model card for alba\n\n* Language: en_GB\n\n## Dataset\n\n* URL: https://example.org\n* License: CC-BY 4.0"
FILES = {f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": b'{"audio": {}}', "MODEL_CARD": CARD.encode()}


def bring(
    server: VoiceServer, folder: Path, *, said: list[object] | None = None, name: str = NAME, timeout_s: float = 5.0
) -> Downloaded:
    """Download a voice; ``said`` gets the licence and the progress in the order in which they come."""
    said = [] if said is None else said
    web = Web(server.url, sleep=lambda seconds: said.append(f"wait {seconds:g}"), timeout_s=timeout_s)
    voice = find(read_catalogue(f"{server.url}/voices.json", None, lambda _: web), name)
    return download(
        voice, web, folder=folder,
        progress=lambda file, done: said.append((file.name, done)),
        licensed=said.append,
    )  # fmt: skip


def ranges(server: VoiceServer) -> list[str]:
    """Which parts of the model were asked for, one a request; empty for all of it."""
    return [asked for path, asked in server.asked if path.endswith(".onnx")]


def left(folder: Path) -> list[str]:
    """The names of what lies in the folder."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".downloads.lock")


def own_catalogue(**changes: object) -> dict[str, Any]:
    """A catalogue of the form that is narrate's own, with changes to the one file in it."""
    file = {
        "name": "kokoro-x.onnx",
        "url": "models/kokoro-x.onnx",
        "bytes": 4,
        "sha256": hashlib.sha256(b"four").hexdigest(),
    }
    voice = {"engine": "kokoro", "languages": ["en-US"], "speakers": 2, "licence": "MIT", "files": [file | changes]}
    return {"format": "narrate-voices-1", "voices": {"kokoro-x": voice}}
