"""Messages between a process and the engine host that it started: a JSON header and a body of bytes.

On the pipe: length of header and length of body (two unsigned 32-bit big-endian numbers), header, body.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

_LENGTHS = struct.Struct(">II")

Header = dict[str, Any]


def write_message(stream: IO[bytes], header: Header, body: bytes = b"") -> None:
    """Write one message and flush it.

    Raises:
        OSError: the other side is gone.
    """
    encoded = json.dumps(header).encode()
    stream.write(_LENGTHS.pack(len(encoded), len(body)) + encoded)
    stream.write(body)
    stream.flush()


def read_message(stream: IO[bytes]) -> tuple[Header, bytes] | None:
    """The next message, or None at the end of the stream (also in the middle of a message)."""
    lengths = _read(stream, _LENGTHS.size)
    if lengths is None:
        return None
    header_length, body_length = _LENGTHS.unpack(lengths)
    header = _read(stream, header_length)
    body = _read(stream, body_length)
    if header is None or body is None:
        return None
    decoded: Header = json.loads(header)
    return decoded, body


def _read(stream: IO[bytes], length: int) -> bytes | None:
    data = stream.read(length)
    return data if len(data) == length else None
