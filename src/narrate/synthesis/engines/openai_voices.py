"""What is known of the voices that servers name: OpenAI's own, and Kokoro's, whose names say what they are."""

from __future__ import annotations

from typing import Final

from narrate.model import Gender, Voice

OWN: Final = {
    "alloy": Gender.UNKNOWN, "ash": Gender.MALE, "ballad": Gender.MALE, "coral": Gender.FEMALE, "echo": Gender.MALE,
    "fable": Gender.UNKNOWN, "onyx": Gender.MALE, "nova": Gender.FEMALE, "sage": Gender.FEMALE,
    "shimmer": Gender.FEMALE, "verse": Gender.MALE,
}  # fmt: skip
"""OpenAI's voices; many other servers take these names too."""

_KOKORO: Final = {
    "a": "en-US", "b": "en-GB", "e": "es", "f": "fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-BR", "z": "zh",
}  # fmt: skip
_GENDERS: Final = {"f": Gender.FEMALE, "m": Gender.MALE}


def voice_of(engine: str, name: str, language: str) -> Voice:
    """A voice by its name.

    Args:
        engine: that offers it.
        name: as the server has it.
        language: of voices whose name does not say.
    """
    prefix, _, rest = name.partition("_")
    if rest and len(prefix) == 2 and prefix[0] in _KOKORO and prefix[1] in _GENDERS:
        return Voice(engine, name, rest.title(), _KOKORO[prefix[0]], _GENDERS[prefix[1]], preference=2)
    return Voice(engine, name, name, language, OWN.get(name.casefold(), Gender.UNKNOWN), preference=2)
