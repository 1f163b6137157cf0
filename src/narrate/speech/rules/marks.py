"""Marks: those of stress and of quotation go, dashes and points become what engines pause at."""

from __future__ import annotations

import re

from narrate.speech.rules.vocabulary import Vocabulary

QUOTATION_MARKS = '"“”„‟«»‹›「」『』'
"""Those that never are an apostrophe."""

_QUOTED = re.compile(f"[{QUOTATION_MARKS}]")
_OPENING = re.compile(r"(^|[^\w'])(?<![A-Z]\.)'(\w{0,8})")
_CLOSING = re.compile(r"'(?!\w)")
_DASH = re.compile(r" ?(?:[—–―‒⸺⸻]|--)[—–―‒⸺⸻-]* ?")


def stress(text: str, words: Vocabulary) -> str:
    """“*really*”, “_really_” and “un*im*portant” without their marks; what stands between two words parts them."""
    del words
    text = re.sub(r"(?<=[^\W_])([*_])([^\W_]{1,20})\1(?=[^\W_])", r"\2", text)
    text = re.sub(r"(?<=[^\W_])[*_~]+(?=[^\W_])", " ", text)
    return re.sub(r"[*_~]", "", text)


def brackets(text: str, words: Vocabulary) -> str:
    """What opens commands of engines, and what they read by name, parts words and is gone."""
    del words
    return re.sub(r"[\[\]{}<>|\\^/#=`]", " ", text)


def references(text: str, words: Vocabulary) -> str:
    """The number of a footnote behind a word, “hearth.[2]”, is not read."""
    del words
    return re.sub(r"(?<=[\w.,;:!?'\"”’*_])\[\d{1,3}\]", "", text)


def quotation_marks(text: str, words: Vocabulary) -> str:
    """Double ones go; of single ones only apostrophes stay."""
    text = _QUOTED.sub(" ", text)
    if "'" not in text:
        return text
    elisions = frozenset(words.listed("elisions", "words"))

    def apostrophe(found: re.Match[str]) -> str:
        word = found[2].casefold()
        elided = word in elisions or re.fullmatch(r"\d\ds?", word)
        return f"{found[1]}'{found[2]}" if elided else found[1] + found[2]

    if "''" in text:
        text = re.sub(r"''+", " ", text)
    text = _OPENING.sub(apostrophe, text)
    return _CLOSING.sub("", text)


def dashes(text: str, words: Vocabulary) -> str:
    """A dash is a pause, and so is a hyphen outside of words; minus signs stay."""
    del words
    text = _DASH.sub(", ", text)
    text = re.sub(r"(?<=\w)-+(?!\w)", ", ", text)
    return re.sub(r"(?<!\w)-+(?!\d)", " ", text)


def points(text: str, words: Vocabulary) -> str:
    """Ellipses have three points, a question one mark, and the line begins with a word."""
    del words
    if _ODD_POINTS.search(text):
        text = re.sub(r"…+", "...", text)
        text = re.sub(r"\.(?: ?\.)+", "... ", text)
        text = re.sub(r"[?!]{2,}", lambda found: "?" if "?" in found[0] else "!", text)
        text = re.sub(r"\([ ,.]*\)", " ", text)
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    text = _BLANK_BEFORE.sub("", text)
    text = _SEVERAL.sub(",", text)
    if "," in text:
        text = _COMMA_BEFORE.sub("", text)
        text = _COMMA_AFTER.sub("", text)
    text = _NO_BLANK_AFTER.sub(r"\1 ", text)
    return text.lstrip(" ,.;:?!)").strip() if not _DECIMAL.match(text) else text.strip()


_ODD_POINTS = re.compile(r"[….?!(](?:(?<=…)|(?<=\.) ?\.|(?<=[?!])[?!]|(?<=\())")
_BLANKS = re.compile(r" {2,}")
_BLANK_BEFORE = re.compile(r" (?=[,.;:?!)])")
_SEVERAL = re.compile(r"[,;:][,;:]+")
_COMMA_BEFORE = re.compile(r",(?=\.(?!\d)|[?!])")
_COMMA_AFTER = re.compile(r",(?<=[.?!],)(?!\d)")
_NO_BLANK_AFTER = re.compile(r"([,;?!])(?=[^\W\d_])")
_DECIMAL = re.compile(r"\.\d")
