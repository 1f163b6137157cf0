"""What an engine is sent for a slice of a story: plain words on one line.

Each rule is one function from text to text in the module of its family; the tables here say in which order they are
tried, and in which languages. The words that they know are data (``words/<language>.toml``), and so are the examples
that hold them (``tests/speech/cases/``). What engines make of raw text was heard with eSpeak NG: it reads asterisks,
tildes and slashes by name, “Chapter IV” as “Roman four”, “$5.50” as “dollar five point five zero”, “WI” as “why”,
“1984” as “nineteen hundred and eighty-four”, pauses after the point of an initial, and takes ``[[…]]`` for phonemes.
"""

from __future__ import annotations

import functools
import re

from narrate.model import UtteranceKind
from narrate.speech.lexicons.lexicon import EMPTY, Lexicon, Said, put_back
from narrate.speech.rules import clock, marks
from narrate.speech.rules.abbreviations import (
    abbreviations,
    initials,
    number_sign,
    shortened,
    streets,
    titles,
)
from narrate.speech.rules.addresses import addresses
from narrate.speech.rules.capitals import acronyms, calm
from narrate.speech.rules.characters import plain_characters
from narrate.speech.rules.dates import dates, decades, times, years
from narrate.speech.rules.masked import masked, respelt
from narrate.speech.rules.money import money, units
from narrate.speech.rules.numbers import amounts, fractions, ordinals, ranges
from narrate.speech.rules.numerals import heading_numeral, roman_numerals
from narrate.speech.rules.rule import Rule, RuleOf, digit_rule, of_language, rule, signs_of, words_of
from narrate.speech.rules.sounds import interjections, stammers, stretched
from narrate.speech.rules.symbols import entities, faces, symbols
from narrate.speech.rules.telephone import named_by_digits, telephone
from narrate.speech.rules.vocabulary import Vocabulary, any_of, vocabulary

_PASSES = 4  # one rule's outcome may be another's matter; two have been enough for all texts tried

_ENTITIES = rule("&[a-z#]", entities, signs="&")
_MARKUP: tuple[Rule, ...] = (
    rule(
        r"[:;=8xX^_>\\<oO0T-](?:(?<=[:;=8xX^_>\\-])[^\w\s]|(?<=[xX])D|(?<=<)[3/\\]|(?<=[oO0>T])[_.])",
        faces,
    ),
    rule(r"@|\.(?<=\w\.)\w", addresses, signs="@."),
    digit_rule(r"\[\d", marks.references),
    rule(r"[*_~]", marks.stress, signs="*_~"),
)
_NUMBERS: tuple[Rule, ...] = (
    digit_rule(r"\d", money),
    digit_rule(r"\d", units),
    digit_rule(r"\d ?[–—‒-] ?\d", ranges),
    rule(r"[½⅓⅔¼¾⅛⅜⅝⅞]|\d/\d", fractions, signs="½⅓⅔¼¾⅛⅜⅝⅞/"),
    digit_rule(r"\d", ordinals),
    digit_rule(r"\d", amounts),
)
_ROMAN = rule(r"[IVXLCivx](?:[IVXLCivx]\b|(?<= [VXLCivx])\b|(?<= I)\b(?! \w|'[^s]))", roman_numerals)
_SIGNS = rule(r"[^\w\s,.;:?!'“”\"…—()-]", symbols)
_TITLES = ("titles", "ranks")
_ABBREVIATED = ("pointed", "counters")
_ENGLISH: tuple[Rule, ...] = (
    _ROMAN,
    rule(r"\w\.", streets, signs=".", tables=("streets",)),
    rule(r"[A-Z][a-z]{1,3}\b|[A-Z]{2}\b", titles, tables=_TITLES),
    rule("#", number_sign, signs="#"),
    rule(r"\w\.", abbreviations, signs=".", tables=_ABBREVIATED),
    rule(r"\w[./]", shortened, tables=("shortened",)),
    rule(r"[A-Z]\.", initials, signs="."),
    rule(r"[.…—–―‒-](?:(?<=\w-)|(?<=\w\.)\.|(?<=\w…)|(?<=[^aeiouy\W][—–―‒]))", stammers),
    digit_rule(r"\d", telephone),
    digit_rule(r"\d", dates),
    digit_rule(r"\d", times),
    digit_rule(r"\d{3}", named_by_digits),
    digit_rule(r"\d\d'?s|'\d\d", decades),
    *_NUMBERS[:2],
    digit_rule(r"\d\d", years),
    *_NUMBERS[2:],
    rule(r"[A-Z\x80-\U0010ffff](?<=[^\W\da-z_])[^\W\da-z_]", calm),
    rule(r"[A-Z]{2}", acronyms),
    _SIGNS,
)
_EUROPEAN: tuple[Rule, ...] = (
    _ROMAN,
    rule(r"\w\.|\b[A-Z]", titles, tables=_TITLES),
    rule("#", number_sign, signs="#"),
    rule(r"\w[./°º]", abbreviations, tables=_ABBREVIATED),
    rule(r"\w[./°º]", shortened, tables=("shortened",)),
    digit_rule(r"\d", clock.days),
    digit_rule(r"\d ?[:hU]", clock.clock),
    digit_rule(r"1\d{3}", clock.years),
    *_NUMBERS,
    _SIGNS,
)
_SOUNDS: tuple[Rule, ...] = (
    rule(r"[\[\]{}<>|\\^/#=`]", marks.brackets, signs="[]{}<>|\\^/#=`"),
    rule("", marks.quotation_marks, signs=marks.QUOTATION_MARKS + "'"),
    rule("[-—–―‒⸺⸻]", marks.dashes, signs="-—–―‒⸺⸻"),
    rule("", marks.points),
    rule(r"(?i)([^\W\d_])\1\1", stretched),
)
_INTERJECTIONS = rule(r"(?i)(?<![\w'])[^\Waeiou_\d]{2}", interjections, tables=("interjections",))
_MASKED = rule(r"[A-Za-z](?:[*@#$%&!—–―‒⸺⸻-]{2}|[*—–―‒⸺⸻]\w)", masked, signs="*@#$%&!—–―‒⸺⸻-")
_RESPELT = rule(r"(?i)\b(?:ol'|g-d|l-rd)", respelt, signs="'-", tables=("respelt",))
_EVERYWHERE: tuple[Rule, ...] = (_ENTITIES, *_MARKUP, *_SOUNDS)


