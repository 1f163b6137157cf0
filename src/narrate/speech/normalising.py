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
from narrate.speech.rules.abbreviations import abbreviations, initials, streets, titles
from narrate.speech.rules.addresses import addresses
from narrate.speech.rules.capitals import acronyms, calm
from narrate.speech.rules.characters import plain_characters
from narrate.speech.rules.dates import dates, decades, times, years
from narrate.speech.rules.masked import masked, respelt
from narrate.speech.rules.money import money, units
from narrate.speech.rules.numbers import amounts, fractions, ordinals, ranges
from narrate.speech.rules.numerals import heading_numeral, roman_numerals
from narrate.speech.rules.rule import Rule, digit_rule, rule
from narrate.speech.rules.sounds import interjections, stammers, stretched
from narrate.speech.rules.symbols import entities, faces, symbols
from narrate.speech.rules.telephone import named_by_digits, telephone
from narrate.speech.rules.vocabulary import Vocabulary, any_of, vocabulary

_PASSES = 4  # one rule's outcome may be another's matter; two have been enough for all texts tried

_DIGIT = re.compile(r"\d")

_ENTITIES = rule("&[a-z#]", entities)
_MARKUP: tuple[Rule, ...] = (
    rule(r"[:;=8xX^_>\\-][^\w\s]|[xX]D|<[3/\\]|[oO0>T][_.]", faces),
    rule(r"[@]|\w\.\w", addresses),
    digit_rule(r"\[\d", marks.references),
    rule(r"[*_~]", marks.stress),
)
_NUMBERS: tuple[Rule, ...] = (
    digit_rule(r"\d", money),
    digit_rule(r"\d", units),
    digit_rule(r"\d ?[–—‒-] ?\d", ranges),
    rule(r"[½⅓⅔¼¾⅛⅜⅝⅞]|\d/\d", fractions),
    digit_rule(r"\d", ordinals),
    digit_rule(r"\d", amounts),
)
_ROMAN = rule(r"[IVXLCivx]{2}\b| [IVXLCivx]\b", roman_numerals)
_SIGNS = rule(r"[^\w\s,.;:?!'“”\"…—()-]|#", symbols)
_ENGLISH: tuple[Rule, ...] = (
    _ROMAN,
    rule(r"\w\.", streets),
    rule(r"[A-Z][a-z]{1,3}\b|[A-Z]{2}\b", titles),
    rule(r"\w[./]|#", abbreviations),
    rule(r"[A-Z]\.", initials),
    rule(r"\w(?:-|\.\.|…)|[^aeiouy\W][—–―‒]", stammers),
    digit_rule(r"\d", telephone),
    digit_rule(r"\d", dates),
    digit_rule(r"\d", times),
    digit_rule(r"\d{3}", named_by_digits),
    digit_rule(r"\d\d'?s|'\d\d", decades),
    *_NUMBERS[:2],
    digit_rule(r"\d\d", years),
    *_NUMBERS[2:],
    rule(r"[A-Z]{2}|[^\W\da-z_]{2}", calm),
    rule(r"[A-Z]{2}", acronyms),
    _SIGNS,
)
_EUROPEAN: tuple[Rule, ...] = (
    _ROMAN,
    rule(r"\w\.|\b[A-Z]", titles),
    rule(r"\w[./°º]|#", abbreviations),
    digit_rule(r"\d", clock.days),
    digit_rule(r"\d ?[:hU]", clock.clock),
    digit_rule(r"1\d{3}", clock.years),
    *_NUMBERS,
    _SIGNS,
)
_SOUNDS: tuple[Rule, ...] = (
    rule(r"[\[\]{}<>|\\^/#=`]", marks.brackets),
    rule("", marks.quotation_marks),
    rule("[-—–―‒⸺⸻]", marks.dashes),
    rule("", marks.points),
    rule(r"(?i)([^\W\d_])\1\1", stretched),
)
_INTERJECTIONS = rule(r"(?i)(?<![\w'])[^\Waeiou_\d]{2}", interjections)
_MASKED = rule(r"[A-Za-z](?:[*@#$%&!—–―‒⸺⸻-]{2}|[*—–―‒⸺⸻]\w)", masked)
_RESPELT = rule(r"(?i)\b(?:ol'|g-d|l-rd)", respelt)
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
    rules = _rules(words, kind)
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
def _rules(words: Vocabulary, kind: UtteranceKind) -> tuple[Rule, ...]:
    if not words.language:
        return _EVERYWHERE
    first = [_ENTITIES, *_MARKUP[:-1]]
    if kind is UtteranceKind.HEADING:
        first.append(rule("^[IVXLC\\d]", heading_numeral))
    if words.table("notes"):
        first += [rule("(?i)a/?n", _note_opening)] if kind is UtteranceKind.NOTE else []
        first.append(rule("(?i)a/n", _notes))
    if words.table("masked"):
        first += [_MASKED, _RESPELT]
    first.append(_MARKUP[-1])
    middle = _ENGLISH if words.language == "en" else _EUROPEAN
    return (*first, *middle, *_SOUNDS, *([_INTERJECTIONS] if words.table("interjections") else []))


def _pass(text: str, words: Vocabulary, rules: tuple[Rule, ...]) -> str:
    text = plain_characters(text)
    digits = _DIGIT.search(text)
    for each in rules:
        if (digits or not each.of_digits) and each.trigger.search(text):
            text = each.apply(text, words)
            digits = digits or _DIGIT.search(text)
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
