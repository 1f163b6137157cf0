"""Text for programs that know one old encoding: what it lacks is written in what it has, and no word is lost."""

from __future__ import annotations

import re
import unicodedata

from narrate.errors import SynthesisError
from narrate.synthesis.engines.pyttsx3_driver import one_line

_PAUSE = re.compile(r"\s*(?:—|―|\s–(?=\s))\s*")
_NAME_MARKS = str.maketrans(":_", "  ")


def in_encoding(text: str, encoding: str) -> bytes:
    """``text`` on one line, in ``encoding``.

    A character that the encoding has stays as it is. Any other becomes what it is usually written as in ASCII (“é” e,
    “ß” ss, 東京 DongJing; a picture becomes its name), so that something is heard for it. A dash in the middle of a
    sentence, which these programs pass over, becomes a comma.

    Raises:
        SynthesisError: there is no letter or digit in it.
    """
    line = unicodedata.normalize("NFC", one_line(_PAUSE.sub(", ", text)))
    found = " ".join("".join(_written(character, encoding) for character in line).split())
    if not any(character.isalnum() for character in found):
        raise SynthesisError("there is nothing to say")
    return found.encode(encoding)


def _written(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        from anyascii import anyascii  # most texts need it for quotation marks alone

        ascii_text: str = anyascii(character)
        return f" {ascii_text.translate(_NAME_MARKS)} " if ascii_text.startswith(":") else ascii_text
    return character
