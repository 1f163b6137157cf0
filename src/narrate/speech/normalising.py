"""What an engine is sent for a slice of a story: plain words on one line.

Each rule is one function from text to text, and `_ENGLISH` and `_ANYWHERE` say in which order they are tried. The
examples that hold each of them are data (``tests/speech/normalisation.toml``). What engines make of raw text was
heard with eSpeak NG: it reads asterisks, tildes and slashes by name, “Chapter IV” as “Roman four”, “$5.50” as
“dollar five point five zero”, pauses after the point of “Mr.”, and takes ``[[…]]`` for phonemes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from narrate.model import UtteranceKind
from narrate.speech.capitals import calm
from narrate.speech.characters import plain_characters
from narrate.speech.lexicon import (
    ABBREVIATIONS,
    CURRENCIES,
    ELISIONS,
    FRACTIONS,
    INTERJECTIONS,
    POINTED,
    SYMBOLS,
    TITLES,
)
from narrate.speech.numerals import heading_numeral, roman_numerals

Rule = Callable[[str], str]

_PASSES = 4  # one rule's outcome may be another's matter; two have been enough for all texts tried


def normalise(text: str, *, kind: UtteranceKind, language: str) -> str:
    """The words of a slice as an engine should be sent them.

    Args:
        text: a slice of the story, of any length.
        kind: headings count in Roman numerals, notes begin with “A/N”.
        language: BCP 47; symbols and abbreviations are put into words for English alone.

    Returns:
        One line without markup, quotation marks or control characters; empty only if ``text`` has neither letter
        nor digit. Normalising it again changes nothing. Takes time linear in the length of ``text``.
    """
    english = language.casefold().partition("-")[0] in ("en", "")
    spoken = text
    for _ in range(_PASSES):
        before, spoken = spoken, _pass(spoken, kind, english=english)
        if spoken == before:
            break
    return spoken or _bare(text)


def _pass(text: str, kind: UtteranceKind, *, english: bool) -> str:
    text = plain_characters(text)
    if english:
        if kind is UtteranceKind.HEADING:
            text = heading_numeral(text)
        if kind is UtteranceKind.NOTE:
            text = re.sub(r"^AN(?=\d{0,3}\b)", "A/N", text)
        for rule in _ENGLISH:
            text = rule(text)
    for rule in _ANYWHERE:
        text = rule(text)
    return text if any(map(str.isalnum, text)) else ""


def _bare(text: str) -> str:
    """What is left when only letters and digits are kept, for texts of which nothing else is."""
    kept = "".join(letter if letter.isalnum() else " " for letter in plain_characters(text))
    return " ".join(kept.split())


def _words(table: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


_ADDRESS = re.compile(r"(?<!\w)(?:https?://|www\.)(?:www\.)?([\w-]{1,63}(?:\.[\w-]{1,63}){0,5})[^\s)]*", re.IGNORECASE)
_NOTE = re.compile(r"(?<!\w)A/N ?(?=(\d{0,3})(?!\w))", re.IGNORECASE)
_MONEY = re.compile(
    rf"([{''.join(CURRENCIES)}]) ?(\d[\d,]{{0,20}})(?:\.(\d\d))?(?![\d.]\d)( (?:thousand|million|billion|trillion)\b)?"
)
_SIGN = re.compile(f"[{''.join(CURRENCIES)}]")
_TITLE = re.compile(rf"\b({_words(TITLES)}|{_words(TITLES).upper()})\b\.?(?= [^\W\d_])")
_ABBREVIATION = re.compile(rf"\b({_words(ABBREVIATIONS)})\.(?= ?[A-Z])")
_POINTED = re.compile(rf"\b({_words(POINTED)})\.")
_FRACTION = re.compile(rf"(?<![\w/.])({_words(FRACTIONS)})(?![\w/])")
_SYMBOL = re.compile(f"[{re.escape(''.join(SYMBOLS))}]")
_ODD = re.compile(f"[<#–/{re.escape(''.join(SYMBOLS))}]")
_STRETCHED = re.compile(r"([^\W\d_])\1{3,}", re.IGNORECASE)
_INTERJECTION = re.compile(rf"(?<![\w'-])({_words(INTERJECTIONS)})(?![\w'-])", re.IGNORECASE)


def _addresses(text: str) -> str:
    if "://" not in text and "www." not in text.casefold():
        return text  # the pattern is dear, and addresses are rare
    return _ADDRESS.sub(lambda found: " ".join(found[1].replace(".", " dot ").split()), text)


def _notes(text: str) -> str:
    return _NOTE.sub(lambda found: "Author's note " if found[1] else "Author's note", text)


def _money(text: str) -> str:
    def said(found: re.Match[str]) -> str:
        sign, whole, cents, scale = found.groups()
        one, many = CURRENCIES[sign]
        unit = one if whole == "1" and not scale else many
        amount = whole.rstrip(",")
        comma = whole[len(amount) :]
        return f"{amount}{scale or ''} {unit}{'' if cents in (None, '00') else ' ' + cents}{comma}"

    return _SIGN.sub(" ", _MONEY.sub(said, text)) if _SIGN.search(text) else text


def _abbreviations(text: str) -> str:
    text = _TITLE.sub(lambda found: TITLES[found[1].capitalize()], text)
    text = _ABBREVIATION.sub(lambda found: ABBREVIATIONS[found[1]], text)
    return _POINTED.sub(lambda found: POINTED[found[1]], text)


def _times(text: str) -> str:
    return re.sub(r"(?<=\d) ?([AP])\.?M\b\.?", lambda found: f" {found[1].lower()}.m.", text, flags=re.IGNORECASE)


def _symbols(text: str) -> str:
    if not _ODD.search(text):
        return text
    text = text.replace("<3", " heart ")
    text = _FRACTION.sub(lambda found: FRACTIONS[found[1]], text)
    text = re.sub(r"#(?=\d)", " number ", text)
    text = re.sub(r"(?<=\d)–(?=\d)", " to ", text)
    return _SYMBOL.sub(lambda found: f" {SYMBOLS[found[0]]} ", text)


def _stretched(text: str) -> str:
    return _STRETCHED.sub(lambda found: found[0][:3], text)


def _interjections(text: str) -> str:
    def said(found: re.Match[str]) -> str:
        word = INTERJECTIONS[found[1].casefold()]
        return word.capitalize() if found[1][0].isupper() else word

    return _INTERJECTION.sub(said, text)


def _markup(text: str) -> str:
    """Stress marks go; what stands between two words parts them."""
    text = re.sub(r"(?<!\w)[:;=][-']?[()]{1,3}(?!\w)", " ", text)
    text = re.sub(r"(?<=[^\W_])[*_~]+(?=[^\W_])", " ", text)
    text = re.sub(r"[*_~]", "", text)
    return re.sub(r"[\[\]{}<>|\\^/#=]", " ", text)


def _quotation_marks(text: str) -> str:
    """Double ones go; of single ones only apostrophes stay."""
    text = re.sub('["“”„‟«»‹›「」『』]', " ", text)

    def apostrophe(found: re.Match[str]) -> str:
        word = found[2].casefold()
        elided = word in ELISIONS or re.fullmatch(r"\d\ds?", word)
        return f"{found[1]}'{found[2]}" if elided else found[1] + found[2]

    text = re.sub(r"''+", " ", text)
    text = re.sub(r"(^|[^\w'])'(\w{0,8})", apostrophe, text)
    return re.sub(r"'(?!\w)", "", text)


def _dashes(text: str) -> str:
    """A dash is a pause, and so is a hyphen outside of words; minus signs stay."""
    if not re.search("[-—–―‒⸺⸻]", text):
        return text
    text = re.sub(r" ?(?:[—–―‒⸺⸻]|--)[—–―‒⸺⸻-]* ?", ", ", text)
    text = re.sub(r"(?<=\w)-+(?!\w)", ", ", text)
    return re.sub(r"(?<!\w)-+(?!\d)", " ", text)


def _points(text: str) -> str:
    """Ellipses have three points, a question one mark, and the line begins with a word."""
    text = re.sub(r"…+", "...", text)
    text = re.sub(r"\.(?: ?\.)+", "... ", text)
    text = re.sub(r"[?!]{2,}", lambda found: "?" if "?" in found[0] else "!", text)
    text = re.sub(r"\([ ,.]*\)", " ", text)
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" (?=[,.;:?!)])", "", text)
    text = re.sub(r"[,;:][,;:]+", ",", text)
    text = re.sub(r",(?=\.(?!\d)|[?!])", "", text)
    text = re.sub(r"(?<=[.?!]),(?!\d)", "", text)
    text = re.sub(r"(?<=[,;?!])(?=[^\W\d_])", " ", text)
    return text.lstrip(" ,.;:?!)").strip() if not re.match(r"\.\d", text) else text.strip()


_ENGLISH: tuple[Rule, ...] = (
    _addresses,
    _notes,
    _money,
    _times,
    _abbreviations,
    roman_numerals,
    _symbols,
    calm,
)
_ANYWHERE: tuple[Rule, ...] = (_markup, _quotation_marks, _dashes, _points, _stretched, _interjections)
