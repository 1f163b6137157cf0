"""The words of a story in another language made ready for the rules: see `narrate.attribution.language.tongues`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from narrate.attribution.language import lexicon
from narrate.attribution.language.tongues import OPAQUE, Tongue, sense_of

if TYPE_CHECKING:
    from narrate.attribution.language.reading import Paragraph, Word

_APOSTROPHE = re.compile(r"['’]")
_SAID = "said"
_ARTICLES = frozenset({"the", "a"})
_DETERMINERS = _ARTICLES | {"his", "her", "my", "your", "their", "our", "its", "this", "that", "no"}
_NOUN_ENDINGS = ("ung", "heit", "keit", "schaft", "chen", "lein", "nis", "tum", "ion", "tät", "ling")
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")


def understand(words: Sequence[Word], tongue: Tongue) -> list[Word]:
    """One utterance's words with the English senses that the rules know as ``lower``."""
    understood: list[Word] = []
    senses: list[str] = []
    parts = _without_stops([part for word in words for part in _parts(word, tongue)], tongue)
    for index, word in enumerate(parts):
        following, beyond = (*parts[index + 1 : index + 3], None, None)[:2]
        for told in _read(word, following, beyond, senses, tongue):
            understood.append(told)
            senses.append(told.lower)
    return understood


def _read(
    word: Word, following: Word | None, beyond: Word | None, senses: Sequence[str], tongue: Tongue
) -> Iterator[Word]:
    lower = word.lower.replace("’", "'")
    if word.is_point:
        yield word
        return
    # A capital inside a sentence is a name's (“La Fontaine”), where not every noun has one.
    named = word.capital and not word.initial and not (tongue.capital_nouns and lower in tongue.senses)
    if lower in tongue.dropped and not named:
        return
    if lower[-1] == "'":
        yield word._replace(lower=tongue.elided[lower[:-1]], capital=False)
        return
    found = () if named else sense_of(tongue, lower, senses[-1:])
    if word.capital and lower in tongue.names and following is not None and lower not in tongue.senses:
        found = ()
    if following is not None and _titles(word, following, senses, tongue):
        # “la signora Bice”, “don Julián”: part of the name, small as it is written.
        yield word._replace(capital=True, initial=False)
    elif found and found[0] == "the" and following is not None and _bears_article(following, beyond, tongue):
        # “o Pedro”, “der Max”: the article says nothing.
        yield word._replace(lower=lower + OPAQUE)
    elif found:
        for sense in found:
            yield word._replace(lower=sense, capital=False)
    elif not word.capital and _looks_english(lower, tongue):
        yield word._replace(lower=lower + OPAQUE)
    else:
        yield word._replace(lower=lower)


def _titles(word: Word, following: Word, senses: Sequence[str], tongue: Tongue) -> bool:
    """Whether a small title stands before a name."""
    if word.capital or tongue.capital_nouns or word.lower not in tongue.titles or following.initial:
        return False
    return following.capital and (not senses or senses[-1] != "a")


def _bears_article(following: Word, beyond: Word | None, tongue: Tongue) -> bool:
    lower = following.lower
    if tongue.capital_nouns:
        return following.capital and (lower in tongue.names or lexicon.first_name_gender(lower) is not None)
    if lower in tongue.titles and beyond is not None and beyond.capital and not beyond.initial:
        return True  # “o senhor Vasco”
    return following.capital and not following.initial and lower not in tongue.roles


def _looks_english(lower: str, tongue: Tongue) -> bool:
    if lower in tongue.roles or lower in tongue.titles:
        return tongue.capital_nouns  # “die alte Katze”: a noun would have a capital
    return lower in lexicon.closed_classes() or lower.endswith(("ed", "ing", "ly"))


