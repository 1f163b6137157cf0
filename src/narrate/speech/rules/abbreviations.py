"""Abbreviations and initials."""

from __future__ import annotations

import functools
import re

from narrate.speech.rules.vocabulary import Vocabulary, any_of

_NAME = r"[A-ZÀ-ÖØ-Þ\U00010427]"
_NUMBER_SIGN = re.compile(r"(?<!\w)# ?(?=\d)")
_SPELT = re.compile(r"(?<![\w.])((?:[A-Z]\. ?){1,5}[A-Z])\.('s\b)?(?!\w)")
_INITIAL = re.compile(r"\b([A-Z][a-z]+) ([B-HJ-Z])\. (?=[A-Z][a-z])")
_FIRST_INITIAL = re.compile(r"(?<![\w.'] )(?<![\w.'])([B-HJ-Z])\. (?=[A-Z][a-z]{2})")


@functools.cache
def _listed(words: Vocabulary, key: str) -> frozenset[str]:
    return frozenset(words.listed("sentences", key))


def _goes_on(rest: str, words: Vocabulary) -> bool:
    """Whether the sentence goes on with what comes after an abbreviation."""
    found = re.match(r"['\"“”’)]* ['\"“‘(]*(\w{1,12})", rest)
    return found is not None and not (found[1][0].isupper() and found[1] in _listed(words, "beginnings"))


@functools.cache
def _pattern(words: Vocabulary, name: str) -> re.Pattern[str]:
    def table(key: str) -> str:
        return any_of(words.table(key))

    titles = [*words.table("titles"), *(title.upper() for title in words.table("titles"))]
    shortened = [form for key in words.table("shortened") for form in (key, key.capitalize())]
    return re.compile(
        {
            "title": rf"\b({any_of(titles)})(?:\.|\b(?= [^\W\d_]))",
            "rank": rf"\b({table('ranks')})\.(?= ?{_NAME})",
            "street": rf"\b({_NAME}[\w']{{1,30}}|\d{{1,4}}(?:st|nd|rd|th)) ({table('streets')})\.(?!\w)",
            "pointed": rf"(?<![\w.])({table('pointed')})\.(?!\w)",
            "counter": rf"(?<![\w.])({table('counters')})\. ?(?=\d|[IVXLC]{{2,6}}\b)",
            "shortened": rf"(?<![\w/])({any_of(shortened)})(?![\w/])",
        }[name]
    )


def titles(text: str, words: Vocabulary) -> str:
    """“Mr. Hale” is “Mister Hale”, “Sgt. Bell” “Sergeant Bell”, “St. Ives” “Saint Ives”."""
    table = words.table("titles")
    text = _pattern(words, "title").sub(lambda found: table.get(found[1]) or table[found[1].capitalize()], text)
    # One more time where a rank was before another: “Lt. Col. Dee”.
    for _ in range(2):
        text = _pattern(words, "rank").sub(lambda found: words.table("ranks")[found[1]], text)
    return text


def streets(text: str, words: Vocabulary) -> str:
    """“Maple Dr.”, “Main St.”, “Hale Bros.”: after a name; “Dr.” and “St.” before another name are titles."""
    table, no_names = words.table("streets"), _listed(words, "beginnings") | _listed(words, "no_names")

    def said(found: re.Match[str]) -> str:
        name, short = found.groups()
        rest = found.string[found.end() : found.end() + 20]
        goes_on = _goes_on(rest, words)
        before_name = goes_on and re.match(rf" {_NAME}", rest)
        if name in no_names or (before_name and short in (*words.table("ranks"), *words.table("titles"))):
            return found[0]
        return f"{name} {table[short]}{'' if goes_on or rest[:1] in set(',;:!?') else '.'}"

    return _pattern(words, "street").sub(said, text)


def number_sign(text: str, words: Vocabulary) -> str:
    """“#5” is “number 5”."""
    return _NUMBER_SIGN.sub(f"{words.word('number')} ", text)


def abbreviations(text: str, words: Vocabulary) -> str:
    """“No. 5”, “vs.”, “e.g.”; the full stop stays where the sentence ends with it."""

    def pointed(found: re.Match[str]) -> str:
        rest = found.string[found.end() : found.end() + 20]
        ends = not _goes_on(rest, words) and rest[:1] not in (",", ";", ":", "!", "?")
        return f"{words.table('pointed')[found[1]]}{'.' if ends else ''}"

    text = _pattern(words, "counter").sub(lambda found: f"{words.table('counters')[found[1]]} ", text)
    return _pattern(words, "pointed").sub(pointed, text)


def shortened(text: str, words: Vocabulary) -> str:
    """“w/”, “and/or”."""
    table = words.table("shortened")

    def said(found: re.Match[str]) -> str:
        return str(table.get(found[1]) or table[found[1].lower()].capitalize())

    return _pattern(words, "shortened").sub(said, text)


def initials(text: str, words: Vocabulary) -> str:
    """“J. R. R. Tolkien” and “the F.B.I. man” without the points at which engines pause.

    “J.R.R Tolkien” is what eSpeak NG spells in one breath; it is no help to write “J R R”, since of “A” it makes
    the article.
    """
    no_names = _listed(words, "beginnings") | _listed(words, "no_names")
    spoken_as_words = frozenset(words.listed("acronyms", "spoken"))

    def spelt(found: re.Match[str]) -> str:
        letters = re.sub(r"[. ]", "", found[1])
        letters = letters.capitalize() if letters in spoken_as_words else ".".join(letters)
        rest = found.string[found.end() : found.end() + 20]
        if found[2]:
            return f"{letters}{'.' if '.' in letters else ''}'s"
        ends = not _goes_on(rest, words) and rest[:1] not in (",", ";", ":", "!", "?", "-")
        return letters + ("." if ends else "")

    def middle(found: re.Match[str]) -> str:
        return found[0] if found[1] in no_names else f"{found[1]} {found[2]} "

    text = _SPELT.sub(spelt, text)
    text = _INITIAL.sub(middle, text)
    return _FIRST_INITIAL.sub(r"\1 ", text)
