"""Answers that were paid for once, kept on disk by what was asked."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from narrate.attribution.attributors.llm_endpoint import Endpoint, Message
from narrate.attribution.attributors.llm_prompt import VERSION


class AnswerStore:
    """Labels by address, model and question; a file each, with nothing of the story in it but the names.

    Args:
        folder: made when the first answer is kept; a folder that can't be written to keeps nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of_this_person(cls) -> AnswerStore:
        """The store in the folder that the system has for caches."""
        import platformdirs  # only those who ask a model need it

        return cls(Path(platformdirs.user_cache_dir("narrate")) / "attribution")

    def get(self, endpoint: Endpoint, messages: Sequence[Message]) -> Mapping[int, str] | None:
        """The labels that were kept; None where there are none, or the file is damaged."""
        try:
            kept = json.loads(self._path(endpoint, messages).read_bytes())
            return {int(number): str(name) for number, name in kept.items()}
        except (OSError, ValueError, AttributeError, RecursionError):
            return None

    def put(self, endpoint: Endpoint, messages: Sequence[Message], labels: Mapping[int, str]) -> bool:
        """Keep labels; whether they were kept."""
        path = self._path(endpoint, messages)
        content = json.dumps({str(number): labels[number] for number in sorted(labels)})
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(content)
            Path(name).replace(path)
        except OSError:
            return False
        return True

    def _path(self, endpoint: Endpoint, messages: Sequence[Message]) -> Path:
        # The key is no part of it: whoever asks with another one is answered the same.
        asked = json.dumps([VERSION, endpoint.url, endpoint.model, list(messages)], sort_keys=True)
        digest = hashlib.sha256(asked.encode("ascii")).hexdigest()
        return self._folder / digest[:2] / f"{digest}.json"