def _parts(word: Word, tongue: Tongue) -> Iterator[Word]:
    """“l'homme” and “dit-il” taken apart, each part with its own place in the text."""
    text, start = word.text, word.start
    first = _APOSTROPHE.search(text)
    if first is not None and text[: first.start()].lower() in tongue.elided:
        head = text[: first.start()]
        sense = tongue.elided[head.lower()]
        if sense:
            yield word._replace(text=head, lower=head.lower() + "'", end=start + first.end(), possessive=False)
        rest, at = text[first.end() :], start + first.end()
        if not rest:
            return
        word = word._replace(
            text=rest,
            lower=rest.replace("’", "'").lower(),
            start=at,
            initial=word.initial and not sense,
            capital=rest[0].isupper() and not (len(rest) > 1 and rest.isupper()),
        )
        text, start = rest, at
    pieces = text.split("-")
    tail: list[Word] = []
    while len(pieces) > 1 and pieces[-1].lower() in tongue.enclitics and pieces[0].lower() not in tongue.names:
        clitic = pieces.pop().lower()
        stem = "-".join(pieces)
        at = start + len(stem) + 1
        if tongue.enclitics[clitic]:
            tail.insert(0, word._replace(text=clitic, lower=clitic, start=at, initial=False, capital=False))
        word = word._replace(text=stem, lower=stem.replace("’", "'").lower(), end=start + len(stem))
    yield word
    yield from tail


def _without_stops(words: Sequence[Word], tongue: Tongue) -> list[Word]:
    """“Sra. Ruiz”: the full stop of a title ends no sentence."""
    kept: list[Word] = []
    after_title = False
    for word in words:
        title = bool(kept) and kept[-1].lower.rstrip(".") in tongue.abbreviated and kept[-1].capital
        if word.text == "." and title and kept[-1].end == word.start:
            after_title = True
            continue
        kept.append(word._replace(initial=False) if after_title else word)
        after_title = False
    return kept


def settle_nouns(paragraphs: Sequence[Paragraph], tongue: Tongue) -> None:
    """Take the capital from what is no name, in a language that writes every noun with one.

    Names stand without an article, beside a speech verb, after a title; nouns follow articles and adjectives.
    """
    if not tongue.capital_nouns:
        return
    names = _names(paragraphs, tongue)
    for paragraph in paragraphs:
        words = paragraph.words
        for index, word in enumerate(words):
            if not word.capital or word.is_point:
                continue
            following = words[index + 1] if index + 1 < len(words) else None
            if word.lower in tongue.titles:
                if following is None or not following.capital or following.quotation != word.quotation:
                    words[index] = word._replace(capital=False)
            elif word.lower not in names and word.lower[-1:] == "s" and word.lower[:-1] in names:
                words[index] = word._replace(text=word.text[:-1], lower=word.lower[:-1], possessive=True)
            elif word.lower not in names:
                words[index] = word._replace(capital=False)


def _names(paragraphs: Sequence[Paragraph], tongue: Tongue) -> frozenset[str]:
    """The capitalised words that name somebody."""
    votes: Counter[str] = Counter()
    for paragraph in paragraphs:
        words = paragraph.words
        for index, word in enumerate(words):
            if word.capital and not word.is_point:
                votes[word.lower] += _vote(words, index, tongue)
    return frozenset(
        lower
        for lower, vote in votes.items()
        if lower not in tongue.roles
        and lower not in tongue.not_names
        and (vote > 0 or lower in tongue.names or lexicon.first_name_gender(lower) is not None)
    )


def _vote(words: Sequence[Word], index: int, tongue: Tongue) -> int:
    """What one place says of a word with a capital: above 0 for a name."""
    word = words[index]
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    if before is not None and before.lower in tongue.titles and before.capital:
        return 6
    if before is not None and (before.lower in _DETERMINERS or before.text in tongue.articles.get("contracted", "")):
        return -2
    adjective = before is not None and before.text.islower() and before.lower.endswith(_ADJECTIVE_ENDINGS)
    if word.lower.endswith(_NOUN_ENDINGS):
        return -2
    if _SAID in ((before.lower if before else ""), (after.lower if after else "")):
        return 4
    if after is not None and after.lower == "looked" and (before is None or before.is_point):
        return 1
    return -1 if adjective else 0
