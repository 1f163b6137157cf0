"""ZIP archives whose bytes hang on nothing but what is in them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that ZIP knows: an archive made twice is the same."""

_PACKED = frozenset({".mp3", ".m4a", ".opus", ".jpg", ".jpeg", ".png", ".zip"})


def write_zip(path: Path, entries: Iterable[tuple[str, str | bytes | Path]]) -> None:
    """Write an archive.

    Args:
        path: of the archive.
        entries: names within it and what they hold, a path being a file to copy; in this order. An entry called
            ``mimetype`` is not compressed, as EPUB wants it (OCF 3.3, 4.2.2.2); nor is what is compressed already.

    Raises:
        OSError: something can't be read or written.
    """
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, on every system
            stored = name == "mimetype" or Path(name).suffix.lower() in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            if isinstance(content, Path):
                entry.file_size = content.stat().st_size
                with content.open("rb") as source, archive.open(entry, "w") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
            else:
                archive.writestr(entry, content)