def normalise(text: str, *, kind: UtteranceKind, language: str) -> str:
    """The words of a slice as an engine should be sent them.

    Args:
        text: a slice of the story, of any length.
        kind: headings count in Roman numerals, notes begin with “A/N”.
        language: BCP 47. Numbers, abbreviations and signs are put into the words of English, French, German,
            Italian, Portuguese and Spanish; in other languages they stay.

    Returns:
        One line without markup, quotation marks or control characters; empty only if ``text`` has neither letter
        nor digit. Normalising it again changes nothing. Takes time linear in the length of ``text``.
    """
    words = vocabulary(language)
    rules = rules_of(words, kind)
    spoken = text
    for _ in range(_PASSES):
        before, spoken = spoken, _pass(spoken, words, rules)
        if spoken == before:
            break
    return spoken or _bare(text)


def say(text: str, *, kind: UtteranceKind, language: str, lexicon: Lexicon = EMPTY) -> Said:
    """The words of a slice, as `normalise` gives them, but for those that a lexicon says otherwise."""
    english = language.casefold().partition("-")[0] in ("en", "")
    aside, said = lexicon.put_aside(text, english=english) if lexicon else (text, [])
    spoken = normalise(aside, kind=kind, language=language)
    return put_back(spoken, said) if said else Said(spoken)


@functools.cache
def rules_of(words: Vocabulary, kind: UtteranceKind) -> tuple[RuleOf, ...]:
    """The rules for a kind of utterance in a language, in the order in which they are tried."""
    return tuple(of_language(each, words) for each in _in_order(words, kind))


def _in_order(words: Vocabulary, kind: UtteranceKind) -> tuple[Rule, ...]:
    if not words.language:
        return _EVERYWHERE
    first = [_ENTITIES, *_MARKUP[:-1]]
    if kind is UtteranceKind.HEADING:
        first.append(rule("^[IVXLC\\d]", heading_numeral))
    if words.table("notes"):
        first += [rule("(?i)a/?n", _note_opening)] if kind is UtteranceKind.NOTE else []
        first.append(rule("(?i)a/n", _notes, signs="/"))
    if words.table("masked"):
        first += [_MASKED, _RESPELT]
    first.append(_MARKUP[-1])
    middle = _ENGLISH if words.language == "en" else _EUROPEAN
    return (*first, *middle, *_SOUNDS, *([_INTERJECTIONS] if words.table("interjections") else []))


def _pass(text: str, words: Vocabulary, rules: tuple[RuleOf, ...]) -> str:
    text = plain_characters(text)
    here, known = signs_of(text), set(words_of(text))
    for signs, listed, search, apply in rules:
        if signs is not None and signs.isdisjoint(here):
            continue
        if listed is not None and listed.isdisjoint(known):
            continue
        if search(text) and (changed := apply(text, words)) != text:
            text = changed
            here, known = signs_of(text), set(words_of(text))
    return text if any(map(str.isalnum, text)) else ""


def _bare(text: str) -> str:
    """What is left when only letters and digits are kept, for texts of which nothing else is."""
    kept = "".join(letter if letter.isalnum() else " " for letter in plain_characters(text))
    return " ".join(kept.split())


def _note_opening(text: str, words: Vocabulary) -> str:
    return re.sub(r"^AN(?=\d{0,3}\b)", str(words.table("notes")["abbreviated"]), text)


def _notes(text: str, words: Vocabulary) -> str:
    table = words.table("notes")
    pattern = rf"(?<!\w){any_of([table['abbreviated']])} ?(?=(\d{{0,3}})(?!\w))"
    return re.sub(pattern, lambda found: table["spoken"] + (" " if found[1] else ""), text, flags=re.IGNORECASE)
