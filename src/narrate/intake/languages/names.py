"""What a file says of its language (“Language: Français”, ``dc:language`` fr_FR) as a BCP 47 tag."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAMES = {
    "en": "english anglais englisch inglés ingles inglese inglês engels",
    "en-GB": "british",
    "en-US": "american",
    "fr": "french français francais französisch francés francese francês frans",
    "de": "german deutsch allemand alemán aleman tedesco alemão duits",
    "es": "spanish español espanol castellano espagnol spanisch spagnolo espanhol",
    "it": "italian italiano italien italienisch",
    "pt": "portuguese português portugues portugais portugiesisch portugués portoghese",
    "pt-BR": "brazilian brasileiro",
    "nl": "dutch nederlands néerlandais niederländisch",
    "pl": "polish polski polnisch polonais",
    "ru": "russian русский russisch russe",
    "sv": "swedish svenska",
    "da": "danish dansk",
    "nb": "norwegian norsk bokmål",
    "fi": "finnish suomi",
    "cs": "czech čeština česky",
    "hu": "hungarian magyar",
    "ca": "catalan català",
    "gl": "galician galego",
    "tr": "turkish türkçe",
    "el": "greek ελληνικά",
    "uk": "ukrainian українська",
    "zh": "chinese 中文",
    "ja": "japanese 日本語",
    "ko": "korean 한국어",
    "cy": "welsh cymraeg",
    "id": "indonesian",
    "vi": "vietnamese",
    "ro": "romanian română",
}
_TAGS = {name: tag for tag, names in _NAMES.items() for name in names.split()}
# Longer tags too, and codes of three letters; “und”, “mul” and “zxx” name no language.
_TAG = re.compile(r"([a-z]{2})(?:[-_]([a-z]{2}|\d{3}))?(?![a-z0-9])", re.IGNORECASE)
_THREE = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "pol": "pl", "rus": "ru", "swe": "sv", "dan": "da", "fin": "fi", "nor": "nb", "ces": "cs", "cze": "cs",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{2,20}")


def told_language(metadata: Iterable[tuple[str, str]], found: str) -> str:
    """The language that a story's metadata name, or ``found`` where they name none.

    Where both are the same language, the one with a region counts: a file says “English”, the spelling says whose.

    Args:
        metadata: keys and values as intake gives them.
        found: the language found from the text.
    """
    said = next((tag for key, value in metadata if key.casefold() == "language" and (tag := named_language(value))), "")
    if not said or said == found.partition("-")[0]:
        return found
    return said


def named_language(value: str) -> str | None:
    """The tag for a language's name or code; None for what names none."""
    text = value.strip()
    if (tag := _TAG.match(text)) and len(text) < len("zh-Hant-TW"):
        return tag[1].lower() + (f"-{tag[2].upper()}" if tag[2] else "")
    words = _WORD.findall(text.casefold())
    return next((_TAGS.get(word) or _THREE.get(word) for word in words if word in _TAGS or word in _THREE), None)
