"""Names of files and folders that every file system takes: Windows, macOS, Linux, memory cards, web servers."""

from __future__ import annotations

import unicodedata

_TITLE_BYTES = 180
"""The longest name that ext4, APFS and NTFS all take has 255 bytes of UTF-8; room is left for numbers, endings, and the
name of a partial file beside it."""

_REPLACED = {
    **dict.fromkeys("/\\|", "-"),
    **dict.fromkeys('<>*?"', " "),
    ":": " -",
    "\u2044": "-",  # fraction slash: looks like a path to a person
    "\u2215": "-",
}
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)
"""Names of devices on Windows, with any ending (Microsoft, “Naming Files, Paths, and Namespaces”)."""

# Letters that have no accent to take off.
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i",
                        "Æ": "ae", "Œ": "oe", "Ø": "o", "Ð": "d", "Þ": "th", "Ł": "l", "Đ": "d"})  # fmt: skip

# Controls, formats (bidirectional marks, zero-width characters), surrogates, private use, unassigned; line ends.
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def chapter_file_name(number: int, count: int, title: str, suffix: str = ".mp3") -> str:
    """The name of a chapter's file, ``01 The Bridge.mp3``: in the order of the story, unique by its number.

    Args:
        number: of the chapter, from 1.
        count: of the story's chapters; decides how many digits all numbers get, two at least.
        title: of any text at all.
        suffix: the ending, with its point.
    """
    digits = f"{number:0{max(2, len(str(count)))}d}"
    return f"{digits} {_safe(title)}".rstrip(" .") + suffix


def book_file_name(title: str, suffix: str) -> str:
    """The name of a file with the whole book, ``The Bridge.m4b``; ``suffix`` has its point."""
    return safe_name(title, "book") + suffix


def safe_name(text: str, otherwise: str = "nameless") -> str:
    """Any text as a name that every file system takes, without an ending; ``otherwise`` where nothing is left of it."""
    name = _safe(text).strip(" .-") or otherwise
    return f"{name}_" if _is_device(name) else name


def underscored_file_name(number: int, count: int, book: str, author: str, suffix: str = ".mp3") -> str:
    """The name of a chapter's file as LibriVox has it, ``the_bridge_01_hale.mp3``: lower case, underscores, ASCII.

    Args:
        number: of the chapter, from 1.
        count: of the story's chapters; decides how many digits all numbers get, two at least.
        book: its title; what has no ASCII letters is left out, and nothing at all becomes ``book``.
        author: the last word of the name is taken; nothing becomes ``anonymous``.
        suffix: the ending, with its point.
    """
    digits = f"{number:0{max(2, len(str(count)))}d}"
    surname = _underscored(author).rpartition("_")[2] or "anonymous"
    return f"{_underscored(book) or 'book'}_{digits}_{surname}{suffix}"


def _underscored(text: str) -> str:
    """ASCII letters and digits in lower case, words joined by underscores; accents go, letters stay."""
    plain = unicodedata.normalize("NFKD", text.translate(_SPELT).replace("'", "").replace("’", ""))
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in letters)
    return _shortened(" ".join(kept.split())).replace(" ", "_")


def story_folder_name(stem: str) -> str:
    """The name of a story's output folder, from the name of its file without ending; never empty."""
    return safe_name(stem, "story")


def _safe(text: str) -> str:
    """Text without what file systems refuse, NFC, of `_TITLE_BYTES` at most."""
    replaced = "".join(_character(character) for character in unicodedata.normalize("NFC", text))
    name = _shortened(" ".join(replaced.split()))
    return name.strip(" .")


def _character(character: str) -> str:
    if character in _REPLACED:
        return _REPLACED[character]
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _DROPPED else character


def _shortened(text: str) -> str:
    """The text's beginning, cut at a word if one ends near, never inside a character or before a combining mark."""
    if len(text.encode()) <= _TITLE_BYTES:
        return text
    cut = text.encode()[:_TITLE_BYTES].decode(errors="ignore")
    while cut and unicodedata.combining(text[len(cut)]):
        cut = cut[:-1]
    words, space, _ = cut.rpartition(" ")
    return words if space and len(words) > len(cut) // 2 else cut


def _is_device(name: str) -> bool:
    return name.partition(".")[0].rstrip().upper() in _RESERVED
