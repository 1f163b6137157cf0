"""Rich Text (Microsoft's RTF specification 1.9.1) → tokens; code pages.

No library that is kept up reads both the words and their emphasis, so the little language is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?"
    rb"|\\'([0-9a-fA-F]{2})"
    rb"|\\([^a-zA-Z])"
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)"
    rb"|[\r\n]+",
    re.DOTALL,
)

# fcharset → Python's codec; None is the document's own code page.
_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
SYMBOL_CHARSET = 2


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    WORD = auto()
    """A control word, with its number if it has one."""
    SYMBOL = auto()
    """A control symbol: a backslash and one character."""
    BYTES = auto()
    """Characters in the code page that holds."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a file."""

    kind: Kind
    word: str = ""
    number: int | None = None
    characters: bytes = b""
    escaped: bool = False


def tokens(data: bytes) -> Iterator[Token]:
    """All tokens of a file; binary data are left out, and so is what can't be read."""
    position = 0
    while position < len(data):
        found = _TOKEN.match(data, position)
        if found is None:  # a backslash at the very end
            return
        position = found.end()
        word, number, code, symbol, brace, characters = found.groups()
        if word is not None:
            value = int(number) if number is not None else None
            if word == b"bin" and value is not None:
                position += max(value, 0)
                continue
            yield Token(Kind.WORD, word.decode("ascii"), value)
        elif characters is not None:
            yield Token(Kind.BYTES, characters=characters)
        elif code is not None:
            yield Token(Kind.BYTES, characters=bytes.fromhex(code.decode("ascii")), escaped=True)
        elif brace is not None:
            yield Token(Kind.OPEN if brace == b"{" else Kind.CLOSE)
        elif symbol is not None:
            yield Token(Kind.SYMBOL, symbol.decode("latin-1"))


def codec_of_charset(charset: int | None) -> str | None:
    """The codec of a font; None where the document's own counts."""
    return _CHARSETS.get(charset if charset is not None else -1)


def codec_of_page(page: int | None) -> str:
    """The codec of a code page; that of Western Windows where Python knows none."""
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gbk"}.get(page or 1252, f"cp{page or 1252}")
    try:
        b"a".decode(name)
    except LookupError:
        return "cp1252"
    return name
