"""Characters no engine should be sent: controls, emoji, and letters dressed up as other letters."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "‘’‛ʼʻ`´′"), "'")
_KEPT_SYMBOLS = frozenset("°№")
_DRESSED = (("\ufb00", "\ufb06"), ("\uff01", "\uff5e"), ("\U0001d400", "\U0001d7ff"))
"""Ranges of ligatures, full-width and mathematical letters, which engines skip or spell."""


class _Table(dict[int, str | int]):
    """A table for ``str.translate`` that fills itself as characters are met."""

    def __missing__(self, code: int) -> str | int:
        self[code] = made = _APOSTROPHES.get(code) or _plain(chr(code))
        return made


def _plain(character: str) -> str:
    if any(low <= character <= high for low, high in _DRESSED):
        return unicodedata.normalize("NFKC", character)
    category = unicodedata.category(character)
    if character.isspace() or category in ("Zs", "Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Me"):
        return ""
    if category in ("So", "Sk") and character not in _KEPT_SYMBOLS and not character.isascii():
        return " "
    if "\ufe00" <= character <= "\ufe0f":  # variation selectors: the colour of an emoji
        return ""
    return {"‽": "?!", "⁉": "!?", "⁇": "??", "‼": "!!"}.get(character, character)


_TABLE = _Table()


def plain_characters(text: str) -> str:
    """``text`` on one line, with single blanks, in characters that are read and not shown."""
    text = unicodedata.normalize("NFC", text).translate(_TABLE)
    return re.sub(r"\s+", " ", text).strip()
