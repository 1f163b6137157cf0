"""Clips kept between runs, for engines so slow that making one again costs more than a file.

One file a clip, named by a digest of everything that changes the sound. Several processes, on several machines, may
share a folder: a file appears whole or not at all, and each is checked when it is read, against its own digest and for
the request that is asked: what a power cut, a bad disk or a stray copy left there is removed, and made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from narrate.model import AudioFormat, Clip, SynthesisRequest
from narrate.synthesis.spool import decode_words, encode_words

_MAGIC = b"narrate clip 2\n"
_DIGEST_BYTES = 20
_SUFFIX = ".clip"
_PART = ".part"
_ABANDONED_S = 24 * 3600
"""A clip that has been on its way for so long belongs to a process that was killed."""

_PRUNE_EVERY = 20
"""A process prunes whenever it has written so small a part (1/20) of what the store may hold."""

_written: dict[Path, int] = {}
"""What this process has put into each store since it last pruned it, in bytes."""


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What ``narrate cache info`` shows."""

    root: Path
    clips: int
    bytes: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a look into the cache gave; a ``damaged`` clip was there, was removed, and has to be made again."""

    clip: Clip | None
    damaged: bool = False


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
        return self.fetch(fingerprint, request).clip

    def fetch(self, fingerprint: str, request: SynthesisRequest) -> Fetched:
        """What `get` gives, and whether a damaged clip was found and removed."""
        path = self._path(fingerprint, request)
        try:
            data = path.read_bytes()
        except OSError:
            return Fetched(None)
        clip = _decode(data, path.stem)
        with contextlib.suppress(OSError):
            if clip is None:
                path.unlink(missing_ok=True)
            else:
                _touch(path)  # what was used last is pruned last
        return Fetched(clip, damaged=clip is None)

    def put(self, fingerprint: str, request: SynthesisRequest, clip: Clip) -> bool:
        """Keep a clip; whether it was kept. Prunes from time to time."""
        path = self._path(fingerprint, request)
        data = _encode(clip, path.stem)
        if len(data) > self.max_bytes:
            return False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=_PART)
        except OSError:
            return False
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            _touch(part)
            part.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
            return False
        _written[self.root] = _written.get(self.root, 0) + len(data)
        if _written[self.root] * _PRUNE_EVERY > self.max_bytes:
            self.prune()
        return True

    def info(self) -> CacheInfo:
        """How much it holds."""
        sizes = [status.st_size for _, status in self._files()]
        return CacheInfo(self.root, len(sizes), sum(sizes), self.max_bytes)

    def prune(self, max_bytes: int | None = None) -> int:
        """Remove what was used longest ago until ``max_bytes`` are left (None: the cache's own); bytes removed."""
        limit = self.max_bytes if max_bytes is None else max_bytes
        _written[self.root] = 0
        self._remove_abandoned()
        files = sorted(self._files(), key=lambda file: (file[1].st_mtime_ns, file[0]))
        excess = sum(status.st_size for _, status in files) - limit
        removed = 0
        for path, status in files:
            if removed >= excess:
                break
            with contextlib.suppress(OSError):
                # Another process that prunes may have been quicker: its room counts, or both would remove too much.
                path.unlink(missing_ok=True)
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

    def _remove_abandoned(self) -> None:
        for folder in self._folders():
            for path in folder.glob(f"*{_PART}"):
                with contextlib.suppress(OSError):
                    if time.time() - path.stat().st_mtime > _ABANDONED_S:
                        path.unlink(missing_ok=True)

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


def _touch(path: Path) -> None:
    """Set a file's time to now, finer than the kernel's own tick, so that the order of use is known."""
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def _encode(clip: Clip, key: str) -> bytes:
    """The bytes of a file. Its digest is over ``key``, too: a clip under another one's name counts as damaged."""
    header = f"{clip.format.sample_rate_hz} {clip.format.channels} {len(clip.pcm)}\n".encode()
    body = header + clip.pcm + encode_words(clip.words)
    return _MAGIC + _digest(body, key) + body


def _decode(data: bytes, key: str) -> Clip | None:
    start = len(_MAGIC) + _DIGEST_BYTES
    body = data[start:]
    if data[:start] != _MAGIC + _digest(body, key):
        return None
    header, _, sound = body.partition(b"\n")
    try:
        rate, channels, size = (int(number) for number in header.split())
        return Clip(AudioFormat(rate, channels), sound[:size], decode_words(sound[size:]))
    except (ValueError, TypeError):
        return None


def _digest(body: bytes, key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=_DIGEST_BYTES)
    digest.update(body)
    return digest.digest()
