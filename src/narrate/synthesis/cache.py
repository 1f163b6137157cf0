"""Clips kept between runs, for engines so slow that making one again costs more than a file.

One file a clip, named by a digest of everything that changes the sound. Several processes may share a folder:
files appear whole or not at all, and whoever finds one damaged removes it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis.spool import decode_words, encode_words

_MAGIC = b"narrate clip 1\n"
_DIGEST_BYTES = 20
_SUFFIX = ".clip"


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What ``narrate cache info`` shows."""

    root: Path
    clips: int
    bytes: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class ClipCache:
    """A folder of clips.

    Nothing here raises because of the folder: a cache that can't be read misses, one that can't be written
    keeps nothing.

    Attributes:
        root: the folder; made when the first clip is kept. Nothing else belongs in it.
        max_bytes: what `prune` leaves at most.
    """

    root: Path
    max_bytes: int = 2_000_000_000

    def get(self, fingerprint: str, request: SynthesisRequest) -> Clip | None:
        """The clip kept for ``request`` to the engine with this ``fingerprint``; a damaged one is removed."""
        path = self._path(fingerprint, request)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        clip = _decode(data)
        with contextlib.suppress(OSError):
            if clip is None:
                path.unlink(missing_ok=True)
            else:
                os.utime(path)  # what was used last is pruned last
        return clip

    def put(self, fingerprint: str, request: SynthesisRequest, clip: Clip) -> bool:
        """Keep a clip; whether it was kept."""
        path = self._path(fingerprint, request)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(descriptor, "wb") as file:
                file.write(_encode(clip))
            Path(name).replace(path)
        except OSError:
            return False
        return True

    def info(self) -> CacheInfo:
        """How much it holds."""
        sizes = [status.st_size for _, status in self._files()]
        return CacheInfo(self.root, len(sizes), sum(sizes), self.max_bytes)

    def prune(self, max_bytes: int | None = None) -> int:
        """Remove what was used longest ago until ``max_bytes`` are left (None: the cache's own); bytes removed."""
        limit = self.max_bytes if max_bytes is None else max_bytes
        files = sorted(self._files(), key=lambda file: (file[1].st_mtime_ns, file[0]))
        excess = sum(status.st_size for _, status in files) - limit
        removed = 0
        for path, status in files:
            if removed >= excess:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                removed += status.st_size
        return removed

    def clear(self) -> int:
        """Remove every clip; bytes removed."""
        removed = self.prune(0)
        for folder in self._folders():
            shutil.rmtree(folder, ignore_errors=True)
        return removed

    def _path(self, fingerprint: str, request: SynthesisRequest) -> Path:
        known = json.dumps([fingerprint, asdict(request)], sort_keys=True)
        digest = hashlib.blake2b(known.encode(), digest_size=_DIGEST_BYTES).hexdigest()
        return self.root / digest[:2] / f"{digest}{_SUFFIX}"

    def _folders(self) -> list[Path]:
        try:
            return [path for path in self.root.iterdir() if len(path.name) == 2 and path.is_dir()]
        except OSError:
            return []

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for folder in self._folders():
            for path in folder.glob(f"*{_SUFFIX}"):
                # Another process may prune at the same time.
                with contextlib.suppress(OSError):
                    yield path, path.stat()


def _encode(clip: Clip) -> bytes:
    header = f"{clip.format.sample_rate_hz} {clip.format.channels} {len(clip.pcm)}\n".encode()
    body = header + clip.pcm + encode_words(clip.words)
    return _MAGIC + hashlib.blake2b(body, digest_size=_DIGEST_BYTES).digest() + body


def _decode(data: bytes) -> Clip | None:
    start = len(_MAGIC) + _DIGEST_BYTES
    body = data[start:]
    digest = hashlib.blake2b(body, digest_size=_DIGEST_BYTES).digest()
    if data[:start] != _MAGIC + digest:
        return None
    header, _, sound = body.partition(b"\n")
    rate, channels, size = (int(number) for number in header.split())
    return Clip(AudioFormat(rate, channels), sound[:size], decode_words(sound[size:]))
