"""Words that a writer half hides: “f***”, “sh*t”, “d--n”, “G-d”. Whoever reads aloud says what stands there."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.vocabulary import Vocabulary, any_of, in_case_of

_HIDDEN = r"(?:\*+|[@#$%&!*]{2,}|-{2,}|[—–―‒⸺⸻]+)"
_MASKED = re.compile(rf"(?<![\w*])([A-Za-z]{{1,12}}(?:{_HIDDEN}[A-Za-z]{{1,12}}){{0,3}}(?:[*@#$%&]{{2,12}})?)(?![\w*])")
_PIECE = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_DASHES = frozenset("-—–―‒⸺⸻")


def masked(text: str, words: Vocabulary) -> str:
    """“f***” and “d--n” as the listed word that has these letters; a sign stands for a letter, a dash for some."""
    listed = words.listed("masked", "words")

    def said(found: re.Match[str]) -> str:
        word = _meant(found[1].casefold(), listed)
        if word is None:
            return found[0]
        if found[1].isupper() and sum(map(str.isalpha, found[1])) > 1:
            return word.upper()
        return in_case_of(found[1], word)

    return _MASKED.sub(said, text)


@functools.cache
def _respelt(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])({any_of(words.table('respelt'))})(?![\w-])", re.IGNORECASE)


def respelt(text: str, words: Vocabulary) -> str:
    """“G-d” is “God”, “ol'” “ole”."""
    table = words.table("respelt")
    return _respelt(words).sub(lambda found: in_case_of(found[1], str(table[found[1].casefold()])), text)


@functools.cache
def _meant(mask: str, listed: tuple[str, ...]) -> str | None:
    pieces = _PIECE.findall(mask)
    hidden = pieces[1::2]
    if not hidden or (len(pieces) % 2 == 0 and 2 * len(pieces[-1]) < len(mask)):
        return None  # no mark, or “bold**”: the end of an emphasis
    if not all(_DASHES.issuperset(each) for each in hidden):
        exact = re.compile("".join(piece if piece.isalpha() else f"[a-z]{{{len(piece)}}}" for piece in pieces))
        if (word := next(filter(exact.fullmatch, listed), None)) is not None:
            return word
    rough = re.compile("".join(piece if piece.isalpha() else "[a-z]{1,6}" for piece in pieces))
    return next(filter(rough.fullmatch, listed), None)
